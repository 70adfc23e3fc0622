"""Where things stand: addresses on a site's hosts, and what a mirror shares with them."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Address:
    """Where an article stands, and the id that its site knows it by."""

    native_id: str
    url: str
    """Canonical, on the live site's host."""


def path_of(url: str) -> str:
    """The part of an address that a mirror shares with the live site."""
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="", fragment="").geturl()


def domain_of(live: str) -> str:
    """`stcn.com` for `https://www.stcn.com`: what all hosts of a site end in."""
    return (urlsplit(live).hostname or "").removeprefix("www.")


def is_within(url: str, domain: str) -> bool:
    """Whether an address is on a domain or on a host below it."""
    host = urlsplit(url).hostname or ""
    return host == domain or host.endswith(f".{domain}")
