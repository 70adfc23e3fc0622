"""What one reading of an article does to what is held of it."""

from dataclasses import replace

from storage.batch import Batch, Row, Symbols
from storage.history import moment, remembering
from storage.records import ArticleRecord, ReparsedRecord
from storage.sessions import place
from storage.versions import Held, changed_fields, held_of, is_finer


def save_article(batch: Batch, record: ArticleRecord) -> str:
    """Insert, revise or refresh an article: `new`, `changed` or `unchanged`."""
    held = batch.held.get(record.article_id)
    if held is None:
        outcome = _insert(batch, record)
    else:
        with remembering(batch, record.article_id, record.seen_at):
            outcome = _compare(batch, record, held)
    if held is not None and record.raw is None:
        # The version holds what no archived response tells: a replay must not judge it.
        batch.unarchived.add((record.article_id, batch.held[record.article_id].version))
    batch.keep_raw(record.raw)
    batch.keep_validator(record.validator)
    _settle(batch, record)
    return outcome


def save_reparsed(batch: Batch, record: ReparsedRecord) -> str:
    """
    Insert or revise an article because our reader has changed: `new` or `changed`.

    What the new reading lacks is taken away, unlike in `save_article`: here it
    speaks for all responses that there ever were.
    """
    fresh = replace(record.article, seen_at=record.at)
    held, row = batch.held.get(record.article_id), batch.article(record.article_id)
    if (held.version if held else 0) != record.over:
        return "unchanged"
    if held is None or row is None:
        outcome = _insert(batch, fresh, origin="reparsed")
    else:
        with remembering(batch, record.article_id, record.at):
            _reread(batch, fresh, held.version + 1, record.changed)
        outcome = "changed"
    _settle(batch, record.article)
    return outcome


def _reread(
    batch: Batch, fresh: ArticleRecord, version: int, changed: tuple[str, ...]
) -> None:
    row = batch.articles[fresh.article_id]
    seen = {name: row[name] for name in ("status", "last_seen_at")}
    row.update(_lifecycle(fresh) | _time_columns(fresh) | seen | {"version": version})
    batch.tags[fresh.article_id] = fresh.tags
    batch.authors[fresh.article_id] = fresh.authors
    _add_version(batch, fresh, held_of(fresh, version), changed, "reparsed")


def _settle(batch: Batch, record: ArticleRecord) -> None:
    """It is stored: nothing of it is owed any more."""
    for channel in record.channels:
        batch.list_in(record.article_id, channel, record.seen_at)
    discovery = batch.discovery(record.article_id)
    if discovery is not None:
        discovery.update(
            state="stored", reason=None, attempts=0, retry_at=None, teaser=None
        )


def _insert(batch: Batch, record: ArticleRecord, origin: str = "site") -> str:
    batch.articles[record.article_id] = {
        "article_id": record.article_id,
        "site": record.site,
        "native_id": record.native_id,
        "url": record.url,
        "version": 1,
        "first_seen_at": record.seen_at,
        **_lifecycle(record),
        **_time_columns(record),
    }
    batch.touched_articles.add(record.article_id)
    batch.tags[record.article_id] = record.tags
    batch.authors[record.article_id] = record.authors
    _add_version(batch, record, held_of(record), (), origin)
    return "new"


def _compare(batch: Batch, record: ArticleRecord, held: Held) -> str:
    read = held_of(record, held.version)
    changed = changed_fields(held, read)
    fresh = _completed(held, read)
    row = batch.article(record.article_id)
    assert row is not None
    row.update(_merged_lifecycle(row, record))
    if "published" in changed or is_finer(read, held):
        row.update(_time_columns(record))
    if record.tags and record.tags != batch.tags_of(record.article_id):
        batch.tags[record.article_id] = record.tags
    if fresh.authors != held.authors:
        batch.authors[record.article_id] = record.authors
    if changed:
        row["version"] = held.version + 1
        fresh = replace(fresh, version=held.version + 1)
        _add_version(batch, record, fresh, changed, "site")
        return "changed"
    batch.add_symbols(_symbol_rows(record, held.version))
    if fresh != held:
        _refresh(batch, record.article_id, replace(fresh, title=held.title, body=held.body))
    return "unchanged"


def _completed(held: Held, fresh: Held) -> Held:
    """A reading, with what its response cannot carry taken from the last one."""
    keeps_time = fresh.published_at is None or (
        not is_finer(fresh, held) and "published" not in changed_fields(held, fresh)
    )
    return replace(
        fresh,
        summary=fresh.summary or held.summary,
        source=held.source if "source" in fresh.unprinted else fresh.source,
        authors=held.authors if "authors" in fresh.unprinted else fresh.authors,
        published_at=held.published_at if keeps_time else fresh.published_at,
        published_precision=(
            held.published_precision if keeps_time else fresh.published_precision
        ),
        unprinted=held.unprinted & fresh.unprinted,
    )


def _add_version(
    batch: Batch,
    record: ArticleRecord,
    fresh: Held,
    changed: tuple[str, ...],
    origin: str,
) -> None:
    batch.index(record.article_id, (fresh.title, fresh.body))
    batch.held[record.article_id] = fresh
    batch.versions[record.article_id, fresh.version] = {
        "article_id": record.article_id,
        "version": fresh.version,
        "valid_from": moment(batch, record.article_id, record.seen_at),
        "changed": ",".join(changed),
        "origin": origin,
        "run_id": batch.run_id,
        "raw_id": batch.keep_raw(record.raw),
        "parser_version": record.parser_version,
        **_text_columns(fresh),
    }
    batch.known_since.setdefault(record.article_id, record.seen_at)
    before = batch.symbols_held.pop(record.article_id, {})
    batch.add_symbols(_symbol_rows(record, fresh.version))
    if origin == "site":
        batch.add_symbols(_listed_symbols(record.article_id, fresh.version, before))


def _listed_symbols(article_id: str, version: int, before: Symbols) -> list[Row]:
    """What only a list's row can prove: the article's page does not carry that mark."""
    return [
        {
            "article_id": article_id,
            "version": version,
            "symbol": symbol,
            "name": name,
            "rule": rule,
        }
        for symbol, (name, rule) in before.items()
        if rule == "api_tag"
    ]


def _symbol_rows(record: ArticleRecord, version: int) -> list[Row]:
    """What a reading proves adds to what others of the same text have proved."""
    return [
        {
            "article_id": record.article_id,
            "version": version,
            "symbol": symbol.symbol,
            "name": symbol.name,
            "rule": symbol.rule,
        }
        for symbol in record.symbols
    ]


def _refresh(batch: Batch, article_id: str, fresh: Held) -> None:
    """Fill in what the current version could not know; its text stays."""
    batch.held[article_id] = fresh
    key = (article_id, fresh.version)
    if key in batch.versions:
        batch.versions[key].update(_text_columns(fresh))
    else:
        batch.refreshed[key] = _text_columns(fresh)


def _text_columns(fresh: Held) -> Row:
    return {
        "title": fresh.title,
        "summary": fresh.summary,
        "body": fresh.body,
        "body_html": fresh.body_html,
        "source": fresh.source,
        "authors": fresh.authors,
        "published_at": fresh.published_at,
        "published_precision": fresh.published_precision,
        "unprinted": ",".join(sorted(fresh.unprinted)),
    }


def _time_columns(record: ArticleRecord) -> Row:
    trade_date, session = None, None
    if record.published_at is not None:
        trade_date, session = place(record.published_at, record.published_precision)
    return {
        "published_at": record.published_at,
        "published_precision": record.published_precision,
        "published_raw": record.published_raw,
        "published_from": record.published_from,
        "published_zone": record.published_zone,
        "trade_date": trade_date,
        "session": session,
    }


def _lifecycle(record: ArticleRecord) -> Row:
    return {
        "kind": record.kind,
        "status": "live",
        "important": int(record.important),
        "source": record.source,
        "print_issue": record.print_issue,
        "editor": record.editor,
        "last_seen_at": record.seen_at,
    }


def _merged_lifecycle(row: Row, record: ArticleRecord) -> Row:
    """What is known after a further reading: never less than before."""
    fresh = _lifecycle(record)
    if "source" in record.unprinted:
        fresh["source"] = row["source"]
    for column in ("print_issue", "editor"):
        fresh[column] = fresh[column] or row[column]
    fresh["important"] = max(fresh["important"], row["important"])
    fresh["last_seen_at"] = max(fresh["last_seen_at"], row["last_seen_at"])
    if not record.on_site:
        fresh["status"], fresh["last_seen_at"] = row["status"], row["last_seen_at"]
    return fresh
