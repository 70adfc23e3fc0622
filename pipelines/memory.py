"""What the store tells a spider of earlier runs (`crawler.memory.Memory`)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from crawler.archive.exchange import RawRef
from crawler.items import Validator
from crawler.memory import Ground, Known, Owed
from crawler.profile import Profile
from storage.ledger import Ledger


class StoreMemory:
    """Answers for one site out of one database."""

    def __init__(self, ledger: Ledger, site: str) -> None:
        """Read what `ledger` holds of `site`."""
        self.ledger = ledger
        self.site = site

    def of(self, site: str) -> "StoreMemory":
        """The memory of another site, out of the same database."""
        return StoreMemory(self.ledger, site)

    def recall(self, native_ids: Iterable[str]) -> Mapping[str, Known]:
        """What is known of these; unknown ids are left out."""
        rows = self.ledger.discovered(self.site, list(native_ids))
        return {
            row.native_id: Known(row.state, row.title, row.reason, row.has_tags)
            for row in rows
        }

    def ground(self, channel: str) -> Ground | None:
        """What is complete of a channel; None before its first complete walk."""
        mark = self.ledger.mark(self.site, channel)
        return Ground(*mark) if mark else None

    def owed(self, now: datetime) -> Iterable[Owed]:
        """What was listed, is not settled and may be asked again by `now`."""
        for row in self.ledger.owed(self.site, now):
            yield Owed(row.native_id, row.url, row.title, row.channels, teaser=row.teaser)

    def validators(self, urls: Iterable[str]) -> Mapping[str, Validator]:
        """What a server gave with these addresses when they were last read."""
        rows = self.ledger.validators(list(urls))
        return {
            row.url: Validator(row.url, row.etag, row.last_modified, row.seen_at)
            for row in rows
        }

    def archived(self, url: str) -> tuple[str, RawRef] | None:
        """The digest and place of what the archive holds last of an address."""
        kept = self.ledger.archived(url)
        if kept is None:
            return None
        ref = RawRef(
            file=kept.file,
            offset=kept.offset,
            length=kept.length,
            digest=kept.digest,
            record_id=kept.record_id,
            fetched_at=kept.fetched_at,
        )
        return kept.digest, ref

    def young(self, since: datetime, channels: Iterable[str]) -> Iterable[Owed]:
        """Live articles and empty pages of these channels, not older than `since`."""
        for row in self.ledger.young(self.site, since, list(channels)):
            yield Owed(
                row.native_id, row.url, row.title, row.channels, row.state == "stored"
            )

    def profiles(self) -> Sequence[Profile]:
        """What earlier healthy crawls saw, the newest first."""
        return [Profile.from_json(text) for text in self.ledger.past_profiles(self.site)]
