"""Whoever follows docs/add-a-site.md has a new site: the test does what stands there."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.errors import UsageError
from crawler.new_site import new_site
from tests.harness import ROOT, Desk, Outcome
from tests.toy_site import PORT, STORIES, serve

GUIDE = (ROOT / "docs" / "add-a-site.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    for line in block.splitlines()
]
CONSTANTS = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)[0].splitlines()
MADE = {
    "crawler/sites/toy.py",
    "tests/crawler/sites/toy/test_toy.py",
    "tests/fixtures/toy/README.md",
}
GRAFT = """import crawler.sites
crawler.sites.__path__.append({sites!r})
"""
"""Stands in for a checkout: the new file is found beside those of the repository."""


@pytest.fixture
def url() -> Iterator[str]:
    """The toy site, served on loopback."""
    with serve() as address:
        yield address


@pytest.fixture
def checkout(tmp_path: Path) -> Desk:
    """A folder that is a checkout as far as a new site goes; the real one stays."""
    sites = tmp_path / "crawler" / "sites"
    sites.mkdir(parents=True)
    (tmp_path / "tests" / "fixtures").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "cases.py", tmp_path / "tests")
    shutil.copy(ROOT / "scrapy.cfg", tmp_path)
    (tmp_path / "graft.py").write_text(GRAFT.format(sites=str(sites)), "utf-8")
    (tmp_path / "conftest.py").write_text("import graft\n", "utf-8")
    return Desk(tmp_path)


def do(desk: Desk, line: str) -> Outcome:
    """Type one command of the guide."""
    program, *words = shlex.split(line)
    if program == "scrapy":
        return desk.scrapy(*words, SPIDER_MODULES="graft,crawler.sites")
    if program == "shibao":
        return desk.shibao(*words)
    assert program == "pytest"
    path = os.pathsep.join([str(desk.folder), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words],
        cwd=desk.folder,
        env=os.environ | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def fill_in(file: Path) -> None:
    """Step 2: replace the constants by those of the guide; each stands there once."""
    text = file.read_text("utf-8")
    for line in CONSTANTS:
        name = line.partition(" = ")[0]
        assert len(re.findall(rf"^{name} = .*$", text, re.MULTILINE)) == 1, name
        text = re.sub(
            rf"^{name} = .*$", lambda _, line=line: line, text, flags=re.MULTILINE
        )
    file.write_text(text, "utf-8")


def leave_a_draft(folder: Path) -> None:
    """Step 4, by a person who finds all as it should be, and forgets one copy."""
    files = sorted(folder.glob("*/expected.json"))
    shutil.copytree(files[0].parent, folder / "still-a-draft")
    for file in files:
        lines = file.read_text("utf-8").splitlines()
        kept = [line for line in lines if not line.startswith('  "draft":')]
        assert len(kept) == len(lines) - 1
        file.write_text("\n".join(kept) + "\n", "utf-8")


def files_of(desk: Desk) -> set[str]:
    """What stands in the checkout, but for what runs leave."""
    return {
        path.relative_to(desk.folder).as_posix()
        for part in ("crawler", "tests")
        for path in (desk.folder / part).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.endurance
def test_a_site_is_added_by_following_the_guide(checkout: Desk, url: str) -> None:
    """One file and one folder by hand; then every story is in the database as printed."""
    commands = [line.replace(f"http://127.0.0.1:{PORT}", url) for line in COMMANDS]
    newsite, doctor, *freezes, run_tests, crawl, search = commands
    before = files_of(checkout)

    made = do(checkout, newsite)
    assert made.code == 0, made.err
    assert files_of(checkout) - before == MADE
    spider, fixtures = checkout.folder / "crawler/sites/toy.py", "tests/fixtures/toy"
    fill_in(spider)
    healthy = do(checkout, doctor)
    assert healthy.code == 0, healthy.out + healthy.err
    assert "All was found" in healthy.out
    for line in freezes:
        frozen = do(checkout, line)
        assert frozen.code == 0, frozen.err
    leave_a_draft(checkout.folder / fixtures)
    tested = do(checkout, run_tests)
    assert f"1 failed, {len(freezes)} passed" in tested.out
    assert "compare it with the page, then delete draft" in tested.out
    by_hand = files_of(checkout) - before - MADE
    assert all(path.startswith(f"{fixtures}/") for path in by_hand)

    crawled = do(checkout, crawl)
    assert crawled.code == 0, crawled.err
    assert rows(checkout) == truth(url)
    assert "云岭股份" in do(checkout, search).out


def rows(desk: Desk) -> list[dict[str, str | None]]:
    """What an analyst reads of the new site."""
    return desk.rows(
        "SELECT article_id, channels, title, body, published, source, authors, url "
        "FROM news WHERE site = 'toy' ORDER BY article_id"
    )


def truth(url: str) -> list[dict[str, str | None]]:
    """What the toy site has printed."""
    return [
        {
            "article_id": f"toy:{story.native_id}",
            "channels": story.channel,
            "title": story.title,
            "body": "\n".join(story.body),
            "published": f"{story.published}:00",
            "source": story.source,
            "authors": story.author,
            "url": f"{url}/n/{story.native_id}",
        }
        for story in sorted(STORIES, key=lambda story: story.native_id)
    ]


def test_the_new_file_keeps_the_house_rules(checkout: Desk) -> None:
    """The linter and the formatter of this repository have nothing to say."""
    assert checkout.scrapy("newsite", "toy", "--url", "https://toy.example").code == 0
    spider = checkout.folder / "crawler/sites/toy.py"
    fill_in(spider)
    (spider.parent / "__init__.py").touch()  # as in the repository
    ruff, rules = str(Path(sys.executable).parent / "ruff"), str(ROOT / "pyproject.toml")
    for words in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [ruff, *words, "--config", rules, "--no-cache", str(spider)],
            cwd=checkout.folder,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "url", "says"),
    [
        ("Toy", "https://toy.example", "'Toy' cannot be a site's name"),
        ("class", "https://toy.example", "'class' cannot be a site's name"),
        ("stcn", "https://toy.example", "There is a spider stcn already"),
        ("toy", "toy.example", "--url toy.example is no address"),
        ("toy", 'https://toy".example', "is no address"),
        ("toy", "https://[toy.example", "is no address"),
    ],
)
def test_a_name_or_address_that_cannot_be_is_refused(
    name: str, url: str, says: str
) -> None:
    """In a sentence that says what would be right."""
    with pytest.raises(UsageError) as caught:
        new_site(name, url, ["posts", "stcn"])

    assert says in str(caught.value)


def test_a_wrong_order_writes_nothing(tmp_path: Path) -> None:
    """Exit code 2, outside of a checkout."""
    outcome = Desk(tmp_path).scrapy("newsite", "toy", "--url", "https://toy.example")

    assert outcome.code == 2
    assert outcome.sentence.startswith(f"There is no crawler/sites in {tmp_path}; run this")
    assert list(tmp_path.iterdir()) == []


def test_a_site_that_is_there_is_not_overwritten(checkout: Desk) -> None:
    """Not even its README: what a person wrote stays."""
    readme = checkout.folder / "tests/fixtures/toy/README.md"
    readme.parent.mkdir()
    readme.write_text(json.dumps("mine"), "utf-8")
    outcome = checkout.scrapy("newsite", "toy", "--url", "https://toy.example")

    assert outcome.code == 2
    assert "is there already; nothing was written" in outcome.err
    assert readme.read_text("utf-8") == '"mine"'
    assert not (checkout.folder / "crawler/sites/toy.py").exists()
