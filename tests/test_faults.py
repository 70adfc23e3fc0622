"""What goes wrong on the way, through a real socket: docs/faults.md, row by row."""

import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from crawler.report import ADVICE
from tests.conftest import AFTERNOON
from tests.harness import Desk, Outcome
from tests.sample_site import SampleSite, serve
from tests.sample_site.broken_lines import bomb
from tests.sample_site.faults import PASSING, Faults
from tests.test_end_to_end import expected, stored

FAST = {"DOWNLOAD_TIMEOUT": 0.5, "RETRY_PAUSE": 0}
"""A site on loopback has nothing to wait for."""
Arm = Callable[[Faults, int, str], object]

LASTING: dict[str, tuple[Arm, str, str]] = {
    "no answer": (lambda f, n, p: f.slow(1.5, n, p), "pending", "timeout"),
    "half an answer": (lambda f, n, p: f.stall(1.5, n, p), "pending", "timeout"),
    "hung up": (lambda f, n, p: f.drop_connection(n, p), "pending", "connection"),
    "reset": (lambda f, n, p: f.reset(n, p), "pending", "cut_short"),
    "cut short": (lambda f, n, p: f.cut_short(n, p), "pending", "cut_short"),
    "length too large": (
        lambda f, n, p: f.wrong_length(500, n, p),
        "pending",
        "cut_short",
    ),
    "length too small": (
        lambda f, n, p: f.wrong_length(-500, n, p),
        "rejected",
        "truncated",
    ),
    "not packed": (lambda f, n, p: f.not_gzip(n, p), "pending", "undecodable"),
    "a bomb": (lambda f, n, p: f.gzip_bomb(n, p), "rejected", "too_large"),
    "thirty megabytes": (lambda f, n, p: f.huge(n, p), "rejected", "too_large"),
    "a circle": (lambda f, n, p: f.redirect_loop(n, p), "pending", "redirect_loop"),
    "no end": (
        lambda f, n, p: f.redirect_loop(n, p, growing=True),
        "pending",
        "redirect_loop",
    ),
    "another site": (
        lambda f, n, p: f.redirect("//h5.stcn.invalid/x", n, p, 301),
        "rejected",
        "off_site",
    ),
    "the cloud's own address": (
        lambda f, n, p: f.redirect("http://169.254.169.254/latest/", n, p),
        "rejected",
        "off_site",
    ),
    "another port of this machine": (
        lambda f, n, p: f.redirect("http://127.0.0.1:9/", n, p, 307),
        "rejected",
        "off_site",
    ),
    "a file": (
        lambda f, n, p: f.redirect("file:///etc/passwd", n, p),
        "rejected",
        "off_site",
    ),
    "status 500": (lambda f, n, p: f.status(500, n, p), "pending", "http_500"),
    "status 410": (lambda f, n, p: f.status(410, n, p), "gone", "410"),
    "the home page": (lambda f, n, p: f.redirect("/", n, p), "gone", "soft_404"),
}
"""By name: a fault for ever on one article, and what becomes of that article."""
HEALED = (
    *("no answer", "half an answer", "hung up", "reset", "cut short"),
    *("length too large", "length too small", "not packed", "status 500"),
)
"""Those that a retry cures when they strike once."""


@contextmanager
def struck(folder: Path, names: tuple[str, ...], n: int) -> Iterator[Any]:
    """A desk next to a site where each of these faults strikes an article n times."""
    site = SampleSite(seed=7, articles=20, now=AFTERNOON, days=3)
    ids = {}
    for name in names:
        title = f"云岭股份公告之{len(ids) + 1}"
        moment = AFTERNOON - timedelta(minutes=len(ids))
        made = site.publish(("yw",), title=title, body=f"{title}的正文。", published=moment)
        ids[name] = made.native_id
        LASTING[name][0](site.faults, n, f"detail/{made.native_id}")
    with serve(site) as url:
        yield Desk(folder, url), site, ids


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """One crawl with every fault, then one of the site when it is well again."""
    folder = tmp_path_factory.mktemp("lasting")
    with struck(folder, tuple(LASTING), 99) as (desk, site, ids):
        first = desk.crawl("channels=yw", **FAST)
        rows = desk.rows("SELECT article_id, state, reason FROM discovery")
        named = {row["article_id"].removeprefix("stcn:"): row for row in rows}
        told = {name: named[native_id] for name, native_id in ids.items()}
        rejected = desk.rows("SELECT detail FROM rejection")
        site.faults.clear()
        again = desk.crawl("channels=yw", "recheck_hours=100", **FAST)
        yield {
            "first": first,
            "told": told,
            "rejected": {row["detail"] for row in rejected},
            "again": again,
            "stored": stored(desk),
            "expected": expected(site, ("yw",)),
        }


@pytest.mark.parametrize("name", LASTING)
def test_a_fault_that_lasts_ends_by_its_rule(lasting: dict[str, Any], name: str) -> None:
    """The article stays owed, is rejected or is gone, with the reason by name."""
    _, state, reason = LASTING[name]

    assert lasting["told"][name]["state"] == state
    assert lasting["told"][name]["reason"] == reason


def test_the_run_says_what_happened(lasting: dict[str, Any]) -> None:
    """Exit code 1, and advice for each reason that is not one of a healthy day."""
    assert lasting["first"].code == 1
    told = " ".join(lasting["first"].err.split())
    for reason in {reason for _, state, reason in LASTING.values() if state != "gone"}:
        assert ADVICE[reason] in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "detail",
    [
        f"{len(bomb()):,} bytes unpack to more than a page may have",
        "it redirects off the site, to http://h5.stcn.invalid/x",
        "it redirects off the site, to http://169.254.169.254/latest/",
        "it redirects to file:///etc/passwd, which is no web page",
    ],
)
def test_a_rejection_says_why(lasting: dict[str, Any], detail: str) -> None:
    """How large a bomb is, and where a redirect led."""
    assert detail in lasting["rejected"]


def test_what_was_missed_is_read_when_the_site_is_well(lasting: dict[str, Any]) -> None:
    """The next run brings all of it, what was rejected too."""
    assert lasting["again"].code == 0, lasting["again"].err
    assert lasting["stored"] == lasting["expected"]


def test_a_fault_that_passes_is_healthy(tmp_path: Path) -> None:
    """Each strikes once; all is stored in the same run, and nobody is alarmed."""
    with struck(tmp_path, HEALED, 1) as (desk, site, _):
        outcome = desk.crawl("channels=yw", **FAST)

        assert outcome.code == 0, outcome.err
        assert stored(desk) == expected(site, ("yw",))


# --- the door is shut ------------------------------------------------------------------

SHUT: dict[str, tuple[Arm, int, str]] = {
    "a challenge under 503": (lambda f, n, p: f.challenge(n, p, 503), 1, "acw_sc__v2"),
    "a login page": (lambda f, n, p: f.login(n, p), 1, "login"),
    "the firewall's 405": (lambda f, n, p: f.firewall(n, p), 1, "访问被阻断"),
    "a wait too long": (
        lambda f, n, p: f.retry_after(3600, n, p, 429),
        1,
        "asks us to wait 3600 seconds",
    ),
    "503 alone": (lambda f, n, p: f.status(503, n, p), 5, "status 503"),
}


@pytest.mark.parametrize("name", SHUT)
def test_a_site_that_turns_us_away_is_left_alone(
    desk: Desk, site: SampleSite, name: str
) -> None:
    """One page tells that we are blocked, five that the server is overloaded."""
    arm, patience, told = SHUT[name]
    arm(site.faults, 999, "detail")
    outcome = desk.crawl("channels=gd", "max_pages=1", CONCURRENT_REQUESTS=1, **FAST)

    assert outcome.code == 1
    assert desk.row("SELECT reason FROM crawl_run")["reason"] == "blocked"
    assert told in outcome.err
    asked = {path for _, path, _ in site.requests if "detail" in path}
    assert patience <= len(asked) <= patience + 1  # the next one may be on its way
    states = desk.rows("SELECT state, count(*) AS n FROM discovery GROUP BY state")
    assert [row["state"] for row in states] == ["pending"]


def test_what_stands_in_line_is_let_go(desk: Desk, site: SampleSite) -> None:
    """Eight requests wait for their turn at a time; after the first, none is sent."""
    site.faults.block(999, "detail", status=403)
    desk.crawl("channels=gd", RETRY_TIMES=0, DOWNLOAD_DELAY=0.5, **FAST)

    assert sum("detail" in path for _, path, _ in site.requests) <= 3


class Clocked(list[Any]):
    """A list that remembers when each entry came."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        super().__init__()
        self.times: list[float] = []

    def append(self, entry: Any) -> None:
        """Note an entry and its time."""
        self.times.append(time.monotonic())
        super().append(entry)


def test_a_site_that_asks_us_to_wait_is_not_asked_meanwhile(
    desk: Desk, site: SampleSite
) -> None:
    """Not by any request; then all is read, and the run is healthy."""
    requests = Clocked()
    site.requests = requests
    site.faults.retry_after(1, 1, "detail", 429, as_date=True)
    # Without any delay, Scrapy may send two requests before it counts the first.
    outcome = desk.crawl("channels=gd", "max_pages=1", DOWNLOAD_DELAY=0.05, **FAST)

    assert outcome.code == 0, outcome.err
    first = next(n for n, (_, path, _) in enumerate(requests) if "detail" in path)
    assert requests.times[first + 1] - requests.times[first] >= 0.99
    assert desk.rows("SELECT * FROM discovery WHERE state = 'pending'") == []


# --- there is no way to the site -------------------------------------------------------


def test_a_name_without_an_address(tmp_path: Path) -> None:
    """The name server is asked, and the run says so."""
    outcome = Desk(tmp_path, "http://does-not-exist.invalid").crawl("channels=yw", **FAST)

    _assert_no_way(outcome, "dns: yw 要闻: the name of its host has no address")


def test_https_where_none_is_spoken(tmp_path: Path, base_url: str) -> None:
    """The handshake meets plain HTTP."""
    address = base_url.replace("http:", "https:")
    outcome = Desk(tmp_path, address).crawl("channels=yw", **FAST)

    _assert_no_way(outcome, "tls: yw 要闻: no secure connection could be made")


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    """Anybody may have written it: nothing is read from there."""
    with _safe_by_its_own_word(tmp_path) as address:
        outcome = Desk(tmp_path, address).crawl("channels=yw", **FAST)

    _assert_no_way(outcome, "tls: yw 要闻: no secure connection could be made")


def test_a_port_where_nobody_listens(tmp_path: Path) -> None:
    """Refused connections are told as such."""
    with serve(SampleSite(articles=1)) as address:
        pass
    outcome = Desk(tmp_path, address).crawl("channels=yw", **FAST)

    _assert_no_way(outcome, "list_unreachable: yw 要闻: the connection was refused")


def _assert_no_way(outcome: Outcome, told: str) -> None:
    assert outcome.code == 1
    assert told in outcome.err
    assert "Traceback" not in outcome.err


@contextmanager
def _safe_by_its_own_word(folder: Path) -> Iterator[str]:
    """The address of a server with a certificate that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    pem = serialization.Encoding.PEM
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, form, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a refused handshake
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


# --- all of it at once -----------------------------------------------------------------


def test_the_same_seed_is_the_same_mixture() -> None:
    """What strikes an address depends on how often it was asked for, not on when."""
    paths = [f"/article/detail/{number}.html" for number in range(200)]

    def strikes(seed: int, order: list[str]) -> set[str]:
        faults = Faults()
        faults.mixed(0.3, seed)
        for path in order:
            faults.draw(path)
        names = {name for name, _ in PASSING}
        return {
            f"{path} {name}"
            for path in paths
            for name in names
            if faults.take(name, path) is not None
        }

    assert strikes(7, paths) == strikes(7, paths[::-1]) != strikes(8, paths)
    assert 40 < len(strikes(7, paths)) < 80


def test_everything_is_stored_in_the_end(tmp_path: Path) -> None:
    """Three of ten requests go wrong; run by run the database comes to be the truth."""
    site = SampleSite(seed=11, articles=40, now=AFTERNOON, days=2)
    site.faults.mixed(0.3, seed=5)
    truth = expected(site, ("yw", "gs"))
    with serve(site) as url:
        desk = Desk(tmp_path, url)
        for _ in range(8):
            outcome = desk.crawl("channels=yw,gs", RETRY_TIMES=2, **FAST)
            run = desk.row("SELECT * FROM crawl_run ORDER BY run_id DESC LIMIT 1")
            assert outcome.code == (run["outcome"] != "ok")
            assert outcome.code == 0 or run["reason"] in outcome.err
            if outcome.code == 0 and stored(desk) == truth:
                break

        assert stored(desk) == truth
        assert len(truth) > 5
