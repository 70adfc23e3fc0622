"""`shibao export`."""

import csv
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import Result

from storage.cli import export
from storage.queries import NewsRow, latest
from tests import databases

pytestmark = pytest.mark.both

Shibao = Callable[..., Result]
NEWEST_FIRST = ["cs:1001", "stcn:1002", "stcn:1001", "stcn:1004", "stcn:1003"]


def ids(rows: list[dict[str, str]]) -> list[str]:
    """Which articles rows are of."""
    return [row["article_id"] for row in rows]


@pytest.mark.parametrize(
    "words",
    [
        ["--to", "news.csv"],
        ["--to", "csv", "news.csv"],
        ["news.csv"],
        ["--format", "csv", "--to", "news.csv"],
    ],
)
def test_a_table_for_excel(shibao: Shibao, tmp_path: Path, words: list[str]) -> None:
    """Every spelling: UTF-8 with its mark, all columns, line ends inside a cell kept."""
    result = shibao("export", *words)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Exported 5 articles to news.csv.\n"
    raw = (tmp_path / "news.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfarticle_id,")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert ids(rows) == NEWEST_FIRST
    assert tuple(rows[0]) == NewsRow._fields
    assert rows[2]["body"].count("\n") == 1
    assert rows[4]["published"] == ""


def test_lines_of_json(shibao: Shibao, tmp_path: Path) -> None:
    """One object per line, null for what is not known, Chinese as it is."""
    assert shibao("export", "--to", "news.jsonl").exit_code == 0
    text = (tmp_path / "news.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert ids(rows) == NEWEST_FIRST
    assert rows[4]["published"] is None
    assert "海棠电气" in text


def test_standard_output(shibao: Shibao) -> None:
    """Where no path is given; nothing else is mixed in."""
    result = shibao("export", "--format", "jsonl", "--limit", "2")
    assert (
        ids([json.loads(line) for line in result.stdout.splitlines()]) == NEWEST_FIRST[:2]
    )
    assert result.stderr == "Exported 2 articles to standard output.\n"
    assert ids(json.loads(shibao("export", "--to", "json").stdout)) == NEWEST_FIRST
    assert ids(json.loads(shibao("export", "--json", "--to", "-").stdout)) == NEWEST_FIRST
    assert shibao("export", "--to", "csv").stdout.startswith("\ufeffarticle_id,")


def test_a_selection(shibao: Shibao) -> None:
    """Filters as everywhere, and without repeats."""
    some = shibao("export", "--json", "--site", "stcn", "--since", "2026-09-24").stdout
    assert ids(json.loads(some)) == ["stcn:1002", "stcn:1001"]
    originals = shibao("export", "--json", "--original-only").stdout
    assert ids(json.loads(originals)) == NEWEST_FIRST[1:]
    nothing = shibao("export", "--json", "--site", "nowhere")
    assert (nothing.exit_code, nothing.stdout) == (0, "[]\n")


def test_a_cell_that_looks_like_a_formula(
    shibao: Shibao, database: Path, tmp_path: Path
) -> None:
    """It is data and stays as it is; what a spreadsheet makes of it is said in the docs."""
    databases.change(database, "UPDATE article_version SET title = '=1+1,\"甲\"'")
    assert shibao("export", "--to", "news.csv").exit_code == 0
    with (tmp_path / "news.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["title"] for row in csv.DictReader(file)} == {'=1+1,"甲"'}


def test_posts(shibao: Shibao, tmp_path: Path) -> None:
    """A file per article, named so that equal titles do not collide."""
    result = shibao("export", "--to", "posts", "blog/posts")
    assert result.stderr == "Exported 5 articles to blog/posts.\n"
    folder = tmp_path / "blog" / "posts"
    names = sorted(file.name for file in folder.iterdir())
    assert len(names) == 5
    assert "北辰新材：净利润同比增长12.5% stcn-1002.md" in names
    post = (folder / "北辰新材：净利润同比增长12.5% stcn-1002.md").read_text(
        encoding="utf-8"
    )
    assert " - 证券时报网\n - 快讯\n" in post
    assert "date: Thu, 24 Sep 2026 11:00:09 GMT" in post
    assert "<p>北辰新材（688777）公告" in post
    again = shibao("export", "--format", "posts", "--to", "blog/posts", "--kind", "flash")
    assert again.exit_code == 0
    assert sorted(file.name for file in folder.iterdir()) == names


def test_an_unfinished_file_never_looks_finished(
    shibao: Shibao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was there stays until all is written, and nothing else is left behind."""
    (tmp_path / "news.csv").write_text("before", encoding="utf-8")

    def broken(*_: object, **__: object) -> Iterator[NewsRow]:
        assert list(tmp_path.glob(".shibao-*.part"))
        raise OSError(28, "No space left on device")
        yield

    monkeypatch.setattr(export, "latest", broken)
    result = shibao("export", "--to", "news.csv")
    assert result.exit_code == 2
    assert result.stderr == "news.csv cannot be written: No space left on device.\n"
    assert (tmp_path / "news.csv").read_text(encoding="utf-8") == "before"
    assert not list(tmp_path.glob(".shibao-*"))


def test_a_link_stays_a_link(shibao: Shibao, tmp_path: Path) -> None:
    """The file that it leads to is replaced."""
    (tmp_path / "real.csv").write_text("before", encoding="utf-8")
    (tmp_path / "news.csv").symlink_to("real.csv")
    shibao("export", "--to", "news.csv")
    assert (tmp_path / "news.csv").is_symlink()
    assert "海棠电气" in (tmp_path / "real.csv").read_text(encoding="utf-8")


def test_a_pipe_is_written_and_not_replaced(shibao: Shibao, tmp_path: Path) -> None:
    """So is /dev/stdout."""
    os.mkfifo(tmp_path / "pipe")
    end = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert shibao("export", "--json", "--to", "pipe", "--limit", "1").exit_code == 0
    assert json.loads(os.read(end, 100_000))[0]["article_id"] == "cs:1001"
    os.close(end)
    assert (tmp_path / "pipe").is_fifo()


def test_rows_are_not_gathered(
    shibao: Shibao, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first is written before the last is read."""
    sizes: list[int] = []

    def watched(*given: object, **options: object) -> Iterator[NewsRow]:
        for row in latest(*given, **options):  # type: ignore[arg-type] - handed through
            part = next(tmp_path.glob(".shibao-*.part"))
            sizes.append(part.stat().st_size)
            yield row._replace(body=row.body * 1000)

    monkeypatch.setattr(export, "latest", watched)
    assert shibao("export", "--to", "news.jsonl").exit_code == 0
    assert sizes == sorted(sizes)
    assert sizes[-1] > 10_000


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["--to", "news.xlsx"],
            "'news.xlsx' does not say which of csv, jsonl, json, parquet, atom, opml, po",
        ),
        (
            [],
            "say which of csv, jsonl, json, parquet, atom, opml, posts, or --to FILE",
        ),
        (["--to", "posts"], "posts need a folder: --to posts DIR"),
        (["--to", "a.csv", "b.csv"], "it is a.csv or b.csv, not both"),
        (["--to", "csv", "--format", "json"], "json contradicts --to csv"),
        (["--to", "nowhere/news.csv"], "There is no folder"),
        (["--format", "csv", "--to", "."], "is a folder; name a file in it"),
        (["--to", "posts", "news.db"], "news.db cannot be a folder"),
        (["--to", "posts", "news.db/posts"], "news.db/posts cannot be a folder"),
        (["--to", "nowhere/news.parquet"], "There is no folder"),
        (["--to", "nowhere/feed.atom"], "There is no folder"),
        (["--to", "news.csv", "--base-url", "https://a.b"], "it belongs to --format opml"),
        (["--to", "a.opml", "--base-url", "a.b"], "'a.b' is no address like https://"),
        (["--to", "a.opml", "--limit", "1"], "opml lists channels, not articles"),
        (["--to", "a.opml", "--since-last", "a"], "opml lists channels, not articles"),
        (["--to", "a.csv", "--since-last", " "], "give it a name"),
        (["--to", "a.csv", "--since-last", "a", "--as-of", "今天"], "leave --as-of out"),
        (["--to", "a.csv", "--since-last", "a", "-n", "1"], "leave articles out for ever"),
    ],
)
def test_wrong_targets(
    shibao: Shibao, tmp_path: Path, words: list[str], sentence: str
) -> None:
    """One sentence, exit code 2, nothing written."""
    (tmp_path / "news.db").touch()  # also where the database is a server's
    result = shibao("export", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_unwritable_target(
    shibao: Shibao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's reason in one sentence; root is never refused, so it is played."""
    real = Path.open

    def refused(path: Path, mode: str = "r", **options: object) -> object:
        if "w" in mode:
            raise PermissionError(13, "Permission denied")
        return real(path, mode, **options)  # type: ignore[call-overload] - handed through

    monkeypatch.setattr(Path, "open", refused)
    result = shibao("export", "--to", "news.csv")
    assert result.exit_code == 2
    assert result.stderr == "news.csv cannot be written: Permission denied.\n"
    assert not (tmp_path / "news.csv").exists()
