"""What is taken off a text before it is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.repeats.reduced import reduce_text

STORY = "星海股份晚间公告，公司拟以现金1.2亿元收购蓝湾电子60%股权"
BARE = "星海股份晚间公告公司拟以现金1.2亿元收购蓝湾电子60%股权"


@pytest.mark.parametrize(
    "head",
    [
        "人民财讯9月28日电，",
        "证券时报e公司讯，",
        "证券时报网（www.stcn.com）09月28日讯",
        "中证网讯（记者 张三）",
        "新华社北京9月28日电（记者张三、李四）",
        "财联社9月28日电，",
        "财联社（上海，编辑 张三）讯，",
        "上证报中国证券网讯（记者 张三）",
        "每经AI快讯，",
        "智通财经APP获悉，",
        "格隆汇9月28日丨",
        "新浪财经讯 9月28日消息，",
        "9月28日消息，",
        "北京时间9月28日晚间消息，",
        "《虚构日报》28日讯，",
        "9月28日，证券时报记者获悉，",
        "【快讯】",
        "【星海股份：拟收购蓝湾电子】财联社9月28日讯，",
        "原标题：星海股份拟收购蓝湾电子　　中国证券网讯（记者 张三）",
        "证券时报网　　e公司讯，",
        "每经记者 张 三 每经编辑 李四　　",
    ],
)
def test_a_credit_at_the_head_goes(head: str) -> None:
    """A dateline or credit in front of a story leaves the story as it is."""
    assert reduce_text("标题", head + STORY + "。").body == BARE


@pytest.mark.parametrize(
    "tail",
    [
        "（证券时报・e公司）",
        "（央视新闻）",
        "\n责任编辑：张三 SF014",
        "\n责编：张三 校对：李四",
        "\n（记者 张三）\n责编：李四",
        "\n来源：虚构日报",
        "\n注：本文系新闻报道，不构成投资建议，股市有风险，投资需谨慎。",
        "\n免责声明：本文内容仅供参考。",
        "\n海量资讯、精准解读，尽在新浪财经APP\n责任编辑：张三",
        "\n返回搜狐，查看更多",
        "\n本文源自：虚构界",
    ],
)
def test_a_credit_at_the_end_goes(tail: str) -> None:
    """Credits and disclaimers behind a story leave the story as it is."""
    assert reduce_text("标题", STORY + "。" + tail).body == BARE


@pytest.mark.parametrize(
    "text",
    [
        "江北通讯9月28日晚间公告，公司董事长张三辞职。",
        "长河电力发布公告，公司拟扩建发电站。",
        "虚构网9月28日晚间公告，公司拟回购股份。",
        "9月28日晚间，星海股份公告，拟回购股份。",
        "海洋新闻社会责任报告发布，披露减排进展。",
    ],
)
def test_a_story_is_not_eaten(text: str) -> None:
    """A company whose name looks like a medium's stays, and so does a day."""
    assert reduce_text("标题", text).body == "".join(filter(str.isalnum, text))


def test_width_case_and_punctuation_are_aside() -> None:
    """Full width figures and signs, capitals and spaces make no difference."""
    one = reduce_text("A公司", "Ａ公司：净利１，２３４．５万元，同比＋１０％")
    other = reduce_text("a公司", "a公司:净利 1234.5万元。同比+10%")
    assert (one.body, one.title) == (other.body, other.title)


def test_a_body_of_one_line_that_looks_like_a_credit_stays() -> None:
    """A text is not reduced to nothing: its only line is the story."""
    assert reduce_text("标题", "来源：国家统计局公布9月数据").body


def test_the_media_and_the_day_of_the_credits_are_kept() -> None:
    """Lineage reads from datelines and last brackets whom a copy is from."""
    found = reduce_text("标题", f"财联社9月28日电，{STORY}。（虚构晚报）")
    assert found.media == ("财联社", "虚构晚报")
    assert found.dateline == (9, 28)


def test_a_body_that_repeats_its_title_is_a_stub() -> None:
    """The page had no text yet: the generator wrote the title again."""
    assert reduce_text("十部门：印发规划", "十部门：印发规划").is_stub
    assert not reduce_text("十部门：印发规划", STORY).is_stub


@pytest.mark.parametrize(
    "body",
    [
        "",
        "　\n ",
        "您访问的页面不存在或已被删除，请返回首页。",
        "版权声明：本网站转载的文章，版权归原作者所有，如有侵权请与我们联系。",
    ],
)
def test_what_a_site_says_of_itself_is_a_notice(body: str) -> None:
    """An empty body, a soft 404 or a mere disclaimer is nobody's story."""
    assert reduce_text("星海股份公告", body).is_notice


@given(st.text(max_size=300), st.text(max_size=60))
def test_reducing_never_fails_and_keeps_no_punctuation(body: str, title: str) -> None:
    """Whatever the text, what is left are letters, figures, `%` and points."""
    found = reduce_text(title, body)
    assert not any(sign.isspace() or sign in "，。,:;!?_" for sign in found.body)
    assert "".join(found.clauses) == found.body
