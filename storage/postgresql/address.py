"""Which database URLs mean a server, and how they are shown. Pure."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

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

    What else stands behind the question mark may be needed to tell two apart.
    """
    parts = urlsplit(for_libpq(database_url))
    user, at, host = parts.netloc.rpartition("@")
    asked = [(k, v) for k, v in parse_qsl(parts.query) if not _SECRET.search(k)]
    query = f"?{urlencode(asked, safe='/')}" if asked else ""
    return f"postgresql://{user.partition(':')[0]}{at}{host}{parts.path}{query}"
