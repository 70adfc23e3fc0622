"""Where a redirect may lead: on the site that was asked, and nowhere else."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.staying import is_inside, is_same_site

LIVE = "https://www.stcn.com/article/detail/4203001.html"


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        (LIVE, "https://www.stcn.com/"),
        (LIVE, "https://www.stcn.com:443/x"),
        (LIVE, "https://stcn.com/x"),
        (LIVE, "https://WWW.STCN.COM/x"),
        ("http://www.stcn.com/x", "https://stcn.com/x"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/y"),
        ("http://[::1]:8000/x", "http://[::1]:8000/y"),
    ],
)
def test_on_the_site(asked: str, led: str) -> None:
    """The same host and port; https for http and `www.` or none are the same site."""
    assert is_same_site(urlsplit(asked), urlsplit(led))


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        (LIVE, "https://h5.stcn.com/x"),
        (LIVE, "https://www.stcn.com.example/x"),
        (LIVE, "https://www.stcn.com@example.com/x"),
        (LIVE, "https://www.stcn.com:8443/x"),
        (LIVE, "http://www.stcn.com/x"),
        (LIVE, "http://127.0.0.1/x"),
        (LIVE, "http://2130706433/x"),
        (LIVE, "http://169.254.169.254/latest/meta-data"),
        (LIVE, "http://[::1]/x"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8001/x"),
        ("http://127.0.0.1:8000/x", "http://localhost:8000/x"),
        ("http://127.0.0.1:8000/x", "https://127.0.0.1:8000/x"),
        ("http://127.0.0.1:8000/x", "https://www.stcn.com/x"),
    ],
)
def test_off_the_site(asked: str, led: str) -> None:
    """Another host, another port, another machine, or back to plain http."""
    assert not is_same_site(urlsplit(asked), urlsplit(led))


@pytest.mark.parametrize(
    ("addresses", "inside"),
    [
        (["47.92.1.1"], False),
        (["47.92.1.1", "10.0.0.7"], True),
        (["127.0.0.1"], True),
        (["192.168.1.1"], True),
        (["169.254.169.254"], True),
        (["100.64.0.1"], True),
        (["0.0.0.0"], True),
        (["::1"], True),
        (["fe80::1"], True),
        (["::ffff:10.0.0.7"], True),
        ([], False),
    ],
)
def test_a_name_that_means_a_machine_of_this_network(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str], inside: bool
) -> None:
    """One such address among several is enough; a name without one fails by itself."""

    async def resolve(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
        if not addresses:
            raise OSError
        return [(0, 0, 0, "", (address, 0)) for address in addresses]

    async def asked() -> bool:
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
        return await is_inside("stcn.com")

    assert asyncio.run(asked()) is inside
