"""The newsroom on the cast of the reading tests, served as a person would serve it."""

import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.store import Store
from tests.harness import ROOT
from tests.storage.conftest import BUYBACK, HOUR, NOON, fill

HOSTILE = (
    "<p onclick=alert(1)>正文照常。</p><script>alert(2)</script>"
    '<img src="https://elsewhere.invalid/p.png" onerror="alert(3)" alt=\'"><b>图\'>'
    '<a href="javascript:alert(4)">点我</a><a href=" JaVaScRiPt:alert(5)">点我</a>'
    '<iframe src="https://elsewhere.invalid/"></iframe><svg onload=alert(6)></svg>'
    "<style>body{background:url(https://elsewhere.invalid/b)}</style>"
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(7)></style></table>"
    '<form action="https://elsewhere.invalid/"><input name=q></form>'
    '<p style="position:fixed">完。</p><base href="https://elsewhere.invalid/">'
)
"""A body that got past everything before."""


@dataclass
class Newsroom:
    """A running `shibao serve`."""

    address: str
    process: subprocess.Popen[str]
    client: Any

    def get(self, path: str, **options: str) -> Any:
        """What the server answers; options are headers."""
        return self.client.get(f"{self.address}{path}", headers=options)

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=20)


@contextmanager
def serving(path: Path, *options: str) -> Iterator[Newsroom]:
    """Run `shibao serve` on a free port until the end of the block."""
    pytest.importorskip("datasette", reason="the extra `web` is not installed")
    httpx = pytest.importorskip("httpx", reason="it comes with the extra `web`")
    command = [sys.executable, "-m", "storage.cli", "--db", str(path), "serve"]
    with subprocess.Popen(
        [*command, "--port", "0", *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            assert select.select([process.stdout], [], [], 60)[0]
            line = process.stdout.readline()
            assert "http://" in line, process.stderr and process.stderr.read()
            with httpx.Client(timeout=30, verify=False) as client:
                yield Newsroom(line.split(" is at ")[1].split("/ ")[0], process, client)
        finally:
            process.kill()


def fill_more(path: Path) -> None:
    """The cast, a third version, a hostile story and enough to turn pages."""
    fill(path)
    with Store(f"sqlite:///{path}") as store:
        run_id = store.begin_run("stcn", {"channels": "yw"}, NOON + 2 * HOUR)
        body = "海棠电气（002999）公告，拟回购股份。\n回购金额为1.8亿元，期限六个月。"
        third = replace(
            BUYBACK,
            title="海棠电气拟1.8亿元回购股份",
            body=body,
            body_html=f"<p>{body}</p>",
            seen_at=NOON + 2 * HOUR,
        )
        hostile = _story(
            "2000",
            title='</title><script>alert("标题")</script>\u202e欺骗',
            body="正文照常。",
            body_html=HOSTILE,
            url="javascript:alert(8)",
        )
        fillers = [
            _story(str(3000 + n), title=f"云岭股份日报第{n}期") for n in range(1, 61)
        ]
        store.apply(run_id, (third, hostile, *fillers))


def _story(native_id: str, **over: str) -> object:
    """One more article of 要闻, some minutes older than the last."""
    body = f"云岭股份的第{native_id}条消息。"
    url = f"https://www.stcn.com/article/detail/{native_id}.html"
    given = {"body": body, "body_html": f"<p>{body}</p>", "url": url} | over
    return replace(
        BUYBACK,
        article_id=f"stcn:{native_id}",
        native_id=native_id,
        channels=("yw",),
        published_at=NOON - timedelta(minutes=int(native_id) % 1000 + 1),
        symbols=(),
        tags=(),
        seen_at=NOON + 2 * HOUR,
        **given,
    )


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that nobody writes to."""
    path = tmp_path_factory.mktemp("newsroom") / "新闻 #1.db"
    fill_more(path)
    return path


@pytest.fixture(scope="session")
def newsroom(shelf: Path) -> Iterator[Newsroom]:
    """The newsroom on it."""
    with serving(shelf) as running:
        yield running
