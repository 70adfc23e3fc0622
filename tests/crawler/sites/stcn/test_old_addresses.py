"""Addresses of all eras, and the one scheme of ids that they go into."""

import pytest

from crawler.addresses import Address
from crawler.sites.stcn.address import own_address, page_url, place_of
from crawler.sites.stcn.channels import CHANNELS
from crawler.sites.stcn.old_channels import OLD_CHANNELS, OLD_LISTS, old_channel_of
from crawler.sites.stcn.spider import StcnSpider
from tests.crawler.sites.stcn.old_pages import CMSTOP, PARTS, TRS, cmstop

SPIDER = StcnSpider()


@pytest.mark.parametrize(
    ("url", "native_id", "canonical"),
    [
        (CMSTOP, "15388211", CMSTOP),
        (CMSTOP.replace("http:", "https:") + "?from=app#top", "15388211", CMSTOP),
        (CMSTOP.replace(".shtml", "_2.shtml"), "15388211", CMSTOP),
        (CMSTOP.replace("kuaixun.stcn.com", "KUAIXUN.stcn.com:80"), "15388211", CMSTOP),
        (
            "http://www.stcn.com/2015/0429/12156763.shtml",
            "12156763",
            "http://www.stcn.com/2015/0429/12156763.shtml",
        ),
        (TRS, "t20220712_4731002", TRS),
        (TRS.replace("https:", "http:"), "t20220712_4731002", TRS),
        (TRS.replace(".html", "_1.html"), "t20220712_4731002", TRS),
        (
            "https://www.stcn.com/kuaixun/egs/202207/t20220712_4731002.html",
            "t20220712_4731002",
            "https://www.stcn.com/kuaixun/egs/202207/t20220712_4731002.html",
        ),
        (
            "http://www.stcn.com/article/detail/757276.html?a=1",
            "757276",
            "https://www.stcn.com/article/detail/757276.html",
        ),
    ],
)
def test_an_article_has_one_id_and_one_address(
    url: str, native_id: str, canonical: str
) -> None:
    """Whatever scheme, query or page it was named by."""
    assert SPIDER.article_at(url) == Address(native_id, canonical)


@pytest.mark.parametrize(
    "url",
    [
        "http://kuaixun.stcn.com/index_2.shtml",
        "http://kuaixun.stcn.com/list/kxyb_3.shtml",
        "http://company.stcn.com/gsxw/7.shtml",
        "http://upload.stcn.com/2019/0912/1568160000000.jpg",
        "http://kuaixun.stcn.com/2019/0912/3604331.shtml",
        "http://kuaixun.stcn.com.example/2019/0912/15388211.shtml",
        "ftp://kuaixun.stcn.com/2019/0912/15388211.shtml",
        "/2019/0912/15388211.shtml",
        "https://www.cs.com.cn/xwzx/202012/t20201201_6116434.html",
    ],
)
def test_what_is_no_article_of_the_site_has_none(url: str) -> None:
    """Lists, images, other hosts; seven digits, which would be an id of today's site."""
    assert SPIDER.article_at(url) is None


@pytest.mark.parametrize("url", [CMSTOP, TRS])
@pytest.mark.parametrize("number", [2, 3, 12])
def test_the_address_of_a_later_page_tells_its_number(url: str, number: int) -> None:
    """TRS counts from 0, CMSTOP from 1; both ways round."""
    first = place_of(url)
    assert first is not None
    later = place_of(page_url(first.address, number))

    assert first.number == 1
    assert later is not None
    assert (later.number, later.address) == (number, first.address)


def test_the_day_is_kept_as_the_address_has_it() -> None:
    """Today's addresses have none."""
    urls = (CMSTOP, TRS, "https://www.stcn.com/article/detail/757276.html")
    places = [place_of(url) for url in urls]

    assert [place.day if place else None for place in places] == [
        "2019/0912",
        "20220712",
        "",
    ]


def test_a_saved_page_says_in_its_scripts_which_article_it_is() -> None:
    """Where id and address in them agree; a page that only links to the site does not."""
    page = cmstop(PARTS[0])

    assert own_address(page) == Address("15388211", CMSTOP)
    assert own_address(page.replace("contentid = 15388211", "contentid = 15388219")) is None
    assert own_address(f'<a href="{CMSTOP}">{CMSTOP}</a>') is None


def test_a_saved_page_of_today_says_it_in_its_share_link() -> None:
    """One link, beside a headline of the site's; two would be a list of some kind."""
    link = '<div data-url="https://h5.stcn.com/pages/detail/detail?id={}&amp;jump_type=x">'
    head = '<div class="detail-title">题</div>'
    address = Address("757276", "https://www.stcn.com/article/detail/757276.html")

    assert own_address(head + link.format(757276)) == address
    assert own_address(head + link.format(757276) + link.format(757277)) is None
    assert own_address(link.format(757276)) is None


@pytest.mark.parametrize(
    ("url", "channel"),
    [
        ("http://news.stcn.com", "yw"),
        ("http://news.stcn.com/guonei/", "guonei"),
        ("http://kuaixun.stcn.com/index_2.shtml", "kx"),
        ("http://kuaixun.stcn.com/kuaixun.shtml", "kx"),
        ("http://kuaixun.stcn.com/list/kxyb_3.shtml", "yb"),
        ("http://kuaixun.stcn.com/company/internal/4.shtml", "kxgs"),
        ("https://kuaixun.stcn.com/cj/index_1.html", "kxcj"),
        ("http://stock.stcn.com/bankuai/1.shtml", "bankuai"),
        ("https://space.stcn.com/tg/", "zl"),
        ("https://www.stcn.com/xw/index.html", "yw"),
        ("https://www.stcn.com/", None),
        ("https://www.stcn.com/article/list/yw.html", None),
        ("http://kcb.stcn.com/about.html", None),
        ("http://news.stcn.com.example/guonei/", None),
        (CMSTOP, None),
        (TRS, None),
    ],
)
def test_a_list_of_the_old_site_is_known_by_its_place(
    url: str, channel: str | None
) -> None:
    """Any page of it; all else is no list, so that nothing is taken for an alarm."""
    assert old_channel_of(url) == channel


def test_every_old_list_has_a_channel_with_a_name() -> None:
    """An old id means nothing else today: 产经 is not 财经快讯."""
    assert set(OLD_LISTS.values()) <= {*CHANNELS, *OLD_CHANNELS}
    assert not set(OLD_CHANNELS) & set(CHANNELS)
    assert SPIDER.title_of("kxcj") == "kxcj 财经快讯"
    assert SPIDER.title_of("yw") == "yw 要闻"


def test_a_later_page_is_asked_for_by_its_first_only() -> None:
    """Out of an archive it would be half an article."""
    assert SPIDER.request_for(CMSTOP) is not None
    assert SPIDER.request_for(CMSTOP.replace(".shtml", "_2.shtml")) is None
