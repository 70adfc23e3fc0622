"""Which database URLs mean a server, and how they are shown. Pure."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode

DRIVER: Final = "postgresql+psycopg"
_SCHEMES: Final = (DRIVER, "postgresql", "postgres")
_SECRET: Final = re.compile("pass|key|secret", re.IGNORECASE)


def is_server(database_url: str) -> bool:
    """Whether a URL means a PostgreSQL server: `postgresql://`, `postgres://`, ..."""
    return database_url.partition("://")[0] in _SCHEMES


def for_sqlalchemy(database_url: str) -> str:
    """The URL of a server with the driver that we use."""
    return f"{DRIVER}://{database_url.partition('://')[2]}"


def for_libpq(database_url: str) -> str:
    """The same as PostgreSQL's own library takes it."""
    return f"postgresql://{database_url.partition('://')[2]}"


def shown(database_url: str) -> str:
    """
    A server's URL for people: without a password, wherever it stands.

    What else stands behind the question mark may be needed to tell two apart. A password
    may hold any character, so all before the last `@` is taken for it.
    """
    login, at, place, asked = _parts(database_url)
    told = [(name, value) for name, value in asked if not _SECRET.search(name)]
    query = f"?{urlencode(told, safe='/')}" if told else ""
    return f"postgresql://{login.partition(':')[0]}{at}{place}{query}"


def has_secret(database_url: str) -> bool:
    """Whether a server's URL has a password in it, wherever it stands."""
    login, _, _, asked = _parts(database_url)
    return ":" in login or any(_SECRET.search(name) for name, _ in asked)


def _parts(database_url: str) -> tuple[str, str, str, list[tuple[str, str]]]:
    """Who logs in, the `@` if there is one, where, and what is asked for besides."""
    login, at, rest = database_url.partition("://")[2].rpartition("@")
    place, _, query = rest.partition("?")
    return login, at, place, parse_qsl(query)
