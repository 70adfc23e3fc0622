"""What a server's search index can tell of a query."""

from typing import Final

from storage.queries.matching import Matching
from storage.search_text import Query, fold, tokens_of

ANY_CUT: Final = "SELECT 1 FROM article_search WHERE is_cut LIMIT 1"
"""Whether an article was too long for the index; then it does not know all of it."""
_ROWS: Final = "SELECT id FROM article_search WHERE tokens @@ CAST(:match AS tsquery)"
_OR_CUT: Final = " UNION SELECT id FROM article_search WHERE is_cut"


def by_tokens(query: Query, *, any_cut: bool) -> Matching | None:
    """
    The articles that hold all tokens of the words; None where nothing is sought.

    A word of more than one token may have them apart from each other, so its text
    decides, and so it does with exclusions, and of articles that the index holds cut.
    """
    sought = [of_word(word) for word in query.all_of]
    sought += [f"({' | '.join(map(of_word, group))})" for group in query.any_of]
    if not sought:
        return None
    match = " & ".join(sought)
    tokens = match.count("'") // 2
    is_exact = tokens == len(query.words) and not query.none_of and not query.needs_check
    rows = _ROWS + _OR_CUT if any_cut else _ROWS
    return Matching(rows, {"match": match}, tokens, any_cut or not is_exact)


def of_word(word: str) -> str:
    """A word, with white space in it or without, as a `tsquery`."""
    parts = [_of_part(part) for part in fold(word).split()]
    return f"({' & '.join(parts)})"


def _of_part(part: str) -> str:
    tokens, is_open = tokens_of(part)
    last = len(tokens) - 1
    quoted = [
        f"{_quoted(token)}:*" if is_open and place == last else _quoted(token)
        for place, token in enumerate(tokens)
    ]
    return " & ".join(dict.fromkeys(quoted))


def _quoted(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
