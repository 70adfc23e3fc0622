"""
What stcn's interfaces wrap their answers in (site notes, sections c.1, c.3, c.7, c.8).

One flag, 1 if all is well; one message; the data. Pure.
"""

import json
from collections.abc import Mapping
from typing import Any

from crawler.errors import BlockedError, ExtractionError, ShellError
from crawler.page import Answered
from crawler.selecting import parse_html
from crawler.shells import refuse_shell
from crawler.sites.stcn.address import HOME

_TOO_OFTEN = "频繁"
"""The site's limit says so in its message (site notes, section c.5)."""


class BusyError(ShellError):
    """The interface answers that something is wrong: it may do better in a moment."""


def read_envelope(text: str, answered: Answered, flag: str = "state") -> Mapping[str, Any]:
    """
    The envelope of one answer, once it says that all is well.

    Args:
        text: the answer.
        answered: how it came.
        flag: what its flag is called: `state`, or `status` at the gateway.

    Raises:
        BusyError: the flag is not 1.
        BlockedError: nor is it, and we have asked too often.
        ShellError: a page came instead of data.
        ExtractionError: the envelope is not as it should be.
    """
    try:
        envelope = json.loads(text)
    except ValueError:
        refuse_shell(parse_html(text), text, HOME)
        raise ExtractionError(answered.url, "data", "the answer is not JSON") from None
    if not isinstance(envelope, dict) or flag not in envelope:
        raise ExtractionError(answered.url, flag, "the envelope has none")
    if envelope[flag] != 1:
        told = str(envelope.get("msg"))
        error = BlockedError if _TOO_OFTEN in told else BusyError
        raise error(f"the interface answers {told!r} ({answered.url})")
    return envelope


def rows_of(envelope: Mapping[str, Any], answered: Answered) -> list[Mapping[str, Any]]:
    """
    The rows in `data`; none where it is null, an empty string or an empty list.

    Raises:
        ExtractionError: it holds something else than rows.
    """
    data = envelope.get("data")
    if not data:
        return []
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise ExtractionError(answered.url, "data", "it does not hold rows")
    return data
