"""From the crawler's items to the store's records: the bridge, plank by plank."""

from collections.abc import Iterator

from crawler.archive import ArchiveError
from crawler.items import (
    Article,
    Gone,
    Listing,
    Missed,
    NewsItem,
    RawResponse,
    Refusal,
    Sighting,
    Validator,
    Walked,
)
from storage.identity import article_id_of
from storage.records import (
    ArticleRecord,
    GoneRecord,
    MissedRecord,
    RawRecord,
    Record,
    RejectionRecord,
    SightingRecord,
    SymbolRecord,
    ValidatorRecord,
    WalkRecord,
)

ASKED_AGAIN = {
    *("empty_body", "layout_changed", "truncated", "stage_failed", "undecodable"),
    *("too_large", "off_site"),
}
"""Reasons that the same page may outgrow; it is asked again while young."""


def records_of(item: NewsItem, parser_version: str | None = None) -> Iterator[Record]:
    """The records that an item becomes; `parser_version` is of what has read it."""
    match item:
        case Article():
            yield _article(item, parser_version)
        case Listing():
            raw = _raw(item.raw)
            for sighting in item.sightings:
                yield _sighting(sighting, item, raw)
        case Walked():
            yield WalkRecord(
                site=item.site,
                channel=item.channel,
                newest=item.newest,
                oldest=item.oldest,
                reached=item.reached,
                validator=_validator(item.validator),
            )
        case Gone():
            yield GoneRecord(
                article_id=article_id_of(item.site, item.native_id, item.url),
                site=item.site,
                native_id=item.native_id,
                url=item.url,
                seen_at=item.seen_at,
                evidence=item.evidence,
            )
        case Missed():
            yield MissedRecord(
                article_id=article_id_of(item.site, item.native_id, item.url),
                site=item.site,
                native_id=item.native_id,
                url=item.url,
                seen_at=item.seen_at,
                problem=item.problem,
            )
        case Refusal():
            yield _rejection(item)


def _raw(raw: RawResponse | None) -> RawRecord | None:
    """Where the archive keeps a response; None if it could not."""
    if raw is None:
        return None
    try:
        ref = raw.ref.result()
    except ArchiveError:
        return None  # the archive itself has reported it
    return RawRecord(
        record_id=ref.record_id,
        file=ref.file,
        offset=ref.offset,
        length=ref.length,
        digest=ref.digest,
        url=raw.url,
        status=raw.status,
        fetched_at=ref.fetched_at,
    )


def _validator(validator: Validator | None) -> ValidatorRecord | None:
    if validator is None:
        return None
    return ValidatorRecord(
        url=validator.url,
        etag=validator.etag,
        last_modified=validator.last_modified,
        seen_at=validator.seen_at,
    )


def _article(item: Article, parser_version: str | None) -> ArticleRecord:
    published = item.published
    return ArticleRecord(
        article_id=article_id_of(item.site, item.native_id, item.url),
        site=item.site,
        native_id=item.native_id,
        kind=item.kind.value,
        url=item.url,
        channels=item.channels,
        title=item.title,
        summary=item.summary,
        body=item.body,
        body_html=item.body_html,
        source=item.source,
        print_issue=item.print_issue,
        authors=item.authors,
        editor=item.editor,
        published_at=published.instant if published else None,
        published_precision=published.precision.value if published else "unknown",
        published_raw=published.raw if published else None,
        published_from=item.published_from,
        published_zone=published.zone.value if published and published.instant else None,
        symbols=tuple(
            SymbolRecord(symbol=m.symbol, name=m.name, rule=m.rule) for m in item.mentions
        ),
        tags=item.tags,
        important=item.important,
        seen_at=item.fetched_at,
        on_site=item.on_site,
        unprinted=item.unprinted,
        raw=_raw(item.raw),
        parser_version=parser_version,
        validator=_validator(item.validator),
    )


def _sighting(
    sighting: Sighting, listing: Listing, raw: RawRecord | None
) -> SightingRecord:
    return SightingRecord(
        article_id=article_id_of(sighting.site, sighting.native_id, sighting.url),
        site=sighting.site,
        native_id=sighting.native_id,
        url=sighting.url,
        channel=sighting.channel,
        title=sighting.title,
        published_at=sighting.published.instant if sighting.published else None,
        listed_at=listing.listed_at,
        raw=raw,
        teaser=sighting.teaser,
    )


def _rejection(item: Refusal) -> RejectionRecord:
    known = item.native_id or item.url.startswith("http")
    return RejectionRecord(
        site=item.site,
        article_id=article_id_of(item.site, item.native_id, item.url) if known else None,
        url=item.url,
        reason=item.reason,
        detail=item.detail,
        stage=item.stage,
        refused_at=item.refused_at,
        final=item.reason not in ASKED_AGAIN,
        content=item.content,
        raw=_raw(item.raw),
    )
