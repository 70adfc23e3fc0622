"""Lists of 2020, as crawlers of that year wrote them down: real pieces, one entry each."""

from datetime import UTC, datetime

import pytest

from crawler.page import Answered
from crawler.selecting import parse_html
from crawler.sites.stcn.old_lists import old_teasers
from tests.harness import ROOT

SAMPLES = ROOT.parent / "shared" / "reference" / "samples"
NOW = datetime(2020, 7, 15, 12, 0, tzinfo=UTC)
AT = "https://kuaixun.stcn.com/kuaixun/"
READ = {
    "2020-02-25_chuangtou_news": (
        *("15657601", "高瓴资本宣布成立“高瓴创投” 首期规模100亿"),
        *(
            "2020-02-24 12:00",
            "02-24 04:00",
            "高瓴资本在其官方公众号发布“致创业者的一封信”",
        ),
    ),
    "2020-02-25_djsj_data": (
        *("15682792", "罕见黄金坑？千亿科技龙头玩刺激，主力抢买股曝光 （附股）"),
        *("2020-02-25 20:34", "02-25 12:34", None),
    ),
    "2020-02-25_guonei_news": (
        *("15682787", "新零售商家加快复工复产 菜鸟急调400辆车驰援商家发货"),
        *("2020-02-25 20:32", "02-25 12:32", None),
    ),
    "2020-02-25_stcn_utils_finance": (
        *("15680453", "科技类ETF基金火爆 53只科技股获基金抱团持有"),
        *("2020-02-25 08:38", "02-25 00:38", None),
    ),
    "2020-02-25_stcn_utils_kcb": (
        *("15680344", "包容性强 科创板成TMT企业IPO上市首选"),
        *("2020-02-25 07:56", "02-24 23:56", "近日，普华永道发布的"),
    ),
    "2020-02-25_stcn_utils_kcb_2": (
        *("15680310", "科创板公司有序复产 办公方式各不同"),
        *("2020-02-25 07:42", "02-24 23:42", "眼下，科创板上市公司已开始有序复工复产。"),
    ),
    "2020-02-25_stcn_utils_kuaixun": (
        *("15681508", "浪潮与北大荒成立合资公司 注册资本5000万"),
        *("16:30 2020-02-25", "02-25 08:30", None),
    ),
    "2020-02-26_gsdt_company": (
        *("15683561", "中电兴发首发自主可控视频综合管理系统"),
        *("2020-02-26 13:03", "02-26 05:03", None),
    ),
    "2020-02-26_stcn_utils_yq": (
        *("15643794", "中小企业，被“疫情”放大的“困境”和“自救之路”"),
        *("2020-02-17 12:53", "02-17 04:53", "中小企业要开展“自救”"),
    ),
    "2020-02-26_stcn_utils_yq_2": (
        *("15653999", "光大银行开通“抗击疫情”绿色通道"),
        *("2020-02-21 17:42", "02-21 09:42", "光大银行深圳分行"),
    ),
    "2020-02-28_bankuai_stock": (
        *("15689653", "口罩防护概念逆市大涨,国内复工叠加海外疫情升温,口罩需求仍巨大"),
        *("2020-02-28 09:56", "02-28 01:56", None),
    ),
    "2020-02-28_sdbd_news": (
        *("15689665", "养猪改变命运！1530亿身家的河南新首富，风口上的2600亿养猪巨头"),
        *("2020-02-28 10:11", "02-28 02:11", None),
    ),
    "2020-07-14_kuaixun_space": (
        *("t20200713_2126950", "球鞋垂直电商兴起折射我国消费升级趋势"),
        *("07-13 08:57", "07-13 00:57", None),
    ),
    "2020-07-15_kuaixun": (
        *("t20200715_2135227", "美国政府同意撤销留学生签证新规"),
        *("2020-07-15 09:26", "07-15 01:26", None),
    ),
    "2020-07-15_kuaixun_news": (
        *("t20200715_2135183", "可转债新券持续受捧 7月以来打新户数增百万"),
        *("2020-07-15 09:06", "07-15 01:06", None),
    ),
}
"""Id, title, time as printed, what it means (UTC), how the summary begins."""

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


@pytest.mark.parametrize("name", READ)
def test_a_piece_of_2020_is_read_as_it_stands(name: str) -> None:
    """One entry each, its time beside it in one order or another."""
    native_id, title, raw, instant, summary = READ[name]
    text = (SAMPLES / f"stcn_frag_{name}.html").read_text(encoding="utf-8")
    answered = Answered(url=AT, reference=NOW, received=NOW)
    (teaser,) = old_teasers(parse_html(text), answered)

    assert (teaser.native_id, teaser.title) == (native_id, title)
    assert not teaser.title_is_cut
    assert native_id in teaser.url
    assert teaser.printed is not None
    assert teaser.printed.raw == raw
    assert teaser.published is not None
    assert teaser.published.instant == datetime.fromisoformat(f"2020-{instant}+00:00")
    assert (teaser.summary or "").startswith(summary or "")
    assert bool(teaser.summary) is (summary is not None)


def test_every_piece_that_there_is_was_read_by_a_person() -> None:
    """A new one among the samples wants its own line above."""
    there = {path.stem.removeprefix("stcn_frag_") for path in SAMPLES.glob("stcn_frag_*")}

    assert there == set(READ)
