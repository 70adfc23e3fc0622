"""The written rules: what each takes out, and what none may take."""

import pytest

from pipelines.body import CleanBody, clean_body, escape_text
from pipelines.boilerplate import RULES
from pipelines.rules import Place, fold

BASE = "https://www.stcn.com/article/detail/1.html"
STORY = "甲公司公告，上半年营业收入同比增长一成。"

NOTICES = {
    "stcn_statement": "声明：证券时报力求信息真实、准确，文章提及内容仅供参考，风险自担",
    "stcn_app": "下载“证券时报”官方APP，或关注官方微信公众号，即可随时了解股市动态。",
    "stcn_comments": "网友评论仅供其表达个人看法，并不表明证券时报立场",
    "databao_advice": "注：本文系新闻报道，不构成投资建议，股市有风险，投资需谨慎。",
    "sina_app": "海量资讯、精准解读，尽在新浪财经APP",
    "sina_analysts": "炒股就看某某分析师研报，权威，专业，及时！",
    "sina_accounts": "免责声明：自媒体综合提供的内容均源自自媒体，版权归原作者所有。",
    "sohu_back": "返回搜狐，查看更多",
    "sohu_accounts": "声明：该文观点仅代表作者本人，搜狐号系信息发布平台，仅提供存储。",
    "netease_accounts": "特别声明：以上内容为自媒体平台“网易号”用户上传并发布。",
    "cs_statement": "中证网声明：凡本网注明“来源：某报”的所有作品，版权均属于某报。",
    "cls_statement": "财联社声明：文章内容仅供参考，不构成投资建议。风险自担。",
    "nbd_statement": "特别提醒：如果我们使用了您的图片，请作者与本站联系索取稿酬。",
}
TAILS = {
    "stcn_comment_box": ["网友评论", "暂无评论", "为你推荐"],
    "keyword_list": ["关键词：新股、申购"],
    "original_title": ["原标题：甲公司半年报出炉", "（原标题：甲公司半年报出炉）"],
    "copyright_line": ["Copyright©2026某报社版权所有，未经许可不得转载使用，违者必究。"],
    "legal_label": ["版权声明", "免责声明："],
    "legal_statement": [
        "版权声明：本平台所有原创内容，转载须经授权。",
        "声明：本文仅代表作者本人，与本网无关。",
    ],
    "no_reprint": [
        "未经授权，不得转载。",
        "【未经授权禁止转载】",
        "未经许可禁止转载",
    ],
    "original_work": ["某某网原创内容，请勿转载！"],
    "reprint_terms": ["转载请注明“某某财经”", "如需转载请与某某报社联系。"],
    "hot_line": ["读者热线：400-000-0000", "违法和不良信息举报电话：0755-00000000"],
    "qr_code": [
        "扫描下方二维码，加入读者群",
        "长按识别二维码关注某某",
        "▲长按图片关注我们",
    ],
    "follow_us": ["点击上方蓝字关注我们", "更多资讯，欢迎关注某某微信公众号。"],
    "app_promotion": ["更多精彩资讯请下载某某APP"],
    "read_more": ["点击查看全文", "阅读原文", "点击查看全文>>"],
    "see_also": ["推荐阅读：", "【相关阅读】"],
    "risk_warning": ["股市有风险，投资需谨慎。", "风险提示：市场有风险，投资须谨慎"],
    "not_advice": ["风险提示：以上内容仅供参考，不构成投资建议。"],
    "end_mark": ["-END-", "END", "————"],
    "staff": [
        "编辑：甲某某",
        "编辑|甲某 校对|乙某",
        "（编辑：甲某 校对：乙某）",
        "排版：丙某",
    ],
    "responsible_editor": ["责任编辑：甲某某", "责编：甲某", "校对：乙某"],
}
EDITORS = {
    "责任编辑：甲某某": "甲某某",
    "责任编辑： 甲某某 SF014": "甲某某",
    "（责任编辑：甲某）": "甲某",
    "[责任编辑:甲某 PN033]": "甲某",
    "责编：甲某某": "甲某某",
    "责任编辑：甲某_NF4425": "甲某",
    "编辑：甲某": "甲某",
    "编辑：甲某 责编：乙某 校对：丙某": "乙某",
    "责编：甲某 乙某": "甲某 乙某",
    "责任编辑：": None,
    "（责任编辑：DF150）": None,
    "校对：丙某": None,
}
STORIES = [
    "该公司声明：未授权任何机构使用其商标。",
    "编辑部位于上海，编辑：校对人员共十二人，收入持平。",
    "专家提醒，扫描二维码前应核对商家名称，谨防诈骗。",
    "乙公司称，未经授权任何单位不得生产该产品，将追究责任。",
    "关注三季报：三类公司业绩预增。",
    "证券时报记者 甲某某",
    "每经记者 甲某 每经编辑 乙某",
    "公司下载业务收入增长，客户端用户达一亿。",
    "注：表中数据截至9月30日。",
    "监管部门责任编辑了一份名单。",
    "投资者应当注意风险，本报告由甲证券发布。",
    "原标题党现象引发监管关注。编辑们需要反思。",
]
CREDITS = ["（央视新闻）", "（文章来源：某某网）", "来源：健康某省", "（完）", "作者：甲某"]


def cleaned(*lines: str) -> CleanBody:
    """A body of one paragraph per line, cleaned."""
    return clean_body(escape_text("\n".join(lines)), BASE)


@pytest.mark.parametrize(("rule", "line"), NOTICES.items(), ids=list(NOTICES))
def test_a_sites_own_notice_goes_wherever_it_stands(rule: str, line: str) -> None:
    """Before, between and behind paragraphs, from the text and from the HTML."""
    clean = cleaned(line, STORY, line, STORY, line)
    assert clean.text == f"{STORY}\n{STORY}"
    assert clean.html == f"<p>{STORY}</p><p>{STORY}</p>"
    assert clean.removed == (rule,)


TAIL_CASES = [(rule, line) for rule, lines in TAILS.items() for line in lines]


@pytest.mark.parametrize(("rule", "line"), TAIL_CASES)
def test_a_sign_off_goes_at_the_end(rule: str, line: str) -> None:
    """As the last line it goes, and the rule is named."""
    clean = cleaned(STORY, line)
    assert clean.text == STORY
    assert clean.removed == (rule,)


ONLY_TAILS = {rule.name for rule in RULES if rule.place == Place.TAIL}


@pytest.mark.parametrize(
    ("rule", "line"), [case for case in TAIL_CASES if case[0] in ONLY_TAILS]
)
def test_a_risky_sign_off_stays_inside_the_story(rule: str, line: str) -> None:
    """With a paragraph behind it, it may be the story's own and stays."""
    assert rule not in cleaned(STORY, line, STORY).removed
    assert line.partition("：")[0] in cleaned(STORY, line, STORY).text


def test_every_rule_is_taught_and_tested() -> None:
    """Each has a name of its own, a teacher, and an example in this file."""
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(rule.teacher.endswith(".") for rule in RULES)
    assert set(names) == {*NOTICES, *TAILS, "sohu_back_at_end", "editor_at_end"}


@pytest.mark.parametrize("line", STORIES)
def test_a_sentence_of_the_story_stays(line: str) -> None:
    """Words of a rule inside a sentence are no boilerplate, even as the last line."""
    assert cleaned(STORY, line).text == f"{STORY}\n{line}"
    assert cleaned(line).text == line


@pytest.mark.parametrize("credit", CREDITS)
def test_a_credit_stays_and_hides_no_tail(credit: str) -> None:
    """It says who told the story; tails on both sides of it go."""
    clean = cleaned(STORY, "责任编辑：甲某", credit, NOTICES["stcn_statement"])
    assert clean.text == f"{STORY}\n{credit}"
    assert clean.editor == "甲某"


@pytest.mark.parametrize(("line", "editor"), EDITORS.items(), ids=list(EDITORS))
def test_the_editor_is_read_from_the_line_that_goes(line: str, editor: str | None) -> None:
    """責任编辑 before 编辑, without label, brackets and staff code."""
    clean = cleaned(STORY, line)
    assert clean.text == STORY
    assert clean.editor == editor


@pytest.mark.parametrize(
    "end",
    ["（责任编辑：甲某）", "(编辑：甲某 校对：乙某)", " 责任编辑：甲某", "责编：甲某"],
)
def test_an_editor_behind_the_last_sentence_is_cut_off(end: str) -> None:
    """The sentence before it stays whole, in both forms."""
    clean = clean_body(f"<p>{STORY}<b>{end}</b></p>", BASE)
    assert (clean.text, clean.html) == (STORY, f"<p>{STORY}</p>")
    assert (clean.editor, clean.removed) == ("甲某", ("editor_at_end",))


def test_a_link_back_behind_the_last_sentence_is_cut_off() -> None:
    """sohu.com sets it as a link at the end of the last paragraph."""
    clean = clean_body(f'<p>{STORY}<a href="//m.sohu.com">返回搜狐，查看更多</a></p>', BASE)
    assert (clean.text, clean.html) == (STORY, f"<p>{STORY}</p>")
    assert clean.removed == ("sohu_back_at_end",)


def test_an_original_title_goes_at_the_head() -> None:
    """新浪财经 prints it above the story, with an indent."""
    clean = clean_body(
        f'<p class="ori_titlesource">　　原标题：甲乙</p><p>{STORY}</p>', BASE
    )
    assert clean.text == STORY


def test_an_editor_near_the_end_goes_though_something_unknown_follows() -> None:
    """责任编辑 with a colon is safe enough to be found among the last lines."""
    clean = cleaned(STORY, "责任编辑：甲某", "某某日历上新啦")
    assert (clean.text, clean.editor) == (f"{STORY}\n某某日历上新啦", "甲某")


def test_blocks_known_by_class_go_with_everything_inside() -> None:
    """Keyword lists of 数据宝 and the QR code block of 新浪财经 say nothing by words."""
    page = (
        f'<p>{STORY}</p><p class="fenlei1">新股</p><p class="fenlei2">新股、申购</p>'
        '<div class="clearfix appendQr_wrap"><img src="/q.png"><div>甲乙丙</div></div>'
    )
    clean = clean_body(page, BASE)
    assert (clean.text, clean.html) == (STORY, f"<p>{STORY}</p>")
    assert set(clean.removed) == {"keyword_list", "sina_app"}


@pytest.mark.parametrize(
    "page",
    [
        '<p>{story}</p><p><img src="/q.png"></p><p>海量资讯、精准解读，尽在新浪财经APP</p>',
        '<p>{story}</p><p>扫描下方二维码关注</p><p><img src="/q.png"></p>',
        '<p>{story}</p><p><img src="/q.png"></p><p>扫描上方二维码关注</p>',
    ],
)
def test_a_qr_code_goes_with_its_line(page: str) -> None:
    """The image beside the line is the code, above or below it."""
    assert clean_body(page.format(story=STORY), BASE).html == f"<p>{STORY}</p>"


def test_a_body_of_nothing_but_boilerplate_becomes_empty() -> None:
    """So that a stage can refuse it."""
    lines = [*NOTICES.values(), *(lines[0] for lines in TAILS.values())]
    clean = cleaned(*lines)
    assert (clean.text, clean.html) == ("", "")


def test_a_row_of_data_is_never_boilerplate() -> None:
    """A table row of several cells stays, whatever its words."""
    page = "<table><tr><td>责任编辑：甲某</td><td>乙</td></tr></table>"
    assert clean_body(page, BASE).text == "责任编辑：甲某\t乙"


def test_folding_keeps_positions() -> None:
    """A folded line is as long as the line, so that it can be cut by position."""
    line = "（责任编辑：甲）“引”【括】｜ＡＰＰ！？；，"
    assert len(fold(line)) == len(line)
    assert fold(line) == '(责任编辑:甲)"引"[括]|APP!?;,'


@pytest.mark.parametrize(
    "words", ["未经许可不得转载", "关注公众号", "编辑：甲", "扫描二维码", "王", "（"]
)
def test_no_rule_is_slow_on_a_line_made_for_it(words: str) -> None:
    """A line of four hundred characters costs each rule well under a second."""
    line = fold((words * 400)[:400])
    for rule in RULES:
        rule.pattern.fullmatch(line)
        rule.pattern.search(line[-80:])
