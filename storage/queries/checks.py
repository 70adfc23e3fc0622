"""Whether the database keeps its promises: one sentence for each that it breaks."""

from collections.abc import Iterator
from typing import Final

from storage.queries.opening import Reader

_SHOWN: Final = 10
"""Faults of one kind that are told one by one."""

_COUNTED: Final[dict[str, str]] = {
    "{} articles are missing from the search index, e.g. {}.": """
        SELECT count(*), min(article_id) FROM article
        WHERE id NOT IN (SELECT id FROM article_search_docsize)
    """,
    "{} rows of the search index belong to no article, e.g. row {}.": """
        SELECT count(*), min(id) FROM article_search_docsize
        WHERE id NOT IN (SELECT id FROM article)
    """,
    "{} articles lack their current version, e.g. {}.": """
        SELECT count(*), min(a.article_id) FROM article a
        WHERE NOT EXISTS (SELECT 1 FROM article_version v
          WHERE v.article_id = a.article_id AND v.version = a.version)
    """,
    "{} articles have versions that are not 1, 2, ... up to the current one, e.g. {}.": """
        SELECT count(*), min(article_id) FROM (
          SELECT a.article_id FROM article a
          JOIN article_version v ON v.article_id = a.article_id
          GROUP BY a.id
          HAVING min(v.version) <> 1 OR max(v.version) <> a.version
            OR count(*) <> a.version) astray
    """,
    "{} articles count as repeats of something that is itself a repeat, e.g. {}.": """
        SELECT count(*), min(d.article_id) FROM duplicate d
        WHERE d.original_id IN (SELECT article_id FROM duplicate)
    """,
    "{} articles are stored and not marked so in discovery, e.g. {}.": """
        SELECT count(*), min(d.article_id) FROM discovery d
        JOIN article a ON a.article_id = d.article_id
        WHERE d.state NOT IN ('stored', 'gone')
    """,
    "{} articles count as stored in discovery and are not there, e.g. {}.": """
        SELECT count(*), min(article_id) FROM discovery
        WHERE state = 'stored' AND article_id NOT IN (SELECT article_id FROM article)
    """,
}
"""Sentence to a query for how many and one of them."""
_OF_FILES: Final[dict[str, str]] = {
    "{} news times are not written as YYYY-MM-DDTHH:MM:SSZ, e.g. that of {}.": """
        SELECT count(*), min(article_id) FROM (
          SELECT article_id, published_at AS at FROM article WHERE published_at IS NOT NULL
          UNION ALL SELECT article_id, first_seen_at FROM article
          UNION ALL SELECT article_id, last_seen_at FROM article
          UNION ALL SELECT article_id, valid_from FROM article_version) told
        WHERE at IS NOT strftime('%Y-%m-%dT%H:%M:%SZ', at)
    """,
}
"""Likewise: what a column's type promises where there are types."""


def faults(reader: Reader) -> Iterator[str]:
    """Everything that is wrong; nothing for a sound database."""
    with reader.at_one_instant():
        yield from _damage(reader)
        yield from _loose_ends(reader)
        for sentence, query in _promises(reader).items():
            number, example = reader.row(query) or (0, None)
            if number:
                yield sentence.format(number, example)


def _promises(reader: Reader) -> dict[str, str]:
    return _COUNTED if reader.is_served else _COUNTED | _OF_FILES


def _damage(reader: Reader) -> Iterator[str]:
    if reader.is_served:
        return  # a server reads its own pages, and refuses rows that point to nothing
    for (finding,) in reader.rows(f"PRAGMA integrity_check({_SHOWN})"):
        if finding != "ok":
            yield f"The file is damaged: {finding}."


def _loose_ends(reader: Reader) -> Iterator[str]:
    if reader.is_served:
        return
    found = reader.rows("PRAGMA foreign_key_check")
    for number, (table, row_id, parent, _) in enumerate(found):
        if number == _SHOWN:
            yield "More rows point to nothing."
            return
        where = f"row {row_id}" if row_id is not None else "a row"
        yield f"In {table}, {where} points to something that {parent} does not hold."
