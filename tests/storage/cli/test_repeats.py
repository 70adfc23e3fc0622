"""`shibao repeats`: a family as a person and as a program reads it, and undoing."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.store import Store
from tests import databases
from tests.harness import Desk, Outcome
from tests.storage.test_linking import CUT, FIRST, OTHER_COMPANY, REPRINT
from tests.storage.test_store import NOON

pytestmark = pytest.mark.both

Shibao = Callable[..., Outcome]


@pytest.fixture
def shibao(tmp_path: Path) -> Shibao:
    """The command, on a database with one family and a stranger."""
    desk = Desk(tmp_path)
    with Store(databases.url_of(desk.database)) as store:
        store.begin_run("stcn", {}, NOON)
        store.apply(1, [FIRST, REPRINT, CUT, OTHER_COMPANY])
    return desk.shibao


def test_a_family_is_shown_from_its_original_on(shibao: Shibao) -> None:
    """Whichever member is named: times, delays, media, relations, differences."""
    outcome = shibao("repeats", "stcn:2")

    assert outcome.code == 0, outcome.err
    lines = outcome.out.splitlines()
    assert lines[1].startswith("stcn:1")
    assert "original" in lines[1]
    assert "1 h" in lines[2]
    assert "第一财经" in lines[2]
    assert "excerpt" in lines[3]
    assert "stcn:3: excerpt, score" in outcome.out


def test_a_program_gets_it_as_json(shibao: Shibao) -> None:
    """The original first, with delays in seconds and reasons as they are stored."""
    members = json.loads(shibao("repeats", "1", "--json").out)

    assert [(m["article_id"], m["delay"]) for m in members] == [
        ("stcn:1", 0),
        ("stcn:2", 3600),
        ("stcn:3", 7200),
    ]
    assert members[0]["relation"] is None
    assert members[1]["reasons"]["credits"] == ["第一财经"]


def test_an_article_without_repeats_is_a_family_of_one(shibao: Shibao) -> None:
    """It is found, so that is no failure."""
    members = json.loads(shibao("repeats", "stcn:4", "--json").out)

    assert [m["article_id"] for m in members] == ["stcn:4"]


def test_undoing_tells_two_articles_apart(shibao: Shibao) -> None:
    """From now on, and after working everything out anew."""
    assert shibao("repeats", "undo", "stcn:1", "stcn:2").code == 0
    assert shibao("db", "rebuild-repeats").code == 0
    members = json.loads(shibao("repeats", "stcn:2", "--json").out)

    assert "stcn:1" not in {m["article_id"] for m in members}


def test_show_names_the_family(shibao: Shibao) -> None:
    """The original names its copies, a copy its original."""
    assert "stcn:2" in shibao("show", "stcn:1").out
    assert "stcn:1" in shibao("show", "stcn:2").out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["stcn:99"], 1, "There is no article stcn:99"),
        (["undo", "stcn:1", "1"], 2, "Name two different articles"),
        (["undo", "stcn:1"], 2, "Name the two articles"),
        (["undo", "stcn:1", "stcn:99"], 1, "There is no article stcn:99"),
        (["stcn:1", "stcn:2"], 2, "Name one article, or say: repeats undo"),
        ([], 2, "Missing argument"),
    ],
)
def test_wrong_use_is_told_in_a_sentence(
    shibao: Shibao, words: list[str], code: int, told: str
) -> None:
    """Nothing is remembered, no traceback."""
    outcome = shibao("repeats", *words)

    assert (outcome.code, "Traceback" in outcome.err) == (code, False)
    assert told in outcome.err
