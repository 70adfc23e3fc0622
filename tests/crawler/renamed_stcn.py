"""A reader for the tests of `scrapy replay`: it knows the names of tomorrow's layout."""

from crawler.page import Answered
from crawler.sites.stcn.articles import ArticlePage
from crawler.sites.stcn.spider import StcnSpider


class RenamedStcnSpider(StcnSpider):
    """Reads pages whose classes begin with `article-v4-`, too."""

    name = "stcn"

    def article_page(self, text: str, answered: Answered) -> ArticlePage:
        """The same page under either set of names."""
        return super().article_page(text.replace("article-v4-", "detail-"), answered)
