"""Starting the newsroom: Datasette with our plugin, read-only, until it is stopped."""

import logging
import socket
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from storage.web import plugin
from storage.web.metadata import DATABASE, metadata

_NAMES: Final = ["127.0.0.1", "localhost", "[::1]"]
"""What a browser may call a server on loopback."""
_LONGEST, _LONGEST_SQL = 20_000_000, 100_000
"""Bytes of one value, and of one statement."""
_PLUGIN: Final = "shibao"
_SETTINGS: Final = {
    "sql_time_limit_ms": 3_000,
    "facet_time_limit_ms": 500,
    "suggest_facets": False,  # of a view with long texts they only cost time
    "max_returned_rows": 1_000,
    "max_csv_mb": 0,  # all of it, streamed
    "num_sql_threads": 3,
    "truncate_cells_html": 120,
    "allow_download": False,
    "default_cache_ttl": 0,  # a crawl may be filling it
}


class NewsDatabase(Database):  # type: ignore[misc]  # Datasette ships no types
    """A file that others write to; by us it is never written to."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """
        A connection for reading, whatever characters the path has.

        Raises:
            PermissionError: it is asked for writing.
        """
        if write:
            raise PermissionError("the newsroom only reads")
        address = f"{Path(self.path).absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.execute("PRAGMA query_only = ON")
        # No time limit ends a single call that makes a gigabyte.
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, _LONGEST_SQL)
        self._all_file_connections.append(connection)
        return connection


def newsroom(path: Path, hosts: list[str] | None = None) -> Any:
    """
    Datasette on a database of ours, ready to answer.

    Args:
        path: the file.
        hosts: names under which it answers; by default those of loopback.
    """
    if not pm.has_plugin(_PLUGIN):
        pm.register(plugin, _PLUGIN)
    # With Rich it prints all locals for every wrong query, which takes a second.
    pm.get_plugin("datasette.handle_exception").rich = None
    datasette = Datasette(
        [],
        metadata=metadata(_NAMES if hosts is None else hosts),
        settings=_SETTINGS,
        static_mounts=[("assets", str(Path(__file__).with_name("static")))],
    )
    database = NewsDatabase(datasette, path=str(path), is_mutable=True)
    datasette.add_database(database, name=DATABASE)
    datasette.remove_database("_memory")  # made where no file is named; nothing is in it
    return datasette


def serve(path: Path, listener: socket.socket, *, hosts: list[str] | None = None) -> None:
    """
    Answer on a socket that listens already, until Ctrl-C.

    Args:
        path: the database.
        listener: where to answer; closed at the end.
        hosts: see `newsroom`.
    """
    config = uvicorn.Config(
        newsroom(path, hosts).app(),
        log_level=logging.WARNING,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=2,
    )
    # uvicorn ends in order and then raises the signal that it has been sent.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
