"""Running the real commands against the real sample site, and looking at the result."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import databases
from tests.preforked import prefork

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Outcome:
    """What a command left on the terminal."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The last line that a person reads."""
        return self.err.strip().splitlines()[-1] if self.err.strip() else ""


class Desk:
    """A folder with a database, and the commands that a person would type there."""

    def __init__(self, folder: Path, base_url: str = "") -> None:
        """Sit down in `folder`; the site is at `base_url`."""
        self.folder = folder
        self.database = folder / "news.db"
        """The file, or what names the database on a server (`tests.databases`)."""
        self.base_url = base_url

    @property
    def url(self) -> str:
        """The database's, of whatever kind the test is of."""
        return databases.url_of(self.database)

    @property
    def name(self) -> str:
        """What sentences call the database."""
        return self.url if databases.is_server() else str(self.database)

    def scrapy(self, *words: str, timeout: float = 120, **settings: Any) -> Outcome:
        """Run `scrapy` as installed, at full speed."""
        given = {"DOWNLOAD_DELAY": 0, "RETRY_TIMES": 1, **settings}.items()
        more = [word for name, value in given for word in ("-s", f"{name}={value}")]
        return self._run("scrapy", [*words, *more], timeout)

    def crawl(self, *arguments: str, **settings: Any) -> Outcome:
        """`scrapy crawl stcn` against the sample site."""
        words = ["crawl", "stcn", "-a", f"base_url={self.base_url}"]
        for argument in arguments:
            words += ["-a", argument]
        return self.scrapy(*words, **settings)

    def posts(self, path: Path, **settings: Any) -> Outcome:
        """`scrapy crawl posts`."""
        return self.scrapy("crawl", "posts", "-a", f"path={path}", **settings)

    def shibao(self, *words: str) -> Outcome:
        """Run `shibao` on the database."""
        return self._run("storage.cli", list(words), 60)

    def _run(self, module: str, words: list[str], timeout: float) -> Outcome:
        environment = os.environ | {
            "SCRAPY_SETTINGS_MODULE": "crawler.settings",
            "PYTHONPATH": os.pathsep.join(
                filter(None, [os.environ.get("PYTHONPATH"), str(ROOT)])
            ),
            "DATABASE_URL": self.url,
            "COLUMNS": "200",
        }
        run = prefork().run
        return Outcome(*run(module, words, self.folder, environment, timeout))

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """Rows as an analyst's own SQL sees them."""
        return databases.rows(self.database, query, values)

    def row(self, query: str, *values: Any) -> dict[str, Any]:
        """The one row that a query finds."""
        (row,) = self.rows(query, *values)
        return row
