"""A WARC record as it stands in a file (WARC 1.1, section 5), nothing interpreted. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.archive.digest import sha1
from crawler.archive.errors import Fault
from crawler.archive.exchange import RawRef


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields and a block of bytes."""

    fields: Mapping[str, str]
    """By name in lower case; of repeated ones, the first."""
    block: bytes = field(repr=False)
    offset: int
    length: int

    @property
    def kind(self) -> str:
        """Its type: `response`, `revisit`, `warcinfo` and so on."""
        return self.fields.get("warc-type", "").lower()

    @property
    def url(self) -> str:
        """The target; wget 1.19 and WARC 1.0's grammar put it in angle brackets."""
        return self.fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")

    @property
    def record_id(self) -> str:
        """The record's own name, with its angle brackets."""
        return self.fields.get("warc-record-id", "")

    @property
    def is_http(self) -> bool:
        """Whether the block is an HTTP message; a DNS answer is none."""
        return self.fields.get("content-type", "").lower().startswith("application/http")

    def date(self) -> datetime:
        """
        When it was archived, aware.

        Raises:
            Fault: it says no readable time.
        """
        try:
            moment = datetime.fromisoformat(self.fields.get("warc-date", ""))
        except ValueError:
            raise Fault("its WARC-Date cannot be read") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def ref(self, file: str, payload: bytes) -> RawRef:
        """
        A reference to this record in a file.

        Raises:
            Fault: it says no readable time.
        """
        digest = self.fields.get("warc-payload-digest") or sha1(payload)
        return RawRef(file, self.offset, self.length, digest, self.record_id, self.date())
