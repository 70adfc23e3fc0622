"""What sites serve in an article's stead: checks, error pages, maintenance."""

import re
from typing import Final

from crawler.errors import BlockedError, MissingPageError, ShellError
from crawler.selecting import Element, text_outside

_BLOCKED: Final = re.compile(
    r"(?:访问|滑动|安全|人机|身份)验证|访问(?:过于频繁|被(?:拒绝|阻断|拦截)|受限|异常)"
    r"|请求(?:过于频繁|异常)|(?:拖动|滑动)滑块|验证码|access denied|just a moment"
    r"|attention required|are you (?:a )?(?:human|robot)|captcha"
    r"|403 forbidden"
    r"|too many requests|checking your browser|请(?:先)?登录(?:后|查看|继续)"
    r"|请开启javascript|enable javascript",
    re.IGNORECASE,
)
_CHALLENGE: Final = re.compile(
    r"aliyun_waf|acw_sc__v2|AliyunCaptcha\.init|_____tmd_____|x5secdata"
    r"|cf-challenge|_cf_chl_"
)
_MISSING: Final = re.compile(
    r"(?:页面|文章|内容|网页|新闻)(?:没有找到|找不到|不存在|已(?:被)?删除|已下线|走丢了)"
    r"|(?:页面|文章|网页)(?:可能)?已?(?:被)?(?:删除|移除)"
    r"|404 not found|page not found|^\W*404",
    re.IGNORECASE,
)
_MAINTENANCE: Final = re.compile(
    r"(?:系统|网站|服务器?)(?:正在)?(?:维护|升级|繁忙)|维护中"
    r"|50[0-4] (?:bad gateway|service|internal|gateway)"
    r"|service unavailable|internal server error",
    re.IGNORECASE,
)
_CURT: Final = 16
"""Characters of a title that says nothing else."""
_FEW: Final = 260
"""Characters outside of links: an article that speaks of 验证码 has more."""


def refuse_any_shell(root: Element, text: str, title: str, *, is_timed: bool) -> None:
    """
    Recognise a page that stands for another one.

    Only a page of few words without a time is looked at, or one whose very
    title says it: a flash may well speak of 系统升级, and ask to log in below.

    Raises:
        BlockedError: the site does not want to be asked now.
        MissingPageError: there is no such page.
        ShellError: maintenance, or an error.
    """
    shown = " ".join(text_outside(root, "a", "script", "style", "title").split())
    few = len(shown) < _FEW
    curt = title if len(title) < _CURT else ""
    said = "" if is_timed else f"{title} {shown}" if few else curt
    found = _MISSING.search(said)
    if found:
        raise MissingPageError(f"the site says {found[0]}")
    found = _BLOCKED.search(said) or (
        _CHALLENGE.search(text) if few and not is_timed else None
    )
    if found:
        raise BlockedError(f"the site answers with a block page ({found[0]})")
    found = _MAINTENANCE.search(said)
    if found:
        raise ShellError(f"the site answers with an error shell ({found[0]})")
    if not shown and not title.strip():
        raise ShellError("the site answers with a page without a word")
