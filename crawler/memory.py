"""
What a spider may ask of the past: a promise, kept by whoever has a database.

The crawler knows no storage. A stage that has one hands the spider something
that answers these questions; without it every run is a first run.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from crawler.archive.exchange import RawRef
from crawler.items import Validator
from crawler.profile import Profile


@dataclass(frozen=True, slots=True)
class Known:
    """What became of something that was listed before."""

    state: str
    """`pending`, `stored`, `rejected` or `gone`."""
    title: str
    """As it was last listed."""
    reason: str | None = None
    has_tags: bool = False
    """Whether it is stored with tags."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The stretch of a channel's list that earlier runs read without a hole."""

    complete_from: datetime
    complete_to: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """An article that is to be asked for although no list need show it now."""

    native_id: str
    url: str
    title: str
    channels: tuple[str, ...]
    is_stored: bool = False
    """It stands in the store, and the site has it as far as we know."""
    teaser: str | None = None
    """What lists printed of it, as its sightings said."""


class Memory(Protocol):
    """Questions about the past, answered for one site."""

    def of(self, site: str) -> "Memory":
        """The memory of another site."""
        ...

    def recall(self, native_ids: Iterable[str]) -> Mapping[str, Known]:
        """What is known of these; unknown ids are left out."""
        ...

    def ground(self, channel: str) -> Ground | None:
        """What is complete of a channel; None before its first complete walk."""
        ...

    def owed(self, now: datetime) -> Iterable[Owed]:
        """What was listed, is not settled and may be asked again by `now`."""
        ...

    def young(self, since: datetime, channels: Iterable[str]) -> Iterable[Owed]:
        """Live articles and empty pages of these channels, not older than `since`."""
        ...

    def validators(self, urls: Iterable[str]) -> Mapping[str, Validator]:
        """What a server gave with these addresses when they were last read."""
        ...

    def archived(self, url: str) -> tuple[str, RawRef] | None:
        """The digest and place of what the archive holds last of an address."""
        ...

    def profiles(self) -> Sequence[Profile]:
        """What earlier healthy crawls saw, the newest first."""
        ...


class Amnesia:
    """The memory of a spider that runs without a database."""

    def of(self, site: str) -> "Amnesia":  # noqa: ARG002 - promise
        """Nothing is known of any site."""
        return self

    def recall(self, native_ids: Iterable[str]) -> Mapping[str, Known]:  # noqa: ARG002 - promise
        """Nothing is known."""
        return {}

    def ground(self, channel: str) -> Ground | None:  # noqa: ARG002 - promise
        """Nothing is complete."""
        return None

    def owed(self, now: datetime) -> Iterable[Owed]:  # noqa: ARG002 - promise
        """Nothing is owed."""
        return ()

    def young(self, since: datetime, channels: Iterable[str]) -> Iterable[Owed]:  # noqa: ARG002 - promise
        """Nothing is young."""
        return ()

    def validators(self, urls: Iterable[str]) -> Mapping[str, Validator]:  # noqa: ARG002 - promise
        """Nothing is known."""
        return {}

    def archived(self, url: str) -> tuple[str, RawRef] | None:  # noqa: ARG002 - promise
        """Nothing is known."""
        return None

    def profiles(self) -> Sequence[Profile]:
        """No run came before."""
        return ()
