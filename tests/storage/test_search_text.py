"""Search by pairs: what is found, against `in` on folded text, in a real FTS5."""

import sqlite3
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.search_text import (
    Query,
    fold,
    match_expression,
    needs_check,
    parse_arguments,
    parse_query,
    segment,
    snippet,
    to_match,
)

pytestmark = pytest.mark.sqlite("its index is FTS5's own")

_TABLE = (
    "CREATE VIRTUAL TABLE found USING fts5(title, body, content='', "
    "tokenize='unicode61 remove_diacritics 0')"
)
_INSERT = "INSERT INTO found(rowid, title, body) VALUES (?, ?, ?)"
_DELETE = "INSERT INTO found(found, rowid, title, body) VALUES ('delete', ?, ?, ?)"

_ALPHABET = st.one_of(
    st.sampled_from("股份回购增持净利润公告龥㐀䶵"),
    st.sampled_from("abYZzＡｂ０９％．"),
    st.sampled_from("0123456789%.,-+*\"'()^:{}_/\\&<>"),
    st.sampled_from("，。！？：；、“”‘’《》【】（）—…·～￥㎡①→"),
    st.sampled_from(" \t\n\u3000\xa0"),
    st.sampled_from("éÉßẞΣςİ📉📈𠮷鿿ꀀꒌ한\u200b\x00\ufffd"),
    st.characters(),
)
_TEXTS = st.lists(st.text(_ALPHABET, max_size=24), min_size=1, max_size=5)


def _index(texts: Sequence[tuple[str, str]]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute(_TABLE)
    connection.executemany(
        _INSERT,
        [(n, segment(title), segment(body)) for n, (title, body) in enumerate(texts)],
    )
    return connection


def _rows(connection: sqlite3.Connection, expression: str) -> set[int]:
    query = "SELECT rowid FROM found WHERE found MATCH ?"
    return {row for (row,) in connection.execute(query, [expression])}


def _words(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for start in range(len(text)):
            for stop in range(start + 1, min(start + 8, len(text)) + 1):
                if not any(map(str.isspace, text[start:stop])):
                    yield text[start:stop]


def _check_every_word(texts: Sequence[str]) -> None:
    connection = _index([(text, "") for text in texts])
    folded = [fold(text) for text in texts]
    for word in dict.fromkeys(_words(texts)):
        truth = {n for n, text in enumerate(folded) if fold(word) in text}
        found = _rows(connection, match_expression(word))
        assert found >= truth, f"{word!r} is lost"
        if not needs_check(word):
            assert found == truth, f"{word!r} finds too much"
    connection.close()


@settings(deadline=None, max_examples=150)
@given(_TEXTS)
def test_every_substring_is_found_and_nothing_else(texts: list[str]) -> None:
    """Recall is 1, and precision is 1 for every word that needs no check."""
    _check_every_word(texts)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("净利%.a", max_size=12), min_size=2, max_size=6))
def test_a_small_alphabet_confuses_nothing(texts: list[str]) -> None:
    """Texts that are nearly each other, where a loose phrase would show."""
    _check_every_word(texts)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text("012.%aＡ％亿 ", max_size=22), min_size=1, max_size=5))
def test_figures_are_found_wherever_they_are_cut(texts: list[str]) -> None:
    """A word may begin and end in the middle of a figure, however long that is."""
    _check_every_word(texts)


@settings(deadline=None, max_examples=100)
@given(_TEXTS, st.data())
def test_a_checked_query_is_exact(texts: list[str], data: st.DataObject) -> None:
    """`to_match` and then `matches`, if need be, answer as `in` does."""
    words = [*_words(texts)] + [text for text in texts if text.strip()] or ["净"]
    some = st.lists(st.sampled_from(words), max_size=2).map(tuple)
    query = Query(
        all_of=tuple(w.strip() for w in data.draw(some)),
        any_of=tuple(
            tuple(w.strip() for w in group)
            for group in data.draw(
                st.lists(
                    st.lists(st.sampled_from(words), min_size=1, max_size=2), max_size=2
                )
            )
        ),
        none_of=tuple(w.strip() for w in data.draw(some)),
    )
    connection = _index([(text, text[::-1]) for text in texts])
    everything = range(len(texts))
    truth = {n for n in everything if query.matches(texts[n], texts[n][::-1])}
    expression = to_match(query)
    found = set(everything) if expression is None else _rows(connection, expression)
    assert found >= truth
    assert query.needs_check or found == truth
    connection.close()


def test_the_index_keeps_every_place_apart() -> None:
    """SQLite's tokenizer takes all places for letters and folds none together."""
    ideographs = [*range(0x3400, 0x4DB6), *range(0x4E00, 0x9FA6)]
    kept = [chr(code) for code in (*range(0xA000, 0xA48D), *ideographs)]
    connection = sqlite3.connect(":memory:")
    connection.execute(_TABLE)
    connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(found, 'row')")
    connection.execute(_INSERT, (1, " ".join(kept), ""))
    assert {term for (term,) in connection.execute("SELECT term FROM terms")} == set(kept)
    connection.close()


def test_segments_are_pairs_and_the_last_character() -> None:
    """The form that is stored, run by run."""
    assert segment("净利润 A股\n增") == "净利 利润 润 a股 股 增"
    assert segment(" \u3000\n") == ""


def test_segments_of_figures_are_longer() -> None:
    """Up to six characters of what goes on, each from its own place."""
    dot, percent = segment(".").strip(), segment("%").strip()
    assert segment("增1２月") == "增1 12 2月 月"
    assert segment("002458") == "002458 02458 2458 458 58 8"
    assert segment("A1.5％吧") == (
        f"a1{dot}5{percent} 1{dot}5{percent} {dot}5{percent} 5{percent} {percent}吧 吧"
    )
    assert segment("12345678") == "123456 234567 345678 45678 5678 678 78 8"


def test_expressions_for_figures_ask_for_whole_tokens() -> None:
    """A figure at the end may go on in the text: a prefix, unless a token is full."""
    assert match_expression("Ｎｅｔ") == '"net" *'
    assert match_expression("代码002458") == '"代码 码0 002458"'
    assert match_expression("0024581") == '"002458 024581"'
    assert match_expression("增12") == '"增1 12" *'
    assert match_expression("12月") == '"12 2月"'


def test_expressions_ask_for_pairs_alone() -> None:
    """The trailing single character of the index is no part of a phrase."""
    assert match_expression("净利润") == '"净利 利润"'
    assert match_expression("净") == "净*"
    assert match_expression("净a") == '"净a"'
    for word in ("", "两 词"):
        with pytest.raises(ValueError, match="not one word"):
            match_expression(word)


@given(st.text())
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    """A place in the folded text is a place in the text."""
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_takes_case_width_and_space_away_and_no_more() -> None:
    """Compatibility forms are characters in their own right."""
    assert fold("ＡＢｃ％１．５") == "abc%1.5"
    assert fold("一\u3000二\xa0三\n四") == "一 二 三 四"
    assert fold("①㈱ﬁ５İ") == "①㈱ﬁ5i"


@settings(max_examples=300)
@given(st.text(_ALPHABET), st.text(_ALPHABET, min_size=1, max_size=3))
def test_texts_are_looked_through_as_if_folded(text: str, word: str) -> None:
    """`matches` says what `in` says of the folded two, without folding the text."""
    for sought in (word, text[1:4]):
        query = Query(all_of=(sought,))
        assert query.matches(text) == (fold(sought) in fold(text)), sought


def test_every_character_is_found_by_what_it_folds_to() -> None:
    """All of Unicode: no spelling of a character is overlooked."""
    for code in range(0x110000):
        folded = fold(chr(code))
        if folded != chr(code):
            assert Query(all_of=(f"净{folded}",)).matches(f"净{chr(code)}"), hex(code)


def test_only_rare_characters_need_a_check() -> None:
    """What financial news is written in has places of its own."""
    assert not needs_check("净利润同比增长41.6%，“A股”（600519.SH）——约￥3.2亿元～①→℃㎡")
    assert needs_check("📉")
    assert needs_check("𠮷")
    assert needs_check("两 词")


def test_characters_that_share_a_place_are_told_apart_by_the_check() -> None:
    """The index confuses two rare characters; the query does not."""
    one = next(chr(c) for c in range(0x1F300, 0x1F900) if segment(chr(c)) == segment("📉"))
    other = (
        "📉"
        if one != "📉"
        else next(
            chr(c) for c in range(0x1F4CA, 0x1FFFF) if segment(chr(c)) == segment("📉")
        )
    )
    query = parse_query(f"跌{one}")
    connection = _index([(f"大跌{one}", ""), (f"大跌{other}", "")])
    assert _rows(connection, to_match(query) or "") == {0, 1}
    assert query.needs_check
    assert query.matches(f"大跌{one}")
    assert not query.matches(f"大跌{other}")
    connection.close()


def test_a_row_leaves_the_index_as_it_came() -> None:
    """Contentless tables forget a row when they are told its segments again."""
    connection = _index([("回购公告", "增持"), ("回购", "")])
    connection.execute(_DELETE, (0, segment("回购公告"), segment("增持")))
    assert _rows(connection, match_expression("回购")) == {1}
    assert _rows(connection, match_expression("增持")) == set()
    connection.execute("INSERT INTO found(found) VALUES ('integrity-check')")
    connection.close()


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("回购 增持", Query(all_of=("回购", "增持"))),
        ("回购\u3000回购", Query(all_of=("回购",))),
        ('"A股 回购" 5%', Query(all_of=("A股 回购", "5%"))),
        ('5"屏 "半句', Query(all_of=('5"屏', '"半句'))),
        ("回购 OR 增持", Query(any_of=(("回购", "增持"),))),
        ("甲 OR 乙 OR 丙 丁", Query(all_of=("丁",), any_of=(("甲", "乙", "丙"),))),
        ("甲 OR 乙 丙 OR 丁", Query(any_of=(("甲", "乙"), ("丙", "丁")))),
        ("OR", Query(all_of=("OR",))),
        ("OR 甲", Query(all_of=("OR", "甲"))),
        ("甲 OR", Query(all_of=("甲", "OR"))),
        ('甲 "OR" 乙', Query(all_of=("甲", "OR", "乙"))),
        ("甲 or 乙", Query(all_of=("甲", "or", "乙"))),
        ("回购 -减持", Query(all_of=("回购",), none_of=("减持",))),
        ("回购 NOT 减持", Query(all_of=("回购",), none_of=("减持",))),
        ("NOT 减持", Query(none_of=("减持",))),
        ('回购 NOT "两 词"', Query(all_of=("回购",), none_of=("两 词",))),
        ('回购 -"两 词"', Query(all_of=("回购",), none_of=("两 词",))),
        ("回购 NOT", Query(all_of=("回购", "NOT"))),
        ("-减持", Query(all_of=("-减持",))),
        ("涨幅 -1.3%", Query(all_of=("涨幅", "-1.3%"))),
        ("涨幅 -减 --x", Query(all_of=("涨幅", "-减", "--x"))),
        ('涨幅 "-减持"', Query(all_of=("涨幅", "-减持"))),
        ("A-B 1-6月", Query(all_of=("A-B", "1-6月"))),
        ("甲 -乙丙 OR 丁", Query(all_of=("甲", "OR", "丁"), none_of=("乙丙",))),
        ('"" " "', Query()),
        ("  ", Query()),
        (["两 词", "OR", "-减持", " "], Query(all_of=("两 词", "OR", "-减持"))),
    ],
)
def test_queries_are_read_as_documented(words: str | list[str], query: Query) -> None:
    """Every rule of the string form, and that a sequence knows none."""
    assert parse_query(words) == query


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        (["回购", "增持"], Query(all_of=("回购", "增持"))),
        (["回购 增持"], Query(all_of=("回购", "增持"))),
        (["回购 OR 增持"], Query(all_of=("回购", "OR", "增持"))),
        (["回购", "OR", "增持"], Query(any_of=(("回购", "增持"),))),
        (["回购", "-减持"], Query(all_of=("回购",), none_of=("减持",))),
        (["回购", "NOT", "减持"], Query(all_of=("回购",), none_of=("减持",))),
        (["回购 -减持"], Query(all_of=("回购", "-减持"))),
        (["-减持", "回购"], Query(all_of=("-减持", "回购"))),
        (["涨幅", "-1.3%"], Query(all_of=("涨幅", "-1.3%"))),
        (
            ["回购", "--", "-减持", "OR", "增持"],
            Query(all_of=("回购", "-减持", "OR", "增持")),
        ),
        (['"A股', '回购"'], Query(all_of=('"A股', '回购"'))),
        (["OR"], Query(all_of=("OR",))),
        (["--"], Query()),
        ([" ", ""], Query()),
    ],
    ids=str,
)
def test_arguments_are_read_as_documented(arguments: list[str], query: Query) -> None:
    """A shell has cut and unquoted them; only what stands alone is an operator."""
    assert parse_arguments(arguments) == query


@given(st.text(_ALPHABET))
def test_whatever_is_typed_is_a_query(words: str) -> None:
    """No input is an error, and every expression is one that FTS5 accepts."""
    query = parse_query(words)
    assert query or all(c.isspace() or c in '"-' for c in words)
    expression = to_match(query)
    if expression is not None:
        connection = _index([(words, "")])
        _rows(connection, expression)
        connection.close()


def test_only_what_the_index_knows_is_excluded_by_it() -> None:
    """An exclusion by a shared place would take away what is meant."""
    assert to_match(parse_query("回购 -减持")) == '("回购") NOT "减持"'
    assert to_match(parse_query("回购 NOT 📉📉")) == '("回购")'
    assert to_match(parse_query("甲 乙 OR 丙")) == "(甲* AND (乙* OR 丙*))"
    assert to_match(parse_query("NOT 减持")) is None
    assert to_match(Query()) is None
    assert not Query()


def test_words_may_stand_in_title_and_body() -> None:
    """Words side by side need not stand in the same of the two."""
    connection = _index([("公司回购", "拟增持股份"), ("公司回购", "")])
    query = parse_query("回购 增持")
    assert _rows(connection, to_match(query) or "") == {0}
    assert query.matches("公司回购", "拟增持股份")
    assert not query.needs_check
    connection.close()


def test_a_snippet_shows_the_hits_where_they_stand() -> None:
    """Found on folded text, shown as written, on one line."""
    text = "晨报\n某公司公告，拟以ＡＢＣ基金回购股份，用于员工持股计划。"
    assert snippet(text, ["abc基金", "公司"], width=12) == [
        ("…", False),
        ("报 某", False),
        ("公司", True),
        ("公告，拟以", False),
        ("ＡＢＣ基金", True),
        ("回购股份", False),
        ("…", False),
    ]
    assert snippet(text, ["计划"], width=4) == [
        ("…", False),
        ("股", False),
        ("计划", True),
        ("。", False),
    ]
    assert snippet("甲\n乙", ["丙"]) == [("甲 乙", False)]
    assert snippet("", ["丙"]) == []


@given(
    st.text("净利润股 \n%a", max_size=200),
    st.lists(st.text("净利润a%", min_size=1), max_size=3),
)
def test_snippets_lose_no_hit_and_invent_nothing(text: str, words: list[str]) -> None:
    """Parts stand in the text in order; a hit is shown if there is one."""
    parts = snippet(text, words, width=20)
    at = 0
    flat = text.replace("\n", " ")
    for part, is_hit in parts:
        if part != "…":
            at = flat.index(part, at) + len(part)
        assert not is_hit or any(fold(word)[0] in fold(part) for word in words)
    occurs = any(fold(word) in fold(text) for word in words)
    assert occurs == any(is_hit for _, is_hit in parts)
