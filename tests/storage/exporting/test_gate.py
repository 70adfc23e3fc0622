"""Half a file never looks whole, not even on a pipe."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from storage.exporting.atom import Feed, write_atom
from storage.exporting.gate import Gate
from storage.queries import NewsRow, latest, open_reader
from tests import databases

Writer = Callable[[BinaryIO, Iterator[NewsRow]], None]
NOW = datetime(2026, 9, 28, tzinfo=UTC)


def atom(stream: BinaryIO, rows: Iterator[NewsRow]) -> None:
    """A feed."""
    write_atom(stream, Feed(name="a", title="甲", updated=NOW), rows, lambda _: NOW)


def parquet(stream: BinaryIO, rows: Iterator[NewsRow]) -> None:
    """A Parquet file, if pyarrow is installed."""
    pytest.importorskip("pyarrow")
    from storage.exporting.parquet import write_parquet  # noqa: PLC0415 - an extra

    write_parquet(stream, rows, {})


def test_what_comes_after_a_failure_is_dropped() -> None:
    """What came before has passed."""
    stream = io.BytesIO()
    gate = Gate(stream)
    gate.write(b"before")
    with pytest.raises(OSError, match="full"), gate.watching():
        raise OSError("full")
    assert gate.write(b"after") == 5
    assert stream.getvalue() == b"before"


@pytest.mark.parametrize(
    ("write", "end"), [(atom, b"</feed>"), (parquet, b"PAR1")], ids=["atom", "parquet"]
)
def test_an_end_is_written_after_the_last_row_alone(
    filled: Path, write: Writer, end: bytes
) -> None:
    """If the rows break off, so does the stream."""
    with open_reader(databases.url_of(filled)) as reader:
        rows = list(latest(reader))

    def broken() -> Iterator[NewsRow]:
        yield from rows
        raise RuntimeError("broken")

    whole, half = io.BytesIO(), io.BytesIO()
    write(whole, iter(rows))
    with pytest.raises(RuntimeError, match="broken"):
        write(half, broken())
    assert whole.getvalue().strip().endswith(end)
    assert not half.getvalue().strip()[5:].endswith(end)
