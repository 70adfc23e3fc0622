"""Bytes become the text that a page really is, not the one that it claims to be."""

import json
from pathlib import Path

import pytest

from crawler.decoding import decode_page
from crawler.errors import UndecodableError

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
HOSTILE = CORPORA / "hostile"
needs_corpora = pytest.mark.skipif(
    not HOSTILE.is_dir(), reason="../shared/corpora is absent"
)

STORY = "海棠电气总经理林喆：与澜溪·云麓实验室的合作年内落地。"
"""喆 and · are in GBK and not in GB2312."""
TRADITIONAL = "海棠電氣總經理表示，與瀾溪實驗室的合作年內落地。"


def page(text: str, charset: str = "") -> str:
    """A page that says `charset` of itself, or nothing."""
    meta = f'<meta charset="{charset}">' if charset else ""
    return f"<html><head>{meta}<title>时报</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
@pytest.mark.parametrize("charset", ["", "utf-8", "gbk", "GB2312", "gb18030", "no-such"])
@pytest.mark.parametrize("header", [None, "text/html", "text/html; charset=UTF-8"])
def test_the_bytes_decide_and_not_the_declaration(
    encoding: str, charset: str, header: str | None
) -> None:
    """UTF-8 declared GBK, GBK declared UTF-8, and 喆 on a page declared gb2312."""
    text = page(STORY, charset)

    assert decode_page(text.encode(encoding), header) == text


@pytest.mark.parametrize("header", ["text/html; charset=GBK", "text/html;charset=gb2312"])
def test_a_header_that_lies_of_utf_8_is_overruled(header: str) -> None:
    """A server's default is no evidence against valid UTF-8."""
    assert decode_page(page(STORY).encode(), header) == page(STORY)


@pytest.mark.parametrize(
    "header", ["text/html; charset=ISO-8859-1", "text/html; charset=x"]
)
@pytest.mark.parametrize("charset", ["", "gb2312", "iso-8859-1"])
def test_a_western_declaration_of_gbk_bytes_is_overruled(header: str, charset: str) -> None:
    """Latin-1 reads any bytes, and Chinese as `º£ÌÄµçÆø`."""
    text = page("海棠电气", charset)

    assert decode_page(text.encode("gbk"), header) == text


@pytest.mark.parametrize("codec", ["base64", "undefined", "unicode_escape", "punycode"])
def test_a_declaration_that_is_no_charset_is_overruled(codec: str) -> None:
    """Python knows codecs that are none of the web's."""
    text = page("海棠电气", codec)

    assert decode_page(text.encode("gbk"), f"text/html; charset={codec}") == text


def test_big5_where_it_is_declared() -> None:
    """Its bytes may be read as GB18030 too, so the declaration decides."""
    text = page(TRADITIONAL, "big5").replace("时报", "時報")

    assert decode_page(text.encode("big5")) == text
    assert decode_page(text.encode("big5hkscs"), "text/html; charset=Big5") == text


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_taken_off(codec: str) -> None:
    """And what it says of the encoding is believed."""
    assert decode_page(page(STORY).encode(codec)) == page(STORY)


def test_a_byte_order_mark_before_gbk_is_a_mistake() -> None:
    """An included file brings its UTF-8 mark along into a page of GBK."""
    text = page(STORY, "gbk")

    assert decode_page(b"\xef\xbb\xbf" + text.encode("gbk")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030"])
def test_a_character_cut_off_at_the_end_is_dropped(encoding: str) -> None:
    """A broken connection leaves half a character; the page is read up to it."""
    whole = page(STORY)[: page(STORY).index("云")]
    body = whole.encode(encoding) + "云".encode(encoding)[:1]

    assert decode_page(body) == whole


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_one_damaged_byte_in_a_long_page_costs_one_character(encoding: str) -> None:
    """The rest of the page is as good as ever."""
    before, after = page(STORY * 30), page(STORY * 30)
    text = decode_page(before.encode(encoding) + b"\xff" + after.encode(encoding))

    assert text == f"{before}\ufffd{after}"


def test_damage_that_the_site_itself_sends_is_not_ours() -> None:
    """U+FFFD in valid UTF-8 is what the page says, however short the page."""
    text = page("海棠电气\ufffd公告")

    assert decode_page(text.encode()) == text


def test_the_lesser_damage_wins() -> None:
    """
    A page of GBK that is nearly all script has few Chinese bytes to be wrong.

    Read as UTF-8 it would be damaged no more than is tolerated, and lose its
    whole text.
    """
    script = "<script>" + "var padding = 0;\n" * 5000 + "</script>"
    body = (script + page("海棠电气公告")).encode("gbk") + b"\xff<!-- end -->"

    assert "海棠电气公告" in decode_page(body)


@pytest.mark.parametrize(
    "body",
    [
        bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n" + bytes(range(255, -1, -1)) * 4,
        page("海棠电气").encode() + b"\xff" * 8,
        b"\xff\xfe" + b"\x00\xd8" * 300,
    ],
    ids=["every byte", "a picture", "a short page with a damaged tail", "half characters"],
)
def test_what_is_no_text_is_refused(body: bytes) -> None:
    """Rubbish under `text/html` must not become an article."""
    with pytest.raises(UndecodableError):
        decode_page(body, "text/html; charset=UTF-8")


def test_nothing_is_an_empty_text() -> None:
    """An empty answer is no damage; that a page is missing is for others to say."""
    assert decode_page(b"") == ""


# --- pages and feeds that nobody here wrote -----------------------------------------


def rows() -> list[dict[str, str]]:
    """The files that hold Chinese text in a declared or known encoding."""
    index = HOSTILE / "index.jsonl"
    if not index.is_file():
        return []
    found = map(json.loads, index.read_text("utf-8").splitlines())
    folders = ("charset_pages/", "encoded_feeds/GB2312", "encoded_feeds/Big5")
    return [row for row in found if row["file"].startswith(folders)]


@needs_corpora
@pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"])
def test_a_real_page_is_read_without_damage(row: dict[str, str]) -> None:
    """Byte for byte as a strict decoder of the true encoding reads it."""
    body = (HOSTILE / row["file"]).read_bytes()
    text = decode_page(body)

    assert "\ufffd" not in text
    if "declared label: none" not in row["what"]:
        truth = {"GB2312": "gb18030", "Big5": "big5hkscs"}
        assert text == body.decode(truth.get(row["expected"], row["expected"]))
