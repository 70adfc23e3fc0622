"""Which securities an article provably names, and what must never be taken for one."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Mention, StockMark
from pipelines.symbols import exchange_of, find_mentions

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
VALID = re.compile(r"\d{6}\.(?:SH|SZ|BJ)|\d{5}\.HK")


def named(text: str, title: str = "") -> dict[str, str | None]:
    """Symbols and names that a text without mark-up proves."""
    return {one.symbol: one.name for one in find_mentions(title, text, ())}


@pytest.mark.parametrize(
    ("codes", "exchange"),
    [
        ("600000 601999 603999 605001 688001 689009 900901", "SH"),
        ("000001 001979 002001 003816 300750 301000 302132 200012", "SZ"),
        ("430047 832145 833001 870204 920002", "BJ"),
    ],
)
def test_each_exchange_has_its_ranges(codes: str, exchange: str) -> None:
    """Every range of shares belongs to the exchange that allots it."""
    assert {exchange_of(code) for code in codes.split()} == {exchange}


@pytest.mark.parametrize(
    "code",
    [
        *("202209", "510300", "159915", "113050", "399001", "000000", "300000", "889001"),
        *("00700", "6005", "１２３４５６", "abcdef", "", "600519 "),
    ],
)
def test_other_numbers_belong_to_no_exchange(code: str) -> None:
    """Months, funds, bonds, indices, round figures and non-digits have no exchange."""
    assert exchange_of(code) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云岭药业（002458）发布公告", {"002458.SZ": "云岭药业"}),
        ("云岭药业(002458.SZ)发布公告", {"002458.SZ": "云岭药业"}),
        ("南陵酒业（600519.SH）涨停", {"600519.SH": "南陵酒业"}),
        ("南陵酒业（600519，SH）涨停", {"600519.SH": "南陵酒业"}),
        ("关注 002458.SZ 的走势", {"002458.SZ": None}),
        ("代码SZ002458与sh600519", {"002458.SZ": None, "600519.SH": None}),
        ("飞驰控股（00700.HK）回购", {"00700.HK": "飞驰控股"}),
        ("飞驰控股（0700.HK）回购", {"00700.HK": "飞驰控股"}),
        ("公司（证券代码：300750）称", {"300750.SZ": None}),
        ("股票代码：600519", {"600519.SH": None}),
        ("证券代码（A/H）：000063/763", {"000063.SZ": None}),
        ("证券简称：云岭药业，证券代码：002458", {"002458.SZ": "云岭药业"}),
        ("长陵车业（000625、200625）", {"000625.SZ": "长陵车业", "200625.SZ": "长陵车业"}),
        (
            "招云银行（600036.SH；03968.HK）",
            {"600036.SH": "招云银行", "03968.HK": "招云银行"},
        ),
        ("芯陵国际（代码688981）", {"688981.SH": "芯陵国际"}),
        ("云岭药业（００２４５８）", {"002458.SZ": "云岭药业"}),
        ("云岭药业（ＳＺ００２４５８）", {"002458.SZ": "云岭药业"}),
        ("云岭药业（００２４５８．ＳＺ）", {"002458.SZ": "云岭药业"}),
        ("（002458.XSHE）、（600519.XSHG）", {"002458.SZ": None, "600519.SH": None}),
        ("南陵酒业（600519.SS）", {"600519.SH": "南陵酒业"}),
        ("南陵酒业（上交所：600519）", {"600519.SH": "南陵酒业"}),
        ("股份代号：00700", {"00700.HK": None}),
        ("飞驰控股（00700）港股收涨", {"00700.HK": "飞驰控股"}),
        ("云岭药业(行情002458,诊股)公告", {"002458.SZ": "云岭药业"}),
        ("云岭药业(002458,股吧)公告", {"002458.SZ": "云岭药业"}),
        ("北陵智能（920185.BJ）", {"920185.BJ": "北陵智能"}),
        ("北交所公司北陵智能（835185）", {"835185.BJ": "北陵智能"}),
        ("沪深300ETF（510300.SH）", {"510300.SH": None}),
        ("瓦陵B（200706）", {"200706.SZ": "瓦陵B"}),
    ],
)
def test_a_printed_code_is_found(text: str, expected: dict[str, str | None]) -> None:
    """A bracket, suffix, prefix or label proves a code, in either width."""
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "发布于（202209）和（2022）",
        "合计（600000元），共（300000股）",
        "营业收入600519万元，同比增加002458",
        "客服热线（0755-83510000）、13860051900",
        "邮编（200120）、编号（600519）",
        "截至（200812）",
        "上证指数（000001）、沪深300（000300）、科创50（000688）",
        "上证50（000016.SH）、创业板指（399006.SZ）",
        "云岭成长混合A（000001）、基金代码：000003",
        "云岭药业（600519.SZ）",
        "首尔的海陵电子（000660.KS）、新三板的九陵（430719.OC）",
        "新三板创新层公司北陵智能（835185）",
        "申购代码为301051，投票代码：360063，债券代码：127004",
        "见 https://x.example/a600519.shtml",
        "飞驰控股（00700）",
        "让整个中国高陵(600730,股吧)技界",
        "沪深300ETF（510300）",
    ],
)
def test_what_proves_nothing_is_no_mention(text: str) -> None:
    """Months, amounts, telephones, indices, funds and contradictions are left out."""
    assert named(text) == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("*ST云岭（600001）复牌", "*ST云岭"),
        ("ST云岭（600001）复牌", "ST云岭"),
        ("“云岭通讯”（600001）复牌", "云岭通讯"),
        ("12月13日讯 云岭能源(600001)公告", "云岭能源"),
        ("12月13日讯云岭能源(600001)公告", "云岭能源"),
        ("公司控股股东旗下参股企业云岭股份(600001)上市", "云岭股份"),
        ("记者注意到，自云岭茅台（600001）换帅以来", "云岭茅台"),
        ("云岭银行(行情600001,诊股)(600001.SH)", "云岭银行"),
        ("该公司（600001）公告", None),
        ("公司拟与其共同投资建设产业园（600001）", None),
        ("51云岭（600001.SH）", None),
        ("，（600001）公告", None),
        ("每经编辑 张三　　（600001，SH）收跌", None),
    ],
)
def test_a_name_is_kept_only_when_evident(text: str, name: str | None) -> None:
    """The run before the bracket is a name if it is short and no clause."""
    assert named(text) == {"600001.SH": name}


def test_mark_up_counts_before_text_and_lends_its_rule() -> None:
    """Stock tags come before API tags and hot words, the text only supplies a name."""
    marks = [
        StockMark(code="002458", rule="hot_word", name="热词"),
        StockMark(code="002458", exchange="SZ", rule="stock_tag"),
        StockMark(code="601857", exchange="SS", name="云岭石油", rule="api_tag"),
        StockMark(code="700", exchange="HK", name="飞驰控股"),
        StockMark(code="600519", exchange="SZ"),
        StockMark(code="600519", exchange="XX"),
        StockMark(code="399001", exchange="SZ", name="深证成指"),
    ]
    assert find_mentions("", "云岭药业（002458）", marks) == (
        Mention(symbol="002458.SZ", name="热词", rule="stock_tag"),
        Mention(symbol="00700.HK", name="飞驰控股", rule="stock_tag"),
        Mention(symbol="601857.SH", name="云岭石油", rule="api_tag"),
    )


def test_title_and_text_are_read_once_each_and_sorted() -> None:
    """A symbol in title and text is one mention; the order is the symbols' own."""
    found = find_mentions("南陵酒业（600519）", "（600519.SH）与云岭药业（002458）", ())
    assert [(one.symbol, one.name, one.rule) for one in found] == [
        ("002458.SZ", "云岭药业", "code_in_text"),
        ("600519.SH", "南陵酒业", "code_in_text"),
    ]


CODE_LIKE = st.text(
    st.sampled_from("（）()0123456789０５.．、,，；:：SZHKszhkＳＺ代码港股云岭年\n *")
)


@given(CODE_LIKE | st.text(), CODE_LIKE)
def test_no_text_makes_it_fail_or_invent_a_form(title: str, text: str) -> None:
    """Whatever is printed, every symbol has a valid form, once, in order."""
    symbols = [one.symbol for one in find_mentions(title, text, ())]
    assert symbols == sorted(set(symbols))
    assert all(VALID.fullmatch(symbol) for symbol in symbols)


@pytest.mark.skipif(not CORPORA.is_dir(), reason="../shared/corpora is absent")
def test_real_flashes_name_their_company_and_nothing_else() -> None:
    """Every flash that prints its company's code is found: 114 do, of 202."""
    lines = (CORPORA / "neardup" / "flash_docs.jsonl").read_text(encoding="utf-8")
    counts = Counter[str]()
    for doc in map(json.loads, lines.splitlines()):
        symbols = {one.symbol[:6] for one in find_mentions("", doc["body"], ())}
        printed = set(re.findall(r"(?<!\d)\d{6}(?!\d)", doc["body"]))
        counts["of_the_company"] += doc["code"] in symbols
        counts["missed"] += doc["code"] in printed - symbols
        counts["of_others"] += len(symbols - {doc["code"]})
        counts["numbers"] += len(printed)
    assert counts == {"of_the_company": 114, "missed": 0, "of_others": 60, "numbers": 180}
