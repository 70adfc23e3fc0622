"""Which pieces repeat which, on invented stories."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.repeats.decision import decide
from storage.repeats.pieces import Piece
from storage.repeats.verdicts import Relation
from tests.storage.repeats.making import BODY, TITLE, later, piece

FULL_WIDTH = str.maketrans("0123456789%.", "０１２３４５６７８９％．")


def relation(one: Piece, other: Piece) -> Relation | None:
    """The relation in either order, which must be one."""
    there, back = decide(one, other), decide(other, one)
    assert there == back
    return there.relation if there else None


@pytest.mark.parametrize(
    "body",
    [
        "财联社9月28日电，" + BODY,
        BODY + "（虚构晚报）",
        BODY + "\n责任编辑：张三",
        BODY.translate(FULL_WIDTH),
        BODY.replace("，", ",").replace("。", ". "),
        BODY.replace("(600999)", "（行情600999,诊股）"),
    ],
)
def test_another_credit_is_the_same_text(body: str) -> None:
    """Credit, width and punctuation are not the story's."""
    assert relation(piece("a:1"), piece("b:1", body)) is Relation.SAME_TEXT


@pytest.mark.parametrize(
    "body",
    [
        BODY.replace("公司表示，", "公司称，"),
        BODY.replace("完善产业布局，", ""),
        BODY.replace("1.2亿元", "12000万元"),
        BODY.replace("9月28日", "28日"),
        BODY.replace("的研发与销售", "研发和销售"),
    ],
)
def test_an_edited_text_is_a_reprint(body: str) -> None:
    """A word, a clause or a unit changed leaves the story what it is."""
    assert relation(piece("a:1"), piece("b:1", body)) is Relation.REPRINT


def test_another_title_is_told() -> None:
    """The same report under another title is retitled."""
    other = piece("b:1", title="传感器行业整合加速，又一家控股子公司将易主")
    assert relation(piece("a:1"), other) is Relation.RETITLED


def test_a_cut_is_an_excerpt_and_binds() -> None:
    """The first sentences under the same title; the cut is named."""
    cut = piece("b:1", BODY[:95])
    found = decide(piece("a:1"), cut)
    assert found is not None
    assert (found.relation, found.excerpt_id, found.binds) == ("excerpt", "b:1", True)


def test_a_digest_is_no_repeat_of_its_parts() -> None:
    """A flash somewhere in a long round-up under another title is not linked."""
    round_up = "多家公司晚间公告。江北通讯拟回购股份5000万元，价格不超过12元。" * 9 + BODY
    assert relation(piece("a:1"), piece("b:1", round_up, title="晚间公告精选")) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1.2亿元", "1.5亿元"),
        ("60%", "51%"),
        ("12.6%", "12.9%"),
        ("9月28日", "9月29日"),
        ("600999", "600998"),
        ("2025年", "2024年"),
        ("同比增长", "同比下降"),
        ("星海股份", "云帆股份"),
        ("蓝湾电子", "绿洲机电"),
    ],
)
def test_another_fact_is_another_story(old: str, new: str) -> None:
    """Another amount, share, day, code, year, direction or company never links."""
    other = piece("b:1", BODY.replace(old, new), title=TITLE.replace(old, new))
    assert relation(piece("a:1"), other) is None


def test_a_template_without_figures_is_told_by_its_company() -> None:
    """收到立案告知书 of one company is not that of another, though no figure differs."""
    body = (
        "公告，公司于近日收到证监会《立案告知书》，因涉嫌信息披露违法违规，决定对公司立案。"
    )
    one = piece("a:1", body, title="星海股份：涉嫌信披违规遭立案")
    other = piece("b:1", body, title="云帆药业：涉嫌信披违规遭立案")
    assert relation(one, other) is None


def test_a_daily_flash_belongs_to_its_day() -> None:
    """央行今日开展… stands there every day, word for word."""
    body = "央行今日开展20亿元7天期逆回购操作，中标利率与前次持平。"
    one = piece("a:1", body, title="央行今日开展20亿元逆回购")
    tomorrow = piece("a:2", body, title=one.title, published_at=later(24))
    tonight = piece("b:1", body, title=one.title, published_at=later(2))
    assert relation(one, tomorrow) is None
    assert relation(one, tonight) is Relation.SAME_TEXT


def test_a_report_may_be_reprinted_the_next_morning() -> None:
    """A long text is told by what it says, not by the day it was sent."""
    assert relation(piece("a:1"), piece("b:1", published_at=later(20))) == "same_text"


@pytest.mark.parametrize(
    "body",
    [
        "您访问的页面不存在或已被删除，请返回首页。",
        "特价机票天天有，周末出游好去处，老人儿童免门票，现在报名立减优惠多多，快来体验。",
    ],
)
def test_a_notice_or_advertisement_under_two_titles_never_links(body: str) -> None:
    """Nothing of either title is in the body: it is the site's, not the story's."""
    one, other = piece("a:1", body), piece("b:1", body, title="云帆药业董事长辞职")
    assert relation(one, other) is None


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (BODY.replace("传感器的研发", "传感嚣的研发"), "a typing error was corrected"),
        (BODY.replace("2800万元", "2300万元"), "a figure was corrected"),
    ],
)
def test_the_same_site_corrects_itself(body: str, why: str) -> None:
    """One sign or one figure under the same title, shortly after, is an update."""
    wrong = piece("a:1", body)
    found = decide(wrong, piece("a:2", published_at=later(2)))
    assert found is not None
    assert (found.relation, found.reasons["update"]) == ("update", why)


def test_another_figure_much_later_or_elsewhere_is_no_correction() -> None:
    """The next day or another medium's figure is other news."""
    wrong = piece("a:1", BODY.replace("2800万元", "2300万元"))
    assert relation(wrong, piece("a:2", published_at=later(30))) is None
    assert relation(wrong, piece("b:1", published_at=later(1))) is None


def test_a_headline_with_another_amount_is_other_news() -> None:
    """Even of the same site: 1.2 became 1.5 in title and text; a slip may be mended."""
    for old, new, expected in (("1.2亿", "1.5亿", None), ("1.2亿", "12亿", "update")):
        other = piece(
            "a:2",
            BODY.replace(old, new),
            title=TITLE.replace(old, new),
            published_at=later(1),
        )
        assert relation(piece("a:1"), other) == expected


def test_a_notice_of_correction_may_mend_more() -> None:
    """更正 in the title says that the figures were wrong."""
    body = BODY.replace("2800万元", "2300万元").replace("3.45亿元", "3.54亿元")
    other = piece("a:2", body, title=f"更正：{TITLE}", published_at=later(8))
    assert relation(piece("a:1"), other) is Relation.UPDATE


def test_a_stub_gets_its_text() -> None:
    """Of the same site it is an update, of another one an excerpt."""
    title = "十部门印发虚构产业五年发展规划"
    text = "记者获悉，十部门近日联合印发通知，明确了今后五年的目标。" * 3
    full = piece("a:2", text, title=title, published_at=later(1))
    assert relation(piece("a:1", title, title=title), full) is Relation.UPDATE
    assert relation(piece("b:1", title, title=title), full) is Relation.EXCERPT


def test_a_placeholder_is_filled_in() -> None:
    """`undefined` became a figure: the site completed its page."""
    title = "09-28 净值"
    empty = piece("a:1", "最新净值 2.2177 今日跌幅 undefined%", title=title)
    filled = piece("a:2", "最新净值 2.2177 今日跌幅 -1.31%", title=title)
    assert relation(empty, filled) is Relation.UPDATE


def test_the_reasons_are_json_that_a_person_can_read() -> None:
    """Shares, likeness of titles and the words that were changed."""
    found = decide(piece("a:1"), piece("b:1", BODY.replace("公司表示，", "公司称，")))
    assert found is not None
    told = json.loads(json.dumps(found.reasons, ensure_ascii=False))
    assert {"of_shorter", "of_longer", "titles", "changes"} <= told.keys()
    assert any("表示" in side for change in told["changes"] for side in change)


def test_a_piece_is_no_repeat_of_itself() -> None:
    """One article read twice is one article."""
    assert decide(piece("a:1"), piece("a:1")) is None


_SENTENCES = [part + "。" for part in BODY.split("。") if part]
_EDITS = st.lists(
    st.sampled_from(
        [*_SENTENCES, "江北通讯公告，拟回购5000万元。", "（虚构晚报）", "1.5亿元"]
    ),
    max_size=6,
)


@given(_EDITS, _EDITS, st.sampled_from(["a:2", "b:1"]), st.integers(-40, 40))
def test_order_never_matters(
    one: list[str], other: list[str], other_id: str, hours: int
) -> None:
    """Whatever two texts are made of, both orders give one verdict within bounds."""
    made: list[Any] = [
        piece("a:1", "".join(one)),
        piece(other_id, "".join(other), published_at=later(hours)),
    ]
    there, back = decide(*made), decide(*reversed(made))
    assert there == back
    if there is not None:
        assert back is not None
        assert 0 <= there.score <= 1
        assert there.reasons == back.reasons
