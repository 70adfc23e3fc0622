"""A spider that knows what healthy runs look like, and says when this one does not."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from crawler.entries import entries_of, goes_on
from crawler.health import DEFAULT_FLOOR, judge, low_yield
from crawler.page import ListPage
from crawler.profile import ListYield, Profile
from crawler.reading import ReadingSpider
from crawler.walk import Walk


class WatchfulSpider(ReadingSpider):
    """Weighs its lists as they come, and is judged by the runs before it at the end."""

    CHANNELS: ClassVar[Mapping[str, str]]
    """Id to Chinese name, in the site's order."""
    FLOORS: ClassVar[Mapping[str, int]] = {}
    """Entries that a channel's first page shows at least, if more follow; 1 where
    nothing else is said, 0 where the length of a list means nothing."""

    def __init__(self, **given: str) -> None:
        """Doubt nothing yet."""
        super().__init__(**given)
        self.doubtful: set[str] = set()
        """Channels whose list shows too little to be taken for complete."""

    def weigh(self, walk: Walk, page: ListPage) -> None:
        """Note how much a list shows; far less than it always did is an alarm."""
        channel, profile = walk.channel, self.report.profile
        if not walk.paths:
            profile.lists[channel] = ListYield(entries_of(page))
        elif goes_on(page, walk):
            profile.goes_on(channel)
        if channel in self.doubtful:
            return
        name, shown = self.title_of(channel), profile.lists[channel]
        floor = self.FLOORS.get(channel, DEFAULT_FLOOR)
        problem = low_yield(name, channel, shown, self.past, floor)
        if problem is not None:
            self.doubtful.add(channel)
            self.report.trouble(problem.reason, problem.sentence)

    @cached_property
    def past(self) -> Sequence[Profile]:
        """What earlier healthy runs saw, the newest first."""
        return self.memory.profiles()

    def closed(self, reason: str) -> None:
        """Scrapy's last word; then the run is judged by the runs before it."""
        super().closed(reason)
        if self.report.interrupted or self.crawler.spider is not self:
            return
        names = {channel: self.title_of(channel) for channel in self.CHANNELS}
        for problem in judge(self.report.profile, self.past, self.FLOORS, names):
            if problem not in self.report.problems:
                self.report.trouble(problem.reason, problem.sentence)

    def title_of(self, channel: str) -> str:
        """A channel's id and Chinese name, for messages."""
        return f"{channel} {self.CHANNELS.get(channel, '')}".strip()
