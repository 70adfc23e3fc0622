"""The newsroom in a real Chromium: by hand, by keyboard, on a phone, without scripts."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.storage.web.conftest import Newsroom

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed"
)
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
    pytest.mark.sqlite("the newsroom shows a file"),
]
PAGES = [
    "/",
    "/news",
    "/news?q=回购",
    "/news/stcn:1001",
    "/news/stcn:2000",
    "/compare?one=stcn:1001@1&other=stcn:1001@3",
    "/charts",
    "/news?day=昨日",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@contextmanager
def visiting(chromium: Any, newsroom: Newsroom, **options: Any) -> Iterator[Any]:
    """A page of a fresh browser that complains, asks elsewhere and alerts nowhere."""
    context = chromium.new_context(base_url=newsroom.address, **options)
    trouble: list[str] = []
    context.on(
        "request",
        lambda request: (
            trouble.append(request.url)
            if not request.url.startswith(newsroom.address)
            else None
        ),
    )
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    context.on(
        "console",
        lambda message: (
            trouble.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    context.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield page
    context.close()
    assert trouble == []


def asked(url: str) -> str:
    """The words that an address of the list asks for."""
    return parse_qs(urlsplit(url).query).get("q", [""])[0]


def test_a_morning_by_keyboard(chromium: Any, newsroom: Newsroom, tmp_path: Path) -> None:
    """Search as one types, open, follow a copy, compare versions, download."""
    with visiting(chromium, newsroom) as page:
        page.goto("/")
        page.keyboard.press("/")
        page.keyboard.insert_text("海棠")
        page.wait_for_url(lambda url: asked(url) == "海棠")
        page.keyboard.insert_text("电气 回购")
        page.wait_for_url(lambda url: asked(url) == "海棠电气 回购")
        assert page.locator(".stories li").count() == 2
        assert page.locator(".stories mark").first.inner_text() == "海棠电气"
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/news/stcn*1001")
        assert page.locator("#versions ins").first.inner_text() == "1.8"
        page.locator(".family a.headline").click()
        page.wait_for_url("**/news/cs*1001")
        page.locator(".family a.compare").click()
        page.wait_for_url("**/compare?*")
        assert page.locator(".difference del").count()
        page.goto("/news/stcn:1001")
        page.locator("select[name=one]").select_option("stcn:1001@1")
        page.locator(".choose button").click()
        page.wait_for_url("**/compare?*")
        assert page.locator(".difference .text del").all_inner_texts() == ["1.2"]
        page.go_back()
        with page.expect_download() as download:
            page.get_by_role("link", name="JSON", exact=True).first.click()
        saved = tmp_path / download.value.suggested_filename
        download.value.save_as(saved)
        assert saved.name == "stcn-1001.json"
        assert json.loads(saved.read_text(encoding="utf-8"))["version"] == 3


def test_an_input_method_is_let_finish(chromium: Any, newsroom: Newsroom) -> None:
    """The letters on the way to a Chinese word are never searched for."""
    with visiting(chromium, newsroom) as page:
        words: list[str] = []
        page.on("request", lambda request: words.append(asked(request.url)))
        page.goto("/news")
        page.locator("#q").focus()
        keyboard = page.context.new_cdp_session(page)
        for letters in ("h", "hui", "huigou"):
            keyboard.send(
                "Input.imeSetComposition",
                {
                    "text": letters,
                    "selectionStart": len(letters),
                    "selectionEnd": len(letters),
                },
            )
        keyboard.send("Input.insertText", {"text": "回购"})
        page.wait_for_url(lambda url: asked(url) == "回购")
        assert page.locator(".stories li").count() == 2
        assert set(words) == {"", "回购"}


def test_back_leads_to_where_one_began_to_type(chromium: Any, newsroom: Newsroom) -> None:
    """However many letters were typed, it is one step."""
    with visiting(chromium, newsroom) as page:
        page.goto("/charts")
        page.locator("#q").press_sequentially("ESG")
        page.wait_for_url(lambda url: asked(url) == "ESG")
        page.go_back()
        page.locator("svg.chart").first.wait_for()
        assert urlsplit(page.url).path == "/charts"


@pytest.mark.parametrize("path", PAGES)
def test_a_phone(chromium: Any, newsroom: Newsroom, path: str) -> None:
    """360 pixels wide, nothing to push sideways; only a wrong address complains."""
    size = {"width": 360, "height": 740}
    with visiting(chromium, newsroom, viewport=size, has_touch=True) as page:
        if "昨日" in path:
            page.route(
                "**/*", lambda route: route.fulfill(response=route.fetch(), status=200)
            )
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.locator("main").inner_text().strip()


def test_without_javascript(chromium: Any, newsroom: Newsroom) -> None:
    """Every page reads, the search is a form, pages turn, a chart is there."""
    with visiting(chromium, newsroom, java_script_enabled=False) as page:
        page.goto("/")
        assert page.locator(".channel .story").count() > 3
        page.locator("#q").fill("云岭股份")
        page.locator(".search button").click()
        assert page.locator(".stories li").count() == 40
        page.get_by_role("link", name="较早").click()
        assert page.locator(".stories li").count() == 20
        page.goto("/news/stcn:1001")
        assert "1.8亿元" in page.locator(".body").inner_text()
        assert page.locator("#versions ins").first.is_visible()
        page.goto("/charts")
        assert page.locator("svg.chart rect").count() > 100


def test_light_and_dark(chromium: Any, newsroom: Newsroom) -> None:
    """As the system has it."""
    shades = []
    for scheme in ("light", "dark"):
        with visiting(chromium, newsroom, color_scheme=scheme) as page:
            page.goto("/")
            paper = "getComputedStyle(document.documentElement).backgroundColor"
            shade = page.evaluate(paper).strip("rgb()").split(",")
            shades.append(sum(map(int, shade)) > 3 * 128)
    assert shades == [True, False]


def test_the_first_tab_skips_to_the_text(chromium: Any, newsroom: Newsroom) -> None:
    """And the place where the keyboard is can be seen."""
    with visiting(chromium, newsroom) as page:
        page.goto("/news")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.locator("main:focus").wait_for()
        page.keyboard.press("Tab")
        focused = page.locator("main *:focus-visible")
        assert focused.count() == 1
        assert focused.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
