"""
Telling a page from what a site serves in its stead. Pure.

Sayings of www.stcn.com (site notes, sections d and f) and of the firewalls that
Chinese papers stand behind.

To be asked only of pages whose content is missing. Even then a shell may carry
the headlines of the day, so link texts are left out: a headline may well speak
of 系统升级 or 访问过于频繁.
"""

import re

from crawler.errors import BlockedError, MissingPageError, ShellError, TruncatedError
from crawler.selecting import Element, every, text_of, text_outside

_BLOCKED = re.compile(
    r"访问过于频繁|访问被(?:拒绝|阻断)|(?:访问|滑动|安全|人机)验证|(?:拖动|滑动)滑块"
)
_CURT = re.compile(
    r"请先?登录|(?:用户|账号|密码|扫码)登录|登录后(?!可以发言)|验证码"
    r"|(?:访问|流量|请求)异常|异常(?:访问|流量|请求)"
)
"""What a comment box or an article may say too: it counts on a page of few words."""
_FEW = 300
_CHALLENGE = re.compile(
    r"aliyun_waf|acw_sc__v2|renderData|AliyunCaptcha\.init|_____tmd_____|x5secdata"
)
_MAINTENANCE = re.compile(r"维护中|系统繁忙|系统升级|系统维护")
_NOT_FOUND = re.compile(r"页面没有找到|页面不存在|文章不存在|内容不存在|已被删除")


def refuse_shell(root: Element, text: str, home: str = "") -> None:
    """
    Raise if a page that lacks its content is a known shell.

    Args:
        root: the page's tree.
        text: the page's source, for challenges that are only script.
        home: how the title of the site's home page begins.

    Raises:
        MissingPageError: a soft 404, or the home page instead of the article.
        BlockedError: the site does not want to be asked now, or not without a name.
        ShellError: maintenance.
    """
    shown = text_outside(root, "a", "script", "style")
    found = _NOT_FOUND.search(shown)
    if found:
        raise MissingPageError(f"the site says {found.group()}")
    found = _BLOCKED.search(shown) or _CHALLENGE.search(text)
    if found:
        raise BlockedError(f"the site answers with a block page ({found.group()})")
    found = _MAINTENANCE.search(shown)
    if found:
        raise ShellError(f"the site answers with an error shell ({found.group()})")
    titles = [text_of(title) for title in every(root, "title")]
    if home and any(title.startswith(home) for title in titles):
        raise MissingPageError("the site shows its home page instead")
    found = _CURT.search(" ".join([*titles, shown])) if len(shown) < _FEW else None
    if found:
        raise BlockedError(f"the site wants a login or a check ({found.group()})")


def refuse_cut(text: str, url: str, field: str) -> None:
    """
    Raise if a page ends before its end.

    Raises:
        TruncatedError: there is no `</html>`.
    """
    if "</html" not in text[-4096:].lower():
        raise TruncatedError(url, field, "the page is cut off before </html>")
