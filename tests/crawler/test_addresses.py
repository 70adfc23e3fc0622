"""What addresses tell: whose they are, and what a mirror shares with them."""

import pytest

from crawler.addresses import domain_of, is_within, path_of
from crawler.sites.stcn.spider import StcnSpider


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [
        ("https://www.stcn.com/article/detail/757276.html", True),
        ("http://kuaixun.stcn.com/2019/0926/15409036.shtml", True),
        ("https://stcn.com/", True),
        ("https://notstcn.com/", False),
        ("https://stcn.com.example/", False),
        ("/article/detail/757276.html", False),
    ],
)
def test_every_host_below_a_site_s_domain_is_the_site_s(url: str, is_ours: bool) -> None:
    """And no host that only looks like it."""
    assert domain_of(StcnSpider.LIVE) == "stcn.com"
    assert is_within(url, "stcn.com") is is_ours
    assert StcnSpider.owns(url) is is_ours


def test_a_mirror_shares_path_and_query() -> None:
    """Scheme, host and fragment are its own."""
    assert path_of("https://www.stcn.com/a/list.html?type=kx#top") == "/a/list.html?type=kx"


def test_a_mirror_stands_for_every_host_of_a_site() -> None:
    """With `base_url`, what is on another host is asked of the mirror, too."""
    here, there = "/article/list/yw.html", "https://api.stcn.com/list?page=2"
    live, mirror = StcnSpider(), StcnSpider(base_url="http://127.0.0.1:8000")

    assert live.address(here) == "https://www.stcn.com/article/list/yw.html"
    assert live.address(there) == there
    assert mirror.address(here) == "http://127.0.0.1:8000/article/list/yw.html"
    assert mirror.address(there) == "http://127.0.0.1:8000/list?page=2"
