"""Which answers need not be written again: what this archive knows of each address."""

from collections import OrderedDict
from collections.abc import Callable
from logging import getLogger
from pathlib import Path

from crawler.archive.errors import ArchiveError
from crawler.archive.exchange import Exchange, Original, RawRef
from crawler.archive.looking_up import full_record_at

Known = Callable[[str], tuple[str, RawRef] | None]
"""
What an earlier run archived last under an address: digest and place. Asked on
the archive's own thread, at most once per address while it is remembered.
"""

logger = getLogger(__name__)


class Revisits:
    """A bounded memory of the last full record of each address."""

    def __init__(self, folder: Path, known: Known | None, limit: int = 10_000) -> None:
        """Remember `limit` addresses, some 500 bytes each; ask `known` for others."""
        self._folder = folder
        self._known = known
        self._limit = limit
        self._last: OrderedDict[str, tuple[str, Original]] = OrderedDict()

    def original(self, exchange: Exchange, digest: str) -> Original | None:
        """
        The full record that has this answer's body, if there is one to rely on.

        An empty body saves nothing, and revisits are for HTTP.
        """
        if not exchange.body or not exchange.url.startswith(("http:", "https:")):
            return None
        if exchange.url not in self._last:
            self._recall(exchange.url, digest)
        found = self._last.get(exchange.url)
        return found[1] if found and found[0] == digest else None

    def remember(self, url: str, digest: str, original: Original) -> None:
        """This is the last full record of an address now."""
        self._last[url] = (digest, original)
        self._last.move_to_end(url)
        if len(self._last) > self._limit:
            self._last.popitem(last=False)

    def _recall(self, url: str, digest: str) -> None:
        """Ask the caller, and believe only what is still there to be read."""
        try:
            known = self._known(url) if self._known else None
            if known is not None and known[0] == digest:
                self.remember(url, digest, full_record_at(self._folder, known[1], digest))
        except ArchiveError as error:
            logger.info("%s is archived in full again: %s", url, error)
        except Exception:
            logger.exception("%s is archived in full: the archive's memory failed.", url)
