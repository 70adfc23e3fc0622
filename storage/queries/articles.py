"""Everything that is known of one article."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from storage.queries.news import NewsRow, rows_of
from storage.queries.opening import Reader

_Row = TypeVar("_Row")


class Version(NamedTuple):
    """What an article said from one change to the next. Times are UTC."""

    version: int
    valid_from: str
    valid_to: str | None
    """Null for the current one."""
    changed: str
    origin: str
    title: str
    summary: str | None
    body: str
    source: str | None
    authors: str | None
    published_at: str | None
    published_precision: str


class Listing(NamedTuple):
    """A channel that has listed an article, and when. Times are UTC."""

    channel: str
    first_listed_at: str
    last_listed_at: str


class Symbol(NamedTuple):
    """A security that the current version names, and what proves it."""

    symbol: str
    name: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A row of `news` with what stands beside it in the tables."""

    row: NewsRow
    native_id: str | None
    important: int
    print_issue: str | None
    published_zone: str | None
    symbols: list[Symbol]
    listings: list[Listing]
    versions: list[Version]
    copies: list[str]
    """Ids of the articles that repeat it."""

    def as_dict(self) -> dict[str, Any]:
        """The row of the view, and beside it what the view has no place for."""
        return self.row._asdict() | {
            "native_id": self.native_id,
            "important": bool(self.important),
            "print_issue": self.print_issue,
            "published_zone": self.published_zone,
            "named_symbols": [symbol._asdict() for symbol in self.symbols],
            "listings": [listing._asdict() for listing in self.listings],
            "repeated_by": self.copies,
            "versions": [version._asdict() for version in self.versions],
        }


def find_article(reader: Reader, name: str) -> list[str]:
    """
    The ids of the articles that a person may mean by a name.

    A whole id, else an address, else an id without its site, which several
    sites may have given.
    """
    if reader.row("SELECT 1 FROM article WHERE article_id = :name", {"name": name}):
        return [name]
    if "://" in name:
        return _by_url(reader, name)
    query = """
        SELECT article_id FROM article
        WHERE substr(article_id, instr(article_id, ':') + 1) = :name
        ORDER BY article_id
    """
    return [row[0] for row in reader.rows(query, {"name": name})]


def _by_url(reader: Reader, url: str) -> list[str]:
    """By the address as it stands, else without scheme, query and fragment."""
    query = "SELECT article_id FROM article WHERE url = :url ORDER BY article_id"
    exact = [row[0] for row in reader.rows(query, {"url": url})]
    if exact:
        return exact
    parts = urlsplit(url)
    bare = f"//{parts.netloc.lower()}{parts.path}"
    query = """
        SELECT article_id FROM article
        WHERE url IN ('https:' || :bare, 'http:' || :bare)
        ORDER BY article_id
    """
    return [row[0] for row in reader.rows(query, {"bare": bare})]


def why_missing(reader: Reader, name: str) -> str | None:
    """What became of something that was listed and is no article: a clause, or None."""
    query = """
        SELECT article_id, state, reason FROM discovery
        WHERE article_id = :name OR url = :name
          OR substr(article_id, instr(article_id, ':') + 1) = :name
        ORDER BY article_id LIMIT 1
    """
    found = reader.row(query, {"name": name})
    if found is None:
        return None
    article_id, state, reason = found
    return f"{article_id} was listed and is {state}" + (f": {reason}" if reason else "")


def detail(reader: Reader, article_id: str) -> Detail:
    """
    Everything about an article that there is.

    Raises:
        KeyError: there is no such article.
    """
    with reader.at_one_instant():
        values = {"article_id": article_id}
        found = reader.row(_ARTICLE, values)
        if found is None:
            raise KeyError(article_id)
        row_id, version, native_id, important, print_issue, published_zone = found
        return Detail(
            next(rows_of(reader, [row_id])),
            native_id=native_id,
            important=important,
            print_issue=print_issue,
            published_zone=published_zone,
            symbols=_all(reader, Symbol, _SYMBOLS, values | {"version": version}),
            listings=_all(reader, Listing, _LISTINGS, values),
            versions=_all(reader, Version, _VERSIONS, values),
            copies=[row[0] for row in reader.rows(_COPIES, values)],
        )


def _all(
    reader: Reader, kind: Callable[..., _Row], query: str, values: dict[str, Any]
) -> list[_Row]:
    return [kind(*row) for row in reader.rows(query, values)]


_ARTICLE = """
SELECT id, version, native_id, important, print_issue, published_zone
FROM article WHERE article_id = :article_id
"""
_SYMBOLS = """
SELECT symbol, name, rule FROM article_symbol
WHERE article_id = :article_id AND version = :version ORDER BY symbol
"""
_LISTINGS = """
SELECT channel, first_listed_at, last_listed_at FROM article_channel
WHERE article_id = :article_id ORDER BY channel
"""
_VERSIONS = """
SELECT n.version, n.valid_from, n.valid_to, n.changed, v.origin, n.title, v.summary,
  n.body, v.source, v.authors, v.published_at, v.published_precision
FROM news_versions n
JOIN article_version v ON v.article_id = n.article_id AND v.version = n.version
WHERE n.article_id = :article_id ORDER BY n.version
"""
_COPIES = """
SELECT article_id FROM duplicate WHERE original_id = :article_id ORDER BY article_id
"""
