"""What a snapshot of the database is, in a file beside it, and whether it still is."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from storage.clock import iso_utc
from storage.queries import Reader

_TABLES: Final = """
SELECT name FROM sqlite_master
WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'article_search%'
ORDER BY name
"""
"""The search index is left out: it repeats what stands in the others."""


def manifest_path(snapshot: Path) -> Path:
    """Where the manifest of a snapshot lies."""
    return snapshot.with_name(f"{snapshot.name}.manifest.json")


def describe(snapshot: Path, name: str, created: datetime) -> dict[str, Any]:
    """
    What is in a snapshot that nobody writes to.

    Args:
        snapshot: where it lies now.
        name: what it is called when it is finished.
        created: when it was taken, aware.
    """
    return {
        "file": name,
        "created_at": iso_utc(created),
        "shibao_version": version("shibao"),
        "sqlite_version": sqlite3.sqlite_version,
        **_contents(snapshot),
        "bytes": snapshot.stat().st_size,
        "sha256": digest(snapshot),
    }


def _contents(snapshot: Path) -> dict[str, Any]:
    with Reader(snapshot) as reader:
        names = [name for (name,) in reader.rows(_TABLES)]
        rows = {name: reader.row(f'SELECT count(*) FROM "{name}"') for name in names}  # noqa: S608 - names of our own tables
        return {
            "schema": reader.schema,
            "rows": {name: int(row[0]) for name, row in rows.items() if row},
        }


def digest(file: Path) -> str:
    """SHA-256 in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def departures(snapshot: Path) -> Iterator[str]:
    """
    A sentence for each way in which a snapshot is not what its manifest says.

    Raises:
        OSError: one of the two files cannot be read.
    """
    try:
        manifest = json.loads(manifest_path(snapshot).read_text(encoding="utf-8"))
        size, sha256 = int(manifest["bytes"]), str(manifest["sha256"])
    except (ValueError, KeyError, TypeError):
        yield f"{manifest_path(snapshot)} is no manifest that Shibao wrote."
        return
    found = snapshot.stat().st_size
    if found != size:
        yield f"{snapshot} has {found:,} bytes, its manifest says {size:,}."
    elif digest(snapshot) != sha256:
        yield f"{snapshot} has changed since its manifest was written: its sha256 differs."
