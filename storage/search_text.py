"""
Chinese full text search by pairs of characters over SQLite's stock FTS5. Pure.

A text contains a word when its characters stand in it one after the other,
letter case and full or half width aside, and every character is literal. FTS5's
tokenizer `unicode61` splits at white space and punctuation and so cannot cut
Chinese; it gets text that is cut already (`segment`): one token for every
character of a run, which is the pair that begins there; the last character stands
alone. Pairs of digits are in nearly every article, so where a figure goes on (ASCII
letters, digits, `.`, `%`) the token is longer: up to six characters of it. A word
asks for the phrase of the tokens that it holds whole (`match_expression`); a figure
at its end may go on in the text, so there a prefix is asked for. With the table
made by

    CREATE VIRTUAL TABLE t USING fts5(…, tokenize='unicode61 remove_diacritics 0')

recall is 1 and so is precision, but for words with rare characters, which share
places in the index: `needs_check` names them and `Query.matches` decides.

What `segment` returns is stored, in effect: to change it is to rebuild indexes.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

_SPACE: Final = ord(" ")


class _Table(dict[int, int]):
    """
    A table for `str.translate` that fills itself by a rule.

    A key that a plain dict lacks costs `translate` an exception at every
    occurrence, which for Chinese would be at every character.
    """

    def __init__(self, rule: Callable[[int], int]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> int:
        place = self[code] = self._rule(code)
        return place


def _folded(code: int) -> int:
    if 0xFF01 <= code <= 0xFF5E:  # full width forms of ASCII
        code -= 0xFEE0
    character = chr(code)
    if character.isspace():
        return _SPACE
    # One character stays one: İ, the only one that `lower` would lengthen, is i.
    return ord(character.lower()[0])


def _ranges(*bounds: tuple[int, int]) -> Iterator[int]:
    return chain.from_iterable(range(first, last + 1) for first, last in bounds)


_PLACES: Final = range(0xA000, 0xA48D)
"""The Yi syllables: letters to `unicode61`, and unknown to financial news."""

_KNOWN: Final = dict(
    zip(
        (
            code
            for code in _ranges(
                (0x21, 0x7E),  # ASCII
                (0xA1, 0xFF),  # Latin-1: · ° ± × é
                (0x3B1, 0x3C9),  # Greek
                (0x430, 0x44F),  # Cyrillic
                (0x2010, 0x2027),  # — ‘ ’ “ ” • …
                (0x2030, 0x205E),  # ‰ ′ ″ ※ ⁄
                (0x20A0, 0x20BF),  # currencies
                (0x2103, 0x2103),  # ℃
                (0x2116, 0x2122),  # № ™
                (0x2150, 0x217F),  # ½ ⅰ
                (0x2190, 0x2199),  # arrows
                (0x2200, 0x2267),  # ∶ ≈ ≠ ≤ ≥
                (0x2460, 0x249B),  # ① ⑴ ⒈
                (0x25A0, 0x25EF),  # ■ ▲ ● ◆
                (0x2600, 0x2612),  # ★ ☆
                (0x3001, 0x303F),  # 、 。 〈 〉 《 》 「 」 【 】
                (0x3041, 0x30FF),  # kana and ・
                (0x3395, 0x33A5),  # ㎏ ㎡
                (0xFFE0, 0xFFE6),  # ￠ ￥
            )
            if _folded(code) == code and not (code < 0x7F and chr(code).isalnum())
        ),
        _PLACES,
        strict=False,
    )
)
_SHARED: Final = _PLACES[len(_KNOWN) :]
"""What is left for every other character of Unicode, by the remainder."""


def _is_plain(code: int) -> bool:
    """ASCII letters and digits and the ideographs every `unicode61` knows."""
    if code < 0x80:
        return chr(code).isalnum()
    return 0x4E00 <= code <= 0x9FA5 or 0x3400 <= code <= 0x4DB5


def _placed(code: int) -> int:
    code = _folded(code)
    if code == _SPACE or _is_plain(code):
        return code
    return _KNOWN.get(code) or _SHARED[code % len(_SHARED)]


_FOLD: Final = _Table(_folded)
_PLACE: Final = _Table(_placed)
_SPACE_UNIT: Final = array("H", " ".encode("utf-16-le"))
_GRAM: Final = 6
"""Characters of a figure in one token at most: a security's code is one token."""
_OF_FIGURES: Final = "[0-9a-z" + ".%".translate(_PLACE) + "]"
_FIGURE: Final = re.compile(_OF_FIGURES + "{2,}")
_LAST_FIGURE: Final = re.compile(_OF_FIGURES + r"{2,}\Z")


def fold(text: str) -> str:
    """
    A text with letter case, width of ASCII and kind of white space taken away.

    Nothing else: no NFKC, for ㈱ and ① are characters in their own right. The
    length stays, so a place in the folded text is one in the text as written.
    """
    return text.translate(_FOLD)


def segment(text: str) -> str:
    """What the index stores: a token for every character that is no white space."""
    return " ".join([_cut(run) for run in text.translate(_PLACE).split()])


def _cut(run: str) -> str:
    """
    `净利 利4 41.6% 1.6% .6% 6% %。 。` for `净利41.6%。`.

    Every token depends on what follows it alone, so that a word's are the same
    wherever in the run it begins.
    """
    pairs = _paired(run)
    parts: list[str] = []
    at = 0
    for found in _FIGURE.finditer(run):
        start, end = found.span()
        if start > at:
            parts.append(pairs[3 * at : 3 * start - 1])
        parts += [run[n : min(n + _GRAM, end)] for n in range(start, end - 1)]
        at = end - 1
    parts.append(pairs[3 * at :])
    return " ".join(parts)


def _paired(run: str) -> str:
    """
    `净利 利润 润` for `净利润`.

    By slices of UTF-16, in which every place is one unit: twice as fast as
    putting the pairs together one by one.
    """
    units = array("H", run.encode("utf-16-le"))
    paired = _SPACE_UNIT * (3 * len(units) - 2)
    paired[0::3] = units
    paired[1::3] = units[1:]
    return paired.tobytes().decode("utf-16-le")


def tokens_of(word: str) -> tuple[list[str], bool]:
    """
    The tokens that stand one after the other where one word without white space does.

    The last character alone, which `segment` adds, must not be asked for: it is
    in the index only where a run ends there. One character is a prefix, for it
    begins a token wherever it stands. So is a short figure at the end, and of a
    long one the last token that the word fills says all.

    Returns:
        The tokens, and whether the last of them may be but the beginning of one.

    Raises:
        ValueError: the word is empty or holds white space.
    """
    placed = word.translate(_PLACE)
    if not placed or " " in placed:
        raise ValueError(f"not one word: {word!r}")
    if len(placed) == 1:
        return [placed], True
    tokens = _cut(placed).split(" ")
    last = _LAST_FIGURE.search(placed)
    if last is None:
        return tokens[:-1], False
    length = min(len(last[0]), _GRAM)
    return tokens[: len(placed) - length + 1], length < _GRAM


def match_expression(word: str) -> str:
    """
    The FTS5 phrase for one word without white space: `tokens_of` in its spelling.

    Raises:
        ValueError: the word is empty or holds white space.
    """
    tokens, is_open = tokens_of(word)
    if is_open and len(tokens) == len(tokens[0]) == 1:
        return f"{tokens[0]}*"
    phrase = f'"{" ".join(tokens)}"'
    return f"{phrase} *" if is_open else phrase


def needs_check(word: str) -> bool:
    """Whether the index can take another word for this one."""
    return " " in fold(word) or any(
        code not in _KNOWN and not _is_plain(code) for code in map(ord, fold(word))
    )


@dataclass(frozen=True, slots=True)
class Query:
    """Words as written; a word with white space in it is a phrase, taken whole."""

    all_of: tuple[str, ...] = ()
    """Each must occur..."""
    any_of: tuple[tuple[str, ...], ...] = ()
    """...and of each of these groups at least one..."""
    none_of: tuple[str, ...] = ()
    """...and none of these."""

    def __bool__(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.all_of or self.any_of or self.none_of)

    @property
    def words(self) -> tuple[str, ...]:
        """What to mark in a hit: everything but the exclusions."""
        return (*self.all_of, *chain.from_iterable(self.any_of))

    @property
    def needs_check(self) -> bool:
        """Whether `to_match` finds too much, so that `matches` must decide."""
        return to_match(self) is None or any(
            needs_check(word) for word in (*self.words, *self.none_of)
        )

    def matches(self, *texts: str) -> bool:
        """Whether an article with these texts (title, body) is meant."""

        def occurs(word: str) -> bool:
            return any(map(_finder(word), texts))

        return (
            all(map(occurs, self.all_of))
            and all(any(map(occurs, group)) for group in self.any_of)
            and not any(map(occurs, self.none_of))
        )


@lru_cache(maxsize=256)
def _finder(word: str) -> Callable[[str], object]:
    """
    What tells whether `fold(word)` is in a folded text, of the text unfolded.

    Folding a text takes a hundred times as long as looking through it.
    """
    sought = fold(word)
    if any(map(_is_varied, sought)):
        return lambda text: sought in fold(text)
    if not any(character <= "~" for character in sought):
        return lambda text: sought in text
    return re.compile("".join(map(_spellings, sought))).search


def _is_varied(character: str) -> bool:
    """Whether letters beyond ASCII fold to this one."""
    return character > "~" and character != character.upper()


def _spellings(character: str) -> str:
    """A pattern for everything that folds to this one."""
    if character == " ":
        return r"\s"
    if not "!" <= character <= "~":
        return re.escape(character)
    spelt = {character, character.upper(), *_LATIN.get(character, "")}
    wide = {chr(ord(one) + 0xFEE0) for one in spelt if one <= "~"}
    return "[" + "".join(map(re.escape, sorted(spelt | wide))) + "]"


_LATIN: Final = {"i": "İ", "k": "\N{KELVIN SIGN}"}
"""What else has an ASCII letter for its lower case."""
_TOKEN: Final = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"(?!\S)|(?P<word>\S+)')
_EXCLUSION: Final = re.compile(r"-[^\W\d].+|-[“《「【].+")


def parse_query(words: str | Sequence[str]) -> Query:
    """
    Read what a person types.

    A sequence is taken as it is: every item a word or phrase, all must occur.
    A string is cut at white space, and every character of a word is literal.
    Only these, standing as words of their own, say something else:

    - `"两 词"`: what stands between the quotes, taken whole, its white space,
      a leading `-`, `OR` or `NOT` included. A quote inside a word is literal.
    - `A OR B`: at least one of them; it binds closer than words side by side.
    - `NOT A`, `NOT "两 词"`, `-"两 词"`: must not occur. `-A` says the same, but
      for the first word and where less than two characters follow or they
      begin with a digit or sign: `-1.3%` is looked for as it stands.

    `OR` and `NOT` with nothing to say them of are words like any other.
    """
    if not isinstance(words, str):
        return Query(all_of=_distinct(word.strip() for word in words if word.strip()))
    return _query(list(_tokens(words)))


def parse_arguments(arguments: Sequence[str]) -> Query:
    """
    Read what a shell hands over, where quotes have done their work already.

    Every argument is literal, and one with white space in it is several words.
    `OR`, `NOT` and `-A` say what they say in the string form of `parse_query`,
    but only as arguments of their own and before a `--`.
    """
    return _query(list(_told(arguments)))


def _told(arguments: Sequence[str]) -> Iterator[tuple[str, str]]:
    """As `_tokens`, of arguments."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    for number, argument in enumerate(arguments):
        words = argument.split()
        if number < end and argument in {"OR", "NOT"}:
            yield argument, argument
        elif 0 < number < end and len(words) == 1 and _EXCLUSION.fullmatch(argument):
            yield argument[1:], "not"
        elif number != end:
            yield from ((word, "word") for word in words)


def _query(tokens: list[tuple[str, str]]) -> Query:
    groups, none_of = _grouped(tokens)
    return Query(
        all_of=_distinct(group[0] for group in groups if len(group) == 1),
        any_of=tuple(_distinct(group) for group in groups if len(group) > 1),
        none_of=_distinct(none_of),
    )


def _tokens(words: str) -> Iterator[tuple[str, str]]:
    """Of every token its text and what it says: `word`, `not`, `NOT` or `OR`."""
    for number, found in enumerate(_TOKEN.finditer(words)):
        word, phrase = found["word"], found["phrase"]
        if phrase is not None:
            if phrase.strip():
                yield phrase.strip(), "not" if found["minus"] else "word"
        elif number and _EXCLUSION.fullmatch(word):
            yield word[1:], "not"
        else:
            yield word, word if word in {"OR", "NOT"} else "word"


def _grouped(tokens: list[tuple[str, str]]) -> tuple[list[list[str]], list[str]]:
    """The groups of alternatives and the exclusions."""
    groups: list[list[str]] = []
    none_of: list[str] = []
    before = ""
    for (word, says), (_, next_says) in pairwise([*tokens, ("", "end")]):
        if before == "OR":
            groups[-1].append(word)
            before = "word"
        elif before == "NOT" or says == "not":
            none_of.append(word)
            before = "not"
        elif says == "NOT" and next_says != "end":
            before = "NOT"
        elif says == "OR" and before == "word" and next_says != "end":
            before = "OR"
        else:
            groups.append([word])
            before = "word"
    return groups, none_of


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def to_match(query: Query) -> str | None:
    """
    The FTS5 expression that finds at least what the query means.

    None where only `Query.matches` can answer: nothing is sought, there are
    only exclusions. An exclusion that the index cannot tell from other words is
    left to the check, for it would take away what is meant.
    """
    sought = [_anded(word) for word in query.all_of]
    sought += ["(" + " OR ".join(map(_anded, group)) + ")" for group in query.any_of]
    if not sought:
        return None
    excluded = [match_expression(word) for word in query.none_of if not needs_check(word)]
    return " NOT ".join([f"({' AND '.join(sought)})", *excluded])


def _anded(word: str) -> str:
    parts = [match_expression(part) for part in fold(word).split()]
    return parts[0] if len(parts) == 1 else "(" + " AND ".join(parts) + ")"


def snippet(text: str, words: Iterable[str], width: int = 40) -> list[tuple[str, bool]]:
    """
    Up to three pieces of a text around its first hits, as (part, is hit).

    A piece is `width` characters long and on one line; where text is left out
    stands `…`. Without a hit it is the beginning of the text.
    """
    folded = fold(text)
    spans = _spans(folded, [fold(word) for word in words if word.strip()])
    parts: list[tuple[str, bool]] = []
    end = 0
    for start, stop in _windows(spans, len(text), width):
        if start > end:
            parts.append(("…", False))
        parts += _marked(text, spans, start, stop)
        end = stop
    if end < len(text):
        parts.append(("…", False))
    return parts


def _spans(folded: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand, in order; what overlaps or touches is one."""
    found = sorted(
        (hit.start(1), hit.end(1))
        for word in words
        for hit in re.finditer(f"(?=({re.escape(word)}))", folded)
    )
    return _joined(found)


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, stop in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(stop, joined[-1][1])
        else:
            joined.append((start, stop))
    return joined


def _windows(
    spans: Sequence[tuple[int, int]], length: int, width: int
) -> list[tuple[int, int]]:
    """The pieces to show: each begins a quarter of its width before a hit."""
    windows: list[tuple[int, int]] = []
    for hit, hit_end in spans or [(0, 0)]:
        if windows and hit_end <= windows[-1][1]:
            continue
        if len(windows) == 3:
            break
        stop = min(max(hit - width // 4, 0) + max(width, hit_end - hit), length)
        start = max(min(hit, stop - width), 0)
        windows.append((start, stop))
    return _joined(windows)


def _marked(
    text: str, spans: Iterable[tuple[int, int]], start: int, stop: int
) -> Iterator[tuple[str, bool]]:
    """One piece of the text, cut at the borders of its hits."""
    at = start
    for hit, hit_end in spans:
        for border, is_hit in ((hit, False), (hit_end, True)):
            border_here = min(border, stop)
            if border_here > at:
                yield " ".join(re.split(r"[^\S ]", text[at:border_here])), is_hit
                at = border_here
    if stop > at:
        yield " ".join(re.split(r"[^\S ]", text[at:stop])), False
