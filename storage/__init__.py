"""
Keep: the database, and the doors for reading it; knows nothing of Scrapy.

For analysts: `storage.open("news.db")`, see `storage.api`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.api import News
    from storage.api import open_news as open  # noqa: A004 - the name that analysts type

__all__ = ["News", "open"]

_NAMES = {"News": "News", "open": "open_news"}


def __getattr__(name: str) -> Any:
    """Load the door when it is asked for: the crawl does without."""
    if name not in _NAMES:
        raise AttributeError(f"module 'storage' has no attribute {name!r}")
    from storage import api  # noqa: PLC0415 - as above

    return getattr(api, _NAMES[name])
