"""A body that has not changed is not written again, and still is read."""

import sqlite3
from pathlib import Path
from random import Random

import pytest

from crawler.archive import ArchiveWriter, Exchange, RawRef, read_at, walk
from crawler.archive.revisits import Revisits
from tests.crawler.archive.samples import checked, exchange, files, read, written

BODY = Random(1).randbytes(5000)


def again(number: int, body: bytes = BODY, **changes: object) -> Exchange:
    """The same address at another time."""
    return exchange(number, body, url="https://www.stcn.com/a.html", **changes)


def test_an_unchanged_body_is_a_revisit(tmp_path: Path) -> None:
    """Its own head and time, the original's body; a changed body is written in full."""
    sent = [
        again(1),
        again(2, headers=(("X-Served", "2"),)),
        again(3, BODY + b"!"),
        again(4, BODY + b"!", status=404),
        again(5),
    ]
    refs = written(tmp_path, sent)
    kinds = [kind for kind in checked(files(tmp_path)[0]) if kind != "request"]
    assert kinds == ["warcinfo", "response", "revisit", "response", "revisit", "response"]
    assert [read_at(tmp_path, ref) for ref in refs] == sent
    assert list(walk(tmp_path)) == list(zip(refs, sent, strict=True))
    assert refs[1].length < 1000 < refs[0].length


def test_what_a_revisit_refers_to(tmp_path: Path) -> None:
    """Profile, id, address and date of the original, as the standard names them."""
    import gzip  # noqa: PLC0415 - only here

    first, second = written(tmp_path, [again(1), again(2)])
    data = files(tmp_path)[0].read_bytes()[second.offset :][: second.length]
    head = gzip.decompress(data).decode()
    for line in (
        "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        f"WARC-Refers-To: {first.record_id}",
        "WARC-Refers-To-Target-URI: https://www.stcn.com/a.html",
        "WARC-Refers-To-Date: 2026-09-28T07:30:01.123456Z",
        f"WARC-Payload-Digest: {first.digest}",
    ):
        assert line in head


def test_other_addresses_and_empty_bodies_are_written_in_full(tmp_path: Path) -> None:
    """Only the same address counts, and an empty body saves nothing."""
    written(tmp_path, [exchange(1, BODY), exchange(2, BODY), again(3, b""), again(4, b"")])
    assert "revisit" not in checked(files(tmp_path)[0])


def test_the_caller_remembers_earlier_runs(tmp_path: Path) -> None:
    """`known` leads to a revisit of another file; a revisit never refers to a revisit."""
    memory: dict[str, tuple[str, RawRef]] = {}
    for number in range(3):
        (ref,) = written(tmp_path, [again(number)], known=memory.get)
        memory[again(0).url] = (ref.digest, ref)
    assert sorted(kind for path in files(tmp_path) for kind in checked(path)) == sorted(
        ["warcinfo", "request"] * 3 + ["response"] + ["revisit"] * 2
    )
    found, faults = read(tmp_path)
    assert faults == []
    assert sorted(e.fetched_at for e in found) == [again(n).fetched_at for n in range(3)]
    assert {e.body for e in found} == {BODY}


@pytest.mark.parametrize("loss", ["file", "tail", "other"])
def test_a_memory_of_what_is_gone_is_not_believed(tmp_path: Path, loss: str) -> None:
    """If the original cannot be read any more, the body is written in full."""
    (ref,) = written(tmp_path, [again(1)])
    path = files(tmp_path)[0]
    if loss == "file":
        path.unlink()
    elif loss == "tail":
        path.write_bytes(path.read_bytes()[: ref.offset + ref.length - 1])
    else:
        path.write_bytes(path.read_bytes().replace(b"\x1f\x8b", b"\x1f\x8c"))
    (second,) = written(tmp_path, [again(2)], known=lambda _: (ref.digest, ref))
    assert checked(tmp_path / second.file) == ["warcinfo", "response", "request"]


def test_a_memory_that_fails_costs_nothing_but_space(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An error of the caller's hook is logged, and the answer archived in full."""

    def known(_: str) -> None:
        raise sqlite3.OperationalError("database is locked")

    (ref,) = written(tmp_path, [again(1)], known=known)
    assert read_at(tmp_path, ref) == again(1)
    assert "memory failed" in caplog.text


def test_memory_is_bounded(tmp_path: Path) -> None:
    """Only the last addresses are remembered."""
    revisits = Revisits(tmp_path, None, limit=2)
    with ArchiveWriter(tmp_path, prefix="stcn") as writer:
        writer._shelf._revisits = revisits  # noqa: SLF001 - a small memory
        for number in (1, 2, 3):
            writer.put(exchange(number, BODY)).result()
        writer.put(exchange(1, BODY)).result()
        writer.put(exchange(3, BODY)).result()
    kinds = [kind for kind in checked(files(tmp_path)[0]) if kind != "request"]
    assert kinds == ["warcinfo", *["response"] * 4, "revisit"]
