"""`shibao schedule`: units that the real programs take."""

import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from storage.cli.app import app
from storage.cli.units.cron import line
from storage.cli.units.installation import installation
from storage.cli.units.rates import EVERY, cron_times, on_calendar
from storage.cli.units.systemd import quoted
from tests.harness import Desk

Schedule = Callable[..., Result]
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(
    ANALYZE is None, reason="there is no systemd-analyze on this machine"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working directory whose name is none that a shell or systemd likes."""
    folder = tmp_path / "50% of $news"
    folder.mkdir()
    return folder


@pytest.fixture
def schedule(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Schedule:
    """The command, in that folder."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("ARCHIVE_DIR", "raw")

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["schedule", *words], prog_name="shibao")

    return run


def verified(folder: Path) -> str:
    """What `systemd-analyze verify` has against the units of a folder."""
    units = sorted(map(str, [*folder.glob("*.service"), *folder.glob("*.timer")]))
    assert units
    assert ANALYZE is not None
    done = subprocess.run(
        [ANALYZE, "verify", *units], capture_output=True, text=True, check=False
    )
    return f"{done.returncode or ''}{done.stdout}{done.stderr}"


@needs_systemd
def test_systemd_has_nothing_against_its_units(schedule: Schedule, folder: Path) -> None:
    """The watch, and services with timers at every rate that there is."""
    assert schedule("--systemd", "--output", "units").exit_code == 0
    for every in (1, 30, 180, 1440):
        words = ("--every", str(every), "--site", f"stcn,s{every}", "--output", "units")
        assert schedule("--systemd", *words).exit_code == 0

    assert len([*(folder / "units").iterdir()]) == 11
    assert verified(folder / "units") == ""


@needs_systemd
def test_systemd_would_find_a_fault(schedule: Schedule, folder: Path) -> None:
    """The check of the check: a directive that there is not is complained of."""
    schedule("--systemd", "--output", "units")
    unit = folder / "units" / "shibao-watch.service"
    unit.write_text(unit.read_text().replace("MemoryMax=", "MemoryMix="))

    assert "MemoryMix" in verified(folder / "units")


@needs_systemd
@pytest.mark.parametrize("every", EVERY)
def test_a_timer_fires_as_often_as_it_is_told(every: int) -> None:
    """By systemd's own reckoning."""
    assert ANALYZE is not None
    done = subprocess.run(
        [ANALYZE, "calendar", "--iterations=2", on_calendar(every)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"TZ": "UTC"},
    )
    times = [row.split()[-2] for row in done.stdout.splitlines() if row.endswith("UTC")]
    first, second = (
        int(hour) * 60 + int(minute)
        for hour, minute, _ in (time.split(":") for time in times[:2])
    )

    assert (second - first - every) % 1440 == 0


def test_the_units_name_all_that_a_run_needs(schedule: Schedule, folder: Path) -> None:
    """Absolute paths of this installation, the database, what it may write, limits."""
    text = schedule("--systemd").stdout
    inside = str(folder).replace("%", "%%")

    assert f'ExecStart="{sys.executable}" "-m" "scrapy" "watch" "stcn"' in text
    assert f"WorkingDirectory={inside}" in text
    assert f'Environment="DATABASE_URL=sqlite:///{inside}/news.db"' in text
    assert 'Environment="ARCHIVE_DIR=raw"' in text
    assert f'ReadWritePaths="-{inside}"' in text
    for limit in ("NoNewPrivileges=yes", "ProtectSystem=strict", "MemoryMax=", "Restart="):
        assert limit in text


def test_a_timer_s_service_may_find_the_lock_taken(schedule: Schedule) -> None:
    """Exit code 3 is no failure, whoever says so: flock or the run itself."""
    text = schedule("--systemd", "--every", "10").stdout

    assert "SuccessExitStatus=3" in text
    assert "RandomizedDelaySec=120" in text
    assert "Persistent=true" in text
    if shutil.which("flock"):
        assert '"-n" "-E" "3"' in text


def test_words_are_quoted_for_systemd() -> None:
    """Per cent signs, quotation marks and backslashes mean themselves."""
    assert quoted('a "b" 50% \\') == '"a \\"b\\" 50%% \\\\"'


@pytest.mark.usefixtures("schedule")
def test_a_password_is_in_no_unit() -> None:
    """It goes into a file that others cannot read, and a sentence says so."""
    secret = "postgresql://news:geheim@db.example/news"
    page = CliRunner().invoke(app, ["--db", secret, "schedule", "--systemd"])

    assert "geheim" not in page.output
    assert "shibao.env" in page.stdout
    assert "mode 600" in page.stderr


def test_launchd_s_list_can_be_read(schedule: Schedule, folder: Path) -> None:
    """As a property list: the watch is kept alive, a timer has its interval."""
    assert schedule("--launchd", "--output", "jobs").exit_code == 0
    assert schedule("--launchd", "--every", "10", "--output", "jobs").exit_code == 0
    watch, crawl = (
        plistlib.loads((folder / "jobs" / f"shibao.{name}.plist").read_bytes())
        for name in ("watch", "crawl.stcn")
    )

    assert watch["ProgramArguments"] == [sys.executable, "-m", "scrapy", "watch", "stcn"]
    assert watch["KeepAlive"] == {"SuccessfulExit": False}
    assert watch["EnvironmentVariables"]["DATABASE_URL"] == f"sqlite:///{folder}/news.db"
    assert crawl["StartInterval"] == 600


def test_the_crontab_s_line_runs_in_an_empty_environment(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As cron starts it: with nothing; a second one at the same time ends with 3."""
    monkeypatch.chdir(desk.folder)
    monkeypatch.delenv("ARCHIVE_DIR", raising=False)
    (desk.folder / "shibao.env").write_text("REPORT_FILE=report.json\n")
    here = installation(desk.url, ("stcn",))
    command = line(here, "stcn").replace(r"\%", "%")
    site = f"-a base_url={desk.base_url} -a channels=ct -s DOWNLOAD_DELAY=0"
    command = command.replace(" crawl stcn ", f" crawl stcn {site} ")
    started = [subprocess.Popen(["env", "-i", "/bin/sh", "-c", command]) for _ in range(2)]
    codes = sorted(process.wait(60) for process in started)

    said = (desk.folder / "shibao-cron.log").read_text()
    assert codes == [0, 3], said
    assert "Done and healthy." in said
    assert (desk.folder / "report.json").exists()
    assert desk.row("SELECT count(*) AS n FROM crawl_run") == {"n": 1}


@pytest.mark.parametrize(
    ("every", "times"),
    [
        (1, "* * * * *"),
        (10, "*/10 * * * *"),
        (60, "0 * * * *"),
        (180, "0 */3 * * *"),
        (1440, "0 6 * * *"),
    ],
)
def test_cron_knows_minutes_and_hours(every: int, times: str) -> None:
    """In its five fields."""
    assert cron_times(every) == times


def test_the_crontab_comes_with_a_check_and_its_log_s_rotation(
    schedule: Schedule, folder: Path
) -> None:
    """Cron sends mail when something is stale, and the log does not grow for ever."""
    assert schedule("--cron", "--output", "cron").exit_code == 0
    crontab = (folder / "cron" / "crontab").read_text()
    rotation = (folder / "cron" / "logrotate.conf").read_text()

    assert "storage.cli status --every 10" in crontab
    assert rotation.splitlines()[1] == f'"{folder}/shibao-cron.log" {{'
    assert "%" not in crontab.replace(r"\%", "")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--systemd", "--cron"),
        ("--cron", "--every", "7"),
        ("--systemd", "--site", "a b"),
    ],
)
def test_what_is_meant_must_be_clear(schedule: Schedule, words: tuple[str, ...]) -> None:
    """One scheduler, a rate that fits a day, names of sites."""
    assert schedule(*words).exit_code == 2
