"""Two spiders and four readers on one file: nobody is locked out, nothing is torn."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.conftest import AFTERNOON
from tests.harness import ROOT, Desk
from tests.reading_along import WAYS
from tests.sample_site import SampleSite, serve
from tests.test_end_to_end import expected, stored

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.sqlite(
        "readers of a file beside its writers; for servers see test_servers"
    ),
]

SECONDS = 3
"""Enough for a round or two; `benchmarks/soak_readers.py` goes on for a minute."""
CHANNELS = ("gd", "kx", "yw")
READERS = ("sqlite", *WAYS)
POST = """---
title: '云岭股份第{n}次公告：回购金额为{n}.{n}亿元'
categories:
 - 金融
 - 新浪财经
 - 要闻
author: 新浪财经
date: Tue, 06 Sep 2022 {hour:02}:{minute:02}:00 GMT
---

<div>
<p>云岭股份公告，公司第{n}次回购，金额为{n}.{n}亿元。</p>
</div>
"""


def write_posts(folder: Path, first: int, number: int) -> None:
    """So many posts, each of its own text."""
    folder.mkdir(exist_ok=True)
    for n in range(first, first + number):
        text = POST.format(n=n, hour=n // 60 % 24, minute=n % 60)
        (folder / f"{n}.md").write_text(text)


class Program:
    """A process beside the others; what it says goes into files."""

    def __init__(self, desk: Desk, name: str, *words: str) -> None:
        """Start it at the desk, by its module's name and its arguments."""
        self.out = desk.folder / f"{name}.out"
        self.err = desk.folder / f"{name}.err"
        with self.out.open("w") as out, self.err.open("w") as err:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=desk.folder,
                env=os.environ
                | {
                    "SCRAPY_SETTINGS_MODULE": "crawler.settings",
                    "PYTHONPATH": str(ROOT),
                    "DATABASE_URL": databases.url_of(desk.database),
                },
                stdout=out,
                stderr=err,
            )

    def end(self) -> str:
        """Wait for it; what it said on standard output."""
        try:
            code = self.process.wait(timeout=90)
        finally:
            self.process.kill()
        assert code == 0, self.err.read_text()
        assert "locked" not in self.err.read_text()
        return self.out.read_text()


def crawls(desk: Desk, number: int, posts: Path) -> list[Program]:
    """Both spiders at once, in small batches."""
    lists = ["-a", f"base_url={desk.base_url}", "-a", f"channels={','.join(CHANNELS)}"]
    fast = ["-s", "DOWNLOAD_DELAY=0", "-s", "STORE_BATCH=3"]
    scrapy = ("scrapy", "crawl")
    return [
        Program(desk, f"stcn{number}", *scrapy, "stcn", *lists, *fast),
        Program(desk, f"posts{number}", *scrapy, "posts", "-a", f"path={posts}", *fast),
    ]


def read_along(desk: Desk, until: Path) -> list[Program]:
    """Four readers, until there is that file."""
    return [
        Program(
            desk,
            f"reader{number}",
            *("tests.reading_along", how, str(desk.database), str(until)),
        )
        for number, how in enumerate(READERS)
    ]


def write_and_read(desk: Desk, site: SampleSite, seconds: float) -> list[dict[str, Any]]:
    """
    Both spiders over and over for so long, with news each time, beside four readers.

    Returns:
        What each reader tells: `how`, `rounds`, `seen` and what was `amiss`.
    """
    posts, until = desk.folder / "posts", desk.folder / "enough"
    write_posts(posts, 0, 1)
    for program in crawls(desk, 0, posts):  # both make the database at once
        program.end()
    readers = read_along(desk, until)
    deadline, number = time.monotonic() + seconds, 1
    try:
        while time.monotonic() < deadline:
            write_posts(posts, number * 100, 100)
            for n in range(5):
                site.publish(("yw",), title=f"第{number}轮{n}号消息", body="消息正文。")
            for program in crawls(desk, number, posts):
                program.end()
            number += 1
    finally:
        until.touch()
    return [json.loads(reader.end()) for reader in readers]


def test_two_spiders_and_four_readers(tmp_path: Path) -> None:
    """Every reader sees whole articles, every run is healthy, every row is there."""
    site = SampleSite(seed=7, articles=60, now=AFTERNOON, days=6)
    with serve(site) as url:
        desk = Desk(tmp_path, url)
        told = write_and_read(desk, site, SECONDS)

    assert [reader["amiss"] for reader in told] == [[]] * len(READERS)
    assert all(reader["rounds"] > 0 for reader in told)
    ids = {row["article_id"] for row in desk.rows("SELECT article_id FROM news")}
    assert {f"stcn:{native_id}" for native_id in expected(site, CHANNELS)} <= ids
    assert len([i for i in ids if i.startswith("sina:")]) == len(list_of_posts(desk))
    assert len(stored(desk)) == len(ids)
    assert {row["outcome"] for row in desk.rows("SELECT outcome FROM crawl_run")} == {"ok"}
    assert desk.row("PRAGMA integrity_check") == {"integrity_check": "ok"}


def list_of_posts(desk: Desk) -> list[Path]:
    """The files that were written."""
    return list((desk.folder / "posts").glob("*.md"))
