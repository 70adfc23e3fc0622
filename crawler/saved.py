"""Pages that somebody saved: which address each is of, and where its next page lies."""

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag, urlsplit

from crawler.anypage import read_canonical
from crawler.decoding import decode_page
from crawler.errors import CrawlerError

_SAVED_FROM: Final = re.compile(
    r"<!-- saved from url=\(\d{4,}\)(https?://\S+) -->"
    r"|Page saved with SingleFile\s+url: (https?://\S+)"
)
"""What browsers, and an extension of theirs, write above a page that they save."""


def addresses_in(text: str) -> tuple[str, ...]:
    """The addresses that a saved page names as its own: what it says, who saved it."""
    found = _SAVED_FROM.search(text[:4096])
    named = (read_canonical(text), found and (found[1] or found[2]))
    return tuple(urldefrag(url).url for url in named if url)


class SavedPages:
    """The files of one run, among which the pages of an article find each other."""

    def __init__(self, files: Iterable[Path]) -> None:
        """Read nothing yet."""
        self._files = tuple(files)
        self.taken: set[Path] = set()
        """Those that another page has led to: they are no articles by themselves."""

    def at(self, url: str, beside: Path) -> Path | None:
        """
        The file of an address: by its name, in the folder of the page that leads
        there, else by the address that it names.
        """
        stem = Path(urlsplit(url).path).stem
        file = self._by_name.get((beside.parent.resolve(), stem))
        file = self._by_address.get(_bare(url)) if file is None else file
        if file is not None:
            self.taken.add(file)
        return file

    @cached_property
    def _by_name(self) -> dict[tuple[Path, str], Path]:
        return {(file.parent.resolve(), file.stem): file for file in self._files}

    @cached_property
    def _by_address(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for file in self._files:
            try:
                text = decode_page(file.read_bytes())
            except (CrawlerError, OSError):
                continue  # it will be refused by itself
            for url in addresses_in(text):
                found.setdefault(_bare(url), file)
        return found


def _bare(url: str) -> str:
    """An address without its scheme, which changed over the years."""
    return url.partition("://")[2]
