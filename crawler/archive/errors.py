"""What can go wrong with the raw archive; one sentence each."""

from crawler.errors import CrawlerError


class ArchiveError(CrawlerError):
    """A record cannot be written, or what a reference points to cannot be read."""

    reason = "archive"


class Fault(Exception):  # noqa: N818 - not an error of ours, a finding about a file
    """Something in a WARC file is not as it should be; told, never raised to callers."""


def sentence_of(error: BaseException) -> str:
    """An error in words, without a full stop: the system's own, if it has some."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).strip().rstrip(".") or type(error).__name__
