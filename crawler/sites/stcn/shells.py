"""Telling a page of www.stcn.com from what the site serves in its stead. Pure."""

import re

from crawler.errors import BlockedError, ShellError

_BLOCKED = re.compile(r"访问过于频繁|访问被拒绝|aliyun_waf|acw_sc__v2|renderData|滑动验证|安全验证")
_MAINTENANCE = re.compile(r"维护中|系统繁忙|系统升级")
_NOT_FOUND = re.compile(r"页面没有找到|页面不存在|文章不存在|内容不存在|已被删除")
_HOME_TITLE = re.compile(r"<title>\s*证券时报官方网站")


def refuse_shell(text: str) -> None:
    """
    Raise if a page that lacks its content is a known shell.

    To be asked only of pages whose content is missing: an article may well
    speak of 访问过于频繁.

    Raises:
        BlockedError: the site does not want to be asked now.
        ShellError: maintenance.
    """
    found = _BLOCKED.search(text)
    if found:
        raise BlockedError(f"the site answers with a block page ({found.group()})")
    found = _MAINTENANCE.search(text)
    if found:
        raise ShellError(f"the site answers with an error shell ({found.group()})")


def is_soft_404(text: str) -> bool:
    """A missing article: a shell that says so, or the home page (section d)."""
    return bool(_NOT_FOUND.search(text) or _HOME_TITLE.search(text))
