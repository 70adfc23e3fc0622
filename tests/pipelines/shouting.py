"""Stages for the tests of `scrapy replay`: a reader that has changed."""

from dataclasses import replace

from crawler.items import Article
from pipelines.stage import Stage


class ShoutingPipeline(Stage):
    """Ends the title of every article whose id ends in 3 with an exclamation mark."""

    name = "shouting"

    def improve(self, article: Article) -> Article:
        """Shout, or leave it."""
        if not (article.native_id or "").endswith("3"):
            return article
        return replace(article, title=f"{article.title}!")
