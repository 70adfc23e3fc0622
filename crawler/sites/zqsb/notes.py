"""What the vendor's system notes of an article, in a comment of its page. Pure."""

import re
from collections.abc import Mapping

from crawler.selecting import parse_html, text_of

_NOTES = re.compile(r"<!--\s*enpproperty\b(.*?)/enpproperty\s*-->", re.DOTALL)
_NOTE = re.compile(
    r"<(?:founder-)?(title|introtitle|subtitle|author|nodename)>(.*?)</(?:founder-)?\1>",
    re.DOTALL,
)


def noted_in(text: str) -> Mapping[str, str]:
    """
    `title`, `introtitle` (引题), `subtitle` (副题), `author` and `nodename` of a page.

    Mark-up inside of them is taken off; empty without such a comment. The last is the
    newspaper page: `A004：公司`.
    """
    found = _NOTES.search(text)
    if found is None:
        return {}
    return {
        name: text_of(parse_html(f"<div>{inside}</div>"))
        for name, inside in _NOTE.findall(found[1])
    }
