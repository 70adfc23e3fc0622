"""
Which exchange a security's code belongs to, by the exchanges' own numbering.

The ranges are published by the exchanges as allotment rules. They say which
codes may exist, not which do: nothing here is a list of companies.
"""

from typing import Final

_EQUITY: Final = {
    **dict.fromkeys(("600", "601", "603", "605", "688", "689", "900"), "SH"),
    **dict.fromkeys(("000", "001", "002", "003", "200", "300", "301", "302"), "SZ"),
    **dict.fromkeys(("430", "920"), "BJ"),
}
_OLD_BEIJING: Final = ("430", "82", "83", "87", "88")
_FUNDS_AND_BONDS: Final = {
    "SH": ("11", "50", "51", "52", "53", "55", "56", "58"),
    "SZ": ("12", "15", "16", "18"),
    "BJ": (),
}
_UNASSIGNED: Final = frozenset({"000000", "200000", "300000", "900000"})

MARKET: Final = r"(?:XSHG|XSHE|SZSE|HKEX|SEHK|SSE|BSE|SH|SS|SZ|BJ|HK)"
"""
How an exchange is abbreviated beside a code. `SS` is Reuters' and stcn.com's own
(`stockcode=SS601857`), `XSHG` and `XSHE` are the ISO 10383 market codes.
"""
_STATED: Final = {
    **dict.fromkeys(("SH", "SS", "SSE", "XSHG", "沪", "沪市", "上交所"), "SH"),
    **dict.fromkeys(("SZ", "SZSE", "XSHE", "深", "深市", "深交所"), "SZ"),
    **dict.fromkeys(("BJ", "BSE", "北交所"), "BJ"),
    **dict.fromkeys(("HK", "HKEX", "SEHK", "港", "港股", "H股", "港交所", "联交所"), "HK"),
}


def stated_exchange(written: str) -> str | None:
    """`SH`, `SZ`, `BJ` or `HK` for an abbreviation or a Chinese word, else None."""
    return _STATED.get(written.strip().upper())


def exchange_of(code: str) -> str | None:
    """
    The mainland exchange that a six-digit share code belongs to, else None.

    - Shanghai (上海证券交易所证券代码分配规则): 600, 601, 603, 605 main board,
      688 STAR market, 689 its depositary receipts, 900 B shares.
    - Shenzhen (深圳证券交易所证券代码区间): 000, 001, 003 main board, 002 the
      former SME board, 300, 301, 302 ChiNext, 200 B shares. Numbers start at
      001 in 000, 200 and 300, so the round figures there are no codes.
    - Beijing (北京证券交易所 2024 and 2025 notices on the range 920): 920 now;
      430, 82, 83, 87, 88 carried over from NEEQ; 889 is for subscriptions.

    Hong Kong's five digits are None: only a suffix or the context proves them.
    So are funds, bonds and indices, whose codes collide between the exchanges.
    """
    if len(code) != 6 or not (code.isascii() and code.isdigit()) or code in _UNASSIGNED:
        return None
    if code.startswith(_OLD_BEIJING):
        return None if code.startswith("889") else "BJ"
    return _EQUITY.get(code[:3])


def shared_with_neeq(code: str) -> bool:
    """
    Whether Beijing may list this code or the unlisted NEEQ market may have it.

    The companies that moved up kept their NEEQ codes until October 2025, so
    such a number alone does not prove a listing.
    """
    return code.startswith(_OLD_BEIJING)


def symbol_of(code: str, stated: str | None) -> str | None:
    """
    `002458.SZ` for a code and what is stated beside it; None on contradiction.

    A stated exchange also admits its listed funds and convertible bonds, by the
    same allotment rules (Shanghai 5x and 11x, Shenzhen 15-18 and 12x).
    """
    if not (code.isascii() and code.isdigit()):
        return None
    if stated == "HK":
        return f"{code:0>5}.HK" if len(code) <= 5 and int(code) else None
    by_range = exchange_of(code)
    if stated is None or by_range is not None:
        return f"{code}.{by_range}" if by_range and stated in {None, by_range} else None
    listed = len(code) == 6 and code.startswith(_FUNDS_AND_BONDS.get(stated, ()))
    return f"{code}.{stated}" if listed else None
