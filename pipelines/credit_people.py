"""Stage 5: who is credited: the medium, the authors, the editor."""

from dataclasses import replace
from typing import ClassVar

from crawler.items import Article
from pipelines.people import (
    credit_in_text,
    read_authors,
    read_editor,
    read_source,
    reporters_in_text,
)
from pipelines.stage import Stage


class CreditPeoplePipeline(Stage):
    """
    Fills `source`, `print_issue`, `authors` and `editor`.

    What the page labels comes first (来源, 作者, 责任编辑). Where it labels
    nothing, the text may: a credit such as （央视新闻）, a byline such as
    证券时报记者 吴家明.
    """

    name: ClassVar[str] = "credit_people"

    def improve(self, article: Article) -> Article:
        """Read the credits."""
        printed = read_source(article.source_raw)
        source = printed.medium or credit_in_text(article.body) or article.publisher
        authors = read_authors(article.author_raw) or reporters_in_text(article.body)
        editor = read_editor(article.editor_raw) or article.editor
        return replace(
            article,
            source=source,
            print_issue=printed.issue,
            authors=authors,
            editor=editor,
        )
