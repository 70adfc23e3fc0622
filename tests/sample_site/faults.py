"""
Ways in which the site may fail (site notes, section f and "Building a replica").

A fault that counts is used up by the requests that match it; the others stay
until they are switched off. `pattern` is searched for in path and query; a
fault without one leaves robots.txt alone, so that it strikes what was meant.
"""

import re
import threading
from dataclasses import dataclass


@dataclass(slots=True)
class _Armed:
    left: int
    pattern: re.Pattern[str]
    value: float = 0

    def strikes(self, path_qs: str) -> bool:
        """Whether it is this request's turn."""
        if self.left < 1 or (not self.pattern.pattern and path_qs == "/robots.txt"):
            return False
        return self.pattern.search(path_qs) is not None


class Faults:
    """The switches of one site; requests under /_sample/ are never touched."""

    def __init__(self) -> None:
        """Everything works."""
        self._lock = threading.Lock()
        self._armed: dict[str, list[_Armed]] = {}
        self.age_seconds = 0.0
        self.renamed = False
        self.looping = False

    def _arm(self, name: str, n: int, pattern: str, value: float = 0) -> None:
        with self._lock:
            self._armed.setdefault(name, []).append(_Armed(n, re.compile(pattern), value))

    def take(self, name: str, path_qs: str) -> float | None:
        """Whether a fault strikes this request: its value (a delay, a status) or None."""
        if name not in self._armed:
            return None
        with self._lock:
            for armed in self._armed.get(name, ()):
                if armed.strikes(path_qs):
                    armed.left -= 1
                    return armed.value
        return None

    def clear(self) -> None:
        """Everything works again."""
        with self._lock:
            self._armed.clear()
        self.age_seconds, self.renamed, self.looping = 0.0, False, False

    def busy(self, n: int = 1, pattern: str = "") -> None:
        """The next n data answers are `{"state":0,"msg":"系统繁忙"}`."""
        self._arm("busy", n, pattern)

    def block(self, n: int = 1, pattern: str = "", status: int = 200) -> None:
        """The next n requests get the page 访问过于频繁, with 200, 403 or 503."""
        self._arm("block", n, pattern, status)

    def captcha(self, n: int = 1, pattern: str = "") -> None:
        """The next n requests get the firewall's check in place of the page."""
        self._arm("captcha", n, pattern)

    def error_shell(self, n: int = 1, pattern: str = "") -> None:
        """The next n list pages say 维护中 and have no list."""
        self._arm("error_shell", n, pattern)

    def empty_list(self, n: int = 1, pattern: str = "") -> None:
        """The next n list pages have a list without entries."""
        self._arm("empty_list", n, pattern)

    def renamed_layout(self, on: bool = True) -> None:
        """Detail pages come with other class names."""
        self.renamed = on

    def truncated(self, n: int = 1, pattern: str = "") -> None:
        """The next n HTML pages stop in the middle, with the length of what is sent."""
        self._arm("truncated", n, pattern)

    def gbk(self, n: int = 1, pattern: str = "") -> None:
        """The next n answers are GBK bytes that are said to be UTF-8."""
        self._arm("gbk", n, pattern)

    def utf8_as_gbk(self, n: int = 1, pattern: str = "") -> None:
        """The next n answers are UTF-8 bytes that are said to be GBK."""
        self._arm("utf8_as_gbk", n, pattern)

    def huge(self, n: int = 1, pattern: str = "") -> None:
        """The next n requests get a page of 30 MB in pieces."""
        self._arm("huge", n, pattern)

    def bad_json(self, n: int = 1, pattern: str = "") -> None:
        """The next n data answers are JSON cut in the middle."""
        self._arm("bad_json", n, pattern)

    def cursor_loop(self, on: bool = True) -> None:
        """The board kx answers the same cursors for ever."""
        self.looping = on

    def status(self, code: int, n: int = 1, pattern: str = "") -> None:
        """The next n requests are answered with this status."""
        self._arm("status", n, pattern, code)

    def slow(self, seconds: float, n: int = 1, pattern: str = "") -> None:
        """The next n answers wait."""
        self._arm("slow", n, pattern, seconds)

    def age(self, seconds: float) -> None:
        """
        A cache stands in between: answers were rendered so long ago.

        It writes a `Date` of its own and an `Age`, so that `Date` less `Age` is
        when the page was rendered (section g). 0 takes the cache away.
        """
        self.age_seconds = seconds

    def drop_connection(self, n: int = 1, pattern: str = "") -> None:
        """The next n requests find the line cut."""
        self._arm("drop_connection", n, pattern)
