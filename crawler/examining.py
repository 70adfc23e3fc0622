"""What a look at a live site found, and how it compares with the past. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from crawler.health import EMPTIED, REMEMBERED, USUAL
from crawler.items import Article
from crawler.profile import BODY_CAP, FieldShares, Profile

FIELDS = ("title", "time", "source", "author", "editor", "body", "tags", "symbols")
PARTS = {"author": "with_author", "source": "with_source", "time": "with_time"}
"""Of these the past knows how many articles had them."""
ENOUGH_LOOKED = 3
"""Fewer articles of a kind may all lack a field by chance."""


@dataclass(frozen=True, slots=True)
class ArticleLook:
    """What was found of one article, after every stage that cleans."""

    native_id: str | None
    url: str | None
    kind: str
    title: str
    published: str | None
    """UTC, ISO 8601."""
    source: str | None
    authors: tuple[str, ...]
    editor: str | None
    body_chars: int
    tags: tuple[str, ...]
    symbols: tuple[str, ...]

    def has(self, name: str) -> bool:
        """Whether one of `FIELDS` was found."""
        found = {
            "time": self.published,
            "author": self.authors,
            "body": self.body_chars,
        }
        return bool(found[name] if name in found else getattr(self, name))


@dataclass(slots=True)
class ChannelLook:
    """What was found of one channel."""

    name: str
    url: str
    """Of its list, on the live site's host."""
    entries: int | None = None
    """None: the list could not be read."""
    with_time: int = 0
    """Entries whose printed time could be read."""
    whole: int = 0
    """Entries that carry the whole article."""
    asked: int = 0
    articles: list[ArticleLook] = field(default_factory=list)


def look_at(article: Article) -> ArticleLook:
    """What was found of an article."""
    instant = article.published.instant if article.published else None
    return ArticleLook(
        native_id=article.native_id,
        url=article.url,
        kind=article.kind.value,
        title=article.title,
        published=instant.isoformat() if instant else None,
        source=article.source,
        authors=article.authors,
        editor=article.editor,
        body_chars=len(article.body),
        tags=article.tags,
        symbols=tuple(sorted({mention.symbol for mention in article.mentions})),
    )


def changes(
    looks: Mapping[str, ChannelLook], past: Sequence[Profile], floors: Mapping[str, int]
) -> Iterator[str]:
    """What looks otherwise than before, in sentences; no proof that something broke."""
    for channel, look in looks.items():
        usual, shown = usual_entries(channel, past), look.entries
        least = floors.get(channel, 1) if usual is None else usual / 2
        if shown is not None and shown < least:
            told = (
                f"before, {usual:g}"
                if usual is not None
                else f"a healthy one at least {least}"
            )
            yield f"{look.name}: the list shows {shown} entries; {told}."
    articles = [article for look in looks.values() for article in look.articles]
    for kind in dict.fromkeys(article.kind for article in articles):
        same = [article for article in articles if article.kind == kind]
        yield from _emptied(kind, same, before_of(past, kind))


def _emptied(
    kind: str, articles: Sequence[ArticleLook], before: FieldShares
) -> Iterator[str]:
    if len(articles) < ENOUGH_LOOKED or not before.read:
        return
    for name, part in PARTS.items():
        was = getattr(before, part) / before.read
        if was >= USUAL and not any(article.has(name) for article in articles):
            yield (
                f"{kind}: none of {len(articles)} articles has the field {name}; before, "
                f"{was:.0%} had it."
            )
    usual = before.body_chars / before.read
    length = sum(min(one.body_chars, BODY_CAP) for one in articles) / len(articles)
    if length < EMPTIED * usual:
        yield (
            f"{kind}: the field body has {length:.0f} characters on average; before, "
            f"{usual:.0f}."
        )


def before_of(past: Sequence[Profile], kind: str) -> FieldShares:
    """What the remembered crawls saw of one kind of article, together."""
    seen = [one.kinds[kind] for one in past[:REMEMBERED] if kind in one.kinds]
    return FieldShares(
        read=sum(one.read for one in seen),
        with_author=sum(one.with_author for one in seen),
        with_source=sum(one.with_source for one in seen),
        with_time=sum(one.with_time for one in seen),
        body_chars=sum(one.body_chars for one in seen),
    )


def usual_entries(channel: str, past: Sequence[Profile]) -> float | None:
    """How many entries the first page of a list showed, as a rule."""
    seen = [one.lists[channel].entries for one in past if channel in one.lists]
    return median(seen[:REMEMBERED]) if seen else None
