"""What the store tells a spider of earlier runs (`crawler.memory.Memory`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from scrapy.exceptions import CloseSpider

from crawler.archive.exchange import RawRef
from crawler.items import Validator
from crawler.memory import Ground, Known, Owed
from crawler.profile import Profile
from storage.errors import StorageError
from storage.ledger import Ledger

T = TypeVar("T")


class StoreMemory:
    """Answers for one site out of one database."""

    def __init__(
        self,
        ledger: Ledger,
        site: str,
        fail: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        """
        Read what `ledger` holds of `site`.

        Args:
            ledger: of the database.
            site: of which site.
            fail: told what is wrong when the database does not answer any more.
        """
        self.ledger = ledger
        self.site = site
        self.fail = fail

    def _asked(self, question: Callable[[], T]) -> T:
        """An answer; without the database there is no going on."""
        try:
            return question()
        except StorageError as error:
            self.fail(str(error))
            raise CloseSpider("database") from error

    def of(self, site: str) -> "StoreMemory":
        """The memory of another site, out of the same database."""
        return StoreMemory(self.ledger, site, self.fail)

    def recall(self, native_ids: Iterable[str]) -> Mapping[str, Known]:
        """What is known of these; unknown ids are left out."""
        ids = list(native_ids)
        rows = self._asked(lambda: self.ledger.discovered(self.site, ids))
        return {
            row.native_id: Known(row.state, row.title, row.reason, row.has_tags)
            for row in rows
        }

    def ground(self, channel: str) -> Ground | None:
        """What is complete of a channel; None before its first complete walk."""
        mark = self._asked(lambda: self.ledger.mark(self.site, channel))
        return Ground(*mark) if mark else None

    def owed(self, now: datetime) -> Iterable[Owed]:
        """What was listed, is not settled and may be asked again by `now`."""
        for row in self._asked(lambda: self.ledger.owed(self.site, now)):
            yield Owed(row.native_id, row.url, row.title, row.channels, teaser=row.teaser)

    def validators(self, urls: Iterable[str]) -> Mapping[str, Validator]:
        """What a server gave with these addresses when they were last read."""
        asked = list(urls)
        rows = self._asked(lambda: self.ledger.validators(asked))
        return {
            row.url: Validator(row.url, row.etag, row.last_modified, row.seen_at)
            for row in rows
        }

    def archived(self, url: str) -> tuple[str, RawRef] | None:
        """The digest and place of what the archive holds last of an address."""
        try:
            kept = self.ledger.archived(url)
        except StorageError:
            return None  # then it is archived in full
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
        listed = list(channels)
        for row in self._asked(lambda: self.ledger.young(self.site, since, listed)):
            yield Owed(
                row.native_id, row.url, row.title, row.channels, row.state == "stored"
            )

    def profiles(self) -> Sequence[Profile]:
        """What earlier healthy crawls saw, the newest first."""
        return [Profile.from_json(text) for text in self.ledger.past_profiles(self.site)]
