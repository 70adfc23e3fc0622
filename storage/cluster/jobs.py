"""One job: a command line of ours, in a campaign. Pure."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

from storage.errors import StorageError

_VERBS = frozenset(
    {
        ("scrapy", "crawl"),
        ("scrapy", "replay"),
        ("shibao", "db"),
    }
)
_FLAGS = ("-a", "--site", "--slice", "--warc")
"""What may follow. No `-s`: a setting can name code to run, and a queue that others
can write to must not hold any."""


class NoJobError(StorageError):
    """What was found in a queue is no job of ours."""


class Queue(StrEnum):
    """What is taken first: news of today before the years behind it."""

    FRESH = "fresh"
    BACKLOG = "backlog"

    @property
    def priority(self) -> int:
        """Dramatiq's: the lower, the sooner."""
        return 0 if self is Queue.FRESH else 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one worker does in one go."""

    campaign: str
    words: tuple[str, ...]
    """`scrapy crawl stcn -a channels=kx`, word by word."""
    site: str = ""
    """Whose pace it needs: one worker at a time. Empty: it asks no site."""
    queue: Queue = Queue.BACKLOG

    def __post_init__(self) -> None:
        """
        Refuse what is no command line of ours.

        Raises:
            NoJobError: it runs something else, or sets something.
        """
        if self.words[:2] not in _VERBS:
            raise NoJobError(f"{' '.join(self.words[:3])!r} is no job of ours.")
        wrong = [w for w in self.words[2:] if w.startswith("-") and w not in _FLAGS]
        if wrong:
            raise NoJobError(f"A job takes {', '.join(_FLAGS)}, not {wrong[0]!r}.")

    @property
    def id(self) -> str:
        """The same job of the same campaign has the same id, whoever enqueues it."""
        told = "\0".join([self.campaign, *self.words])
        return sha256(told.encode()).hexdigest()[:12]

    @property
    def sentence(self) -> str:
        """For people: the command as one would type it."""
        return " ".join(self.words)

    def as_json(self) -> str:
        """For Redis."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def job_from_json(text: str | bytes) -> Job:
    """
    What `as_json` wrote.

    Raises:
        NoJobError: it is none of ours.
    """
    try:
        told = json.loads(text)
        return Job(
            campaign=str(told["campaign"]),
            words=tuple(map(str, told["words"])),
            site=str(told["site"]),
            queue=Queue(told["queue"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise NoJobError(f"{str(text)[:80]!r} is no job of ours.") from error
