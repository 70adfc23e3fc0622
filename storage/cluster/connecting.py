"""The way to Redis: where it is, and patience with it."""

import os
from typing import TYPE_CHECKING

from storage.errors import StorageError

if TYPE_CHECKING:
    from redis import Redis

DEFAULT = "redis://127.0.0.1:6379/0"
_TRIES = 40
"""With pauses of up to a second: a server that is started anew is waited for."""


class NoClusterError(StorageError):
    """The extra is not installed, or Redis does not answer."""


def redis_url() -> str:
    """REDIS_URL of the environment: it may hold a password, so no option has it."""
    return os.environ.get("REDIS_URL") or DEFAULT


def without_secret(url: str) -> str:
    """The address as it may be shown."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2].partition('?')[0]}"


def connect(url: str) -> "Redis":
    """
    A client that waits for a server which is away for a moment.

    Raises:
        NoClusterError: the extra is not installed, or nobody answers.
    """
    client = client_of(url, tries=2)
    try:
        client.ping()
    except Exception as error:
        raise NoClusterError(
            f"No Redis answers at {without_secret(url)}; start one, or say where it is "
            "with REDIS_URL in the environment."
        ) from error
    return client_of(url)


def client_of(
    url: str, tries: int = _TRIES, *, raw: bool = False, timeout: float | None = None
) -> "Redis":
    """
    A client that asks so many times before it gives up; nothing is asked yet.

    Answers are text; with `raw`, as Dramatiq wants them, bytes. `timeout`: seconds to
    wait for one; without it, as long as the connection lives.

    Raises:
        NoClusterError: the extra is not installed, or the address is none.
    """
    try:
        from redis import Redis  # noqa: PLC0415 - of an extra
        from redis.backoff import ExponentialBackoff  # noqa: PLC0415 - of an extra
        from redis.exceptions import BusyLoadingError, ConnectionError, TimeoutError  # noqa: A004, PLC0415 - of an extra
        from redis.retry import Retry  # noqa: PLC0415 - of an extra
    except ImportError as error:
        raise NoClusterError(
            "Many workers need the extra `cluster`: pip install 'shibao[cluster]'."
        ) from error
    try:
        return Redis.from_url(
            url,
            retry=Retry(ExponentialBackoff(cap=1, base=0.1), tries),
            retry_on_error=[ConnectionError, TimeoutError, BusyLoadingError],
            socket_connect_timeout=timeout or 5,
            socket_timeout=timeout,
            decode_responses=not raw,
        )
    except ValueError as error:
        raise NoClusterError(
            f"REDIS_URL={without_secret(url)} is no address; one looks like {DEFAULT}."
        ) from error
