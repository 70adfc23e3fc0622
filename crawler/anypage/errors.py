"""What can be wrong with a page that no site file knows."""

from crawler.errors import ExtractionError, UsageError


class NoArticleError(ExtractionError):
    """A page holds no article that a general reader would find."""

    reason = "no_article"


class NoExtractorError(UsageError):
    """The general reader's libraries are not installed."""

    def __init__(self) -> None:
        """Name the extra that brings them."""
        super().__init__(
            "Pages that no site file knows need the general reader: "
            "pip install 'shibao[extract]'."
        )
