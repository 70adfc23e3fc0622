"""What stands in the element of a text and is none: credits, shares, lists of links."""

import re
from collections.abc import Sequence
from typing import Final

from crawler.anypage.pieces import Piece, ancestors, is_comment, is_hidden, names_of
from crawler.selecting import Element, text_of

_JUNK: Final = re.compile(
    r"(?:^|[\s_-])(?:share\w*|comment\w*|pinglun|recommend\w*|relat\w*|hotword|hotlist|rank\w*"
    r"|breadcrumbs?|crumbs?|copyright|disclaimer|toolbar|tools?|fontsize|qrcode|ewm|login"
    r"|statement|advert\w*|gg\d*|pager?|prevnext|correct\w*|jubao|report)(?:$|[\s_-])"
)
_NEVER: Final = frozenset(["nav", "footer", "aside", "form"])
TAIL: Final = re.compile(
    r"[\s【\[（(▎■◆●|]*(?:相关(?:新闻|阅读|推荐|搜索|链接|文章|报道|资讯|专题|标签)|为[你您]推荐|猜你喜欢"
    r"|热门(?:推荐|文章|评论|搜索|新闻)|推荐阅读|推荐新闻|精彩推荐|延伸阅读|拓展阅读|更多精彩|网友评论|最新评论|全部评论"
    r"|我要评论|发表评论|参与评论|作者最新文章|点击排行|(?:免责|特别|版权|郑重)声明|声明[：:]|版权所有|copyright"
    r"|分享(?:到|至|[：:])|举报|扫[一码描]|用微信扫|微信扫|上一篇|下一篇|打印本|【?纠错|返回(?:首页|列表|顶部|搜狐)"
    r"|关键词|标签[：:]|目前没有|跟贴|责任编辑[：:]?$)",
    re.IGNORECASE,
)
"""How a line begins behind which nothing of the text follows."""
_LINKED: Final = 0.8


def prune(body: Element, pieces: Sequence[Piece], head: int) -> None:
    """
    Take out of a body, in place, what is no part of the text.

    Args:
        body: the element that holds the text.
        pieces: all texts of the page.
        head: the last piece of title and credits.
    """
    within = {element for element in body.iter() if isinstance(element.tag, str)}
    _drop_head(body, pieces, head, within)
    whole = max(len(text_of(body)), 1)
    for element in list(body.iter()):
        if element is not body and _is_junk(element, whole):
            _drop(element)
    _drop_tail(body)


def _drop_head(
    body: Element, pieces: Sequence[Piece], head: int, within: set[Element]
) -> None:
    """Title and credits, with their blocks where these hold nothing else."""
    later = {piece.block for piece in pieces[head + 1 :]}
    holding = {one for block in later for one in ancestors(block)}
    for piece in pieces[: head + 1]:
        if piece.element not in within:
            continue
        if piece.block is not body and piece.block not in holding:
            _drop(piece.block)
        elif piece.element is not body and piece.element not in holding:
            _drop(piece.element)


def _is_junk(element: Element, whole: int) -> bool:
    if is_hidden(element):
        return element.tag not in ("video", "audio", "map", "svg", "object", "iframe")
    if element.tag in ("img", "br", "tr", "td", "th", "tbody", "thead", "table"):
        return False
    if element.tag in _NEVER or _JUNK.search(names_of(element)):
        return len(text_of(element)) < whole * 0.4
    if element.tag in ("ul", "ol", "div", "dl", "section"):
        return _is_list_of_links(element, whole)
    return False


def _is_list_of_links(element: Element, whole: int) -> bool:
    links = list(element.iter("a"))
    if not links:
        return False
    text, linked = len(text_of(element)), sum(len(text_of(link)) for link in links)
    return 0 < text < whole * 0.4 and linked >= text * _LINKED


def _drop_tail(body: Element) -> None:
    """The first line that ends the text, with all that stands behind it."""
    whole = max(len(text_of(body)), 1)
    read = 0
    for element in list(body.iter()):
        if is_comment(element):
            continue
        text = text_of(element)
        if element is not body and TAIL.match(text) and len(text) < whole * 0.4:
            if read >= whole * 0.6:
                _drop_from(element, body)
                return
            if len(text) < 30:
                _drop(element)
                continue
        read += len((element.text or "").strip())
        read += sum(len((child.tail or "").strip()) for child in element)


def _drop_from(element: Element, body: Element) -> None:
    """An element and everything behind it, up to the end of `body`."""
    for one in list(ancestors(element)):
        if one is body:
            break
        parent = one.getparent()
        assert parent is not None
        for later in list(one.itersiblings()):
            parent.remove(later)
        one.tail = None
    _drop(element)


def _drop(element: Element) -> None:
    """Remove an element; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
