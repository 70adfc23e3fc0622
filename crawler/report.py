"""What a run has done so far, per channel, and what went wrong: its diary."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from crawler.profile import Profile

COUNTED = ("listed", "new", "changed", "unchanged", "rejected", "gone")
SETTLED = COUNTED[1:]

ADVICE = {
    "blocked": "The site asked us to stop. Wait an hour, then crawl more slowly: "
    "-s DOWNLOAD_DELAY=3.",
    "error_shell": "The site shows a maintenance page. Crawl again later; nothing is lost.",
    "not_a_feed": "What came is no feed. Open the address in a browser: it may have moved, "
    "or show an error page.",
    "layout_changed": "The site's pages look different. Nothing wrong was stored; "
    "see `shibao runs` and the table rejection.",
    "empty_list": "A list came back empty, which never happens on a quiet day. "
    "Open it in a browser and compare.",
    "list_unreachable": "A list could not be fetched. Check the network, then crawl again.",
    "cursor_loop": "The interface repeats itself. Crawl again later; nothing is skipped.",
    "unreachable": "Some pages could not be fetched. They stay pending: crawl again.",
    "timeout": "The site answers too slowly. What is missing stays pending: crawl again "
    "later, or wait longer with -s DOWNLOAD_TIMEOUT=90.",
    "connection": "The site refuses connections or breaks them off. What is missing stays "
    "pending: check the network, then crawl again.",
    "dns": "The site's name has no address. Check the network, the name server and "
    "base_url, then crawl again.",
    "tls": "No secure connection could be made. Check this machine's clock, its "
    "certificates and base_url. For a mirror whose certificate nobody vouches for: "
    "-s DOWNLOAD_VERIFY_CERTIFICATES=False.",
    "cut_short": "Answers broke off on the way. What is missing stays pending: crawl "
    "again.",
    "off_site": "The site sends us elsewhere, and we do not go. Open the address in a "
    "browser: it has moved, or the network wants a login; see the table rejection.",
    "redirect_loop": "The site sends us in a circle. What is missing stays pending: crawl "
    "again later.",
    "truncated": "Pages came without their end, time and again. Check the network, then "
    "crawl again; `shibao runs` and the table rejection tell which.",
    "undecodable": "Something came that is no text. It stays pending: crawl again later.",
    "too_large": "A page was larger than any article. See the table rejection; nothing "
    "else is held up.",
    "http_500": "The site stumbles over some pages. They stay pending: crawl again later.",
    "database": "The database could not be written. Mend what the sentence says, then "
    "crawl again: what was read since the last batch is asked for anew.",
    "archive": "What the site answered could not be kept. Make room, or mend the folder, "
    "before the next run: articles are stored, but those that came meanwhile cannot be "
    "replayed.",
    "error": "That is a fault of Shibao's own. Run it again with -L INFO and report what "
    "it prints; the articles concerned stay pending.",
    "stage_failed": "That is a fault of Shibao's own. What it broke on is in the table "
    "rejection, and is asked for again.",
    "low_yield": "A list shows far less than it always did, so its mark stays where it "
    "was. Open it in a browser: if it is as short there, crawl again later; if not, the "
    "site serves us something else.",
    "field_empty": "The pages lack what they always had. Open one in a browser: if it is "
    "there, the layout has changed and the reader needs mending; what was read is stored.",
    "rejections_rise": "Far more pages than ever are refused. See `shibao runs` and the "
    "table rejection; empty pages are asked for again.",
    "pages_missing": "The site says of most pages that they are gone. Nothing was "
    "marked so; look at one in a browser, then crawl again.",
    "lists_disagree": "Lists and pages tell different things; the pages' word was stored. "
    "Compare one article with its list in a browser: one of the two readers is wrong.",
    "interrupted": "The run was stopped. Start it again: it goes on where it was.",
}
"""What a tired person should do next, by reason."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong and was not cured."""

    reason: str
    """A short code, the `reason` of the run."""
    sentence: str


@dataclass(slots=True)
class Report:
    """The diary of one run."""

    started_at: datetime
    channels: defaultdict[str, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    interrupted: bool = False
    left: int = 0
    """How many articles were listed, by this run or before, and are still to be read."""
    findings: list[str] = field(default_factory=list)
    """What a person wants to know besides the numbers, in sentences."""
    profile: Profile = field(default_factory=Profile)
    """What this run saw, for the runs after it to be compared with."""

    def count(self, channel: str, outcome: str, by: int = 1) -> None:
        """Add to a channel's column."""
        self.channels[channel][outcome] += by

    def trouble(self, reason: str, sentence: str) -> None:
        """Note something that makes the run unhealthy; each sentence once."""
        self.counts[reason] += 1
        problem = Problem(reason, sentence)
        if problem not in self.problems and len(self.problems) < 50:
            self.problems.append(problem)

    @property
    def errors(self) -> int:
        """How often something went wrong, uncured."""
        return self.counts.total()

    @property
    def reason(self) -> str | None:
        """The first and so the most telling thing that went wrong."""
        if self.interrupted:
            return "interrupted"
        return self.problems[0].reason if self.problems else None

    @property
    def outcome(self) -> str:
        """`ok`, `alarm` or `interrupted`; the column of `crawl_run`."""
        if self.interrupted:
            return "interrupted"
        return "alarm" if self.problems else "ok"

    @property
    def exit_code(self) -> int:
        """0 done and healthy, 1 something is wrong (the contract's section 2)."""
        return 0 if self.outcome == "ok" else 1
