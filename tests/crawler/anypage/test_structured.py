"""What a page declares for machines, beside what it prints."""

from crawler.anypage import read_any, read_canonical
from tests.crawler.anypage.invented_pages import STORY, page, simple

_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
{"@type": "NewsArticle", "headline": "云岭股份签约大单", "datePublished":
"2026-09-24T10:26:00Z", "author": [{"@type": "Person", "name": "林一鸣"}],
"publisher": {"@type": "Organization", "name": "云岭时报"}}]}</script>"""


def test_json_ld_fills_what_is_not_printed() -> None:
    """Title, time, author and publisher."""
    content = f"<h2>云岭股份签约大单</h2><article>{STORY}</article>"
    found = read_any(page("快讯 | 云岭时报", content, head=_LD), "")
    assert found.title == "云岭股份签约大单"
    assert found.times == (("2026-09-24T10:26:00Z", "meta"),)
    assert found.author_raw == "林一鸣"
    assert found.declared.publisher == "云岭时报"


def test_broken_json_ld_is_passed_over() -> None:
    """The page is read all the same."""
    head = '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
    text = page(
        "云岭股份签约大单_云岭网", f"<h1>云岭股份签约大单</h1>{STORY * 2}", head=head
    )
    assert read_any(text, "").title == "云岭股份签约大单"


def test_microdata_gives_the_time_that_the_page_paraphrases() -> None:
    """昨天 for people, an instant for machines."""
    content = (
        "<div itemscope itemtype='http://schema.org/NewsArticle'><h1>云岭股份签约大单</h1>"
        "<time itemprop='datePublished' datetime='2026-09-24T18:26:00+08:00'>昨天</time>"
        f"<div itemprop='articleBody'>{STORY}</div></div>"
    )
    found = read_any(page("云岭股份签约大单_云岭网", content), "")
    assert found.times == (("2026-09-24T18:26:00+08:00", "meta"),)


def test_what_is_printed_comes_before_what_is_declared() -> None:
    """Editors' systems stamp the head minutes or hours later."""
    head = "<meta property='article:published_time' content='2026-09-24T20:52:51+08:00'>"
    text = simple("2026-09-24 18:26").replace("</head>", f"{head}</head>")
    assert read_any(text, "").times[0] == ("2026-09-24 18:26", "detail")


def test_a_printed_day_gets_its_clock_from_the_head() -> None:
    """The same day, told more fully."""
    head = "<meta property='article:published_time' content='2026-09-24T20:52:51+08:00'>"
    text = simple("2026-09-24").replace("</head>", f"{head}</head>")
    assert read_any(text, "").times[0] == ("2026-09-24T20:52:51+08:00", "meta")


def test_the_canonical_address_is_one_with_a_path() -> None:
    """A front page is nobody's own address; og:url steps in."""
    front = "<link rel='canonical' href='https://www.yunling.example.com/'>"
    own = "<meta property='og:url' content='https://www.yunling.example.com/a/1.html'>"
    assert read_canonical(page("x", "", head=front)) is None
    address = "https://www.yunling.example.com/a/1.html"
    assert read_canonical(page("x", "", head=front + own)) == address
