"""The cast of the end-to-end tests: one small sample site, one desk."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests import databases
from tests.harness import Desk
from tests.postgres import why_not
from tests.sample_site import BEIJING, SampleSite, serve

AFTERNOON = datetime(2026, 9, 28, 15, 30, tzinfo=BEIJING)


MARKERS = (
    "endurance: kills, restarts, full disks and long runs; `make test-endurance`",
    "both: runs over SQLite and over PostgreSQL",
    "sqlite(why): is about SQLite's own file, so there is no such test of a server",
)


def pytest_configure(config: pytest.Config) -> None:
    """Name the markers."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of both over what SHIBAO_TEST_DATABASE says: one of them, or both."""
    definition = metafunc.definition
    if not definition.get_closest_marker("both"):
        return
    if "dialect" not in metafunc.fixturenames:
        metafunc.fixturenames.insert(0, "dialect")
    only_file = definition.get_closest_marker("sqlite") is not None
    over_all = databases.IN_TURN and not only_file
    dialects = databases.BOTH if over_all else (databases.DEFAULT,)
    metafunc.parametrize("dialect", dialects, indirect=True, scope="session")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Choose the kind of database before any fixture makes one."""
    callspec = getattr(item, "callspec", None)
    dialect = callspec.params.get("dialect") if callspec else None
    databases.choose(dialect or databases.DEFAULT)
    if not databases.is_server():
        return
    marker = item.get_closest_marker("sqlite")
    if marker:
        pytest.skip(f"about SQLite's own file: {marker.args[0]}")
    if reason := why_not():
        pytest.skip(reason)


@pytest.fixture(scope="session")
def dialect(request: pytest.FixtureRequest) -> str:
    """The kind of database of this test: `sqlite` or `postgresql`."""
    return str(getattr(request, "param", databases.DEFAULT))


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Databases of a test go with it, when nothing of it is open any more."""
    folder = getattr(item, "funcargs", {}).get("tmp_path")
    if folder is not None:
        databases.drop_under(folder)


@pytest.fixture
def site() -> SampleSite:
    """Sixty articles of six days, on a Monday afternoon."""
    return SampleSite(seed=7, articles=60, now=AFTERNOON, days=6)


@pytest.fixture
def base_url(site: SampleSite) -> Iterator[str]:
    """The site, served on loopback."""
    with serve(site) as url:
        yield url


@pytest.fixture
def desk(tmp_path: Path, base_url: str) -> Desk:
    """An empty folder next to a running site."""
    return Desk(tmp_path, base_url)
