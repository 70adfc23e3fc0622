"""Which code has read a page: a name that changes whenever that code does."""

import hashlib
import sys
from functools import cache
from pathlib import Path

import crawler
import pipelines

_SHARED = (
    *("dates", "selecting.py", "decoding", "hot_words.py", "page.py", "posts.py"),
    *("feeds.py", "feed_articles.py", "anypage"),
)
"""Parts of `crawler` that every site's reader uses."""


def parser_version(spider: type) -> str:
    """
    Twelve hexadecimal digits over the sources that turn a response into columns.

    The site's own file or package, what all sites share, and the stages. It
    names the code and promises nothing: a comment changes it, too.
    """
    return _digest(_home_of(spider))


@cache
def _digest(site: Path) -> str:
    home = Path(crawler.__file__).parent
    parts = [site, *(home / name for name in _SHARED)]
    digest = hashlib.sha256()
    for part in [*parts, Path(pipelines.__file__).parent]:
        for file in sorted(part.rglob("*.py")) if part.is_dir() else [part]:
            digest.update(f"{file.relative_to(part.parent)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _home_of(spider: type) -> Path:
    """The file that a spider is defined in, or the package that it is a part of."""
    file = Path(str(sys.modules[spider.__module__].__file__))
    return file.parent if file.parent.name == getattr(spider, "name", "") else file
