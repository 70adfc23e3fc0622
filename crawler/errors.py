"""What can go wrong while reading or walking; one root, one sentence each."""


class CrawlerError(Exception):
    """Root of this package's errors; never raised itself."""


class UsageError(CrawlerError):
    """The run was started wrongly: the message says what would be right."""


class ExtractionError(CrawlerError):
    """A page lacks something that every page of its kind has."""

    def __init__(self, url: str, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem} ({url})")
        self.url = url
        self.field = field
        self.problem = problem


class BlockedError(CrawlerError):
    """The site answers that it does not want to be asked now."""


class ShellError(CrawlerError):
    """The site answers with an empty shell: maintenance or an error page."""


class UndecodableError(CrawlerError):
    """The bytes are text in none of the encodings that the page may mean."""
