"""Stage 2: from the body's mark-up to sanitised HTML and to plain lines."""

from dataclasses import replace
from typing import ClassVar

from crawler.items import Article
from pipelines.body import clean_body
from pipelines.errors import Refused
from pipelines.stage import Stage


class CleanBodyPipeline(Stage):
    """Fills `body_html` and `body`; takes 责任编辑 from a tail it removes."""

    name: ClassVar[str] = "clean_body"

    def improve(self, article: Article) -> Article:
        """Clean; refuse a body in which nothing is left to read."""
        clean = clean_body(article.html, article.url or "")
        for rule in clean.removed:
            self.count(f"removed/{rule}")
        if not clean.text:
            raise Refused("empty_body", "the body holds no text")
        return replace(
            article,
            body_html=clean.html,
            body=clean.text,
            editor=clean.editor,
        )
