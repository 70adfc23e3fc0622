"""One question to a site and its answer, and where the archive keeps them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

Headers = tuple[tuple[str, str], ...]
"""
Header lines in their order, repeated ones included. One character stands for
one byte (Latin-1), so that a value in GBK survives; see `headers_of`.
"""

CANONICAL = "Shibao-Canonical-URI"
"""
The field of a record that has `canonical_url`: WARC 1.1 allows fields of one's
own (section 4), and tools that do not know them pass them over.
"""

LABEL = "Shibao-Label"
"""Likewise, of a record that has a `label`."""

_SECRET = frozenset({"authorization", "cookie", "cookie2", "proxy-authorization"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """
    What was asked and what came back.

    `body` is the answer's body without transfer coding (chunks joined). As to
    content coding, `headers` tell the truth about `body`: a Content-Encoding
    among them means that the body still is so coded. Scrapy keeps this rule:
    it deletes the header when it has decompressed the body.
    """

    url: str
    """As it was asked; on a mirror, the mirror's address."""
    status: int
    headers: Headers = ()
    body: bytes = field(repr=False)
    fetched_at: datetime
    """When the answer came; aware."""
    method: str = "GET"
    request_headers: Headers = ()
    """As they were sent, less cookies and authorization: an archive travels."""
    canonical_url: str | None = None
    """On the live site's host, if that is not `url`."""
    ip: str | None = None
    label: str | None = None
    """What the asker calls it, to tell two questions for one address apart."""

    def __post_init__(self) -> None:
        """Drop what is nobody's business, and refuse a time without a zone."""
        if self.fetched_at.tzinfo is None:
            raise ValueError("fetched_at has no zone")
        kept = tuple(
            pair for pair in self.request_headers if pair[0].lower() not in _SECRET
        )
        object.__setattr__(self, "request_headers", kept)
        if self.canonical_url == self.url:
            object.__setattr__(self, "canonical_url", None)

    def header(self, name: str) -> str | None:
        """The first value of a response header."""
        return first(self.headers, name)


@dataclass(frozen=True, slots=True)
class RawRef:
    """Where a record is: enough to read it again, and to see that it is the same."""

    file: str
    """Relative to the archive's folder, with `/`."""
    offset: int
    """Bytes from the start of the file; -1 if a foreign file cannot be sought there."""
    length: int
    """Bytes as stored, compressed; 0 if unknown."""
    digest: str
    """Of the payload as stored, as WARC has it: `sha1:` and 32 characters of base32."""
    record_id: str
    """`<urn:uuid:…>`"""
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Original:
    """A full record that later ones may refer to."""

    url: str
    ref: RawRef


def headers_of(pairs: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Header lines from bytes, none of which is lost."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)


def first(headers: Headers, name: str) -> str | None:
    """The first value of a header, whatever its letter case."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)
