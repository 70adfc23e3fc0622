"""Credits: the medium, the author, the editor, each where it is printed."""

import pytest

from crawler.anypage import read_any
from tests.crawler.anypage.invented_pages import STORY, simple

_TIME = "<span>2026-09-24 18:26</span>"


@pytest.mark.parametrize(
    ("info", "source", "author"),
    [
        (f"{_TIME} 来源：<a href='/'>云岭日报</a> 作者：林一鸣", "云岭日报", "林一鸣"),
        (f"{_TIME} | 来源 <b>云岭日报</b> | 作者 <b>林一鸣</b>", "云岭日报", "林一鸣"),
        (f"<p>林一鸣/云岭日报</p>{_TIME}", "云岭日报", "林一鸣"),
        (f"<p>林一鸣 云岭证券报</p>{_TIME}", "云岭证券报", "林一鸣"),
        (f"{_TIME}<span>·</span><span>云岭日报</span>", "云岭日报", None),
        (f"{_TIME}<a>分享</a><a>评论</a>", None, None),
        (
            f"{_TIME} 来源：百家号·财经 <div class='name'>云岭观察</div>",
            "云岭观察",
            None,
        ),
        ("云岭日报 | 2026-09-24 18:26 | 阅读 12345", "云岭日报", None),
        (f"{_TIME}<span>林一鸣</span>", None, None),
        (f"{_TIME} 来源：云岭网-自媒体综合", "云岭网-自媒体综合", None),
    ],
)
def test_the_head_names_medium_and_author(
    info: str, source: str | None, author: str | None
) -> None:
    """With labels or without; of a platform for everybody the account counts."""
    found = read_any(simple(info), "")
    assert (found.source_raw, found.author_raw) == (source, author)


def test_below_the_text_only_labels_count() -> None:
    """本文来源 and 责任编辑 at the end; a sentence that speaks of 来源 is no credit."""
    body = (
        f"{STORY}<p>公司表示，收入来源：多元，客户稳定。</p>"
        "<div><span>本文来源：云岭日报</span><span>责任编辑：周二白_N12</span></div>"
    )
    found = read_any(simple(_TIME, body=body), "")
    assert found.source_raw == "云岭日报"
    assert found.editor_raw == "周二白_N12"
