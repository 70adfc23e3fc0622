"""
Plans a site's content from its seed: who publishes what, when and where.

Only the plan is made at once; stories are written when they are asked for, so
that a site of many thousands of articles stands in a second or two.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from tests.sample_site import stories
from tests.sample_site import vocabulary as words
from tests.sample_site.channels import CHANNELS, HEADLINE_ONLY
from tests.sample_site.flash_recipes import FLASH_RECIPES
from tests.sample_site.items import BEIJING, Item
from tests.sample_site.oddities import Oddities
from tests.sample_site.pen import Pen
from tests.sample_site.recipes import RECIPES, Recipe
from tests.sample_site.stories import Story

NEWEST_ID = 4200300
"""About the id that the site had reached on 28 September 2026 (section 0)."""

_ANSWERS: dict[str, Literal["404", "soft", "shell"]] = {
    "missing_soft": "soft",
    "missing_shell": "shell",
    "missing_404": "404",
}
_UNSOUND = {"empty_body", *_ANSWERS}
_HOURS = (
    2,
    1,
    1,
    1,
    1,
    2,
    9,
    12,
    14,
    12,
    12,
    11,
    8,
    10,
    11,
    14,
    15,
    14,
    13,
    13,
    12,
    10,
    8,
    4,
)
"""How much is published in each hour of a day."""


@dataclass(slots=True)
class _Plan:
    """One article or flash before it has an id."""

    kind: Literal["article", "flash"]
    ordinal: int
    moment: datetime
    odd: frozenset[str]
    recipe: int = 0
    channels: tuple[str, ...] = ()
    headline_only: str | None = None
    created: float = 0.0
    original: "_Plan | None" = None
    native_id: str = field(default="")


class Newsroom:
    """Everything that one seed determines."""

    def __init__(self, seed: int) -> None:
        """The newsroom of the site with this seed."""
        self.seed = seed
        self.companies = words.invent_companies(random.Random(f"{seed}/companies"))
        self._oddities = Oddities(seed)

    def items(self, count: int, now: datetime, days: float, upcoming: int) -> list[Item]:
        """The site's entries, oldest first; `upcoming` of them in the day after now."""
        rng = random.Random(f"{self.seed}/plan")
        moments = _moments(rng, now - timedelta(days=days), now, count)
        later = random.Random(f"{self.seed}/upcoming")
        moments += _moments(later, now, now + timedelta(days=1), upcoming)
        plans = list(self._plans(rng, moments, now))
        past = [plan for plan in plans if plan.moment <= now]
        _set_headlines(past)
        _fill_sparse_channels(past)
        _number(random.Random(f"{self.seed}/ids"), plans, now)
        made = [self._item(plan) for plan in plans]
        made += self._videos(max(2, count // 100), now, days)
        return sorted(made, key=lambda item: item.stamp)

    def _plans(
        self, rng: random.Random, moments: list[datetime], now: datetime
    ) -> Iterator[_Plan]:
        ordinals: Counter[str] = Counter()
        taken = {int(moment.timestamp()) for moment in moments}
        articles: list[_Plan] = []
        for moment in moments:
            kind: Literal["article", "flash"] = (
                "flash" if rng.random() < 0.45 else "article"
            )
            ordinal = ordinals[kind]
            ordinals[kind] += 1
            odd = self._oddities.of(kind, ordinal)
            plan = _Plan(kind, ordinal, moment, odd)
            plan.created = moment.timestamp() - rng.uniform(0, 90)
            if kind == "flash":
                _place_flash(rng, plan)
            else:
                if "print_issue" in odd:
                    plan.moment = _before_breakfast(rng, moment, now, taken)
                _place_article(rng, plan, articles)
                plan.created = plan.moment.timestamp() - rng.uniform(0, 2.5 * 3600)
                articles.append(plan)
            yield plan

    def _item(self, plan: _Plan) -> Item:
        answer = next((_ANSWERS[name] for name in plan.odd if name in _ANSWERS), None)
        item = Item(
            plan.native_id,
            plan.kind,
            plan.moment,
            plan.channels,
            partial(self._write, plan),
            headline_only=plan.headline_only,
            repeat_of=plan.original.native_id if plan.original else None,
        )
        if answer:
            item.status, item.answer = "missing", answer
        elif "empty_body" in plan.odd:
            item.status = "empty"
        return item

    def _write(self, plan: _Plan) -> Story:
        rng = random.Random(f"{self.seed}/{plan.kind}/{plan.ordinal}")
        if plan.kind == "flash":
            pen = Pen(rng, plan.moment, self.companies)
            return stories.write_flash(pen, FLASH_RECIPES[plan.recipe], plan.odd)
        if plan.original is None:
            draft = self._draft(plan, rng)
            return stories.dress_article(draft, rng, plan.odd, plan.moment)
        original = plan.original
        first = self._draft(
            original, random.Random(f"{self.seed}/article/{original.ordinal}")
        )
        source = rng.choice(words.REPRINT_MEDIA)
        draft = stories.reprint(first, rng, source, plan.moment)
        story = stories.dress_article(draft, rng, plan.odd, plan.moment)
        return stories.credited_to(story, source)

    def _draft(self, plan: _Plan, rng: random.Random) -> stories.Draft:
        pen = Pen(rng, plan.moment, self.companies)
        return stories.draft_article(pen, RECIPES[plan.recipe])

    def _videos(self, count: int, now: datetime, days: float) -> Iterator[Item]:
        """Entries of the board tjkt that are no articles (section a)."""
        rng = random.Random(f"{self.seed}/videos")
        for number in range(count):
            moment = now - timedelta(seconds=int(rng.uniform(1800, days * 86400)))
            title = (
                f"投教课堂|第{number + 1}讲：{rng.choice(words.SECTORS)}投资怎么看（视频）"
            )
            story = Story(title=title, title_raw=title, blocks=(), source="证券时报")
            yield Item(
                f"video-{2100 + number}", "video", moment, ("tjkt",), partial(_same, story)
            )


def _same(story: Story) -> Story:
    return story


def _moments(
    rng: random.Random, start: datetime, end: datetime, count: int
) -> list[datetime]:
    """Different seconds between two instants, more by day than by night or on Sundays."""
    span = int((end - start).total_seconds())
    if count * 2 > span:
        raise ValueError(f"{count} entries are too many for {span} seconds")
    first = int(start.timestamp()) + 1
    heaviest = max(_HOURS)
    found: set[int] = set()
    while len(found) < count:
        stamp = first + rng.randrange(span - 1)
        local = (stamp + 8 * 3600) // 3600
        weight = _HOURS[local % 24] / heaviest
        if (local // 24 + 3) % 7 >= 5:  # 1 January 1970 was a Thursday
            weight *= 0.3
        if rng.random() < max(weight, 0.02):
            found.add(stamp)
    return [datetime.fromtimestamp(stamp, BEIJING) for stamp in sorted(found)]


def _before_breakfast(
    rng: random.Random, moment: datetime, now: datetime, taken: set[int]
) -> datetime:
    """A newspaper's article goes online early on the day of its issue."""
    early = moment.replace(hour=6, minute=rng.randrange(5, 58), second=rng.randrange(60))
    while int(early.timestamp()) in taken:
        early += timedelta(seconds=1)
    if (early > now) != (moment > now):
        return moment
    taken.add(int(early.timestamp()))
    return early


def _place_flash(rng: random.Random, plan: _Plan) -> None:
    weights = [recipe.weight for recipe in FLASH_RECIPES]
    plan.recipe = rng.choices(range(len(FLASH_RECIPES)), weights)[0]
    shown = {"kx"}
    if "no_source" not in plan.odd:  # a list's first span is always a source
        others = FLASH_RECIPES[plan.recipe].channels
        shown |= {channel for channel in others if rng.random() < 0.3}
    plan.channels = tuple(sorted(shown))


def _place_article(rng: random.Random, plan: _Plan, earlier: list[_Plan]) -> None:
    plan.recipe = rng.choices(range(len(RECIPES)), [recipe.weight for recipe in RECIPES])[0]
    if "reprint" in plan.odd:
        plan.original = _original(rng, earlier)
        if plan.original:
            plan.recipe = plan.original.recipe
    plan.channels = _channels(rng, RECIPES[plan.recipe])


def _channels(rng: random.Random, recipe: Recipe) -> tuple[str, ...]:
    shown = {recipe.channels[0]}
    shown |= {channel for channel in recipe.channels[1:] if rng.random() < 0.35}
    if rng.random() < 0.85:
        shown.add("gd")
    return tuple(sorted(shown))


def _original(rng: random.Random, earlier: list[_Plan]) -> _Plan | None:
    """A sound article of the hours before, to be brought again by another medium."""
    sound = [
        plan for plan in earlier[-12:] if not plan.odd & _UNSOUND and not plan.original
    ]
    return rng.choice(sound) if sound else None


def _set_headlines(plans: list[_Plan]) -> None:
    """One recent sound article per board that stands in its headline box alone."""
    for channel in HEADLINE_ONLY:
        for plan in reversed(plans):
            home = RECIPES[plan.recipe].channels[0] if plan.kind == "article" else None
            plain = not plan.odd & _UNSOUND
            if home == channel and plain and not plan.original:
                plan.channels, plan.headline_only = (channel,), channel
                break


def _fill_sparse_channels(plans: list[_Plan]) -> None:
    """No board is empty: an empty list is what a broken site looks like (section b)."""
    counts = Counter(channel for plan in plans for channel in plan.channels)
    free = [plan for plan in plans if plan.kind == "article" and not plan.headline_only]
    for place, channel in enumerate(CHANNELS):
        for turn in range(3 - counts[channel] if channel != "kx" else 0):
            if free:
                plan = free[(place * 7 + turn * 11) % len(free)]
                plan.channels = tuple(sorted({*plan.channels, channel}))


def _number(rng: random.Random, plans: list[_Plan], now: datetime) -> None:
    """Ids grow with the time of creation, which is not quite that of publication."""
    by_creation = sorted(plans, key=lambda plan: plan.created)
    number = NEWEST_ID
    for plan in reversed([plan for plan in by_creation if plan.moment <= now]):
        number -= rng.randint(1, 5)
        plan.native_id = str(number)
    number = NEWEST_ID
    for plan in [plan for plan in by_creation if plan.moment > now]:
        number += rng.randint(1, 5)
        plan.native_id = str(number)
