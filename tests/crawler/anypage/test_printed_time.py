"""Times: the one by the title, to the minute, or none."""

import pytest

from crawler.anypage import read_any
from tests.crawler.anypage.invented_pages import STORY, page, simple


@pytest.mark.parametrize(
    ("info", "raw"),
    [
        ("2026年09月24日 18:26 来源：云岭日报", "2026年09月24日 18:26"),
        ("2026-9-4 8:05:00　来源:云岭日报", "2026-9-4 8:05:00"),
        ("<span>发布时间：26-09-24</span><span>18:26</span>", "26-09-24 18:26"),
        ("<span>2026/09/24</span> <span>18:26</span>", "2026/09/24 18:26"),
        ("更新：2026-09-25 08:00 <b>发布：2026-09-24 18:26</b>", "2026-09-24 18:26"),
        ("来源：云岭日报 2026-09-24", "2026-09-24"),
        ("3小时前", "3小时前"),
        ("2026年9月24日18时26分", "2026年9月24日18时26分"),
    ],
)
def test_the_line_of_credits_tells_the_time(info: str, raw: str) -> None:
    """As printed, in one piece or two; the publication before the change."""
    assert read_any(simple(info), "").times[0] == (raw, "detail")


@pytest.mark.parametrize(
    "info",
    ["", "截止日期：2026-09-24", "会议时间：2026-09-24 09:00", "今天是2026年9月24日"],
)
def test_other_times_are_not_the_articles(info: str) -> None:
    """Events, the day of looking, related stories and the text itself: none counts."""
    assert read_any(simple(info), "").times == ()


def test_a_time_above_the_title_counts_with_its_clock() -> None:
    """Some sites print the credits first."""
    content = (
        "<div><span>2026-09-24 18:26</span><span>云岭日报</span></div>"
        f"<h1>云岭股份签约大单</h1><div class='content'>{STORY}</div>"
    )
    found = read_any(page("云岭股份签约大单_云岭网", content), "")
    assert found.times == (("2026-09-24 18:26", "detail"),)
    assert found.source_raw == "云岭日报"


def test_a_time_below_the_text_counts_with_its_label() -> None:
    """发布日期 stands at the end of some pages."""
    content = (
        f"<h1>云岭股份签约大单</h1><div class='content'>{STORY}</div>"
        "<div>发布日期：<font>2026-09-24</font> 责任编辑：<font>周二白</font></div>"
    )
    found = read_any(page("云岭股份签约大单_云岭网", content), "")
    assert found.times == (("2026-09-24", "detail"),)
    assert found.editor_raw == "周二白"


def test_without_knowing_when_it_was_sent_a_half_time_means_nothing() -> None:
    """A saved page that prints 09-24 18:26 states no time, unless its head has the year."""
    saved = simple("09-24 18:26 云岭日报")
    assert read_any(saved, "", dated=False).times == ()
    assert read_any(saved, "").times == (("09-24 18:26", "detail"),)
    head = "<meta name='publishdate' content='2026-09-24 18:26:11'></head>"
    declared = saved.replace("</head>", head)
    assert read_any(declared, "", dated=False).times == (("2026-09-24 18:26:11", "meta"),)
