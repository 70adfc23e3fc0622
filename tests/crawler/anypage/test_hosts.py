"""Sites by their hosts."""

import pytest

from crawler.anypage import site_of_host


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://finance.sina.com.cn/a.html", "sina"),
        ("https://www.stcn.com/article/detail/1.html", "stcn"),
        ("http://yunling.example/1", "yunling"),
        ("http://127.0.0.1:8000/1", "127.0.0.1"),
        ("http://localhost/1", "localhost"),
    ],
)
def test_a_site_goes_by_the_name_it_registered(url: str, site: str) -> None:
    """Neither the machine's name nor the country's says whose a page is."""
    assert site_of_host(url) == site
