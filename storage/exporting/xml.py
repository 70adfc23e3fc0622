"""What XML takes for text, and the names of things of ours in it. Pure."""

import re
from typing import Final
from urllib.parse import quote

_ILLEGAL: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """A text without the characters that XML 1.0 cannot hold, even escaped."""
    return _ILLEGAL.sub("", text)


def tag_uri(name: str) -> str:
    """A tag URI (RFC 4151): a name that no two things share, and no address."""
    return f"tag:shibao,2026:{quote(name, safe=':/?=&,;-._~')}"
