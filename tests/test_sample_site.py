"""The sample site is what it says: faithful, deterministic and truthful."""

import http.client
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from lxml import html as lxml_html

from tests.sample_site import BEIJING, SampleSite, Truth, serve
from tests.sample_site.channels import CHANNELS

XHR = {"X-Requested-With": "XMLHttpRequest"}
NOW = datetime(2026, 9, 28, 15, 30, tzinfo=BEIJING)
BOILERPLATE = re.compile(
    "^(声明：证券时报力求|下载“证券时报”|版权声明：|校对：|责编：|责任编辑：)"
)
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\ufeff]")
BLOCKS = {"p", "div", "section", "table", "tr", "ul", "li", "blockquote"}


class Visitor:
    """Asks one running site."""

    def __init__(self, base: str) -> None:
        """A visitor of the site at this address."""
        self.base = base

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[Any, bytes]:
        """An answer and its bytes."""
        request = urllib.request.Request(self.base + path, headers=headers or {})
        with urllib.request.urlopen(request, timeout=20) as response:
            return response, response.read()

    def page(self, path: str) -> Any:
        """A page as a tree."""
        return lxml_html.document_fromstring(self.get(path)[1].decode())

    def data(self, path: str) -> dict[str, Any]:
        """A data answer."""
        answer: dict[str, Any] = json.loads(self.get(path, XHR)[1])
        return answer

    def post(self, command: str, **given: Any) -> Any:
        """An order to the switchboard."""
        body = json.dumps(given).encode()
        request = urllib.request.Request(f"{self.base}/_sample/{command}", body)
        with urllib.request.urlopen(request, timeout=20) as response:
            return json.loads(response.read())


@pytest.fixture
def site() -> SampleSite:
    """A site that a test may change."""
    return SampleSite(seed=7, articles=300)


@pytest.fixture
def visitor(site: SampleSite) -> Iterator[Visitor]:
    """A visitor of the site that may be changed."""
    with serve(site) as base:
        yield Visitor(base)


@pytest.fixture(scope="module")
def standing() -> Iterator[tuple[SampleSite, Visitor]]:
    """A site that no test changes, and its visitor."""
    site = SampleSite(seed=7, articles=300)
    with serve(site) as base:
        yield site, Visitor(base)


def status_of(visitor: Visitor, path: str, headers: dict[str, str] | None = None) -> int:
    """An answer's status, refusals included."""
    try:
        return int(visitor.get(path, headers)[0].status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


def clean(text: str) -> str:
    """A line without what cannot be seen."""
    return re.sub(r"\s+", " ", INVISIBLE.sub("", text)).strip()


def lines_of(element: Any) -> list[str]:
    """An independent reader of a body: one line per block, a row's cells by tabs."""
    parts: list[list[str]] = [[]]
    rows: list[str] = []

    def walk(node: Any) -> None:
        if not isinstance(node.tag, str) or node.tag in ("script", "style"):
            return
        if node.tag == "tr":
            rows.append("\t".join(clean(cell.text_content()) for cell in node))
            parts.extend([[f"row {len(rows) - 1}"], []])
            return
        if node.tag in BLOCKS or node.tag == "br":
            parts.append([])
        parts[-1].append(node.text or "")
        for child in node:
            walk(child)
            parts[-1].append(child.tail or "")
        if node.tag in BLOCKS:
            parts.append([])

    walk(element)
    found = [clean("".join(part)) for part in parts]
    return [
        rows[int(line.split()[1])] if re.fullmatch(r"row \d+", line) else line
        for line in found
        if line
    ]


def entries_of(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Id, title and printed time of each entry of an HTML answer."""
    found = []
    for entry in lxml_html.fragment_fromstring(answer["data"], create_parent="ul"):
        link = entry.find_class("tt")[0][0]
        time = entry.find_class("info")[0].findall("span")[-1].text
        found.append(
            (re.findall(r"\d+", link.get("href"))[0], clean(link.text_content()), time)
        )
    return found


def walk_board(visitor: Visitor, channel: str) -> list[Any]:
    """Every entry of a board, by the cursor protocol."""
    address = f"/article/list.html?type={channel}"
    answer = visitor.data(address)
    found: list[Any] = []
    while answer["data"]:
        rows = answer["data"] if channel == "kx" else entries_of(answer)
        assert len(rows) <= (30 if channel == "kx" else 10)
        found += rows
        answer = visitor.data(
            f"{address}&page_time={answer['page_time']}&last_time={answer['last_time']}"
        )
    assert answer["page_time"] is None
    assert answer["last_time"] is None
    return found


def test_same_seed_same_site() -> None:
    """One seed is one site, whatever the process's hash seed; another is another."""
    program = (
        "import hashlib; from tests.sample_site import SampleSite, serve\n"
        "import urllib.request\n"
        "site = SampleSite(seed=7, articles=120)\n"
        "digest = hashlib.sha256(repr(site.truth()).encode())\n"
        "with serve(site) as base:\n"
        "    for truth in site.truth():\n"
        "        if truth.status == 'live':\n"
        "            path = truth.url.removeprefix('https://www.stcn.com')\n"
        "            digest.update(urllib.request.urlopen(base + path).read())\n"
        "print(digest.hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert (
        SampleSite(seed=8, articles=120).truth() != SampleSite(seed=7, articles=120).truth()
    )


def test_later_articles_leave_the_site_as_it_is() -> None:
    """What is to come changes nothing of what is there, and comes with the clock."""
    site = SampleSite(seed=7, articles=120, upcoming=30)
    assert site.truth() == SampleSite(seed=7, articles=120).truth()
    site.now += timedelta(days=1)
    assert len(site.truth()) == 150


def test_pages_carry_the_truth(standing: tuple[SampleSite, Visitor]) -> None:
    """An independent reader of every page arrives at the truth."""
    site, visitor = standing
    for truth in site.truth():
        if truth.status == "missing":
            continue
        page = visitor.page(f"/article/detail/{truth.native_id}.html")
        title = clean(page.find_class("detail-title")[0].text_content())
        spans = [span.text for span in page.find_class("detail-info")[0]]
        lines = lines_of(page.find_class("detail-content")[0])
        moment = truth.published.astimezone(BEIJING)
        assert title == truth.title
        assert spans[-1] == f"{moment:%Y-%m-%d %H:%M}"
        assert (
            "\n".join(line for line in lines if not BOILERPLATE.match(line)) == truth.body
        )
        # What is not printed as a label may stand in the text: a credit, a byline.
        source = " ".join(part for part in (truth.source, truth.print_issue) if part)
        credited = truth.body.endswith(f"（{source}）")
        assert (f"来源：{source}" in spans) or credited or not source
        authors = " ".join(truth.authors)
        signed = f"（记者 {authors}）" in truth.body
        assert (f"作者：{authors}" in spans) or signed or not authors
        assert bool(truth.body) == (truth.status == "live")


def test_missing_articles_answer_as_missing(standing: tuple[SampleSite, Visitor]) -> None:
    """Listed articles that never were readable answer 404, a soft 404 or the front page."""
    site, visitor = standing
    answers = set()
    for truth in site.truth():
        if truth.status == "missing":
            path = f"/article/detail/{truth.native_id}.html"
            status = status_of(visitor, path)
            home = status == 200 and b"index-quick-news-list" in visitor.get(path)[1]
            answers.add("home" if home else status)
            assert truth.body == ""
    assert answers == {200, 404, "home"}


@pytest.mark.parametrize("channel", list(CHANNELS))
def test_boards_agree_with_the_truth(
    standing: tuple[SampleSite, Visitor], channel: str
) -> None:
    """A board's list is exactly what the truth says that it lists, newest first."""
    site, visitor = standing
    wanted = [truth for truth in site.truth() if channel in truth.channels]
    found = walk_board(visitor, channel)
    if channel == "kx":
        ids = [row["id"] for row in found if not row["isAdd"]]
        order = [row["time"] for row in found[4:] if not row["isAdd"]]
        assert order == sorted(order, reverse=True)
        assert sorted(set(ids), reverse=True) == sorted(
            (truth.native_id for truth in wanted), reverse=True
        )
        return
    ids = [native_id for native_id, *_ in found if len(native_id) > 4]
    boxed = {
        re.findall(r"\d+", link.get("href"))[0]
        for box in visitor.page(f"/article/list/{channel}.html").find_class("top-news")
        for link in box.iter("a")
    }
    listed = [truth for truth in wanted if truth.native_id in ids]
    assert ids == [truth.native_id for truth in listed]
    assert {truth.native_id for truth in wanted} == set(ids) | (
        boxed & {truth.native_id for truth in wanted}
    )
    assert wanted


def test_headlines_are_cut_and_one_stands_alone(visitor: Visitor) -> None:
    """The headline box cuts titles; some of its entries are in no list."""
    alone, cut = 0, 0
    for channel in (name for name, board in CHANNELS.items() if board.headline):
        listed = {native_id for native_id, *_ in walk_board(visitor, channel)}
        for box in visitor.page(f"/article/list/{channel}.html").find_class("top-news"):
            link = box.find(".//a")
            alone += re.findall(r"\d+", link.get("href"))[0] not in listed
            cut += link.text.endswith("...")
    assert alone == 3
    assert cut > 0


def test_first_page_has_the_lists_first_ten(visitor: Visitor) -> None:
    """A list page and a first data answer without cursors show the same ten."""
    page = visitor.page("/article/list/yw.html")
    links = page.find_class("infinite-list")[0].xpath("./li//div[@class='tt']/a/@href")
    first = entries_of(visitor.data("/article/list.html?type=yw"))
    assert [re.findall(r"\d+", link)[0] for link in links] == [entry[0] for entry in first]
    assert len(links) == 10


def test_kx_page_is_empty_and_the_endpoint_needs_the_header(visitor: Visitor) -> None:
    """The page of kx has an empty list; without the XHR header the endpoint is a page."""
    page = visitor.page("/article/list/kx.html")
    board = page.find_class("infinite-list")[0]
    assert len(board) == 0
    assert board.get("data-url") == "/article/list.html?type=kx"
    response, body = visitor.get("/article/list.html?type=kx")
    assert response.headers["Content-Type"].startswith("text/html")
    assert b"infinite-list" in body
    answer = visitor.data("/article/list/kx.html")
    assert list(answer) == ["state", "msg", "data", "page_time", "last_time"]
    assert 28 <= len(answer["data"]) <= 30
    assert answer["page_time"] == 2


def test_rows_have_the_reference_shape(visitor: Visitor) -> None:
    """Rows of kx have the fields and types of the site notes; pinned ones stand first."""
    rows = visitor.data("/article/list.html?type=kx")["data"]
    assert rows[0]["isTop"] == 1
    assert sum(row["isAdd"] for row in rows) == 1
    sold = next(row for row in rows if row["isAdd"])
    assert sold["time"] > next(row["time"] for row in rows if not row["isTop"])
    for row in rows:
        assert row["id"].isdigit()
        assert row["url"] == row["web_url"] == f"/article/detail/{row['id']}.html"
        assert row["time"] == int(row["show_time"]) * 1000
        assert len(row["tags"]) == 2
        for topic in row["tags"][0]:
            assert not topic["name"].endswith("...") or len(topic["title"]) > 6


def test_empty_cursors_give_the_terminal_shape(site: SampleSite, visitor: Visitor) -> None:
    """Cursors sent as empty strings end the list, whatever the board; both ends exist."""
    path = "/article/list.html?type={}&page_time=&last_time="
    for channel in ("kx", "yw"):
        answer = visitor.data(path.format(channel))
        assert answer["state"] == 1
        assert answer["data"] == ""
        assert answer["page_time"] is answer["last_time"] is None
    site.end_data = []
    assert visitor.data(path.format("kx"))["data"] == []


def test_other_boards_can_answer_rows(site: SampleSite, visitor: Visitor) -> None:
    """The other boards' data is an HTML string, or rows if the site is told so."""
    site.list_data = "rows"
    rows = visitor.data("/article/list.html?type=yw")["data"]
    assert [row["id"] for row in rows] == [
        truth.native_id for truth in site.truth() if "yw" in truth.channels
    ][:10]


def test_list_times_have_three_forms() -> None:
    """Today's time alone, this year's day and month, the year for older entries."""
    site = SampleSite(
        seed=7, articles=40, now=datetime(2027, 1, 2, 12, tzinfo=BEIJING), days=1
    )
    for published in ("2027-01-02T11:58", "2027-01-01T08:05", "2026-12-31T23:59"):
        site.publish(("zl",), title=published, body="文", published=f"{published}:00+08:00")
    with serve(site) as base:
        visitor = Visitor(base)
        path = "/article/list.html?type=zl"
        times = {title: time for _, title, time in entries_of(visitor.data(path))}
        assert times["2027-01-02T11:58"] == "11:58"
        assert times["2027-01-01T08:05"] == "01-01 08:05"
        assert times["2026-12-31T23:59"] == "2026-12-31 23:59"
        site.year_turn = "short"
        times = {title: time for _, title, time in entries_of(visitor.data(path))}
        assert times["2026-12-31T23:59"] == "12-31 23:59"


def test_a_long_history_is_quick_and_turns_years() -> None:
    """Ten thousand entries over more than a year have times of all three forms."""
    site = SampleSite(seed=3, articles=10_000, days=400)
    with serve(site) as base:
        visitor = Visitor(base)
        oldest = int((NOW - timedelta(days=398)).timestamp())
        answer = visitor.data(f"/article/list.html?type=gd&page_time=9&last_time={oldest}")
        assert all(time.startswith("2025-") for *_, time in entries_of(answer))


def test_the_clock_decides_what_is_published(site: SampleSite, visitor: Visitor) -> None:
    """Before its time an article is in no list, on no page and not in the truth."""
    newest = site.truth()[0]
    site.now = newest.published - timedelta(minutes=1)
    assert newest.native_id not in {truth.native_id for truth in site.truth()}
    response, body = visitor.get(f"/article/detail/{newest.native_id}.html")
    assert "页面没有找到" in body.decode()
    assert parsedate_to_datetime(response.headers["Date"]) == site.now.replace(
        microsecond=0
    )
    with pytest.raises(ValueError, match="zone"):
        site.now = datetime(2026, 9, 28)  # noqa: DTZ001


def test_publish_revise_delete(site: SampleSite, visitor: Visitor) -> None:
    """News appears on top, changes and goes, and the truth keeps step."""
    made = site.publish(
        ("gd", "yw"), title="新 “稿”", body="第一段（600519）\n第二段", authors=("甲", "乙")
    )
    assert made.symbols == ("600519.SH",)
    path = f"/article/detail/{made.native_id}.html"
    assert entries_of(visitor.data("/article/list.html?type=yw"))[0][0] == made.native_id
    assert lines_of(visitor.page(path).find_class("detail-content")[0]) == made.body.split(
        "\n"
    )
    changed = site.revise(made.native_id, body="改过的")
    assert (changed.title, changed.body, changed.symbols) == (made.title, "改过的", ())
    assert lines_of(visitor.page(path).find_class("detail-content")[0]) == ["改过的"]
    gone = site.delete(made.native_id)
    assert (gone.status, gone.body) == ("gone", "改过的")
    assert status_of(visitor, path) == 404
    assert entries_of(visitor.data("/article/list.html?type=yw"))[0][0] != made.native_id


def test_publish_a_flash(site: SampleSite, visitor: Visitor) -> None:
    """A flash is in kx with seconds, topics and stocks, and on its page to the minute."""
    made = site.publish(
        kind="flash",
        title="某公司：签约",
        body="人民财讯9月28日电，签约。",
        topics=("纽约商品交易所",),
        stocks=("002458.SZ 某公司",),
        published="2026-09-28T15:29:31+08:00",
    )
    assert made.precision == "second"
    assert (made.tags, made.symbols) == (("纽约商品交易所",), ("002458.SZ",))
    rows = visitor.data("/article/list.html?type=kx")["data"]
    row = next(row for row in rows if row["id"] == made.native_id)
    assert row["content"] == made.body
    assert row["tags"][0][0]["name"] == "纽约商品交易..."
    assert row["tags"][1][0]["stock_code"] == "sz002458"
    assert row["time"] == int(made.published.timestamp()) * 1000


def test_noise_changes_everything_but_the_news(site: SampleSite, visitor: Visitor) -> None:
    """After noise the bytes and the cookie differ, the truth and the texts do not."""
    truth = next(truth for truth in site.truth() if truth.status == "live")
    path, before = f"/article/detail/{truth.native_id}.html", site.truth()
    first, body = visitor.get(path)
    site.noise()
    second, other = visitor.get(path)
    assert body != other
    assert first.headers["Set-Cookie"] != second.headers["Set-Cookie"]
    pages: list[Any] = [
        lxml_html.document_fromstring(text.decode()) for text in (body, other)
    ]
    texts = [lines_of(page.find_class("detail-content")[0]) for page in pages]
    assert texts[0] == texts[1]
    assert site.truth() == before


def test_requests_are_recorded(site: SampleSite, visitor: Visitor) -> None:
    """The site remembers what it was asked, its own switchboard excepted."""
    visitor.get("/article/list/yw.html?x=1", {"X-Test": "ja"})
    visitor.get("/_sample/truth.json")
    method, path, headers = site.requests[-1]
    assert (method, path, headers["X-Test"]) == ("GET", "/article/list/yw.html?x=1", "ja")
    site.requests.clear()
    assert site.requests == []


def test_switchboard(site: SampleSite, visitor: Visitor) -> None:
    """Another process can read the truth, publish, change, delete and set the clock."""
    truth = json.loads(visitor.get("/_sample/truth.json")[1])
    assert len(truth) == len(site.truth()) == 300
    assert truth[0]["published"] == site.truth()[0].published.isoformat()
    made = visitor.post("publish", title="题", body="文", channels=["yw"])
    assert site.truth()[0].native_id == made["native_id"]
    assert (
        visitor.post("revise", native_id=made["native_id"], title="新题")["title"] == "新题"
    )
    gone = visitor.post("delete", native_id=made["native_id"], how="soft")
    assert gone["status"] == "gone"
    visitor.post("noise")
    assert site.epoch == 1
    visitor.post("now", now="2026-09-28T16:00:00+08:00")
    assert site.now == NOW + timedelta(minutes=30)
    visitor.post("fault", name="busy", n=1)
    assert visitor.data("/article/list.html?type=kx")["state"] == 0
    assert isinstance(json.loads(visitor.get("/_sample/requests.json")[1]), list)


def test_plain_pages(site: SampleSite, visitor: Visitor) -> None:
    """Front page, rank, robots and what does not exist."""
    assert "/article/list/kx.html" in visitor.get("/")[1].decode()
    rank = visitor.data("/article/category-news-rank.html?type=kx")
    assert len(rank["data"]) == 10
    assert set(rank["data"][0]) == {"title", "url", "red", "tag", "hot"}
    assert status_of(visitor, "/article/list/unknown.html") == 404
    site.crawl_delay = 0.5
    assert "Crawl-delay: 0.5" in visitor.get("/robots.txt")[1].decode()
    assert "页面没有找到" in visitor.get("/article/detail/1.html")[1].decode()


def test_foreign_referer_is_refused(visitor: Visitor) -> None:
    """Who comes from another site gets 403; who comes from this one does not."""
    path = "/article/list/yw.html"
    assert status_of(visitor, path, {"Referer": "https://example.com/"}) == 403
    assert status_of(visitor, path, {"Referer": "https://www.stcn.com/"}) == 200
    assert status_of(visitor, path, {"Referer": f"{visitor.base}/"}) == 200


def test_refusals(site: SampleSite, visitor: Visitor) -> None:
    """Busy, blocked, checked and failing answers come as often as was asked for."""
    kx, page = "/article/list.html?type=kx", "/article/list/yw.html"
    site.faults.busy(1)
    assert visitor.data(kx) == {"state": 0, "msg": "系统繁忙"}
    assert visitor.data(kx)["state"] == 1
    site.faults.block(1)
    assert "访问过于频繁" in visitor.get(page)[1].decode()
    site.faults.block(1, "yw", status=503)
    assert status_of(visitor, "/article/list/gd.html") == 200
    assert status_of(visitor, page) == 503
    site.faults.captcha(1)
    assert "安全验证" in visitor.get(page)[1].decode()
    site.faults.status(502, 1, "detail")
    assert status_of(visitor, "/article/detail/1.html") == 502
    assert status_of(visitor, "/article/detail/1.html") == 200


def test_broken_lists(site: SampleSite, visitor: Visitor) -> None:
    """Error shells, empty lists, cursors that turn in circles and broken JSON."""
    page, kx = "/article/list/yw.html", "/article/list.html?type=kx"
    site.faults.error_shell(1)
    assert not visitor.page(page).find_class("infinite-list")
    site.faults.empty_list(1)
    assert len(visitor.page(page).find_class("infinite-list")[0]) == 0
    assert len(visitor.page(page).find_class("infinite-list")[0]) == 10
    site.faults.bad_json(1)
    with pytest.raises(json.JSONDecodeError):
        visitor.data(kx)
    site.faults.cursor_loop()
    first = visitor.data(kx)
    cursors = f"&page_time={first['page_time']}&last_time={first['last_time']}"
    assert visitor.data(kx + cursors)["last_time"] == first["last_time"]
    site.faults.clear()
    assert visitor.data(kx + cursors)["last_time"] != first["last_time"]


def test_broken_bytes(site: SampleSite, visitor: Visitor) -> None:
    """Wrong encodings, half pages, renamed classes and pages without end."""
    truth = next(truth for truth in site.truth() if truth.status == "live")
    path = f"/article/detail/{truth.native_id}.html"
    whole = visitor.get(path)[1]
    site.faults.gbk(1)
    response, body = visitor.get(path)
    assert "utf-8" in response.headers["Content-Type"]
    assert truth.title[:4] in body.decode("gbk")
    site.faults.utf8_as_gbk(1)
    response, body = visitor.get(path)
    assert "gbk" in response.headers["Content-Type"]
    assert b'<meta charset="gbk">' in body
    assert truth.title[:4] in body.decode()
    site.faults.truncated(1)
    response, body = visitor.get(path)
    assert whole.startswith(body)
    assert int(response.headers["Content-Length"]) == len(body) < len(whole)
    site.faults.renamed_layout()
    assert not visitor.page(path).find_class("detail-title")
    site.faults.renamed_layout(on=False)
    site.faults.huge(1)
    assert len(visitor.get(path)[1]) > 29_000_000
    assert visitor.get(path)[1] == whole


def test_bad_lines(site: SampleSite, visitor: Visitor) -> None:
    """Slow answers and cut connections; robots.txt is spared unless it is named."""
    site.faults.slow(0.3, 1)
    site.faults.drop_connection(1)
    assert status_of(visitor, "/robots.txt") == 200
    with pytest.raises((http.client.HTTPException, OSError)):
        visitor.get("/article/list/yw.html")
    assert status_of(visitor, "/article/list/yw.html") == 200
    site.faults.status(500, 1, "robots")
    assert status_of(visitor, "/robots.txt") == 500


def test_age(site: SampleSite, visitor: Visitor) -> None:
    """Behind a cache, `Date` less `Age` is when the page was rendered."""
    site.publish(("zl",), title="新", body="文", published=NOW - timedelta(minutes=5))
    site.now = datetime(2026, 9, 29, 0, 10, tzinfo=BEIJING)
    site.publish(("zl",), title="更新", body="文")
    site.faults.age(3600)
    response, body = visitor.get("/article/list.html?type=zl", XHR)
    rendered = parsedate_to_datetime(response.headers["Date"]) - timedelta(
        seconds=int(response.headers["Age"])
    )
    assert rendered == site.now - timedelta(hours=1)
    assert entries_of(json.loads(body))[0][1:] == ("新", "15:25")


def test_wrong_use_is_told(site: SampleSite, visitor: Visitor) -> None:
    """Unknown boards and articles are errors, over HTTP too."""
    with pytest.raises(ValueError, match="no such board"):
        site.publish(("nowhere",), title="题")
    with pytest.raises(KeyError):
        site.revise("1", title="题")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        visitor.post("revise", native_id="1")
    with refusal.value as answer:
        assert answer.code == 400


def test_every_oddity_occurs(site: SampleSite) -> None:
    """Three hundred entries hold every peculiarity that was planned."""
    truth = site.truth()
    stories = [site.find(entry.native_id).story for entry in truth]  # type: ignore[union-attr]
    html = "".join(block.html for story in stories for block in story.blocks)
    kinds = {entry.kind for entry in truth}
    assert kinds == {"article", "flash"}
    assert {entry.status for entry in truth} == {"live", "empty", "missing"}
    for mark in (
        "<table",
        "rowspan",
        "colspan",
        "data-src",
        "trsHotWords",
        "<script",
        "\u200b",
        "<section",
        "<br>",
        "校对：",
        "版权声明",
        "&nbsp;",
        "　　",
        'src="/upload',
    ):
        assert mark in html, mark
    assert any(len(entry.authors) > 1 for entry in truth)
    assert any(entry.print_issue for entry in truth)
    known = {entry.native_id: entry for entry in truth}
    repeats = [(entry, known[entry.repeat_of]) for entry in truth if entry.repeat_of]
    assert repeats
    assert all(first.published <= entry.published for entry, first in repeats)
    assert any(story.title != story.title_raw for story in stories)
    assert any(isinstance(entry, Truth) and not entry.source for entry in truth)
