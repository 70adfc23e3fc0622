"""What is no article never becomes one."""

import pytest

from crawler.anypage import read_any
from crawler.anypage.errors import NoArticleError
from crawler.errors import BlockedError, MissingPageError, ShellError
from tests.crawler.anypage.invented_pages import SUMMARIES, page, simple

_ENTRIES = "".join(
    f"<li><a href='/{n}'>云岭股份第{n}号公告：回购股份的进展</a>"
    f"<span>2026-09-24 0{n}:11</span></li>"
    for n in range(9)
)


@pytest.mark.parametrize(
    ("title", "content", "error"),
    [
        ("安全验证", "<p>您的访问过于频繁，请完成验证后继续访问本网站。</p>", BlockedError),
        ("Just a moment...", "<h1>www.yunling.example</h1><p>Wait.</p>", BlockedError),
        ("404", "<h1>抱歉</h1><p>您访问的页面不存在，可能已被移动。</p>", MissingPageError),
        ("云岭网", "<h1>公告</h1><p>网站正在维护，请稍后再来访问。</p>", ShellError),
        ("公司新闻_云岭网", f"<h1>公司新闻</h1><ul>{_ENTRIES}</ul>", NoArticleError),
        ("云岭网_首页", f"<div class='list'>{SUMMARIES}</div>", NoArticleError),
        ("云岭股份签约大单_云岭网", "<h1>云岭股份签约大单</h1>", NoArticleError),
    ],
    ids=["check", "challenge", "404", "maintenance", "list", "front page", "no text"],
)
def test_a_page_in_an_articles_stead_is_refused(
    title: str, content: str, error: type[Exception]
) -> None:
    """With the error that says what came."""
    with pytest.raises(error):
        read_any(page(title, content, after=""), "https://yunling.example/1")


def test_an_empty_answer_is_refused() -> None:
    """Nothing at all is no article either."""
    with pytest.raises(ShellError):
        read_any("", "https://yunling.example/1")


def test_a_flash_may_speak_of_what_shells_say() -> None:
    """验证码, 系统升级, and a comment box that wants a login."""
    body = (
        "<p>云岭银行公告，系统升级期间暂停发送验证码，客户请登录后查看。</p>"
        "<p>请先登录后发表评论</p>"
    )
    found = read_any(simple("2026-09-24 18:26", title="云岭银行系统升级", body=body), "")
    assert found.title == "云岭银行系统升级"
