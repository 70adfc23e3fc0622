"""One look at the freshness of every channel, for people, programs and monitors."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from storage.cli.machine import Row
from storage.clock import iso_utc
from storage.freshness import Channel, verdict
from storage.queries.freshness import channels_of, connected, spiders

COLUMNS = (
    *("site", "channel", "verdict", "reason", "newest", "newest_age_seconds"),
    *("looked", "look_age_seconds", "look_limit_seconds"),
    *("delay_median_seconds", "delay_95_seconds", "delays", "pending"),
    *("run_outcome", "run_reason", "run_started_at", "run_finished_at"),
)


class Looker:
    """Looks at one database, as often as it is asked."""

    def __init__(
        self, database_url: str, sites: Sequence[str], channels: Sequence[str]
    ) -> None:
        """Prepare; `sites` and `channels` are all if empty."""
        self._url = database_url
        self._sites = sites
        self._channels = channels

    def look(self) -> tuple[list[Channel], datetime]:
        """
        The channels that are meant, and the instant of the look.

        Raises:
            StorageError: the database cannot be read; the sentence says why.
        """
        now = datetime.now(UTC)
        with connected(self._url) as connection:
            sites = self._sites or spiders(connection)
            found = channels_of(connection, now, sites, self._channels)
        return found, now


def is_well(
    channels: Sequence[Channel], now: datetime, every: timedelta | None = None
) -> bool:
    """Whether nobody need look: everything is fresh, and the last runs were well."""
    fresh = all(verdict(one, now, every).word == "fresh" for one in channels)
    return (
        bool(channels)
        and fresh
        and all(one.run is None or one.run.is_well for one in channels)
    )


def row_of(one: Channel, now: datetime, every: timedelta | None) -> Row:
    """A channel for programs, by `COLUMNS`; lengths are in seconds."""
    told, run = verdict(one, now, every), one.run
    return {
        "site": one.site,
        "channel": one.channel,
        "verdict": told.word,
        "reason": told.reason or None,
        "newest": _iso(one.newest),
        "newest_age_seconds": _seconds(now - one.newest if one.newest else None),
        "looked": _iso(one.looked),
        "look_age_seconds": _seconds(now - one.looked if one.looked else None),
        "look_limit_seconds": _seconds(one.limit(every)),
        "delay_median_seconds": _seconds(one.median),
        "delay_95_seconds": _seconds(one.late),
        "delays": len(one.delays),
        "pending": one.pending,
        "run_outcome": run.outcome if run else None,
        "run_reason": run.reason if run else None,
        "run_started_at": _iso(run.started_at) if run else None,
        "run_finished_at": _iso(run.finished_at) if run else None,
    }


def _iso(at: datetime | None) -> str | None:
    return iso_utc(at) if at else None


def _seconds(length: timedelta | None) -> int | None:
    return round(length.total_seconds()) if length is not None else None
