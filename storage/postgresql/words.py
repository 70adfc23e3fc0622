"""
The search index of a server: a set of tokens per article, and GIN over the sets.

PostgreSQL's tokens have no positions here: it forgets those beyond the 16,383rd, and
with them phrases at the end of long texts. So the index says which articles hold all
tokens of a word, and `Query.matches` says which of these hold the word.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from storage.search_text import segment

if TYPE_CHECKING:  # whoever only reads needs no SQLAlchemy
    from sqlalchemy import Connection

BYTES: Final = 900_000
"""Of one article's distinct tokens; a tsvector may have 1,048,575 at most."""
_TABLE: Final = (
    """
    CREATE TABLE article_search (
      id integer PRIMARY KEY REFERENCES article (id),
      tokens tsvector NOT NULL,
      length integer NOT NULL,
      is_cut boolean NOT NULL)
    """,
    "CREATE INDEX ix_article_search_tokens ON article_search USING gin (tokens)",
    "CREATE INDEX ix_article_search_cut ON article_search (id) WHERE is_cut",
)
_PUT: Final = """
INSERT INTO article_search (id, tokens, length, is_cut) VALUES (%(id)s,
  array_to_tsvector(string_to_array(%(tokens)s, ' ')), %(length)s, %(is_cut)s)
ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens, length = excluded.length,
  is_cut = excluded.is_cut
"""


class Text(Protocol):
    """One article's, as `storage.search_index.Entry` has it."""

    @property
    def id(self) -> int:
        """Of the row in `article`."""

    @property
    def title(self) -> str:
        """As it is held."""

    @property
    def body(self) -> str:
        """Likewise."""


def create(connection: "Connection") -> None:
    """Make the empty index."""
    for statement in _TABLE:
        connection.exec_driver_sql(statement)


def put(connection: "Connection", texts: Sequence[Text]) -> None:
    """Index articles; what the index had of them before is replaced."""
    rows = list(map(_row, texts))
    connection.exec_driver_sql(_PUT, rows)


def _row(text: Text) -> dict[str, int | str | bool]:
    tokens = [*segment(text.title).split(" "), *segment(text.body).split(" ")]
    distinct = dict.fromkeys(filter(None, tokens))
    kept = list(_up_to(distinct, BYTES))
    return {
        "id": text.id,
        "tokens": " ".join(kept),
        "length": sum(map(bool, tokens)),
        "is_cut": len(kept) < len(distinct),
    }


def _up_to(tokens: Iterable[str], most: int) -> Iterator[str]:
    """Tokens until they have so many bytes: nobody writes such an article by hand."""
    held = 0
    for token in tokens:
        held += len(token.encode())
        if held > most:
            return
        yield token
