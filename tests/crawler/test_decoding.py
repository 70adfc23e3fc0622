"""
Bytes become the text that a page really is, not the one that it claims to be.

Pages that nobody here wrote are read in `tests/test_charset_corpus.py`.
"""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.decoding import declared_encodings, decode_page
from crawler.errors import UndecodableError

STORY = "海棠电气总经理林喆：与澜溪·云麓实验室的合作年内落地。"
"""喆 and · are in GBK and not in GB2312."""
TRADITIONAL = "海棠電氣總經理表示，與瀾溪實驗室的合作年內落地。"
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy, a řeka teče dál."
FRENCH = "L'été dernier, la société Garçon a été créée à côté."
KOREAN = "삼성전자가 올해 영업이익을 크게 늘렸다고 한국경제신문이 보도했다."
JAPANESE = "経済新聞によると、電機大手は今期の営業利益を上方修正した。"


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


@pytest.mark.parametrize("charset", ["", "big5", "utf-8", "gb2312", "gbk", "iso-8859-1"])
@pytest.mark.parametrize("codec", ["big5", "big5hkscs"])
def test_big5_is_told_from_gbk_by_its_text(codec: str, charset: str) -> None:
    """GB18030 reads its bytes, too, and makes 瑚扺筅皜 of 海棠電氣."""
    text = page(TRADITIONAL, charset).replace("时报", "時報")

    assert decode_page(text.encode(codec)) == text


def test_gbk_that_is_declared_big5_is_gbk() -> None:
    """The mirror image; and traditional characters alone do not make Big5."""
    assert decode_page(page(STORY, "big5").encode("gbk")) == page(STORY, "big5")
    assert decode_page(page(TRADITIONAL).encode("gbk")) == page(TRADITIONAL)


@pytest.mark.parametrize("text", ["喆", "時", "瀾溪"])
@pytest.mark.parametrize("codec", ["gbk", "big5hkscs"])
def test_a_few_characters_are_what_they_are_declared(text: str, codec: str) -> None:
    """They prove nothing, so nothing speaks against the declaration."""
    body = f"<title>{text}</title>".encode(codec)

    assert decode_page(body, f"text/html; charset={codec}") == f"<title>{text}</title>"


def test_chance_does_not_overrule_a_declaration() -> None:
    """Two rare characters of Big5 that would be 上市 in GBK."""
    rare = "上市".encode("gbk").decode("big5")

    assert decode_page(f"<title>{rare}".encode("big5"), "text/html; charset=big5").endswith(
        rare
    )


@pytest.mark.parametrize("text", ["林喆", "云岭喆"])
def test_a_name_is_not_made_western(text: str) -> None:
    """A server that declares Latin-1 says nothing, and half a name is everyday."""
    assert decode_page(text.encode("gbk"), "text/html; charset=iso-8859-1") == text


def test_a_word_in_gbk_that_is_valid_utf_8() -> None:
    """一些 would be һЩ; where nothing is declared, that cannot be known."""
    body = "<p>一些".encode("gbk")

    assert decode_page(body, "text/html; charset=gbk") == "<p>一些"
    assert decode_page(body) == "<p>һЩ"


@pytest.mark.parametrize("sign", ["©", "·", "é", "\u00a0\u00a0", "Время новостей и рынков"])
def test_a_sign_of_two_bytes_is_no_word_in_gbk(sign: str) -> None:
    """An English page that declares gb2312 and sends UTF-8 keeps its ©."""
    assert decode_page(page(sign, "gb2312").replace("时报", "x").encode()).count(sign) == 1


def test_the_euro_sign_of_windows() -> None:
    """Its code pages have it where GB18030 and HKSCS have nothing."""
    assert decode_page("融资".encode("gbk") + b"\x80100") == "融资€100"
    body = TRADITIONAL.encode("big5") + b"\xa3\xe1" + TRADITIONAL.encode("big5")
    assert decode_page(body) == f"{TRADITIONAL}€{TRADITIONAL}"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_taken_off(codec: str) -> None:
    """And what it says of the encoding is believed."""
    assert decode_page(page(STORY).encode(codec)) == page(STORY)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(codec: str) -> None:
    """Its zeros give it away."""
    assert decode_page(page(STORY, "utf-8").encode(codec)) == page(STORY, "utf-8")


@pytest.mark.parametrize("broken", ["\0".join(page(STORY)), "\0" * 4 + page(STORY)])
def test_zeros_in_a_page_do_not_make_it_utf_16(broken: str) -> None:
    """Two bytes of two characters would make one of Korean."""
    assert decode_page(broken.encode()) == broken


@pytest.mark.parametrize("charset", ["utf-16", "UTF-16LE", "x-user-defined", "hz-gb-2312"])
@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_a_label_that_cannot_be_true_is_no_obstacle(charset: str, codec: str) -> None:
    """Whoever can read it in ASCII letters is not reading UTF-16."""
    text = page(STORY, charset)

    assert decode_page(text.encode(codec)) == text


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


@pytest.mark.parametrize(
    ("encoding", "damage"),
    [
        ("utf-8", b"\xff"),
        ("gbk", b"\xff"),
        ("big5hkscs", b"\xff"),
        ("big5hkscs", b"\x80"),
        ("big5hkscs", b"\xa3\xfe"),
        ("big5hkscs", b"\xa3<"),
    ],
)
def test_one_damaged_character_in_a_long_page_costs_one(
    encoding: str, damage: bytes
) -> None:
    """The rest of the page, and of the line, is as good as ever."""
    story = TRADITIONAL if "big5" in encoding else STORY
    before, after = story * 30, story * 30 + "</p>"
    text = decode_page(before.encode(encoding) + damage + after.encode(encoding))

    assert text == f"{before}\ufffd{'<' * damage.endswith(b'<')}{after}"


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
    ("charset", "codec", "text"),
    [
        ("iso-8859-2", "iso8859-2", CZECH),
        ("windows-1250", "cp1250", CZECH),
        ("latin1", "cp1252", FRENCH),
        ("euc-kr", "euc_kr", KOREAN),
        ("ks_c_5601-1987", "cp949", KOREAN),
        ("euc-jp", "euc_jp", JAPANESE),
        ("Shift_JIS", "cp932", JAPANESE),
    ],
)
def test_another_tongue_where_it_is_declared(charset: str, codec: str, text: str) -> None:
    """The general reader may meet a page that is not Chinese at all."""
    whole = page(text, charset).replace("时报", "News")

    assert decode_page(whole.encode(codec)) == whole
    headed = page(text).replace("时报", "News")
    assert decode_page(headed.encode(codec), f"text/html; charset={charset}") == headed


@pytest.mark.parametrize("text", [CZECH, FRENCH])
def test_another_tongue_is_refused_where_nothing_says_which(text: str) -> None:
    """It is not made Chinese by force."""
    with pytest.raises(UndecodableError):
        decode_page(text.encode("cp1250", "ignore"))


@pytest.mark.parametrize(
    ("body", "declared"),
    [
        (b'<!-- <meta charset="big5"> --><meta charset="gbk">', ["gb18030"]),
        (b'<script>var a = "x > y";</script><meta charset=big5>', ["big5hkscs"]),
        (b'<meta content="text/html;charset=GBK" http-equiv=Content-Type>', ["gb18030"]),
        (b'<meta content="text/html;charset=gbk" name="description">', []),
        (b" " * 3000 + b"<meta charset='gb_2312-80'>", ["gb18030"]),
        (b" " * 4096 + b"<meta charset=gbk>", []),
        (b'<meta charset="utf-16be">', ["utf-8"]),
        (b'<?xml version="1.0" encoding="Big5"?>', ["big5hkscs"]),
        (b"<meta charset=utf-7>", []),
        (b"<meta charset=unicode_escape>", []),
        (b"<meta charset=cp037>", []),
    ],
    ids=lambda value: value[-30:] if isinstance(value, bytes) else "",
)
def test_where_a_page_may_declare_its_encoding(body: bytes, declared: list[str]) -> None:
    """Comments are passed over, scripts are not in the way, junk is not believed."""
    assert list(declared_encodings(body)) == declared


def test_the_header_comes_before_the_page() -> None:
    """That is the standard's order, too; both are heard."""
    header, body = 'text/html; charset="Big5"', b"<meta charset=gbk>"

    assert list(declared_encodings(body, header)) == ["big5hkscs", "gb18030"]


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
@pytest.mark.parametrize("charset", ["UTF-8", "ISO-8859-1"])
def test_what_is_no_text_is_refused(body: bytes, charset: str) -> None:
    """Rubbish under `text/html` must not become an article."""
    with pytest.raises(UndecodableError):
        decode_page(body, f"text/html; charset={charset}")


def test_nothing_is_an_empty_text() -> None:
    """An empty answer is no damage; that a page is missing is for others to say."""
    assert decode_page(b"") == ""


# --- any text at all ---------------------------------------------------------------


def encodable(text: str, codec: str) -> str:
    """What of a text an encoding has, and gives back."""
    return text.encode(codec, "ignore").decode(codec)


@settings(deadline=None)
@given(
    noise=st.text(),
    charset=st.sampled_from(["", "utf-8", "gbk", "gb2312", "big5", "iso-8859-1"]),
    header=st.sampled_from([None, "text/html; charset=utf-8", "text/html; charset=GBK"]),
)
def test_any_text_in_utf_8_or_utf_16_comes_back(
    noise: str, charset: str, header: str | None
) -> None:
    """Whatever is declared, once there is a Chinese sentence."""
    text = page(STORY + noise, charset)

    assert decode_page(text.encode(), header) == text
    assert decode_page(codecs.BOM_UTF8 + text.encode(), header) == text
    assert decode_page(text.encode("utf-16"), header) == text


@settings(deadline=None)
@given(noise=st.text(), in_header=st.booleans())
def test_any_text_comes_back_where_the_label_is_right(
    *, noise: str, in_header: bool
) -> None:
    """However strange its characters are."""
    for codec, label, story in (
        ("gb18030", "GB2312", STORY),
        ("big5hkscs", "Big5", TRADITIONAL),
    ):
        header = f"text/html; charset={label}" if in_header else None
        text = page(story + noise, "" if in_header else label)
        text = encodable(text, codec)

        assert decode_page(text.encode(codec), header) == text


@settings(deadline=None)
@given(
    noise=st.text(max_size=15),
    charset=st.sampled_from(["", "utf-8", "gbk", "big5", "iso-8859-1"]),
)
def test_any_text_that_is_mostly_chinese_comes_back_whatever_the_label(
    noise: str, charset: str
) -> None:
    """No declaration, a wrong one: the text itself tells."""
    for codec, story in (("gb18030", STORY), ("big5hkscs", TRADITIONAL)):
        text = encodable(page(story * 9 + noise, charset), codec)

        assert decode_page(text.encode(codec)) == text
