"""
A word in simplified and in traditional characters, where OpenCC is installed.

The index holds texts as they were printed. A query is asked in every spelling of
its words instead, each of them exactly, so that nothing is found that does not
stand in a text.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from itertools import chain, product
from math import prod
from typing import Any, Final

from storage.search_text import Query

_MOST: Final = 64
"""Spellings of one word; a word that could have more has few characters in common."""
_TRADITIONAL: Final = ("s2t", "s2tw", "s2hk")
"""OpenCC's names: its own standard, Taiwan's, Hong Kong's."""


def is_installed() -> bool:
    """Whether the extra `traditional` is there."""
    return find_spec("opencc") is not None


def in_all_spellings(query: Query) -> Query:
    """The same query, for simplified and traditional texts; itself without OpenCC."""
    if not is_installed():
        return query
    ways = [spellings(word) for word in query.all_of]
    return replace(
        query,
        all_of=tuple(way[0] for way in ways if len(way) == 1),
        any_of=(
            *(way for way in ways if len(way) > 1),
            *(_all_spellings(group) for group in query.any_of),
        ),
        none_of=_all_spellings(query.none_of),
    )


def spellings(word: str) -> tuple[str, ...]:
    """
    A word in all its spellings, as it was written first.

    A character that has several traditional forms (发: 發, 髮) is tried in each.
    Where that would be too many, OpenCC's own choices for the word must do.
    """
    if word.isascii():
        return (word,)  # OpenCC takes 25 ms to load
    forms = [_forms().get(character, character) for character in word]
    if prod(map(len, forms)) <= _MOST:
        found: Iterable[str] = map("".join, product(*forms))
    else:
        found = _by_phrases(word)
    return tuple(dict.fromkeys([word, *found]))


def _all_spellings(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(map(spellings, words))))


def _by_phrases(word: str) -> Iterator[str]:
    simplified = _converted("t2s", word)
    yield simplified
    for standard in _TRADITIONAL:
        yield _converted(standard, simplified)


def _converted(way: str, text: str) -> str:
    return str(_converter(way).convert(text))


@cache
def _converter(way: str) -> Any:
    from opencc import OpenCC  # noqa: PLC0415 - of the extra `traditional`

    return OpenCC(way)


@cache
def _forms() -> Mapping[str, str]:
    """Of each character that has other forms all of them; 15 ms, once."""
    # The ideographs that the index tells apart; a line each, or they were phrases.
    characters = "\n".join(map(chr, chain(range(0x3400, 0x4DB6), range(0x4E00, 0x9FA6))))
    families: dict[str, str] = {}
    simplified = _converted("t2s", characters)
    for character, simple in zip(characters[::2], simplified[::2], strict=True):
        if character != simple:
            families[simple] = families.get(simple, simple) + character
    return {character: family for family in families.values() for character in family}
