"""What a crawl tells the watch that started it. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

DONE, UNWELL, WRONG_USE, LOCKED = range(4)
"""The exit codes of a crawl (the contract's section 2)."""


@dataclass(slots=True)
class Told:
    """How one crawl went, as far as the next ones depend on it."""

    outcome: str | None = None
    """`ok`, `alarm`, `interrupted`; None of a crawl that broke before it could say."""
    reason: str | None = None
    sentence: str | None = None
    """What went wrong first."""
    looked: dict[str, datetime] = field(default_factory=dict)
    """The channels whose list was read, and when."""
    wait_until: datetime | None = None
    """The site asked to be left alone until then (`Retry-After`)."""
    pace: float = 0.0
    """Seconds between two requests that `robots.txt` or the settings ask for."""
    requests: int = 0
    new: int = 0
    changed: int = 0

    def as_json(self) -> str:
        """For the file that `read` reads."""
        return json.dumps(asdict(self), default=datetime.isoformat, ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Self:
        """
        What `as_json` wrote.

        Raises:
            ValueError: it is something else.
        """
        told: Mapping[str, Any] = json.loads(text)
        try:
            looked = {
                name: datetime.fromisoformat(at) for name, at in told["looked"].items()
            }
            until = told["wait_until"]
            wait_until = datetime.fromisoformat(until) if until else None
            return cls(**{**told, "looked": looked, "wait_until": wait_until})
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError(f"that is no word of a crawl: {error!r}") from error
