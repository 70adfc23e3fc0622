"""The arguments of every site spider: read strictly, before the first request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from crawler.dates import read_time
from crawler.errors import UsageError
from crawler.walk import Window

NAMES = ("channels", "since", "until", "max_pages", "recheck_hours", "base_url")


@dataclass(frozen=True, slots=True)
class Arguments:
    """What `-a` said, understood."""

    channels: tuple[str, ...]
    """Ids, in the order of asking; of `all` in the site's."""
    window: Window
    recheck_hours: float
    base_url: str | None
    """Scheme and host to use instead of the live site."""


def read_arguments(
    given: Mapping[str, str],
    channels: Mapping[str, str],
    main: tuple[str, ...],
    aliases: Mapping[str, str] | None = None,
) -> Arguments:
    """
    Understand a spider's arguments.

    Args:
        given: name to value, as on the command line.
        channels: the site's channels, id to Chinese name.
        main: the ids that are crawled when none is asked for.
        aliases: other names that channels go by, to their ids.

    Raises:
        UsageError: something is unknown or unreadable; the message says what
            would be right.
    """
    unknown = sorted(set(given) - set(NAMES))
    if unknown:
        raise UsageError(
            f"There is no argument {unknown[0]!r}; there are {', '.join(NAMES)}."
        )
    since, until = (
        read_moment(given.get(name), f"{name}={given.get(name)}")
        for name in ("since", "until")
    )
    if since and until and since >= until:
        raise UsageError("`since` must be earlier than `until`; the window would be empty.")
    return Arguments(
        channels=_channels(given.get("channels"), channels, main, aliases or {}),
        window=Window(since, until, _count(given, "max_pages")),
        recheck_hours=_hours(given),
        base_url=_base_url(given.get("base_url")),
    )


def _channels(
    asked: str | None,
    channels: Mapping[str, str],
    main: tuple[str, ...],
    aliases: Mapping[str, str],
) -> tuple[str, ...]:
    if not asked:
        return main
    words = [*filter(None, map(str.strip, re.split("[,，、]", asked)))]
    if "all" in words:
        return tuple(channels)
    names = {name: channel for channel, name in channels.items()}
    ids = {_folded(name): channel for name, channel in {**aliases, **names}.items()}
    ids |= {_folded(channel): channel for channel in channels}
    found = []
    for word in words:
        channel = ids.get(_folded(word))
        if channel is None:
            valid = ", ".join(f"{key} {name}" for key, name in channels.items())
            raise UsageError(f"There is no channel {word!r}; there are all, {valid}.")
        found.append(channel)
    if not found:
        raise UsageError(
            "`channels` names none; leave it out for the main ones, or say all."
        )
    return tuple(dict.fromkeys(found))


def _folded(name: str) -> str:
    """A name whatever its letter case and the width of its brackets."""
    return name.casefold().replace("（", "(").replace("）", ")")


def read_moment(raw: str | None, named: str) -> datetime | None:
    """
    A Beijing date or time as an instant; None where nothing was given.

    Args:
        raw: what was given.
        named: how it was given, for the message: `since=soon`.

    Raises:
        UsageError: it is no date.
    """
    if not raw:
        return None
    instant = read_time(raw, None).instant
    if instant is None:
        raise UsageError(
            f"{named} is not a date; write Beijing time as 2026-09-24 "
            "or '2026-09-24 15:00'."
        )
    return instant


def _count(given: Mapping[str, str], name: str) -> int | None:
    raw = given.get(name)
    if not raw:
        return None
    if not raw.isascii() or not raw.isdigit() or int(raw) < 1:
        raise UsageError(f"{name}={raw} is not a number of pages; write 1 or more.")
    return int(raw)


def _hours(given: Mapping[str, str]) -> float:
    raw = given.get("recheck_hours") or "0"
    try:
        hours = float(raw)
    except ValueError:
        hours = -1.0
    if not 0 <= hours < 24 * 366 * 10:
        raise UsageError(f"recheck_hours={raw} is not a number of hours; write 0 or more.")
    return hours


def _base_url(raw: str | None) -> str | None:
    if not raw:
        return None
    try:
        parts = urlsplit(raw.strip())
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        sound = False
    if not sound or " " in parts.netloc:
        raise UsageError(
            f"base_url={raw} is no address; write one like http://127.0.0.1:8000."
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
