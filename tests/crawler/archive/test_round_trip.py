"""What goes into the archive comes out of it, and every WARC tool can read it."""

import gzip
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from crawler.archive import ArchiveError, ArchiveWriter, Exchange, headers_of, read_at, walk
from crawler.archive.exchange import RawRef
from tests.crawler.archive.samples import MOMENT, checked, exchange, files, read, written

BODIES = {
    "utf8": "<p>证券时报网讯 “一件事”𠮷</p>".encode(),
    "gbk": "<p>证券时报网讯，营业收入</p>".encode("gbk"),
    "binary": bytes(range(256)) * 40,
    "empty": b"",
    "looks_like_warc": b"\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\n\r\n",
    "looks_like_chunks": b"5\r\nhello\r\n0\r\n\r\n",
    "large": b"<p>" + b"x" * 3_000_000,
}


@pytest.mark.parametrize("name", BODIES)
def test_bodies_survive(tmp_path: Path, name: str) -> None:
    """Every byte of a body comes back, by reference and by walking."""
    asked = exchange(body=BODIES[name])
    (ref,) = written(tmp_path, [asked])
    assert read_at(tmp_path, ref) == asked
    assert list(walk(tmp_path)) == [(ref, asked)]


def test_warcio_reads_every_record(tmp_path: Path) -> None:
    """First comes warcinfo, digests are right, each record is a gzip member of its own."""
    refs = written(tmp_path, [exchange(n, body) for n, body in enumerate(BODIES.values())])
    (path,) = files(tmp_path)
    assert checked(path) == ["warcinfo", *["response", "request"] * len(BODIES)]
    data = path.read_bytes()
    for ref in refs:
        member = gzip.decompress(data[ref.offset : ref.offset + ref.length])
        assert member.startswith(b"WARC/1.1\r\n")
        assert ref.record_id.encode() in member


def test_fields_of_a_response(tmp_path: Path) -> None:
    """Address, time, digest and IP stand where the standard wants them."""
    (ref,) = written(tmp_path, [exchange()])
    with files(tmp_path)[0].open("rb") as file:
        records = {
            record.rec_type: dict(record.rec_headers.headers)
            for record in ArchiveIterator(file)
        }
    response = records["response"]
    assert response["WARC-Target-URI"] == exchange().url
    assert response["WARC-Date"] == "2026-09-28T07:30:00.123456Z"
    assert response["WARC-Payload-Digest"] == ref.digest
    assert response["WARC-IP-Address"] == "203.0.113.7"
    assert response["WARC-Warcinfo-ID"] == records["warcinfo"]["WARC-Record-ID"]
    assert records["request"]["WARC-Concurrent-To"] == ref.record_id


def test_odd_headers_survive(tmp_path: Path) -> None:
    """Repeated, empty, GBK and colon-ridden values come back, and none breaks its line."""
    headers = headers_of(
        [
            (b"Set-Cookie", b"a=1"),
            (b"Set-Cookie", b"b=2"),
            (b"Content-Disposition", "attachment; filename=公告.pdf".encode("gbk")),
            (b"X-Empty", b""),
            (b"X-Colons", b"a: b: c"),
            (b"X-Tab", b"a\tb"),
        ]
    )
    asked = exchange(headers=headers)
    split = exchange(1, headers=(("X-Evil", "a\r\nX-Injected: b\r\n\r\n<html>"),))
    first, second = written(tmp_path, [asked, split])
    assert read_at(tmp_path, first).headers == headers
    assert read_at(tmp_path, second).headers == (("X-Evil", "a X-Injected: b <html>"),)
    checked(files(tmp_path)[0])


def test_secrets_are_not_kept(tmp_path: Path) -> None:
    """Neither cookies nor authorization of a request get near the disk."""
    sent = (("Cookie", "s3cret"), ("AUTHORIZATION", "s3cret"), ("Accept", "*/*"))
    (ref,) = written(tmp_path, [exchange(request_headers=sent)])
    assert b"s3cret" not in b"".join(
        gzip.decompress(p.read_bytes()) for p in files(tmp_path)
    )
    assert ("Accept", "*/*") in read_at(tmp_path, ref).request_headers


def test_coding_headers_tell_the_truth(tmp_path: Path) -> None:
    """Where Scrapy has decompressed the body, no header says that it is compressed."""
    wire = (
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "17"),
    )
    (ref,) = written(tmp_path, [exchange(headers=wire)])
    found = read_at(tmp_path, ref)
    assert found.body == exchange().body
    assert found.headers == tuple((f"X-Orig-{name}", value) for name, value in wire)
    with files(tmp_path)[0].open("rb") as file:
        bodies = [r.content_stream().read() for r in ArchiveIterator(file)]
    assert bodies[1] == exchange().body


def test_compressed_bodies_are_decoded_by_readers(tmp_path: Path) -> None:
    """A body that still is compressed stays so in the file and comes back plain."""
    packed = gzip.compress(exchange().body, mtime=0)
    sent = exchange(
        body=packed,
        headers=(("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))),
    )
    (ref,) = written(tmp_path, [sent])
    assert read_at(tmp_path, ref).body == exchange().body
    checked(files(tmp_path)[0])


def test_other_than_http_is_a_resource(tmp_path: Path) -> None:
    """A saved page is no HTTP message, and is not dressed up as one."""
    (ref,) = written(tmp_path, [exchange(url="file:///tmp/a b.html", request_headers=())])
    assert checked(files(tmp_path)[0]) == ["warcinfo", "resource"]
    found = read_at(tmp_path, ref)
    assert (found.url, found.body) == ("file:///tmp/a%20b.html", exchange().body)
    assert found.header("content-type") == "text/html; charset=utf-8"


def test_posts_times_and_mirrors(tmp_path: Path) -> None:
    """Method, status, zone and canonical address are kept; nothing asked, no request."""
    beijing = exchange().fetched_at.astimezone(ZoneInfo("Asia/Shanghai"))
    sent = exchange(
        method="POST",
        status=404,
        fetched_at=beijing,
        url="http://127.0.0.1:8000/list.html?a=公告",
        canonical_url="https://www.stcn.com/list.html",
        ip=None,
    )
    first, _ = written(tmp_path, [sent, exchange(request_headers=())])
    assert read_at(tmp_path, first) == sent
    assert checked(files(tmp_path)[0]) == ["warcinfo", "response", "request", "response"]


def test_an_exchange_needs_a_zone() -> None:
    """A time without zone would be a guess."""
    with pytest.raises(ValueError, match="zone"):
        exchange(fetched_at=datetime(2026, 9, 28))  # noqa: DTZ001 - the point


def test_a_file_is_readable_while_it_is_open(tmp_path: Path) -> None:
    """What a future has answered for can be read at once, under its last name."""
    with ArchiveWriter(tmp_path, prefix="stcn") as writer:
        ref = writer.put(exchange()).result()
        assert read_at(tmp_path, ref) == exchange()
        assert len(list(tmp_path.glob("*.lock"))) == 1
    assert read_at(tmp_path, ref) == exchange()
    assert list(tmp_path.glob("*.lock")) == []


def test_a_wrong_reference_is_one_sentence(tmp_path: Path) -> None:
    """Another record, no record, no file, a file elsewhere: never a wrong answer."""
    first, second = written(tmp_path, [exchange(1), exchange(2)])
    secret = tmp_path.parent / "secret.warc"
    secret.write_bytes(b"WARC/1.0\r\n")
    wrong = [
        replace(first, offset=second.offset),
        replace(first, digest=second.digest),
        replace(first, offset=first.offset + 1),
        replace(first, offset=10**9),
        replace(first, offset=0),
        replace(first, offset=-1),
        replace(first, file="nothing.warc.gz"),
        replace(first, file="../secret.warc"),
    ]
    for ref in wrong:
        with pytest.raises(ArchiveError, match=r"^The archive's record at byte .*[^.]\.$"):
            read_at(tmp_path, ref)


def test_a_closed_archive_takes_nothing(tmp_path: Path) -> None:
    """Closing twice is fine; putting after it is told."""
    writer = ArchiveWriter(tmp_path, prefix="stcn")
    writer.close()
    writer.close()
    writer.flush()
    with pytest.raises(ArchiveError, match="closed"):
        writer.put(exchange())
    assert list(tmp_path.iterdir()) == []


_CHARACTERS = st.characters(
    min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"
)
_VALUES = st.text(_CHARACTERS, max_size=40).map(lambda text: text.strip(" \t"))
_NAMES = st.text("abcXYZ-019", min_size=1, max_size=12).map(lambda name: "H" + name)


@given(
    headers=st.lists(st.tuples(_NAMES, _VALUES), max_size=6).map(tuple),
    body=st.binary(max_size=300),
    status=st.integers(100, 999),
)
def test_anything_survives(
    tmp_path_factory: pytest.TempPathFactory,
    headers: tuple[tuple[str, str], ...],
    body: bytes,
    status: int,
) -> None:
    """Property: whatever the headers and the body are, they come back, in warcio too."""
    folder = tmp_path_factory.mktemp("archive")
    sent = exchange(headers=headers, body=body, status=status)
    (ref,) = written(folder, [sent])
    assert read_at(folder, ref) == sent
    checked(files(folder)[0])


def test_values_of_references(tmp_path: Path) -> None:
    """A reference holds only plain values, so that a table can keep it."""
    (ref,) = written(tmp_path, [exchange()])
    assert ref == RawRef(
        ref.file, ref.offset, ref.length, ref.digest, ref.record_id, MOMENT + timedelta()
    )
    assert ref.digest.startswith("sha1:")
    assert len(ref.digest) == 37
    assert read(tmp_path) == ([exchange()], [])
    assert isinstance(read_at(tmp_path, ref), Exchange)
