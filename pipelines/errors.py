"""What a stage may say against an article, or against the run."""

from crawler.errors import UsageError


class PipelineError(Exception):
    """Root of this package's errors; never raised itself."""


class Refused(PipelineError):  # noqa: N818 - it is a verdict more than an error
    """By a written rule, this may not become an article."""

    def __init__(self, reason: str, detail: str) -> None:
        """`reason` is a short code, `detail` a sentence for a person."""
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class UnreachableDatabaseError(UsageError):
    """The database's server does not answer: no wrong use, but nothing can be done."""

    exit_code = 1
