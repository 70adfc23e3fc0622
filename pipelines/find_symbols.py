"""Stage 6: which listed securities the article provably names."""

from dataclasses import replace
from typing import ClassVar

from crawler.items import Article
from pipelines.stage import Stage
from pipelines.symbols import find_mentions


class FindSymbolsPipeline(Stage):
    """Fills `mentions` from the page's own marks and from codes in the text."""

    name: ClassVar[str] = "find_symbols"

    def improve(self, article: Article) -> Article:
        """Look; count by rule."""
        mentions = find_mentions(article.title, article.body, article.stocks)
        for mention in mentions:
            self.count(f"found/{mention.rule}")
        return replace(article, mentions=mentions)
