"""
Which listed securities an article provably names.

The page's own mark-up counts first, then codes printed with a bracket, suffix,
prefix or label. A bare number of six digits proves nothing and is ignored.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from crawler.items import Mention, StockMark
from pipelines.code_grammar import Place, candidates
from pipelines.exchanges import exchange_of, shared_with_neeq, stated_exchange, symbol_of
from pipelines.stock_names import cannot_be_share, name_before

__all__ = ["exchange_of", "find_mentions"]

_RULES: Final = ("stock_tag", "api_tag", "hot_word")
_BEIJING: Final = re.compile(r"北交所|北京证券交易所|北证")
_NEEQ: Final = re.compile(r"新三板|全国股转|股转系统|股转公司|创新层|基础层|NEEQ")
_HONG_KONG: Final = re.compile(r"港股|港交所|联交所|H股|恒生|恒指|香港上市")
_YEAR_MONTH: Final = re.compile(r"200\d(?:0[1-9]|1[0-2])")


def find_mentions(
    title: str, text: str, stocks: Sequence[StockMark]
) -> tuple[Mention, ...]:
    """
    Every listed security that is proven, once each, sorted by symbol.

    What the page marks up is asked before what is printed; the first proof is
    kept as `rule`, and a later one may still supply a missing name.
    """
    found: dict[str, Mention] = {}
    for mention in (*_marked(stocks), *_printed(title), *_printed(text)):
        known = found.setdefault(mention.symbol, mention)
        if known.name is None and mention.name is not None:
            found[mention.symbol] = replace(known, name=mention.name)
    return tuple(found[symbol] for symbol in sorted(found))


def _marked(stocks: Sequence[StockMark]) -> Iterator[Mention]:
    """What the page itself marks up: its tags, then the API's, then hot words."""
    rank = {rule: place for place, rule in enumerate(_RULES)}
    for mark in sorted(stocks, key=lambda mark: rank.get(mark.rule, len(rank))):
        stated = stated_exchange(mark.exchange) if mark.exchange else None
        if mark.exchange and stated is None:
            continue
        if symbol := symbol_of(mark.code.strip(), stated):
            yield Mention(symbol=symbol, name=mark.name or None, rule=mark.rule)


def _printed(text: str) -> Iterator[Mention]:
    """What is printed, in the order of the text."""
    for place in candidates(text):
        exchange = place.exchange
        if exchange is None:
            if not _holds_alone(place):
                continue
            exchange = _implied(place)
        symbol = symbol_of(place.code, exchange)
        if symbol is None:
            continue
        name = place.short_name or name_before(place.outside, 8 if exchange == "HK" else 4)
        if name or not place.by_machine:
            yield Mention(symbol=symbol, name=name, rule="code_in_text")


def _implied(place: Place) -> str | None:
    """Hong Kong, where five digits stand in a text that says so; else None."""
    if len(place.code) != 5:
        return None
    if place.label and place.label.startswith(("H股", "港股", "股份代号")):
        return "HK"
    called = place.label or name_before(place.outside, 8)
    local = called and place.code.startswith("0") and _HONG_KONG.search(place.text)
    return "HK" if local else None


def _holds_alone(place: Place) -> bool:
    """
    Whether a number without an exchange beside it can still be a share's code.

    Not after the name of an index or fund, nor after a figure. An old Beijing
    number is shared with the unlisted companies of the National Equities
    Exchange: not where the text speaks of that market and not of Beijing's.
    `200812` is December 2008 unless a label, a name in B or a pair of codes
    makes it a B share.
    """
    if cannot_be_share(place.outside):
        return False
    if shared_with_neeq(place.code):
        return bool(_BEIJING.search(place.text)) or not _NEEQ.search(place.text)
    if place.label or not _YEAR_MONTH.fullmatch(place.code):
        return True
    paired = place.bracket and re.search(r"\d{6}\D+\d{6}", place.bracket)
    return place.outside.endswith(("B", "Ｂ")) or bool(paired)
