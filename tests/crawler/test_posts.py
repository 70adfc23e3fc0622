"""Reading posts in the seed's format; the real ones where they are at hand."""

import json
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import CrawlerError
from crawler.items import Kind
from crawler.posts import (
    MISLABELLED,
    SITES,
    Post,
    PostError,
    channel_of,
    kind_of,
    native_id,
    post_kind,
    post_text,
    read_post,
    site_id,
    site_of,
)
from crawler.sites.stcn.channels import ALIASES, CHANNELS, MAIN

SHARED = Path(__file__).parents[2].parent / "shared"
CORPORA = SHARED / "corpora"

POST = """
---
title: '海港新区  试点“一件事”改革'
categories: 
 - 金融
 - 证券时报网
 - 要闻
headimg: 'https://picsum.photos/400/300?random=1'
author: 证券时报网
comments: false
date: Tue, 06 Sep 2022 19:11:00 GMT
thumbnail: 'https://picsum.photos/400/300?random=1'
---

<div>   
<p>记者 某某</p><p>海港新区今日宣布试点。</p>
"""  # noqa: W291 - the generator's own white space
POST += "\n                  \n</div>\n            "


def _front(*lines: str, body: str = "<div>   \n<p>正文</p>  \n</div>") -> Post:
    return read_post("\n".join(("---", *lines, "---", "", body)))


def _title(written: str) -> str:
    return _front(f"title: {written}", "author: 财联社").title


def _body(body: str) -> str:
    return _front("title: 题", body=body).body_html


def test_the_seeds_format_is_read() -> None:
    """Every field of a post such as the generator writes."""
    assert read_post(POST) == Post(
        title="海港新区  试点“一件事”改革",
        categories=("金融", "证券时报网", "要闻"),
        publisher="证券时报网",
        channel="要闻",
        author="证券时报网",
        date_raw="Tue, 06 Sep 2022 19:11:00 GMT",
        link=None,
        tags=(),
        headimg="https://picsum.photos/400/300?random=1",
        body_html="<p>记者 某某</p><p>海港新区今日宣布试点。</p>",
        extra={"comments": "false", "thumbnail": "https://picsum.photos/400/300?random=1"},
    )


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + POST,
        POST.replace("\n", "\r\n"),
        POST.replace("\n", "\r"),
        "\n\n \n" + POST,
        POST.replace("---\n", "---  \n"),
        POST.strip(),
    ],
    ids=["bom", "crlf", "cr", "blank lines", "spaces behind the fence", "no tail"],
)
def test_editors_and_systems_change_nothing(text: str) -> None:
    """Byte order mark, line ends and white space around are no content."""
    assert read_post(text) == read_post(POST)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no front matter"),
        ("<div>正文</div>", "no front matter"),
        ("title: 题\n---\n正文", "no front matter"),
        ("---\ntitle: 题\n<div>正文</div>", "has no end"),
        ("---\n---\n正文", "not a mapping"),
        ("---\n- 甲\n- 乙\n---\n正文", "not a mapping"),
        ("---\n只有一句话\n---\n正文", "not a mapping"),
    ],
)
def test_what_is_no_post_is_refused_with_a_reason(text: str, problem: str) -> None:
    """A person must be able to see what the file lacks."""
    with pytest.raises(PostError, match=problem) as raised:
        read_post(text)
    assert isinstance(raised.value, CrawlerError)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("'某公司''一号''工程'", "某公司'一号'工程"),
        ('"某公司 \\"一号\\" \\u5de5程"', '某公司 "一号" 工程'),
        ('"\\ud83d\\udcc9 大跌"', "📉 大跌"),
        ('"盘符 C:\\某"', "盘符 C:\\某"),
        ('"\\UFFFFFFFF"', "\\UFFFFFFFF"),
        ("裸标题", "裸标题"),
        ("午评: 沪指涨1%: 券商领涨", "午评: 沪指涨1%: 券商领涨"),
        ("编号 #3 项目", "编号 #3 项目"),
        ("[快讯] 某公司停牌", "[快讯] 某公司停牌"),
        ("[公告]", "[公告]"),
        ("{甲: 乙}", "{甲: 乙}"),
        ("*某公司*", "*某公司*"),
        ("&某 !某 %某 @某 `某", "&某 !某 %某 @某 `某"),
        ("'甲'与'乙'", "'甲'与'乙'"),
        ('"铁拳"整治："重典"出台', '"铁拳"整治："重典"出台'),
        ('"甲"与"乙"', '"甲"与"乙"'),
        ("'甲", "'甲"),
        ("- 甲", "- 甲"),
        ("2022-09-06", "2022-09-06"),
        ("1_000", "1_000"),
        ("yes", "yes"),
        ("null", "null"),
        ("'甲' # 注", "甲"),
        ("' '", " "),
        ("'甲\u2028乙\x85丙'", "甲\u2028乙\x85丙"),
        ("'甲\n  乙'", "甲 乙"),
        ("甲\n  乙", "甲 乙"),
        ("|\n  甲\n  乙", "甲 乙"),
        (">-\n  甲\n  乙", "甲 乙"),
        ("甲&#123;乙&#125;", "甲{乙}"),
        ("甲&amp;#123;乙&amp;amp;#125;", "甲{乙}"),
    ],
)
def test_titles_are_read_as_written(written: str, title: str) -> None:
    """Quoted in either way or not at all, valid as YAML or not."""
    assert _title(written) == title


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("海边_候鸟式消费_升温", "海边“候鸟式消费”升温"),
        ("_甲_与_乙B_", "“甲”与“乙B”"),
        ("海边_候鸟升温", "海边_候鸟升温"),
        ("the_snake_case 值", "the_snake_case 值"),
        ("甲_ 乙 _丙", "甲_ 乙 _丙"),
        ("甲__乙", "甲__乙"),
        ("a_b_甲_c_", "a_b_甲_c_"),
    ],
)
def test_underscores_become_quotes_only_in_pairs_around_ideographs(
    written: str, title: str
) -> None:
    """All other underscores may be the publisher's own."""
    assert _title(f"'{written}'") == title
    exported = _front(f"title: '{written}'", "article_id: 'cls:1'")
    assert exported.title == written, "our own export is exact"


@pytest.mark.parametrize(
    "written",
    [
        "Tue, 06 Sep 2022 19:11:00 GMT",
        "2022-09-06 19:11:00",
        "2022-09-06",
        "Invalid Date",
        "1662462660",
        "2022-09-06T19:11:00+08:00",
    ],
)
def test_dates_stay_text(written: str) -> None:
    """What a date means is not for YAML to say."""
    assert _front("title: 题", f"date: {written}").date_raw == written
    assert _front("title: 题", f"date: '{written}'").date_raw == written
    assert _front("title: 题", "date: ").date_raw is None


@pytest.mark.parametrize(
    "lines",
    [
        ("categories: ", " - 金融", " - 某网", " - 要闻"),
        ("categories:", "- 金融", "- '某网'", '- "要闻"'),
        ("categories: [金融, 某网, 要闻]",),
        ("categories: ['金融', \"某网\", 要闻]",),
        ("categories: [金融,", "  某网, 要闻]"),
        ("categories:", "  - [金融, 某网]", "  - 要闻"),
        ("categories:", "  - - 金融", "    - 某网", "  - 要闻"),
        ("category: [金融, 某网, 要闻]",),
    ],
)
def test_categories_come_in_many_shapes(lines: tuple[str, ...]) -> None:
    """Publisher and channel are read out of any of them."""
    post = _front("title: 题", *lines)
    assert post.categories == ("金融", "某网", "要闻")
    assert (post.publisher, post.channel, post.author) == ("某网", "要闻", None)


def test_categories_may_be_few_or_odd() -> None:
    """A single word is one category; nothing is none; commas in quotes stay."""
    assert _front("title: 题", "categories: 要闻").categories == ("要闻",)
    assert _front("title: 题", "categories: 要闻").publisher == ""
    assert _front("title: 题").categories == ()
    assert _front("title: 题", "categories: ['甲, 乙', 丙's]").categories == (
        "甲, 乙",
        "丙's",
    )
    assert _front("title: 题", "categories: [甲", "author: 乙").categories == ("[甲",)


def test_a_colon_without_space_still_ends_a_key() -> None:
    """YAML would take the line for more of the title."""
    post = _front("title:题", "date:2022-09-06", "https://example.cn/ 是续行")
    assert (post.title, post.date_raw) == ("题", "2022-09-06 https://example.cn/ 是续行")


def test_links_tags_and_whatever_else_are_kept() -> None:
    """The first of three names of the link; what has no place goes to `extra`."""
    post = _front(
        "# 注释",
        "title: 题",
        "link: ",
        "url: https://example.cn/a?b=1#c",
        "tags: [储能, 基金]",
        "'引号键': 值",
        "keywords:",
        "  - 甲",
        "  - 乙",
        "seo:",
        "  desc: 丙",
        "article_id: 'cls:12'",
    )
    assert post.link == "https://example.cn/a?b=1#c"
    assert post.tags == ("储能", "基金")
    assert post.extra == {
        "引号键": "值",
        "keywords": "甲,乙",
        "seo": "desc: 丙",
        "article_id": "cls:12",
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div>   \n<p>甲</p>\n\n      \n</div>\n   ", "<p>甲</p>"),
        ("<div>   \n甲 &lt; 乙  \n</div>", "甲 &lt; 乙"),
        ("<div>   \n   \n</div>", ""),
        ("", ""),
        ("<div>\n<p>甲</p>\n</div>", "<p>甲</p>"),
        ("<div>   \n<div><p>甲</p></div>\n</div>", "<div><p>甲</p></div>"),
        ("<div>   \n<p>甲</div>\n<p>乙\n</div>", "<p>甲</div>\n<p>乙"),
        ("<div>甲</div><div>乙</div>", "<div>甲</div><div>乙</div>"),
        ("<div class='a'>甲</div>", "<div class='a'>甲</div>"),
        ("<div>   \n甲\n---\n乙\n</div>", "甲\n---\n乙"),
        ("<div>   \n甲&#123;乙&#125;&amp;#123;\n</div>", "甲{乙}&#123;"),
        ("<p>甲</p>\n<p>乙</p>", "<p>甲</p>\n<p>乙</p>"),
        (
            "甲\n\n  乙 < 3 且 R&D > 1 &amp; 丙\n",
            "<p>甲</p>\n<p>乙 &lt; 3 且 R&amp;D &gt; 1 &amp; 丙</p>",
        ),
        ("<div>   \n　　甲\n</div>", "　　甲"),
    ],
)
def test_bodies_come_out_of_their_wrapper(body: str, expected: str) -> None:
    """The generator's `<div>` goes, the publisher's stay, plain text is escaped."""
    assert _body(body) == expected


def test_publishers_have_site_ids() -> None:
    """Known ones by the table, unknown ones by their name, always the same."""
    assert site_of("证券时报网") == "stcn"
    assert site_of(" 中国证券报 ") == "cs"
    assert site_of("CLS") == "cls"
    assert site_of("The Daily, Ltd: 某报") == "the-daily-ltd-某报"
    assert site_of(" ") == "unknown"
    assert all(site_of(id_) == id_ for id_ in SITES.values())
    assert set(SITES) >= MISLABELLED


def test_channels_have_ids_where_the_site_is_known() -> None:
    """Names of stcn.com become its ids; other names stay."""
    assert channel_of("stcn", "要闻") == "yw"
    assert channel_of("stcn", "快讯") == "kx"
    assert channel_of("stcn", " 智能资讯 ") == "data"
    assert channel_of("stcn", "yw") == "yw"
    assert channel_of("stcn", "旧栏目") == "旧栏目"
    assert channel_of("cls", "深度") == "深度"
    assert channel_of("cls", "甲,乙") == "甲，乙"


def test_the_table_of_channels_is_whole() -> None:
    """Names are unique, the main channels and the other names exist."""
    assert len(set(CHANNELS.values())) == len(CHANNELS) == 32
    assert set(MAIN) <= set(CHANNELS)
    assert set(ALIASES.values()) <= set(CHANNELS)
    assert not set(ALIASES) & set(CHANNELS.values())


def test_flashes_are_what_channels_of_flashes_carry() -> None:
    """By the channel's id at stcn.com, by its name elsewhere."""
    assert kind_of("stcn", "kx") is Kind.FLASH
    assert kind_of("stcn", "yw") is Kind.ARTICLE
    assert kind_of("yicai", "7×24") is Kind.FLASH
    assert kind_of("cs", "中证快讯") is Kind.FLASH
    assert kind_of("cls", "深度") is Kind.ARTICLE


def test_a_post_is_its_publisher_title_and_text() -> None:
    """Images, channel and white space are not; the digest never changes."""
    known = native_id(read_post(POST))
    assert known == "44f7b2c247d1cf48"
    again = POST.replace("random=1", "random=2").replace("要闻", "快讯")
    again = again.replace("</p><p>", "</p>\n\n<p class='x'>").replace("新区  试", "新区 试")
    again = again.replace("宣布", "<img src='b.jpg'><!-- 注 --><b>宣</b>布")
    assert native_id(read_post(again)) == known
    for old, new in (("证券时报网", "中证网"), ("一件事", "两件事"), ("今日", "昨日")):
        assert native_id(read_post(POST.replace(old, new))) != known


def test_an_export_of_ours_brings_its_identity() -> None:
    """`article_id` stands for site and native id; nonsense in it is ignored."""
    own = _front("title: 题", "author: 财联社", "article_id: 'stcn:757276'")
    assert (site_id(own), native_id(own)) == ("stcn", "757276")
    plain = _front("title: 题", "author: 财联社")
    for nonsense in ("stcn", ":1", "stcn:", "a b:c"):
        odd = _front("title: 题", "author: 财联社", f"article_id: '{nonsense}'")
        assert (site_id(odd), native_id(odd)) == ("cls", native_id(plain))


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        (" ", "<div>   \n   \n</div>", "empty"),
        ("题", "<div>   \n<p><br></p><!-- 注 --><style>p{}</style>\n</div>", "empty"),
        ("某公司：“甲”获批", "<div>   \n某公司：“甲”获批  \n</div>", "stub"),
        ("某公司_甲获批", "<div>   \n<p>某公司“甲获批</p>\n</div>", "stub"),
        ("某公司获批", "<div>   \n某公司获批。  \n</div>", "full"),
    ],
)
def test_posts_without_a_text_of_their_own_are_told_apart(
    title: str, body: str, kind: str
) -> None:
    """Empty, title alone, or a text."""
    assert post_kind(_front(f"title: '{title}'", body=body)) == kind


@given(st.text(), st.text())
def test_any_text_is_a_post_or_refused(front: str, body: str) -> None:
    """No input ends in another error."""
    for text in (front, f"---\n{front}\n---\n{body}", f"---\ntitle: {front}\n---\n{body}"):
        try:
            post = read_post(text)
        except PostError:
            continue
        assert len(native_id(post)) > 0
        assert "\n" not in post.title


@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", "<div>", "<style>", "&amp;", "'", '"', "[", "- ", "_甲"]
)
def test_hostile_posts_take_no_time(piece: str) -> None:
    """A quarter of a million of anything is read in linear time."""
    many = piece * 250_000
    began = time.process_time()
    for title, body in ((many, "甲"), ("甲", many), ("甲", f"<div>   \n{many}\n</div>")):
        post_text(_front(f"title: {title}", f"tags: {many}", body=body))
    assert time.process_time() - began < 10


def _corpus() -> list[dict[str, Any]]:
    if not (CORPORA / "posts" / "index.jsonl").exists():
        return []
    lines = (CORPORA / "posts" / "index.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


_NO_CORPORA = pytest.mark.skipif(not _corpus(), reason=f"no real posts in {CORPORA}")


def _real(row: dict[str, Any]) -> Post:
    return read_post((CORPORA / row["file"]).read_bytes().decode())


@_NO_CORPORA
@pytest.mark.parametrize(
    "row", _corpus() or [{"file": "none"}], ids=lambda row: row["file"]
)
def test_real_posts_are_read_as_indexed(row: dict[str, Any]) -> None:
    """Title but for curly quotes, publisher, channel, date and kind."""
    post = _real(row)
    assert post.title.replace("“", "_").replace("”", "_") == row["title"]
    assert (post.publisher, post.channel) == (row["publisher"], row["channel"])
    assert post.date_raw == row["date_raw"]
    assert post_kind(post) == row["kind"]
    assert site_of(post.publisher) in {"stcn", "cs", "cls", "sina", "xueqiu"}


@_NO_CORPORA
def test_real_refetches_are_one_post() -> None:
    """Two files with one publisher, title and group differ in images alone."""
    ids: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in filter(lambda row: row["group"], _corpus()):
        ids[row["group"], row["publisher"], row["title"]].append(native_id(_real(row)))
    repeated = [found for found in ids.values() if len(found) > 1]
    assert len(repeated) == 5
    assert all(len(set(found)) == 1 for found in repeated)
    assert len({found[0] for found in ids.values()}) == len(ids)


@pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason=f"no seed in {SHARED}")
def test_the_seed_itself_is_read() -> None:
    """A post called .txt, with a title of its own and a body out of its `<div>`."""
    (path,) = (SHARED / "seed").glob("*.txt")
    post = read_post(path.read_bytes().decode())
    assert (post.publisher, post.channel) == ("证券时报网", "要闻")
    assert post.date_raw == "Tue, 06 Sep 2022 19:11:00 GMT"
    assert post_kind(post) == "full"
    assert post.body_html.startswith("<p>")
    assert post.body_html.endswith("</p>")
