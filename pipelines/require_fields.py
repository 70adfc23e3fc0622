"""Stage 1: nothing goes on without a title and something to read."""

from typing import ClassVar

from crawler.items import Article
from pipelines.errors import Refused
from pipelines.stage import Stage
from pipelines.text import normalize_title


class RequireFieldsPipeline(Stage):
    """Refuses articles that lack what every article has."""

    name: ClassVar[str] = "require_fields"

    def improve(self, article: Article) -> Article:
        """Check, change nothing."""
        if not article.html.strip():
            raise Refused("empty_body", "the body is blank")
        if not normalize_title(article.title):
            raise Refused("missing_title", "the title is blank")
        return article
