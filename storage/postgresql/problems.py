"""What a server's errors mean, in one sentence each."""

from typing import Final

from psycopg import Error, OperationalError
from psycopg.errors import (
    AdminShutdown,
    CannotConnectNow,
    CrashShutdown,
    DeadlockDetected,
    SerializationFailure,
)

BUSY: Final = "55P03"
"""lock_not_available: somebody else has held a lock for too long."""
_FORBIDDEN: Final = "42501"
_ROOM: Final = ("53100", "53200")
_LOST: Final = (AdminShutdown, CannotConnectNow, CrashShutdown)
_CONTENDED: Final = (DeadlockDetected, SerializationFailure)
_KNOWN: Final = {
    'database "': "{problem}; `createdb` makes a database",
    "password": "{problem}; put user and password into the URL or into ~/.pgpass",
    "permission denied": "{problem}; ask the database's owner for the right",
}


def is_lost(error: BaseException | None) -> bool:
    """Whether the connection is gone, or the server: it may come back."""
    if isinstance(error, _LOST):
        return True
    # What the server itself says has a state; a broken line has none, and neither has
    # a server that does not let us in.
    return (
        isinstance(error, OperationalError)
        and error.sqlstate is None
        and not any(words in str(error) for words in _KNOWN)
    )


def is_passing(error: BaseException | None) -> bool:
    """Whether the same transaction may well succeed when it is tried again."""
    return isinstance(error, _CONTENDED) or is_lost(error)


def sentence(error: BaseException, name: str) -> str:
    """
    What to say of an error.

    Args:
        error: the driver's.
        name: what the database is called, without its password.
    """
    problem = _problem(error)
    state = error.sqlstate if isinstance(error, Error) else None
    if state in _ROOM:
        return f"The disk is full: {name} cannot grow; make room and start again."
    for words, told in _KNOWN.items():
        if words in problem and (state is None or state == _FORBIDDEN):
            return f"{name} cannot be opened: {told.format(problem=problem)}."
    if is_lost(error):
        return (
            f"The server of {name} cannot be reached ({problem}); "
            "see that it runs and start again."
        )
    return f"{name} cannot be used: {problem}."


def _problem(error: BaseException) -> str:
    """The gist of a message that may have several lines."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    gist = lines[0] if lines else type(error).__name__
    for line in lines:
        if "FATAL:" in line:
            gist = line.partition("FATAL:")[2].strip()
    for before in ("connection failed: ", "connection is bad: "):
        gist = gist.removeprefix(before)
    return gist.rstrip(".?")
