"""
The frozen pages under `tests/fixtures`: one folder a case, its name its story.

A folder holds `body.html` or `body.json` (the bytes as they came), `meta.json`
(how they came) and `expected.json` (what must be read in them, or the error).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from crawler.dates import response_instant
from crawler.decoding import decode_page
from crawler.page import Answered

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True)
class Case:
    """One fixture folder."""

    folder: Path

    @property
    def name(self) -> str:
        """The case's story."""
        return self.folder.name

    @property
    def site(self) -> str:
        """Whose page it is."""
        return self.folder.parent.name

    def __str__(self) -> str:
        """For test ids."""
        return f"{self.site}-{self.name}"

    @property
    def body_file(self) -> Path:
        """The page's bytes."""
        html = self.folder / "body.html"
        return html if html.exists() else self.folder / "body.json"

    @cached_property
    def meta(self) -> Mapping[str, Any]:
        """How the page came: `page`, `url`, `channel`, `headers`, `received`."""
        meta: Mapping[str, Any] = json.loads((self.folder / "meta.json").read_text("utf-8"))
        return meta

    @cached_property
    def expected(self) -> Mapping[str, Any]:
        """What must be read."""
        text = (self.folder / "expected.json").read_text("utf-8")
        expected: Mapping[str, Any] = json.loads(text)
        return expected

    @property
    def fails(self) -> bool:
        """The page must be refused."""
        return "error" in self.expected

    def text(self) -> str:
        """The page's text, by our own decoder."""
        return decode_page(
            self.body_file.read_bytes(), self.meta["headers"].get("Content-Type")
        )

    def answered(self) -> Answered:
        """How the page came, as a page object may know it."""
        headers = self.meta["headers"]
        received = datetime.fromisoformat(self.meta["received"])
        return Answered(
            url=self.meta["url"],
            reference=response_instant(headers.get("Date"), headers.get("Age"), received),
            received=received,
            channel=self.meta.get("channel", ""),
        )


def cases(site: str) -> list[Case]:
    """Every case of a site, by name."""
    folders = sorted(path for path in (FIXTURES / site).iterdir() if path.is_dir())
    return [Case(folder) for folder in folders]


def by_field(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """`teasers[3].article.title` and the like, each with what it says."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from by_field(part, f"{path}.{name}" if path else name)
    elif path == "teasers":
        for number, part in enumerate(value):
            yield from by_field(part, f"{path}[{number}]")
    else:
        yield path, value
