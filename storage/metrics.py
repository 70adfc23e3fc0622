"""What a monitor reads: the freshness of every channel, as Prometheus has it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, write_to_textfile
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from storage.freshness import Channel, verdict

Look = Callable[[], tuple[Sequence[Channel], datetime]]
"""The channels as they are now, and the instant of now."""

_CHANNEL = ("site", "channel")


class Freshness(Collector):
    """Asks the database anew each time that it is asked itself."""

    def __init__(self, look: Look, every: timedelta | None = None) -> None:
        """
        Prepare.

        Args:
            look: what to ask.
            every: how often a timer crawls, where `scrapy watch` does not.
        """
        self._look = look
        self._every = every

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The families, one after the other."""
        channels, now = self._look()
        yield from _of_channels(channels, now, self._every)
        yield from _of_sites(channels)


def registry_of(look: Look, every: timedelta | None = None) -> CollectorRegistry:
    """A registry that holds these figures and nothing of the process that tells them."""
    registry = CollectorRegistry()
    registry.register(Freshness(look, every))
    return registry


def write_metrics(file: Path, registry: CollectorRegistry) -> None:
    """Write the figures whole or not at all, as a text file collector wants them."""
    write_to_textfile(str(file), registry)


def _of_channels(
    channels: Iterable[Channel], now: datetime, every: timedelta | None
) -> Iterator[GaugeMetricFamily]:
    newest = _gauge("newest_article_timestamp_seconds", "Latest publication, Unix time.")
    looked = _gauge(
        "last_look_timestamp_seconds", "When the list was last read, Unix time."
    )
    limit = _gauge("look_limit_seconds", "Age of the last look at which it is stale.")
    stale = _gauge("stale", "1 where the channel is not as fresh as it should be.")
    pending = _gauge("pending_articles", "Listed and not read yet.")
    delay = _gauge(
        "delay_seconds",
        "Between publication and first sight, over the last 7 days.",
        (*_CHANNEL, "quantile"),
    )
    for one in channels:
        labels = (one.site, one.channel)
        _add(newest, labels, one.newest)
        _add(looked, labels, one.looked)
        _add(limit, labels, one.limit(every))
        _add(stale, labels, float(verdict(one, now, every).word != "fresh"))
        _add(pending, labels, float(one.pending))
        _add(delay, (*labels, "0.5"), one.median)
        _add(delay, (*labels, "0.95"), one.late)
    yield from (newest, looked, limit, stale, pending, delay)


def _of_sites(channels: Iterable[Channel]) -> Iterator[GaugeMetricFamily]:
    ended = GaugeMetricFamily(
        "shibao_last_run_timestamp_seconds",
        "When the last run that has ended began, Unix time.",
        labels=["site"],
    )
    well = GaugeMetricFamily(
        "shibao_last_run_well", "1 if it ended without an alarm.", labels=["site"]
    )
    for site, run in {one.site: one.run for one in channels}.items():
        if run is not None:
            _add(ended, (site,), run.started_at)
            _add(well, (site,), float(run.is_well))
    yield from (ended, well)


def _gauge(name: str, meaning: str, labels: Sequence[str] = _CHANNEL) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"shibao_channel_{name}", meaning, labels=list(labels))


def _add(family: GaugeMetricFamily, labels: Sequence[str], value: Any) -> None:
    """A value as a number: instants in Unix time, lengths in seconds; None is left out."""
    if value is None:
        return
    if isinstance(value, datetime):
        value = value.timestamp()
    elif isinstance(value, timedelta):
        value = value.total_seconds()
    family.add_metric(list(labels), value)
