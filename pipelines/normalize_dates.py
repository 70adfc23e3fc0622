"""Stage 4: from the times that were printed to one instant, or to none."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from crawler.dates import Precision, Reading, read_time
from crawler.items import Article, PrintedTime
from pipelines.stage import Stage

_FINENESS = {
    Precision.UNKNOWN: 0,
    Precision.DAY: 1,
    Precision.MINUTE: 2,
    Precision.SECOND: 3,
}


class NormalizeDatesPipeline(Stage):
    """
    Fills `published`: the most trusted time that can be read.

    A less trusted one may add seconds to the same minute, nothing else. What
    cannot be read is null, with its raw text kept.
    """

    name: ClassVar[str] = "normalize_dates"

    def improve(self, article: Article) -> Article:
        """Read; count what is unreadable."""
        readings = list(self._readings(article))
        readable = [(p, r) for p, r in readings if r.instant is not None]
        if not readable:
            self.count("unreadable" if readings else "unprinted")
            printed, reading = readings[0] if readings else (None, None)
            return replace(article, published=reading, published_from=_where(printed))
        printed, reading = readable[0]
        for other_printed, other in readable[1:]:
            if _refines(other, reading):
                printed, reading = other_printed, other
        return replace(article, published=reading, published_from=_where(printed))

    def _readings(self, article: Article) -> Iterator[tuple[PrintedTime, Reading]]:
        correct = self.crawler.settings.getbool("CORRECT_MISLABELLED_ZONES")
        for printed in article.times:
            mislabelled = printed.mislabelled and correct
            yield (
                printed,
                read_time(printed.raw, printed.reference, mislabelled=mislabelled),
            )


def _refines(other: Reading, reading: Reading) -> bool:
    assert other.instant is not None
    assert reading.instant is not None
    finer = _FINENESS[other.precision] > _FINENESS[reading.precision]
    same_minute = other.instant.timestamp() // 60 == reading.instant.timestamp() // 60
    return finer and same_minute and reading.precision is Precision.MINUTE


def _where(printed: PrintedTime | None) -> str | None:
    return printed.where if printed else None
