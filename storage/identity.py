"""What "the same" means: of articles, of texts, of rejections. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping

_WHITE_SPACE = re.compile(r"\s+")


def article_id_of(site: str, native_id: str | None, url: str | None) -> str:
    """
    `<site>:<native id>`, else `<site>:<16 hex>` of the canonical URL.

    The site's own id comes first: it survives the redesigns that change URLs.
    """
    if native_id:
        return f"{site}:{native_id}"
    if not url:
        raise ValueError("an article needs an id of its own or an address")
    return f"{site}:{hashlib.sha256(url.encode()).hexdigest()[:16]}"


def comparable(text: str | None) -> str:
    """A text without its white space, which never makes a version."""
    return _WHITE_SPACE.sub("", text or "")


def rejection_key(url: str, reason: str, content: Mapping[str, str]) -> str:
    """SHA-256 under which rejecting the same thing again adds no row."""
    told = json.dumps([url, reason, dict(content)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
