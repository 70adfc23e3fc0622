"""Writing posts in the seed's format, and reading them back."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crawler import posts as reading
from crawler.posts import native_id, read_post, site_id
from crawler.sites.stcn.channels import CHANNELS
from storage.posts import (
    CHANNEL_NAMES,
    MISLABELLED,
    PUBLISHERS,
    PostRow,
    date_text,
    file_name,
    publisher_of,
    render_post,
)

_SEEDS_KEYS = ["title", "categories", "headimg", "author", "comments", "date", "thumbnail"]
_HTML_SPACE = " \t\n\f\r"


_ROW = PostRow(
    article_id="stcn:757276",
    title="海港新区试点“一件事”改革",
    publisher="证券时报网",
    channel="要闻",
    body_html="<p>海港新区今日宣布试点。</p>",
    published_at=datetime(2022, 9, 6, 11, 11, tzinfo=UTC),
)


def _row(**changes: Any) -> PostRow:
    return replace(_ROW, **changes)


def test_a_post_looks_like_the_seed() -> None:
    """The seed's keys in its order, then ours; the body in its `<div>`."""
    assert render_post(_row(url="https://www.stcn.com/article/detail/757276.html")) == (
        "\n---\n"
        "title: '海港新区试点“一件事”改革'\n"
        "categories: \n"
        " - 金融\n"
        " - 证券时报网\n"
        " - 要闻\n"
        "headimg: ''\n"
        "author: 证券时报网\n"
        "comments: false\n"
        "date: Tue, 06 Sep 2022 19:11:00 GMT\n"
        "thumbnail: ''\n"
        "link: 'https://www.stcn.com/article/detail/757276.html'\n"
        "article_id: 'stcn:757276'\n"
        "published: '2022-09-06 19:11:00'\n"
        "---\n\n"
        "<div>   \n"
        "<p>海港新区今日宣布试点。</p>\n"
        "                  \n"
        "</div>\n"
    )


def test_the_channels_have_the_readers_names() -> None:
    """Storage's own copy of the names agrees with the crawler's table."""
    assert CHANNEL_NAMES["stcn"] == CHANNELS


_LINES = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))
_ODD = st.text(st.sampled_from("_'\"“”{}&#1235;amp:[]-> \t\u2028\x85\ufeff📉甲a<div>/\\n"))
_NAMES = (_LINES | _ODD).map(str.strip).filter(bool)
_BODIES = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | _ODD
    | st.sampled_from(
        [
            "",
            "<div>甲</div>",
            "</div>",
            "<div>   \n甲\n</div>",
            "---",
            "甲\r\n---\r乙",
            "&amp;#123;{%甲%}",
        ]
    )
)


@given(_LINES | _ODD, _NAMES, _NAMES, _BODIES, st.lists(_NAMES, max_size=3))
def test_what_is_written_is_read_back(
    title: str, publisher: str, channel: str, body: str, tags: list[str]
) -> None:
    """Any title on one line, any names, any body but for its line ends."""
    row = _row(
        title=title, publisher=publisher, channel=channel, body_html=body, tags=tuple(tags)
    )
    post = read_post(render_post(row))
    assert post.title == title
    assert (post.publisher, post.channel) == (publisher, channel)
    assert post.tags == tuple(tags)
    expected = body.strip(_HTML_SPACE).replace("\r\n", "\n").replace("\r", "\n")
    assert post.body_html == expected
    assert post.date_raw == date_text(row)
    assert post.link is None
    assert (site_id(post), native_id(post)) == ("stcn", "757276")


@given(_LINES, _NAMES)
def test_other_readers_of_yaml_see_the_same(title: str, name: str) -> None:
    """The front matter is YAML, as far as YAML can hold the characters at all."""
    title, name = (
        "".join(c for c in text if c.isprintable() or c == "\u3000")
        for text in (title, name)
    )
    row = _row(title=title, publisher=name or "某", channel="yes", tags=("1e3", "null"))
    front = yaml.safe_load(render_post(row).split("\n---\n")[1])
    assert list(front) == [*_SEEDS_KEYS, "tags", "article_id", "published"]
    assert front["title"] == title
    assert front["categories"] == ["金融", name or "某", "yes"]
    assert front["author"] == (name or "某")
    assert front["tags"] == ["1e3", "null"]


def test_a_title_has_one_line() -> None:
    """Line ends, which no title should have, do not break the front matter."""
    assert read_post(render_post(_row(title="甲\r\n乙\n丙"))).title == "甲 乙 丙"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.booleans())  # noqa: DTZ001
def test_the_instant_is_read_back(naive: datetime, mislabelled: bool) -> None:
    """As Beijing time called GMT, or as GMT, by the publisher."""
    instant = naive.replace(tzinfo=UTC, microsecond=0)
    publisher = "证券时报网" if mislabelled else "财联社"
    post = read_post(render_post(_row(publisher=publisher, published_at=instant)))
    printed = parsedate_to_datetime(post.date_raw or "")
    if post.publisher in reading.MISLABELLED:
        printed = printed.replace(tzinfo=timezone(timedelta(hours=8)))
    assert printed == instant


def test_a_date_is_never_finer_than_it_is_known() -> None:
    """A day is Beijing's day; no time is what the generator writes for it."""
    evening = datetime(2022, 9, 5, 16, tzinfo=UTC)
    assert date_text(_row(published_at=evening, precision="day")) == "2022-09-06"
    assert date_text(_row(published_at=None)) == "Invalid Date"
    assert date_text(_row(precision="unknown")) == "Invalid Date"
    assert date_text(_row(publisher="财联社")) == "Tue, 06 Sep 2022 11:11:00 GMT"
    with pytest.raises(ValueError, match="without zone"):
        date_text(_row(published_at=datetime(2022, 9, 6)))  # noqa: DTZ001 - the mistake


def test_both_packages_agree_on_publishers() -> None:
    """The tables that storage must have of its own say what the reader's say."""
    assert MISLABELLED == reading.MISLABELLED
    assert set(PUBLISHERS) == set(reading.SITES.values())
    for site in (*PUBLISHERS, "某报"):
        assert reading.site_of(publisher_of(site)) == site


@given(
    _LINES | _ODD | st.text("甲📉a. ", min_size=60, max_size=120),
    st.from_regex(r"\A\w+:\S+\Z"),
)
def test_file_names_suit_every_file_system(title: str, article_id: str) -> None:
    """Short enough, without forbidden characters, not hidden, the same each time."""
    row = _row(title=title, article_id=article_id)
    name = file_name(row)
    assert name == file_name(row)
    assert name.endswith(".md")
    assert len(name.encode()) <= 250
    assert not re.search(r'[/\\:*?"<>|\x00-\x1f\x7f]', name)
    assert name[0] not in ".- "


def test_file_names_keep_articles_apart() -> None:
    """One title, several articles; and ids that differ in one sign."""
    ids = [
        "stcn:757276",
        "stcn:757277",
        "a-b:c",
        "a:b-c",
        "a:b.c",
        "a:B",
        "a:b",
        "a:" + "9" * 99,
    ]
    ids += ["a:" + "9" * 98, "一报:1", "二报:1", "一报-1"]
    names = {file_name(_row(article_id=article_id)).lower() for article_id in ids}
    assert len(names) == len(ids)
    assert file_name(_row()) == "海港新区试点“一件事”改革 stcn-757276.md"
    assert file_name(_row(title="4/6: 涨?\n\u3000")) == "4_6_ 涨_ stcn-757276.md"
    assert file_name(_row(title=" ")) == "stcn-757276.md"
    assert file_name(_row(title=".甲")) == "_甲 stcn-757276.md"
