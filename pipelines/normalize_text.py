"""Stage 3: title, summary and tags without invisible characters."""

from dataclasses import replace
from typing import ClassVar

from crawler.items import Article
from pipelines.errors import Refused
from pipelines.stage import Stage
from pipelines.text import normalize_line, normalize_title

_DAMAGE = "\ufffd"


class NormalizeTextPipeline(Stage):
    """Normalises what the body's cleaning does not touch (see `pipelines.text`)."""

    name: ClassVar[str] = "normalize_text"

    def improve(self, article: Article) -> Article:
        """Normalise; refuse text that was decoded wrongly."""
        title = normalize_title(article.title)
        if _DAMAGE in title or _DAMAGE in article.body:
            raise Refused("undecodable", "the text holds damaged characters")
        summary = normalize_line(article.summary or "") or None
        tags = filter(None, map(normalize_line, article.tags))
        return replace(
            article,
            title=title,
            summary=summary,
            tags=tuple(dict.fromkeys(tags)),
        )
