"""Securities in the spellings that people bring along. Pure."""

import re

_PREFIXED = re.compile(r"(SH|SZ|BJ|HK)\.?([0-9]{5,6})")
_EXCHANGES = {"XSHG": "SH", "SS": "SH", "XSHE": "SZ", "XBSE": "BJ", "XHKG": "HK"}


def spelled(symbol: str) -> str:
    """
    A security as the tables have it: `600864.SH`.

    `SH600864` and `sh.600864` are as common as `600864.XSHG`; a bare code stays one.
    """
    name = symbol.strip().upper()
    prefixed = _PREFIXED.fullmatch(name)
    if prefixed:
        return f"{prefixed[2]}.{prefixed[1]}"
    code, dot, exchange = name.partition(".")
    return f"{code}{dot}{_EXCHANGES.get(exchange, exchange)}"
