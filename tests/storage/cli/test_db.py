"""`shibao db`."""

import hashlib
import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import Result

from storage import engine, migrate
from storage.errors import CannotOpenError
from storage.header import HEAD
from storage.queries import Reader, latest, open_reader
from storage.store import Store
from tests import databases

pytestmark = pytest.mark.sqlite("snapshots, manifests and damage are of files")

Shibao = Callable[..., Result]


def change(path: Path, *statements: str) -> None:
    """Do to a database what nobody should."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_nothing_to_upgrade(shibao: Shibao) -> None:
    """Fine, and said."""
    result = shibao("db", "upgrade")
    assert (result.exit_code, result.stdout.split(" is ")[1]) == (
        0,
        f"up to date (schema {HEAD}).\n",
    )


def test_upgrade(
    shibao: Shibao, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From which schema to which; an invented next migration is run."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder)
    (folder / "versions" / "m9999_next.py").write_text(
        f"from alembic import op\n\nrevision = '9999'\ndown_revision = '{HEAD}'\n\n\n"
        "def upgrade():\n    op.execute('CREATE TABLE next (id INTEGER)')\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    monkeypatch.setattr(engine, "HEAD", "9999")
    monkeypatch.setattr("storage.queries.opening.HEAD", "9999")
    assert "run `shibao db upgrade`" in shibao("stats").stderr
    assert shibao("db", "upgrade").stdout == f"Upgraded from schema {HEAD} to 9999.\n"
    assert shibao("stats").exit_code == 0
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM next").fetchone() == (0,)


def test_a_sound_database(shibao: Shibao) -> None:
    """One sentence, exit code 0."""
    result = shibao("db", "check")
    assert result.exit_code == 0
    assert result.stdout.endswith("is sound: 5 articles.\n")


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "DELETE FROM article_search_docsize WHERE id = 1",
            "1 articles are missing from the search index",
        ),
        (
            "INSERT INTO article_search(rowid, title, body) VALUES (99, '甲', '乙')",
            "1 rows of the search index belong to no article, e.g. row 99.",
        ),
        (
            "UPDATE article_version SET version = 7 WHERE article_id = 'stcn:1003'",
            "1 articles lack their current version, e.g. stcn:1003.",
        ),
        (
            (
                "UPDATE article_version SET version = 0"
                " WHERE article_id = 'stcn:1001' AND version = 1"
            ),
            "1 articles have versions that are not 1, 2, ... up to the current one",
        ),
        (
            "UPDATE article SET published_at = '2026-09-24 07:00' WHERE id = 1",
            "1 news times are not written as YYYY-MM-DDTHH:MM:SSZ",
        ),
        (
            "UPDATE article SET first_seen_at = 'gestern' WHERE id = 1",
            "1 news times are not written as YYYY-MM-DDTHH:MM:SSZ",
        ),
        (
            (
                "INSERT INTO duplicate VALUES"
                " ('stcn:1004', 'cs:1001', 'reprint', 1, '', '', '')"
            ),
            "1 articles count as repeats of something that is itself a repeat",
        ),
        (
            "INSERT INTO article_tag VALUES ('stcn:9', 1, '回购')",
            "In article_tag, a row points to something that article does not hold.",
        ),
        (
            "UPDATE discovery SET state = 'pending' WHERE article_id = 'stcn:1001'",
            "1 articles are stored and not marked so in discovery, e.g. stcn:1001.",
        ),
        (
            "UPDATE discovery SET state = 'stored' WHERE article_id = 'stcn:1006'",
            "1 articles count as stored in discovery and are not there, e.g. stcn:1006.",
        ),
    ],
)
def test_faults(shibao: Shibao, database: Path, statement: str, sentence: str) -> None:
    """Each promise that is broken has its sentence; exit code 1."""
    change(database, statement)
    result = shibao("db", "check")
    assert result.exit_code == 1
    assert sentence in result.stdout


def test_damage(shibao: Shibao, database: Path) -> None:
    """A page of rubbish in the file: exit code 1 and a sentence, no traceback."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_article_trade_date'"
        (page,) = connection.execute(query).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)
    result = shibao("db", "check")
    assert result.exit_code == 1
    assert "malformed" in result.stdout


def test_a_snapshot(shibao: Shibao, database: Path, tmp_path: Path) -> None:
    """A single sound file, with its size and checksum, while somebody writes."""
    with Store(databases.url_of(database)) as store, store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE article SET source = '未提交'")
        result = shibao("db", "snapshot", "copy.db")
    assert result.exit_code == 0
    copy = tmp_path / "copy.db"
    digest = hashlib.sha256(copy.read_bytes()).hexdigest()
    assert result.stdout == f"copy.db: {copy.stat().st_size:,} bytes, sha256 {digest}\n"
    with open_reader(databases.url_of(copy)) as reader:
        assert {row.source for row in latest(reader)} == {"证券时报"}
    assert sorted(file.name for file in tmp_path.iterdir() if "copy" in file.name) == [
        "copy.db",
        "copy.db.manifest.json",
    ]
    assert shibao("--db", "copy.db", "db", "check").exit_code == 0


def test_the_manifest(shibao: Shibao, tmp_path: Path) -> None:
    """What is in the copy, and what it must be: for people and for `sha256sum`."""
    assert shibao("db", "snapshot", "copy.db").exit_code == 0
    copy = tmp_path / "copy.db"
    text = (tmp_path / "copy.db.manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert manifest.pop("created_at").endswith("Z")
    rows = manifest.pop("rows")
    assert manifest == {
        "file": "copy.db",
        "shibao_version": version("shibao"),
        "sqlite_version": sqlite3.sqlite_version,
        "schema": HEAD,
        "bytes": copy.stat().st_size,
        "sha256": hashlib.sha256(copy.read_bytes()).hexdigest(),
    }
    assert (rows["article"], rows["article_version"], rows["rejection"]) == (5, 6, 1)
    assert not [name for name in rows if name.startswith(("article_search", "sqlite"))]


def test_a_snapshot_is_compared_with_its_manifest(shibao: Shibao, tmp_path: Path) -> None:
    """It is what it was; or it is not, and that is said; or nobody knows."""
    assert shibao("db", "snapshot", "copy.db").exit_code == 0
    result = shibao("db", "check", "copy.db")
    assert result.exit_code == 0
    assert result.stdout.startswith("copy.db is what its manifest says.\n")
    assert result.stdout.endswith("copy.db is sound: 5 articles.\n")
    change(tmp_path / "copy.db", "UPDATE article SET source = '财经报' WHERE id = 1")
    result = shibao("db", "check", "copy.db")
    assert result.exit_code == 1
    assert "copy.db has changed since its manifest was written" in result.stdout
    with (tmp_path / "copy.db").open("ab") as file:
        file.write(b"\0" * 4096)
    assert "its manifest says" in shibao("db", "check", "copy.db").stdout
    (tmp_path / "copy.db.manifest.json").write_text("{}", encoding="utf-8")
    assert "is no manifest that Shibao wrote" in shibao("db", "check", "copy.db").stdout
    (tmp_path / "copy.db.manifest.json").unlink()
    result = shibao("db", "check", "copy.db")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        0,
        "copy.db has no manifest beside it.",
    )


def test_a_snapshot_in_a_folder(shibao: Shibao, tmp_path: Path) -> None:
    """It is named by its time, so that many lie side by side."""
    (tmp_path / "copies").mkdir()
    assert shibao("db", "snapshot", "copies").exit_code == 0
    names = sorted(file.name for file in (tmp_path / "copies").iterdir())
    assert len(names) == 2
    assert re.fullmatch(r"news-\d{8}T\d{6}Z\.db", names[0])
    assert names[1] == f"{names[0]}.manifest.json"
    assert shibao("db", "check", f"copies/{names[0]}").exit_code == 0


def test_an_unfinished_snapshot_leaves_the_last_one(
    shibao: Shibao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its manifest, and nothing beside them."""
    assert shibao("db", "snapshot", "copy.db").exit_code == 0

    def broken(_: object, target: Path) -> None:
        target.write_bytes(b"half")
        raise CannotOpenError(f"{target.name} cannot be written: disk I/O error.")

    monkeypatch.setattr(Reader, "copy_to", broken)
    assert shibao("db", "snapshot", "copy.db").exit_code == 2
    assert shibao("db", "check", "copy.db").exit_code == 0
    assert not list(tmp_path.glob(".shibao-*"))


def test_a_snapshot_replaces_the_last_one(shibao: Shibao, tmp_path: Path) -> None:
    """A nightly copy has one name."""
    assert shibao("db", "snapshot", "copy.db").exit_code == 0
    assert shibao("db", "snapshot", "copy.db").exit_code == 0
    assert not list(tmp_path.glob(".shibao-*"))


def test_a_snapshot_spares_what_is_no_database(shibao: Shibao, tmp_path: Path) -> None:
    """A slip of the keyboard must not cost somebody's notes."""
    (tmp_path / "notes.txt").write_text("gestern", encoding="utf-8")
    assert shibao("db", "snapshot", "notes.txt").exit_code == 2
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "gestern"


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("news.db", "news.db is the database itself"),
        ("./news.db", "news.db is the database itself"),
        ("nowhere/copy.db", "There is no folder"),
        ("/dev/null", "/dev/null is no file"),
        ("used.db", "used.db is a database that somebody is using (-wal)"),
    ],
)
def test_wrong_targets(shibao: Shibao, tmp_path: Path, target: str, sentence: str) -> None:
    """One sentence, exit code 2."""
    (tmp_path / "used.db-wal").touch()
    result = shibao("db", "snapshot", target)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
