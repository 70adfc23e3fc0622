"""What can go wrong while reading or walking; one root, one sentence each."""


class CrawlerError(Exception):
    """Root of this package's errors; never raised itself."""

    reason = "error"
    """A short code for `rejection.reason` and `crawl_run.reason`."""


class UsageError(CrawlerError):
    """The run was started wrongly: the message says what would be right."""

    exit_code = 2


class LockedError(UsageError):
    """Another run of the same spider holds the lock on this database."""

    exit_code = 3


class ExtractionError(CrawlerError):
    """A page lacks something that every page of its kind has."""

    reason = "layout_changed"

    def __init__(self, url: str, field: str, problem: str) -> None:
        """Say which field of which page, and what is the matter with it."""
        super().__init__(f"{field}: {problem} ({url})")
        self.url = url
        self.field = field
        self.problem = problem


class EmptyListError(ExtractionError):
    """A list has no entry at all, which never happens on a quiet day."""

    reason = "empty_list"


class TruncatedError(ExtractionError):
    """A page ends before its end."""

    reason = "truncated"


class IncompleteError(ExtractionError):
    """A page is only a part of its article, and the other parts are not here."""

    reason = "incomplete"


class BlockedError(CrawlerError):
    """The site answers that it does not want to be asked now."""

    reason = "blocked"


class ShellError(CrawlerError):
    """The site answers with an empty shell: maintenance or an error page."""

    reason = "error_shell"


class MissingPageError(CrawlerError):
    """Under status 200, the site says that there is no such page."""

    reason = "soft_404"


class UndecodableError(CrawlerError):
    """The bytes are text in none of the encodings that the page may mean."""

    reason = "undecodable"


class TooLargeError(CrawlerError):
    """An answer is larger than any page may be, or unpacks to that."""

    reason = "too_large"


class OffSiteError(CrawlerError):
    """A redirect leads away from the site that was asked."""

    reason = "off_site"


class RedirectLoopError(CrawlerError):
    """Redirects lead in a circle, or on and on."""

    reason = "redirect_loop"


PASSING = (BlockedError, ShellError, TruncatedError, UndecodableError)
"""Errors that asking again may well cure."""
