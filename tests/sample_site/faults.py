"""
Ways in which the site may fail (site notes, section f and "Building a replica").

A fault that counts is used up by the requests that match it; the others stay
until they are switched off. `pattern` is searched for in path and query; a
fault without one leaves robots.txt alone, so that it strikes what was meant.
"""

import random
import re
import threading
from collections import Counter
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class _Armed:
    left: int
    pattern: re.Pattern[str]
    value: Any = 0

    def strikes(self, path_qs: str) -> bool:
        """Whether it is this request's turn."""
        if self.left < 1 or (not self.pattern.pattern and path_qs == "/robots.txt"):
            return False
        return self.pattern.search(path_qs) is not None


@dataclass(slots=True)
class _Mix:
    share: float
    seed: int
    asked: Counter[str]


PASSING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("status", {"code": 500}),
    ("status", {"code": 502}),
    ("retry_after", {"seconds": 0, "status": 503}),
    ("retry_after", {"seconds": 0, "status": 429, "as_date": True}),
    ("block", {"status": 200}),
    ("block", {"status": 403}),
    ("captcha", {}),
    ("challenge", {}),
    ("login", {}),
    ("redirect_loop", {}),
    ("drop_connection", {}),
    ("reset", {}),
    ("cut_short", {}),
    ("wrong_length", {}),
    ("slow", {"seconds": 1.0}),
    ("stall", {"seconds": 1.0}),
    ("not_gzip", {}),
    ("gbk", {}),
)
"""What `mixed` chooses from: any answer may meet each, and be sound the next time."""


class Faults:
    """The switches of one site; requests under /_sample/ are never touched."""

    def __init__(self) -> None:
        """Everything works."""
        self._lock = threading.Lock()
        self._armed: dict[str, list[_Armed]] = {}
        self.age_seconds = 0.0
        self.renamed = False
        self.looping = False
        self._mix: _Mix | None = None
        self.skews: set[str] = set()
        """Which of `skews.py` are on."""

    def _arm(self, name: str, n: int, pattern: str, value: Any = 0) -> None:
        with self._lock:
            self._armed.setdefault(name, []).append(_Armed(n, re.compile(pattern), value))

    def take(self, name: str, path_qs: str) -> Any:
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
            self._mix = None
            self.skews.clear()
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

    # --- answers that say: not now -----------------------------------------------------

    def retry_after(
        self,
        seconds: float | str = 1,
        n: int = 1,
        pattern: str = "",
        status: int = 503,
        *,
        as_date: bool = False,
    ) -> None:
        """
        The next n requests are put off by 503 or 429 with `Retry-After`.

        It is written as seconds, as a date by the site's clock, or, if it is a
        string, as given.
        """
        self._arm("retry_after", n, pattern, (seconds, status, as_date))

    def challenge(self, n: int = 1, pattern: str = "", status: int = 200) -> None:
        """The next n requests get the firewall's script that wants a cookie set."""
        self._arm("challenge", n, pattern, status)

    def login(self, n: int = 1, pattern: str = "", status: int = 200) -> None:
        """The next n requests get a page that wants a password."""
        self._arm("login", n, pattern, status)

    def firewall(self, n: int = 1, pattern: str = "", status: int = 405) -> None:
        """The next n requests get the firewall's page 您的访问被阻断."""
        self._arm("firewall", n, pattern, status)

    def redirect(self, url: str, n: int = 1, pattern: str = "", status: int = 302) -> None:
        """The next n requests are sent to this address."""
        self._arm("redirect", n, pattern, (url, status))

    def redirect_loop(
        self, n: int = 1, pattern: str = "", *, growing: bool = False
    ) -> None:
        """The next n requests are sent where they are, or ever on if `growing`."""
        self._arm("redirect_loop", n, pattern, growing)

    # --- lines and bytes that are broken -----------------------------------------------

    def reset(self, n: int = 1, pattern: str = "") -> None:
        """The next n answers break off in the middle with a reset."""
        self._arm("reset", n, pattern)

    def cut_short(self, n: int = 1, pattern: str = "") -> None:
        """The next n answers end in the middle, short of their `Content-Length`."""
        self._arm("cut_short", n, pattern)

    def wrong_length(self, by: int = -500, n: int = 1, pattern: str = "") -> None:
        """The next n answers say a `Content-Length` that is wrong by so many bytes."""
        self._arm("wrong_length", n, pattern, by)

    def stall(self, seconds: float, n: int = 1, pattern: str = "") -> None:
        """The next n answers wait in the middle."""
        self._arm("stall", n, pattern, seconds)

    def gzip_bomb(self, n: int = 1, pattern: str = "") -> None:
        """The next n requests get a megabyte that unpacks to a gigabyte."""
        self._arm("gzip_bomb", n, pattern)

    def not_gzip(self, n: int = 1, pattern: str = "") -> None:
        """The next n answers are said to be packed and are not."""
        self._arm("not_gzip", n, pattern)

    # --- all of them -------------------------------------------------------------------

    def mixed(self, share: float = 0.3, seed: int = 7) -> None:
        """
        So large a share of all requests meets one of the faults that pass.

        What strikes the nth request for an address depends on nothing but it, n
        and the seed.
        """
        self._mix = _Mix(share, seed, Counter())

    def draw(self, path_qs: str) -> None:
        """Arm what `mixed` has in store for this request."""
        mix = self._mix
        if mix is None or path_qs == "/robots.txt":
            return
        with self._lock:
            mix.asked[path_qs] += 1
            lot = random.Random(f"{mix.seed}/{mix.asked[path_qs]}/{path_qs}")
        if lot.random() < mix.share:
            name, given = lot.choice(PASSING)
            getattr(self, name)(**given, pattern=f"^{re.escape(path_qs)}$")

    def short_lists(self) -> None:
        """List pages show two of their entries, though more follow."""
        self.skews.add("short_lists")

    def bare_pages(self) -> None:
        """Detail pages print neither source nor author."""
        self.skews.add("bare_pages")

    def one_sentence(self) -> None:
        """Detail pages print the first words of the body alone."""
        self.skews.add("one_sentence")

    def blank_bodies(self) -> None:
        """Most detail pages come without a text."""
        self.skews.add("blank_bodies")

    def other_titles(self) -> None:
        """Lists print other titles than pages."""
        self.skews.add("other_titles")

    def other_times(self) -> None:
        """Lists print other times than pages."""
        self.skews.add("other_times")
