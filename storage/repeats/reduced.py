"""A title and a body as they are compared: what is the medium's own taken off. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from storage.repeats.trimmings import HEADS, LINES, NOTICES, TAILS

_GROUPS: Final = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_CODE: Final = re.compile(
    r"\s*\((?:行情|股票代码|证券代码|代码)?[:\s]*(?P<a>(?:s[hz]|bj|hk)?[.:]?\d{4,6}(?:[.,]\s*[a-z]{1,2})?)"
    r"(?:,\s*诊股)?(?:[,;/、]\s*(?:[a-z]{0,2}\d{4,6}(?:[.,][a-z]{2})?|[a-z]{2,6}[.:][a-z]{1,5}))*\)"
)
_END: Final = re.compile(r"(?<!\d)[,.:]|[,.:](?!\d)|[。!?;…\n]+")
_SILENT: Final = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w%.]|_")
_HEADLINE: Final = re.compile(
    r"\s*(?:【(?P<a>[^【】\n]{2,80})】|\[(?P<b>[^\[\]\n]{8,120})\])\s*"
)
_TAG: Final = re.compile(r"^\s*(?:[\[【(][^\]】)]{1,6}[\]】)]\s*)+(?=\S)")
_QUOTED: Final = re.compile(r"^\s*[【\[](.+)[】\]]\s*$")
_CORRECTION: Final = re.compile(
    r"^[\W_]*(?:更正|勘误|订正|修正)[\W_]+|[(\[【](?:更正|修正|订正)[)\]】]"
)
"""更正：… in front of a title, or （更正） behind it."""
_TAIL: Final = 480
"""Characters at the end in which a disclaimer may begin."""

_ORIGINAL_TITLE: Final = re.compile(r"\s*原标题\s*:\s*")
_SITE: Final = re.compile(
    r"\s*[-_|–—]+\s*[\w·. ]{0,12}(?:网|社|报|财经|新闻|频道|门户|之家|com|cn)\s*$"
)


@dataclass(frozen=True, slots=True)
class Reduced:
    """A piece without its trimmings, in the three shapes that comparing needs."""

    title: str
    """Letters, figures and ideographs only, as the body below."""
    body: str
    plain_title: str
    plain: str
    """With punctuation and codes: what facts are read from."""
    clauses: tuple[str, ...]
    media: tuple[str, ...]
    """Whom datelines and last brackets name."""
    dateline: tuple[int | None, int] | None
    """Month and day of the dateline."""
    is_correction: bool
    """The title says that it corrects an earlier text."""
    is_notice: bool
    """Nothing is left, or nothing but what a site says of itself."""

    @property
    def is_stub(self) -> bool:
        """Whether the body is the title again: the page had no text yet."""
        return bool(self.title) and self.title == self.body


def plain(text: str) -> str:
    """NFKC, lower case, no invisible signs, no commas within figures."""
    folded = text.translate(_FOLD)
    if not unicodedata.is_normalized("NFKC", folded):
        folded = unicodedata.normalize("NFKC", folded).translate(_FOLD)
    return _GROUPS.sub("", folded.lower())


_FOLD: Final = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", "")
    | dict.fromkeys("—–―－‐‑−", "-")
    | dict.fromkeys("～〜∼", "~")
    | dict.fromkeys("“”「」『』", '"')
    | {"〔": "(", "〕": ")", "﹝": "(", "﹞": ")", "\u3000": " ", "\xa0": " ", "\r": "\n"}
)
"""Most of NFKC for Chinese news by itself: to ask whether more is to do is quick."""


def compact(text: str) -> str:
    """Letters, figures, ideographs, `%` and decimal points: no more can differ."""
    return _SILENT.sub("", text)


def reduce_text(title: str, body: str) -> Reduced:
    """
    Take off what is the medium's own and normalise the rest.

    What two reprints of one report differ in most is the credit: rivals.md 4.2
    measured that a changed credit line costs more overlap than a changed amount.
    """
    plain_title = _reduced_title(title)
    text, media, dateline = _trimmed(plain(body), plain_title)
    clauses = tuple(filter(None, map(compact, _END.split(_CODE.sub("", text)))))
    return Reduced(
        title=compact(_CODE.sub("", plain_title)),
        body="".join(clauses),
        plain_title=plain_title,
        plain=text,
        clauses=clauses,
        media=media,
        dateline=dateline,
        is_correction=bool(_CORRECTION.search(plain(title))),
        is_notice=_is_notice(clauses),
    )


def _reduced_title(title: str) -> str:
    """A title without a tag in front (`[公司]`) and the site's name at the end."""
    text = _CORRECTION.sub("", _SITE.sub("", plain(title).strip()))
    quoted = _QUOTED.match(text)
    return quoted[1] if quoted else _TAG.sub("", text)


def _trimmed(
    text: str, title: str
) -> tuple[str, tuple[str, ...], tuple[int | None, int] | None]:
    """The text without its trimmings, the media and the day that they name."""
    lines = list(filter(None, map(str.strip, text.split("\n"))))
    own = [line for line in lines if not _is_trimming(line, title)]
    text = "\n".join(own or lines)
    media: list[str] = []
    text, dateline = _without_heads(_without_headline(text, title), media, title)
    return _without_tails(text, media), tuple(media), dateline


def _is_trimming(line: str, title: str) -> bool:
    """Whether a line as a whole is the medium's own, but for a body of one line."""
    if line == title:
        return False
    return len(line) < 500 and any(rule.pattern.fullmatch(line) for rule in LINES)


def _without_headline(text: str, title: str) -> str:
    """A headline that the body begins with: 【…】 of cls, `原标题：…` of sina."""
    found = _ORIGINAL_TITLE.match(text)
    if found:
        rest = text[found.end() :]
        if title and rest.startswith(title):
            return rest[len(title) :]
        gap = re.search(r"\s{2,}|\n", rest[:100])
        return rest[gap.end() :] if gap else rest
    headline = _HEADLINE.match(text)
    if headline and len(text) - headline.end() >= 12:
        return text[headline.end() :]
    return text


def _without_heads(
    text: str, media: list[str], title: str
) -> tuple[str, tuple[int | None, int] | None]:
    """Datelines and credits at the head; `media` gets the names in them."""
    dateline: tuple[int | None, int] | None = None
    for _ in range(4):
        text = text.lstrip(" \n,:;。、-")
        found = next(filter(None, (rule.pattern.match(text) for rule in HEADS)), None)
        if not found or found.end() >= len(text):
            break
        named = found.groupdict()
        if named.get("medium"):
            media.append(named["medium"].strip(" 》"))
        if named.get("day"):
            dateline = (int(named["month"]) if named["month"] else None, int(named["day"]))
        text = _without_headline(text[found.end() :], title)
    return text, dateline


def _without_tails(text: str, media: list[str]) -> str:
    """Credits, disclaimers and calls at the end; `media` gets the bracketed names."""
    for _ in range(6):
        start = max(len(text) - _TAIL, 0)
        found = next(
            filter(None, (rule.pattern.search(text, start) for rule in TAILS)), None
        )
        if not found or not found.start():
            break
        credit = found.groupdict().get("credit")
        if credit:
            media.append(credit.strip())
        text = text[: found.start()]
    return text.rstrip()


def _is_notice(clauses: tuple[str, ...]) -> bool:
    """Whether little is left without the clauses that a site says of itself."""
    total = sum(map(len, clauses))
    own = sum(len(clause) for clause in clauses if NOTICES.search(clause))
    return total == 0 or (own >= 0.5 * total and total - own < 60)
