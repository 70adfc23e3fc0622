"""Who is credited for a piece, and what must never be taken for a person or medium."""

import html
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.people import (
    SourceCredit,
    credit_at_head,
    credit_in_text,
    read_authors,
    read_editor,
    read_source,
    reporters_in_text,
)
from pipelines.surnames import is_name, split_names

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
needs_corpora = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="../shared/corpora is absent"
)


@pytest.mark.parametrize(
    ("raw", "medium", "issue"),
    [
        ("来源：证券时报 2026-09-24 A004版", "证券时报", "2026-09-24 A004版"),
        ("证券时报 A004版", "证券时报", "A004版"),
        ("来源：证券时报 2026-09-24", "证券时报", "2026-09-24"),
        ("来源:证券时报·e公司", "证券时报·e公司", None),
        ("来源：证券时报・e公司", "证券时报·e公司", None),
        ("来源：证券时报网（www.stcn.com）", "证券时报网", None),
        ("文章来源: 界面新闻", "界面新闻", None),
        ("稿件来源：新华社", "新华社", None),
        ("信息来源：人民财讯", "人民财讯", None),
        ("转载自：《江城晚报》", "江城晚报", None),
        ("来源 江城网", "江城网", None),
        ("来源：第一财经作者：刘云2026-01-21 15:23", "第一财经", None),
        ("来源：第一财经 2026-01-21 15:23", "第一财经", None),
        ("江城财经-自媒体综合", "江城财经-自媒体综合", None),
        ("来源：", None, None),
        ("--", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_a_source_is_a_medium_and_perhaps_an_issue(
    raw: str | None, medium: str | None, issue: str | None
) -> None:
    """The label, the site in brackets and a glued-on time stamp come off."""
    assert read_source(raw) == SourceCredit(medium=medium, issue=issue)


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("作者：曹云璟 莫琳", "曹云璟 莫琳"),
        ("曹云璟、莫琳，林方/高远;许南&周源", "曹云璟 莫琳 林方 高远 许南 周源"),
        ("张明和李方", "张明 李方"),
        ("张明 和 李方", "张明 李方"),
        ("李和平", "李和平"),
        ("文静", "文静"),
        ("证券时报记者 吴云明", "吴云明"),
        ("证券时报记者吴云明 见习记者李四", "吴云明 李四"),
        ("江城新闻记者 段云超 廖艳", "段云超 廖艳"),
        ("本报记者 王五 实习生 李四", "王五 李四"),
        ("江城财经/邓欢", "邓欢"),
        ("石云/江城晚报", "石云"),
        ("文/古泉君", "古泉君"),
        ("古泉君/文", "古泉君"),
        ("撰文：王五", "王五"),
        ("张琪记者叶云旗", "张琪 叶云旗"),
        ("曾 云", "曾云"),
        ("欧阳云环", "欧阳云环"),
        ("张明李方", "张明 李方"),
        ("数据宝 陈云南", "陈云南"),
        ("江城小妹", "江城小妹"),
        ("安妮·李", "安妮·李"),
        ("e公司记者", "e公司记者"),
        ("张明 张明", "张明"),
        ("李小云 责任编辑：王五", "李小云"),
        ("本报记者", ""),
        ("证券时报网", ""),
        ("e公司", ""),
        ("作者：", ""),
        ("佚名", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_authors_are_names_without_labels_and_media(raw: str | None, names: str) -> None:
    """Separators part names, labels and media fall away, doubles are dropped."""
    assert read_authors(raw) == tuple(names.split())


def test_an_english_name_is_one_author() -> None:
    """A space inside Latin letters parts nobody."""
    assert read_authors("作者：John Smith、李云") == ("John Smith", "李云")
    assert read_authors("John Smith 李云") == ("John Smith", "李云")


@pytest.mark.parametrize(
    ("raw", "editor"),
    [
        ("责任编辑： 郑云金", "郑云金"),
        ("责编：张三、李四", "张三、李四"),
        ("责任编辑：刘云里 SF014", "刘云里"),
        ("责任编辑：杨云_NF4425", "杨云"),
        ("（编辑：郝云 校对：颜云）", "郝云"),
        ("编辑|郝云", "郝云"),
        ("责任编辑：", None),
        (None, None),
    ],
)
def test_an_editor_is_read_without_label_and_code(
    raw: str | None, editor: str | None
) -> None:
    """责任编辑 in its spellings becomes the name, several joined by 、."""
    assert read_editor(raw) == editor


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("证券时报记者 吴云明\n正文。", "吴云明"),
        ("中证网讯（记者 彭云）12月10日，", "彭云"),
        ("（记者欧阳云环）7月23日，", "欧阳云环"),
        ("新华社北京9月6日电（记者刘云佳、吴雨）", "刘云佳 吴雨"),
        ("新华社北京9月6日电（记者刘云佳吴雨）", "刘云佳 吴雨"),
        ("本报记者 张三 李四 北京报道\n正文。", "张三 李四"),
        ("本报记者袁云北京报道\n正文。", "袁云"),
        ("本报记者 李四 发自北京\n正文。", "李四"),
        ("每经记者 王五    每经编辑 赵六\n正文。", "王五"),
        ("每经记者 曾 云 每经编辑 张三　　（300511，SZ）收跌。", "曾云"),
        ("每经记者王五每经编辑赵六\n正文。", "王五"),
        ("《江城》记者谢云容周源/文马克/编辑\n正文。", "谢云容 周源"),
        ("（驻伦敦记者张琪记者叶云旗）历时三月，", "张琪 叶云旗"),
        ("江城社（成都，记者 熊云楠）讯，", "熊云楠"),
        ("（记者 王安 通讯员 李方）", "王安"),
        ("（记者 买买提·艾力）", "买买提·艾力"),
        ("作者：崔云斌 马云换\n正文。", "崔云斌 马云换"),
        ("标题一行\n文|梁风\n正文。", "梁风"),
    ],
)
def test_a_byline_in_the_head_names_reporters(text: str, names: str) -> None:
    """A bracket with 记者, or a line that is nothing but a byline."""
    assert reporters_in_text(text) == tuple(names.split())


@pytest.mark.parametrize(
    "text",
    [
        "财联社9月6日讯（编辑 史云丞）正文，",
        "人民财讯记者从中国铁路获悉，",
        "记者从公安部获悉",
        "记者了解到",
        "记者 在现场",
        "记者向该公司求证",
        "记者查询",
        "（记者连线）",
        "多名记者 连续",
        "记者会上",
        "新华社记者\n4月24日，",
        "图片来源：每经记者 张三 摄",
        "（图片来源：每经记者 张三）",
        "□见习记者徐云九陵投资(行情600053,诊股)",
        "一。\n二。\n三。\n（总台记者 金云）",
        "据《江城报》报道，（据记者 王五）",
        "作者：网络整理",
        "",
    ],
)
def test_prose_about_reporters_is_no_byline(text: str) -> None:
    """记者从…获悉, photo credits, editors and the text's end yield nobody."""
    assert reporters_in_text(text) == ()


@pytest.mark.parametrize(
    ("tail", "medium"),
    [
        ("（央视新闻）", "央视新闻"),
        ("(澎湃新闻)", "澎湃新闻"),
        ("（文章来源：界面新闻）", "界面新闻"),
        ("（来源：江城发布）", "江城发布"),
        ("（新华社）", "新华社"),
        ("（人民日报客户端）", "人民日报客户端"),
        ("（证券时报・e公司）", "证券时报·e公司"),
        ("（数据宝）", "数据宝"),
        ("（路透）", "路透"),
        ("（央视新闻、新华社）", "央视新闻、新华社"),
        ("（央视新闻）（完）", "央视新闻"),
        ("（转自：江城财经）\n（编辑：贾云）", "江城财经"),
        ("\n来源：健康江城", "健康江城"),
        ("（完）", None),
        ("（记者 王五）", None),
        ("（王五）", None),
        ("（图片来源：新华社）", None),
        ("（数据来源：江城网）", None),
        ("（来源：公司公告）", None),
        ("（单位：亿元）", None),
        ("（责任编辑：王五）", None),
        ("（002458）", None),
        ("（国家电网）", None),
        ("（业绩快报）", None),
        ("（有限合伙）", None),
        ("（以下简称“江城网”）", None),
        ("（央视新闻）后文。", None),
    ],
)
def test_only_a_medium_is_credited_at_the_end(tail: str, medium: str | None) -> None:
    """A media word, the written list or the label 来源 makes a bracket a credit."""
    assert credit_in_text("正文到此为止。" + tail) == medium


@pytest.mark.parametrize(
    ("head", "medium"),
    [
        ("人民财讯9月28日电，", "人民财讯"),
        ("证券时报e公司讯，", "证券时报e公司"),
        ("证券时报网讯，", "证券时报网"),
        ("证券时报网（www.stcn.com）03月05日讯云岭公告", "证券时报网"),
        ("证券时报网　　e公司讯，", "e公司"),
        ("中证网讯（记者 彭云）", "中证网"),
        ("新华社北京9月6日电 记者", "新华社"),
        ("财联社9月6日电，", "财联社"),
        ("财联社（上海，编辑 云湘）讯，", "财联社"),
        ("央视新闻消息，", "央视新闻"),
        ("【云岭药业：拟减持】财联社12月12日讯，", "财联社"),
        ("原标题：云岭药业减持\n江城网讯 云岭", "江城网"),
        ("江城日报-江城网北京7月6日讯", "江城日报-江城网"),
        ("5月9日讯 云岭", None),
        ("1月13日消息，", None),
        ("据央视新闻7月4日消息，", None),
        ("国家统计局消息，", None),
        ("本报讯，", None),
        ("云岭通讯，", None),
        ("新华社电商频道", None),
        ("央视新闻消息面", None),
        ("公司称，江城网讯", None),
        ("", None),
    ],
)
def test_a_dateline_names_its_medium(head: str, medium: str | None) -> None:
    """Medium, place, date and 电, 讯 or 消息; what is only quoted does not count."""
    assert credit_at_head(head) == medium


@pytest.mark.parametrize(
    ("run", "names"),
    [
        ("张明方圆", "张明 方圆"),
        ("欧阳云环", "欧阳云环"),
        ("刘云佳吴雨", "刘云佳 吴雨"),
        ("张明王方圆", ""),
        ("公司求证", ""),
    ],
)
def test_a_row_of_names_splits_only_when_certain(run: str, names: str) -> None:
    """Surnames decide where a name begins; two equal readings are none."""
    assert split_names(run) == tuple(names.split())


@given(
    st.text(),
    st.text(st.sampled_from("记者编辑张三李四和从（）()：:、/ \n来源讯电9月日网报社")),
)
def test_no_string_makes_a_reader_fail(text: str, likely: str) -> None:
    """Every function answers for every string, and reporters are always names."""
    for raw in (text, likely):
        read_source(raw)
        assert len(set(read_authors(raw))) == len(read_authors(raw))
        read_editor(raw)
        credit_in_text(raw)
        credit_at_head(raw)
        assert all(map(is_name, reporters_in_text(raw)))


def _plain_lines(page: Path) -> list[str]:
    """The visible strings of a saved page, one per text node."""
    raw = page.read_text(encoding="utf-8", errors="replace")
    raw = re.sub(r"<(script|style)[^>]*>.*?</\1>", " ", raw, flags=re.DOTALL)
    nodes = html.unescape(re.sub(r"<[^>]+>", "\n", raw)).split("\n")
    return [" ".join(node.split()) for node in nodes if node.strip()]


def _printed_source(lines: list[str]) -> str | None:
    """The first 来源 of a page with what follows its label."""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if found := re.search(r"来源(?:于)?\s?[:：]?$", line):
            return line[found.start() :] + " " + following
        if re.match(r"来源\s?[:：]", line):
            return line
    return None


@needs_corpora
def test_credits_of_real_pages_agree_with_what_was_checked_by_hand() -> None:
    """Of the pages that label a source 12 agree, 4 label another; authors all agree."""
    counts = Counter[str]()
    for file in sorted((CORPORA / "articles").glob("*/expected.json")):
        expected = json.loads(file.read_text(encoding="utf-8"))
        grades = expected.get("grades") or {}
        lines = _plain_lines(file.with_name("page.html"))
        printed = _printed_source(lines)
        if expected.get("source") and grades.get("source") == "checked" and printed:
            counts[f"source {read_source(printed).medium == expected['source']}"] += 1
        if expected.get("author") and grades.get("author") == "checked":
            raw = next(line for line in lines if expected["author"] in line)
            names = tuple(expected["author"].split())
            counts[f"author {read_authors(raw) == names}"] += 1
    assert counts == {"source True": 12, "source False": 4, "author True": 5}


@needs_corpora
def test_real_texts_credit_people_and_media_only() -> None:
    """Every byline and credit in the 362 near-duplicate documents, as read by eye."""
    people, media = Counter[str](), Counter[str]()
    for file in sorted((CORPORA / "neardup").glob("*_docs.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            body = json.loads(line)["body"]
            people.update(reporters_in_text(body))
            media.update(filter(None, (credit_at_head(body), credit_in_text(body))))
    assert (len(people), people.total(), len(media), media.total()) == (23, 89, 36, 179)
