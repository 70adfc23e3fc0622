"""Bodies for the browser, by whoever they were written."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

from storage.web.body import shown_body, web_address
from tests.harness import ROOT
from tests.storage.web.conftest import HOSTILE

VECTORS = ROOT.parent / "shared" / "corpora" / "hostile" / "xss_vectors.jsonl"
HARMLESS = {"href", "title", "class", "rel", "colspan", "rowspan"}


def faults(body: str) -> list[str]:
    """What in a body could act or load something."""
    tree = html.fromstring(f"<div>{body}</div>")
    found = [
        name for element in tree.iter() for name in element.attrib if name not in HARMLESS
    ]
    links = [value for _, name, value, _ in tree.iterlinks() if name == "href"]
    found += [link for link in links if urlsplit(link).scheme not in {"http", "https"}]
    acting = {
        "script",
        "style",
        "iframe",
        "img",
        "form",
        "input",
        "svg",
        "math",
        "base",
        "link",
    }
    return found + [element.tag for element in tree.iter() if element.tag in acting]


def test_a_picture_becomes_a_link() -> None:
    """For it lies elsewhere; its words stay."""
    body = '<p>见图<img src="https://img.example/1.png?a=1&amp;b=2" alt="走&quot;势"></p>'
    assert shown_body(body) == (
        '<p>见图<a class="picture" href="https://img.example/1.png?a=1&amp;b=2" '
        'rel="noopener noreferrer nofollow">图片：走&#34;势</a></p>'
    )
    assert shown_body("<img alt='<b>'>") == '<span class="picture">图片：&lt;b&gt;</span>'


def test_what_a_story_needs_stays() -> None:
    """Paragraphs, tables, links."""
    table = '<table><tbody><tr><td colspan="2">1.2亿元</td></tr></tbody></table>'
    assert shown_body(f"<p>甲<b>乙</b></p>{table}") == f"<p>甲<b>乙</b></p>{table}"


@pytest.mark.parametrize(
    ("address", "is_fine"),
    [
        ("https://www.stcn.com/1.html", True),
        ("http://[::1]/", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//elsewhere.invalid/", False),
        ("https:", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(address: str | None, is_fine: bool) -> None:
    """An original that is no page is not linked to."""
    assert (web_address(address) is not None) == is_fine


def test_our_own_hostile_body() -> None:
    """It is read, and does nothing."""
    assert faults(shown_body(HOSTILE)) == []


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared corpora are not here")
def test_all_known_vectors() -> None:
    """246 of them, from the collections of those who look for more."""
    lines = Path(VECTORS).read_text(encoding="utf-8").strip().split("\n")
    bodies = {found["id"]: shown_body(found["input"]) for found in map(json.loads, lines)}
    assert {name: faults(body) for name, body in bodies.items() if faults(body)} == {}
    assert len(bodies) > 200
