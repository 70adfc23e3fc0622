"""A piece: what deciding needs of one article, each derived thing made once. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

from storage.repeats.facts import Facts, facts_of
from storage.repeats.fingerprint import exact_hash, shingles, signature
from storage.repeats.reduced import Reduced, reduce_text

_BEIJING = timedelta(hours=8)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

# The same article is a candidate again and again while its day lasts; these two
# cost most of a comparison, and what they give is small.
_reduced = lru_cache(maxsize=2048)(reduce_text)
_facts = lru_cache(maxsize=4096)(facts_of)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One article for comparing. Times are aware; `published_at` may be unknown."""

    article_id: str
    site: str
    title: str
    body: str
    first_seen_at: datetime
    source: str | None = None
    published_at: datetime | None = None
    published_precision: str = "unknown"
    """`second`, `minute`, `day` or `unknown`, as in `news`."""

    @cached_property
    def reduced(self) -> Reduced:
        """The texts without their trimmings."""
        return _reduced(self.title, self.body)

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Python's hashes of the runs of four characters: cheaper to keep and compare."""
        return frozenset(map(hash, shingles(self.reduced.body)))

    @cached_property
    def exact_hash(self) -> int:
        """The hash under which equal reduced bodies meet."""
        return exact_hash(self.reduced.body)

    @cached_property
    def signature(self) -> bytes:
        """The MinHash signature of the reduced body."""
        return signature(self.reduced.body)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of the body as they are printed, without their meaning."""
        return frozenset(_NUMBER.findall(self.reduced.plain))

    @cached_property
    def facts(self) -> Facts:
        """What the body says."""
        return facts_of(self.reduced.plain, may_be_cut=True)

    @cached_property
    def title_facts(self) -> Facts:
        """What the title says."""
        return _facts(self.reduced.plain_title)

    @cached_property
    def text(self) -> str:
        """Title and body in one, for asking whether something is named at all."""
        return f"{self.reduced.title} {self.reduced.body}"

    @property
    def length(self) -> int:
        """Characters that tell something."""
        return len(self.reduced.body)

    @property
    def day(self) -> int | None:
        """The number of the Beijing day it was published on, if it is known."""
        if self.published_at is None:
            return None
        return (self.published_at + _BEIJING).date().toordinal()
