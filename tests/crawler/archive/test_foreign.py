"""WARC files of other tools, by hand: what wget and Heritrix write, and rubbish."""

import base64
import gzip
import hashlib
import zlib
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import read_at, walk
from tests.crawler.archive.samples import exchange, files, read, written

PAGE = "<html><body>证券时报网讯 试点</body></html>".encode()
DATE = "2019-03-01T02:03:04Z"


def record(kind: str, block: bytes, *lines: str, url: str = "http://a.cn/1") -> bytes:
    """One record, as many tools write it."""
    media = (
        "application/http;msgtype=response"
        if kind in {"response", "revisit"}
        else "text/html"
    )
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {DATE}",
        f"WARC-Record-ID: <urn:uuid:{hashlib.md5(block + url.encode()).hexdigest()}>",
        *(
            lines
            if any("Content-Type" in x for x in lines)
            else (f"Content-Type: {media}", *lines)
        ),
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """An HTTP response."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode() + body


def chunked(body: bytes, size: int = 7) -> bytes:
    """The body in chunks, with an extension and a trailer."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    chunks = b"".join(b"%X;x=y\r\n%b\r\n" % (len(p), p) for p in pieces)
    return chunks + b"0\r\nX-Trailer: 1\r\n\r\n"


def response(body: bytes, *headers: str, url: str = "http://a.cn/1") -> bytes:
    """A response record."""
    return record("response", http(body, *headers), url=url)


def bare_deflate(data: bytes) -> bytes:
    """What Microsoft's servers call deflate."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


CODED = {
    "plain": (PAGE, []),
    "chunked": (chunked(PAGE), ["Transfer-Encoding: chunked"]),
    "gzip": (gzip.compress(PAGE), ["Content-Encoding: gzip"]),
    "gzip members": (
        gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]),
        ["Content-Encoding: x-gzip"],
    ),
    "chunked gzip": (
        chunked(gzip.compress(PAGE)),
        ["Transfer-Encoding: Chunked", "Content-Encoding: GZIP"],
    ),
    "deflate": (zlib.compress(PAGE), ["Content-Encoding: deflate"]),
    "bare deflate": (bare_deflate(PAGE), ["Content-Encoding: deflate"]),
    "brotli": (brotli.compress(PAGE), ["Content-Encoding: br"]),
    "twice": (brotli.compress(gzip.compress(PAGE)), ["Content-Encoding: gzip, br"]),
    "identity": (PAGE, ["Content-Encoding: identity"]),
    "chunks joined before": (PAGE, ["Transfer-Encoding: chunked"]),
    "gzip undone before": (PAGE, ["Content-Encoding: gzip"]),
    "deflate undone before": (PAGE, ["Content-Encoding: deflate"]),
    "brotli undone before": (PAGE, ["Content-Encoding: br"]),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", CODED)
def test_codings_are_undone(tmp_path: Path, name: str, packed: bool) -> None:
    """The body is the page, and no header says that it still is coded."""
    raw, headers = CODED[name]
    data = response(raw, "Content-Type: text/html", *headers)
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(gzip.compress(data) if packed else data)
    ((ref, found),) = walk(path)
    assert found.body == PAGE
    assert found.header("transfer-encoding") is None
    assert found.header("content-encoding") in {None, "identity"} or name == "identity"
    assert read_at(tmp_path, ref) == found


def test_an_unknown_coding_stays(tmp_path: Path) -> None:
    """What we cannot undo is left with its header, which stays true."""
    (tmp_path / "a.warc").write_bytes(response(b"(\xb5/\xfd", "Content-Encoding: zstd"))
    ((_, found),) = walk(tmp_path)
    assert (found.body, found.header("Content-Encoding")) == (b"(\xb5/\xfd", "zstd")


@pytest.mark.parametrize(
    ("raw", "header", "reason"),
    [
        (chunked(PAGE)[:30], "Transfer-Encoding: chunked", "chunks break off"),
        (gzip.compress(PAGE)[:-9], "Content-Encoding: gzip", "content is cut off"),
        (gzip.compress(PAGE)[:-9] + b"x" * 9, "Content-Encoding: gzip", "damaged"),
        (zlib.compress(PAGE)[:-9], "Content-Encoding: deflate", "content is cut off"),
        (brotli.compress(PAGE)[:-9], "Content-Encoding: br", "content is cut off"),
        (gzip.compress(b"0" * 9_000_000), "Content-Encoding: gzip", "larger than 1 MB"),
        (brotli.compress(b"0" * 9_000_000), "Content-Encoding: br", "larger than 1 MB"),
        (zlib.compress(b"0" * 9_000_000), "Content-Encoding: deflate", "larger than 1 MB"),
    ],
    ids=[
        *("broken chunks", "cut gzip", "damaged gzip", "cut deflate", "cut brotli"),
        *("huge gzip", "huge brotli", "huge deflate"),
    ],
)
def test_a_damaged_or_huge_body_is_left_out(
    tmp_path: Path, raw: bytes, header: str, reason: str
) -> None:
    """Half a page is no page; the one behind it is read."""
    path = tmp_path / "a.warc"
    path.write_bytes(response(raw, header) + response(PAGE, url="http://a.cn/2"))
    faults: list[str] = []
    found = [e.url for _, e in walk(path, on_fault=faults.append, max_body=10**6)]
    assert found == ["http://a.cn/2"]
    assert len(faults) == 1
    assert reason in faults[0]


def test_a_file_like_wgets(tmp_path: Path) -> None:
    """Requests before responses, other kinds between, addresses in angle brackets."""
    request = record(
        "request",
        b"POST /1 HTTP/1.1\r\nHost: a.cn\r\nCookie: no\r\nX: y\r\n\r\nbody",
        "Content-Type: application/http;msgtype=request",
        "WARC-Concurrent-To: <urn:uuid:0>",
    )
    mine = request.split(b"WARC-Record-ID: ")[1].split(b"\r\n")[0].decode()
    answer = record(
        "response", http(PAGE), f"WARC-Concurrent-To: {mine}", url="<http://a.cn/1>"
    )
    data = (
        record("warcinfo", b"software: Wget/1.20\r\n")
        + request
        + answer
        + record("dns", b"a.cn. 300 IN A 1.2.3.4", url="dns:a.cn")
        + record("response", b"20190301", "Content-Type: text/dns", url="dns:a.cn")
        + record("metadata", b"fetchTimeMs: 7")
        + record("resource", PAGE, url="urn:x")
        + record("conversion", b"text")
    )
    (tmp_path / "a.warc").write_bytes(data)
    found, faults = read(tmp_path)
    assert faults == []
    assert [(e.url, e.method, e.body) for e in found] == [
        ("http://a.cn/1", "POST", PAGE),
        ("urn:x", "GET", PAGE),
    ]
    assert found[0].request_headers == (("Host", "a.cn"), ("X", "y"))


def sha1(data: bytes) -> str:
    """A digest in base32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


@pytest.mark.parametrize(
    "refers",
    [
        "WARC-Payload-Digest: {digest}",
        "WARC-Refers-To: {id}",
        "WARC-Refers-To-Target-URI: http://a.cn/1|WARC-Refers-To-Date: " + DATE,
    ],
)
@pytest.mark.parametrize("status", ["200 OK", "304 Not Modified", ""])
def test_revisits_of_other_tools(tmp_path: Path, refers: str, status: str) -> None:
    """By digest, id, or address and date; with a head of their own, a 304, or none."""
    first = record("response", http(PAGE), f"WARC-Payload-Digest: {sha1(PAGE)}")
    name = first.split(b"WARC-Record-ID: ")[1].split(b"\r\n")[0].decode()
    lines = refers.format(digest=sha1(PAGE), id=name).split("|")
    again = record(
        "revisit", http(b"", status=status) if status else b"", *lines, url="http://a.cn/9"
    )
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(first) + gzip.compress(again))
    found, faults = read(tmp_path)
    assert faults == []
    assert [(e.url, e.status, e.body) for e in found] == [
        ("http://a.cn/1", 200, PAGE),
        ("http://a.cn/9", 200, PAGE),
    ]


def test_a_revisit_without_its_original(tmp_path: Path) -> None:
    """It is told, and nothing is made up."""
    data = record("revisit", http(b""), "WARC-Payload-Digest: sha1:" + "A" * 32)
    (tmp_path / "a.warc").write_bytes(data)
    found, (fault,) = read(tmp_path)
    assert found == []
    assert "original is not in this archive" in fault


def test_revisits_that_lead_in_a_circle_or_out(tmp_path: Path) -> None:
    """A hostile file can neither loop us nor make us read other files."""
    circle = record(
        "revisit",
        http(b""),
        "WARC-Refers-To-Filename: a.warc",
        "WARC-Refers-To-File-Offset: 0",
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "out.warc").write_bytes(response(PAGE))
    out = record(
        "revisit",
        http(b""),
        "WARC-Refers-To-Filename: ../out.warc",
        "WARC-Refers-To-File-Offset: 0",
    )
    (tmp_path / "in" / "a.warc").write_bytes(circle + out)
    found, faults = read(tmp_path / "in")
    assert found == []
    assert "revisit of a revisit" in faults[0]
    assert "out of the archive" in faults[1]


def test_one_gzip_member_for_the_whole_file(tmp_path: Path) -> None:
    """`gzip file.warc` makes what cannot be sought; it is read all the same."""
    data = response(PAGE) + response(PAGE + b"2", url="http://a.cn/2")
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(data))
    found = list(walk(tmp_path))
    assert [(ref.offset, ref.length, e.body) for ref, e in found] == [
        (0, 0, PAGE),
        (-1, 0, PAGE + b"2"),
    ]
    assert read_at(tmp_path, found[0][0]).body == PAGE


def test_the_name_of_a_file_may_lie(tmp_path: Path) -> None:
    """What is in a file is told by its first bytes; sloppy line ends are borne."""
    head, _, rest = response(PAGE).partition(b"\r\n\r\n")
    data = head.replace(b"\r\n", b"\n") + b"\n\n" + rest.removesuffix(b"\r\n\r\n")
    (tmp_path / "a.warc.gz").write_bytes(data)
    (tmp_path / "b.warc").write_bytes(gzip.compress(response(PAGE)))
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.warc").write_bytes(b"\r\n".join([response(PAGE)] * 2))
    assert [(r.file, e.body) for r, e in walk(tmp_path)] == [
        ("a.warc.gz", PAGE),
        ("b.warc", PAGE),
        ("sub/c.warc", PAGE),
        ("sub/c.warc", PAGE),
    ]


LEFT_OUT = {
    "too long": (response(b"x" * 3_000_000), "3.0 MB long"),
    "truncated": (record("response", http(PAGE), "WARC-Truncated: length"), "cut short"),
    "a segment": (record("response", http(PAGE), "WARC-Segment-Number: 1"), "one segment"),
    "wrong digest": (
        record("response", http(PAGE), f"WARC-Block-Digest: {sha1(PAGE)}"),
        "WARC-Block-Digest",
    ),
    "no date": (response(PAGE).replace(DATE.encode(), b"yesterday"), "WARC-Date"),
    "no http": (record("response", b"<html>"), "no HTTP response"),
    "no length": (
        response(PAGE).replace(b"Content-Length: ", b"Content-Length: -"),
        "Content-Length",
    ),
    "endless head": (b"WARC/1.0\r\n" + b"A: b\r\n" * 5000, "does not end"),
    "endless line": (b"WARC/1.0\r\n" + b"A" * 200_000 + b"\r\n\r\n", "breaks off"),
    "rubbish": (b"\0rubbish\r\n", "no WARC record"),
    "short length": (
        response(PAGE).replace(
            b": %d\r\n" % len(http(PAGE)), b": %d\r\n" % len(http(b"x"))
        ),
        "longer",
    ),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_bad_record_harms_no_other(tmp_path: Path, name: str, packed: bool) -> None:
    """It is left out with a sentence; the records around it are read."""
    bad, reason = LEFT_OUT[name]
    parts = [response(PAGE), bad, response(PAGE, url="http://a.cn/3")]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(gzip.compress(p) if packed else p for p in parts))
    faults: list[str] = []
    found = [e.url for _, e in walk(path, on_fault=faults.append, max_body=2_000_000)]
    assert found == ["http://a.cn/1", "http://a.cn/3"]
    assert len(faults) == 1
    assert reason in faults[0]
    assert faults[0].startswith("a.warc, ")
    assert faults[0].endswith(".")


def test_digests_that_are_right_in_any_form(tmp_path: Path) -> None:
    """Base32, hexadecimal, other algorithms and unknown ones."""
    block = http(PAGE)
    for stated in (
        sha1(block),
        "sha1:" + hashlib.sha1(block).hexdigest(),
        "sha-256:" + hashlib.sha256(block).hexdigest(),
        "md5:" + hashlib.md5(block).hexdigest(),
        "blake3:abc",
        "nonsense",
    ):
        data = record("response", block, f"WARC-Block-Digest: {stated}")
        (tmp_path / "a.warc").write_bytes(data)
        assert len(read(tmp_path)[0]) == 1


def test_files_that_are_none(tmp_path: Path) -> None:
    """An empty file, a picture, an ARC, a missing file: one sentence each, no error."""
    contents = {
        "arc.warc": b"filedesc://a.arc 0.0.0.0 20190301 text/plain 20\n",
        "empty.warc": b"",
        "gzipped.warc.gz": gzip.compress(b"hello"),
        "picture.warc.gz": b"\x89PNG\r\n",
        "zeros.warc": bytes(100),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    found, faults = read(tmp_path)
    assert found == []
    assert [fault.split(" ")[0].rstrip(",") for fault in faults] == [
        "arc.warc",
        "gzipped.warc.gz",
        "picture.warc.gz",
        "zeros.warc",
    ]
    assert "No such file" in read(tmp_path / "none.warc")[1][0]


@given(data=st.data())
def test_rubbish_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Property: flipped, cut and inserted bytes end in sentences, never in an error."""
    folder = tmp_path_factory.mktemp("rubbish")
    written(folder, [exchange(1), exchange(2), exchange(3)])
    whole = files(folder)[0].read_bytes()
    if data.draw(st.booleans()):
        whole = gzip.decompress(whole)
    at = data.draw(st.integers(0, 9999)) * len(whole) // 9999
    until = at + data.draw(st.integers(0, 50))
    damaged = whole[:at] + data.draw(st.binary(max_size=30)) + whole[until:]
    files(folder)[0].write_bytes(damaged)
    found, faults = read(folder)
    assert all(fault.endswith(".") and "\n" not in fault for fault in faults)
    if damaged[:5] == whole[:5] and damaged[:3] == b"\x1f\x8b\x08":
        whole_ones = {e.url: e for e in (exchange(1), exchange(2), exchange(3))}
        assert all(e.body == whole_ones[e.url].body for e in found)
        assert len(found) >= 2 or faults
