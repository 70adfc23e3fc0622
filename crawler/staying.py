"""Staying on the site: a redirect is followed only where we meant to go."""

import asyncio
import socket
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.errors import OffSiteError, RedirectLoopError
from crawler.reading import ReadingSpider

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Staying(RedirectMiddleware):
    """
    Scrapy's own redirects, for a `ReadingSpider` only on the host it asked.

    From http to https and between `example.com` and `www.example.com` is no way
    off, unless that other name means a machine of this network: a page must not
    send us to what only we can reach.
    """

    async def process_response(  # type: ignore[override]  # Scrapy awaits what is to be awaited
        self, request: Request, response: Response
    ) -> Request | Response:
        """
        Follow a redirect that stays on the site.

        Raises:
            OffSiteError: it leads elsewhere.
            RedirectLoopError: it leads where we have been, or on and on.
        """
        try:
            answer = super().process_response(request, response)
        except IgnoreRequest as error:
            hops = self.max_redirect_times
            raise RedirectLoopError(f"it redirects more than {hops} times") from error
        if not isinstance(self.crawler.spider, ReadingSpider):
            return answer
        if isinstance(answer, Request):
            await self._approve(request, answer)
        elif response.status in _REDIRECTS and "Location" in response.headers:
            location = response.headers["Location"].decode("latin-1")  # type: ignore[union-attr]  # it is there
            raise OffSiteError(f"it redirects to {location[:200]}, which is no web page")
        return answer

    async def _approve(self, request: Request, redirected: Request) -> None:
        trail = [*request.meta.get("redirect_urls", ()), request.url]
        if redirected.url in trail:
            raise RedirectLoopError(f"it redirects to {redirected.url}, where we were")
        asked, led = urlsplit(trail[0]), urlsplit(redirected.url)
        if not is_same_site(asked, led):
            raise OffSiteError(f"it redirects off the site, to {redirected.url[:200]}")
        if led.hostname != asked.hostname and await is_inside(led.hostname or ""):
            raise OffSiteError(
                f"it redirects to {led.hostname}, an address inside this network"
            )


def is_same_site(asked: SplitResult, led: SplitResult) -> bool:
    """The host and port that were asked; https for http, `www.` or none, besides."""
    names = [(parts.hostname or "").removeprefix("www.") for parts in (asked, led)]
    if names[0] != names[1]:
        return False
    ports = [parts.port or _PORTS[parts.scheme] for parts in (asked, led)]
    if asked.scheme == led.scheme:
        return ports[0] == ports[1]
    return (asked.scheme, *ports) == ("http", 80, 443)


async def is_inside(host: str) -> bool:
    """Whether a name leads to an address that is not of the public internet."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False  # then the request will fail by itself, and say why
    return any(not _is_public(str(entry[4][0])) for entry in found)


def _is_public(address: str) -> bool:
    read = ip_address(address)
    mapped = read.ipv4_mapped if isinstance(read, IPv6Address) else None
    return (mapped or read).is_global
