"""How values pass between Python and the server."""

from typing import Any, Final

from psycopg import Connection
from psycopg.adapt import Loader
from psycopg.types.string import StrDumper, StrDumperUnknown

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
"""For U+0000, the one character that PostgreSQL cannot hold in a text."""


def without_nul(text: str) -> str:
    """A text as the server can hold it."""
    return text.replace("\0", REPLACEMENT) if "\0" in text else text


class _Text(StrDumper):
    def dump(self, obj: str) -> Any:
        return super().dump(without_nul(obj))


class _TextOfAnyType(StrDumperUnknown):
    def dump(self, obj: str) -> Any:
        return super().dump(without_nul(obj))


class _InstantText(Loader):
    """`2026-09-24 04:00:00+00` as SQLite's tables have it, `2026-09-24T04:00:00Z`."""

    def load(self, data: Any) -> str:
        return f"{bytes(data[:10]).decode()}T{bytes(data[11:19]).decode()}Z"


class _Number(Loader):
    """A sum: an integer, as in SQLite, if it is one."""

    def load(self, data: Any) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)


LINK: Final = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""For libpq: after how long a server that has vanished from the net is given up; in
seconds, the last in milliseconds. That is for data under way, which keepalives do not
ask after."""
_SETTINGS: Final = "SET TIME ZONE 'UTC'; SET datestyle = 'ISO';" + "".join(
    f" SET tcp_{name.removeprefix('tcp_')} = {value};" for name, value in LINK.items()
)
"""The server shall do the same: by itself it would hold the locks of a machine that has
lost its power for two hours."""


def prepare(connection: "Connection[Any]") -> None:
    """Have a connection send what the server can hold, and tell times in UTC."""
    connection.adapters.register_dumper(str, _Text)
    connection.adapters.register_dumper(str, _TextOfAnyType)
    connection.execute(_SETTINGS)


def read_as_sqlite(connection: "Connection[Any]") -> None:
    """Have a connection answer with what SQLite would: instants are text."""
    connection.adapters.register_loader("timestamptz", _InstantText)
    connection.adapters.register_loader("numeric", _Number)
