"""What the database tells the watch of a site's channels (`crawler.watch.timetable`)."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from crawler.watch.timetable import Seen
from storage.errors import StorageError
from storage.freshness import Channel, delay_of, quantile
from storage.polling import STRANGER, Rhythm, next_look
from storage.queries.freshness import channels_of, connected, seen_since

ANEW = timedelta(hours=1)
"""A channel's rhythm is learned from weeks; so often is enough."""
KEPT = 1000
"""Delays of a channel that are kept for its median, the latest."""


@dataclass(slots=True)
class _Known:
    newest: datetime | None = None
    looked: datetime | None = None
    rhythm: Rhythm = STRANGER
    first_listed: datetime | None = None
    delays: deque[timedelta] = field(default_factory=lambda: deque(maxlen=KEPT))


class StoreTimetable:
    """Answers for one site out of one database, which need not be there yet."""

    def __init__(self, database_url: str, site: str, now: datetime) -> None:
        """Read what there is."""
        self.site = site
        self._url = database_url
        self._known: dict[str, _Known] = {}
        self._began = self._seen_to = now
        self._learned_at: datetime | None = None
        self.learn(now)

    def learn(self, now: datetime) -> None:
        """Take in what was stored since; once an hour, the weeks before as well."""
        try:
            # Opened anew each time: in weeks a server is started again, a file replaced.
            with connected(self._url) as connection:
                if self._learned_at is None or now - self._learned_at >= ANEW:
                    self._learn_anew(connection, now)
                else:
                    self._learn_more(connection, now)
        except StorageError:
            return  # there is none yet, or it is busy: what was known is as good

    def looked(self, channel: str) -> datetime | None:
        """When its list was last read, before this watch began."""
        return self._of(channel).looked

    def next_look(self, channel: str, looked: datetime, spread: float) -> datetime:
        """When it is due again."""
        return next_look(self._of(channel).rhythm, looked, spread)

    def seen(self, channel: str) -> Seen:
        """How fresh it is."""
        one = self._of(channel)
        delays = list(one.delays)
        return Seen(one.newest, quantile(delays, 0.5), quantile(delays, 0.95))

    def _of(self, channel: str) -> _Known:
        return self._known.get(channel) or _Known()

    def _learn_anew(self, connection: Connection, now: datetime) -> None:
        self._enter(channels_of(connection, now, [self.site]))
        self._learned_at = self._seen_to = now

    def _enter(self, channels: Iterable[Channel]) -> None:
        self._known |= {
            one.channel: _Known(
                one.newest,
                one.looked,
                one.rhythm,
                one.first_listed,
                deque(one.delays, maxlen=KEPT),
            )
            for one in channels
        }

    def _learn_more(self, connection: Connection, now: datetime) -> None:
        for channel, published, precision, seen in seen_since(
            connection, self.site, self._seen_to
        ):
            one = self._known.setdefault(channel, _Known())
            one.newest = max(published, one.newest or published)
            delay = delay_of(published, precision, seen)
            is_backlog = published < (one.first_listed or self._began)
            if delay is not None and not is_backlog:
                one.delays.append(delay)
        self._seen_to = now
