"""Bodies: all of the text, and nothing of the page around it."""

import re

from crawler.anypage import read_any
from tests.crawler.anypage.invented_pages import STORY, SUMMARIES, page, simple

_INFO = "2026-09-24 18:26 来源：云岭日报"
_FLASH = (
    "云岭股份公告，中标甲地轨道交通项目，中标金额2.3亿元，占去年营收的一成，"
    "工期两年，预计明年开工。"
)


def _told(text: str) -> str:
    """The words of the body, without mark-up."""
    return re.sub(r"<[^>]*>|\s", "", read_any(text, "").html)


def test_a_flash_comes_without_the_page_around_it() -> None:
    """Fifty characters, and longer summaries of other stories below them."""
    content = (
        f"<div class='con'><h2>云岭股份：中标大单</h2><div class='info'>{_INFO}</div>"
        f"<div class='t'>{_FLASH}</div></div>"
    )
    assert _told(page("云岭股份：中标大单_云岭网", content, after=SUMMARIES)) == _FLASH


def test_a_flash_wins_over_the_disclaimer_below() -> None:
    """The notice has more characters than the text."""
    content = (
        f"<h1>云岭股份签约大单</h1><div>{_INFO}</div><div><p>{_FLASH[:20]}。</p></div>"
        "<p>声明：云岭网力求信息真实、准确，文章提及内容仅供参考，不构成投资建议。</p>"
    )
    assert _told(page("云岭股份签约大单_云岭网", content)) == f"{_FLASH[:20]}。"


def test_tables_are_kept() -> None:
    """Most of the characters stand in cells."""
    rows = "".join(f"<tr><td>60099{n}</td><td>{n}1.5</td></tr>" for n in range(9))
    body = f"<p>{_FLASH}</p><table>{rows}</table><p>注：数据来自公告。</p>"
    html = read_any(simple(_INFO, body=body), "").html
    assert html.count("<tr>") == 9
    assert html.endswith("<p>注：数据来自公告。</p>")


def test_all_sections_are_kept() -> None:
    """A text in several elements, the last of them short."""
    sections = "".join(f"<div class='sec'>{STORY}</div>" for _ in range(2))
    body = f"{sections}<div class='sec'><p>公司提醒投资者注意风险，这是尾声。</p></div>"
    assert _told(simple(_INFO, body=body)).endswith("这是尾声。")


def test_bare_text_with_line_breaks_is_a_body() -> None:
    """Old layouts write into a table's cell, without a paragraph."""
    content = (
        f"<table><tr><td><b>云岭股份签约大单</b></td></tr><tr><td>{_INFO}</td></tr>"
        f"<tr><td id='zoom'>　　{_FLASH}<br>　　截至2026年9月3日，股价报收12.50元。"
        "</td></tr></table>"
    )
    told = _told(page("云岭股份签约大单_云岭网", content))
    assert told == f"{_FLASH}截至2026年9月3日，股价报收12.50元。"


def test_title_credits_shares_and_related_links_are_left_out() -> None:
    """They stand in the same element as the text."""
    content = (
        f"<article><h1>云岭股份签约大单</h1><p>{_INFO}</p>"
        f"<div class='share'>分享到微信</div>{STORY}<p>相关阅读</p>"
        "<ul><li><a href='/1'>澜江科技前三季度净利润增长</a></li></ul></article>"
    )
    told = _told(page("云岭股份签约大单_云岭网", content))
    assert told == re.sub(r"<[^>]*>|\s", "", STORY)


def test_a_page_inside_the_page_does_not_end_it() -> None:
    """The menu is a whole document of its own, with an end of its own."""
    text = simple(_INFO).replace("<h1>", "<html><body>首页</body></html><h1>", 1)
    assert _told(text) == re.sub(r"<[^>]*>|\s", "", STORY)


def test_comments_below_do_not_outvote_a_short_text() -> None:
    """Nine comments have more characters than one sentence."""
    comments = "".join(
        f"<div><p>这家公司真的不错，我看好，长期持有，期待明年更好的表现。{n}</p></div>"
        for n in range(9)
    )
    content = (
        f"<h1>云岭股份签约大单</h1><p>{_INFO}</p><div class='x1'><p>{_FLASH}</p></div>"
        f"<div class='x2'><h3>网友评论</h3>{comments}</div>"
    )
    assert _told(page("云岭股份签约大单_云岭网", content, after="")) == _FLASH
