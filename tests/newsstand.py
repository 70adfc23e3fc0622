"""
A small database for readers' tests: a week of invented news, stored as crawls do.

海棠电气 (002999.SZ) buys back shares, 北辰新材 (688777.SH) earns more, 云岭股份
(605999.SH) gets an order. `cs` reprints `stcn` and the other way round.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from storage.records import (
    ArticleRecord,
    Record,
    RejectionRecord,
    SightingRecord,
    SymbolRecord,
    WalkRecord,
)
from storage.store import RunResult, Store
from tests import databases

BEIJING = timezone(timedelta(hours=8))
_NAMES = {"002999.SZ": "海棠电气", "688777.SH": "北辰新材", "605999.SH": "云岭股份"}
_ADDRESSES = {
    "stcn": "https://www.stcn.com/article/detail/{}.html",
    "cs": "https://www.cs.com.cn/{}.html",
}


def at(text: str) -> datetime:
    """A time of the third week of September 2026, `17 09:25` in Beijing."""
    return datetime.fromisoformat(f"2026-09-{text}").replace(tzinfo=BEIJING)


def story(
    article_id: str,
    published: str,
    title: str,
    body: str,
    *,
    channels: Sequence[str],
    symbols: Sequence[str] = (),
) -> ArticleRecord:
    """One reading of an article, five minutes after it was published."""
    site, native_id = article_id.split(":")
    is_flash = "kx" in channels
    return ArticleRecord(
        article_id=article_id,
        site=site,
        native_id=native_id,
        kind="flash" if is_flash else "article",
        url=_ADDRESSES[site].format(native_id),
        channels=tuple(channels),
        title=title,
        summary=None,
        body=body,
        body_html="".join(f"<p>{line}</p>" for line in body.splitlines()),
        source={"stcn": "证券时报", "cs": "中国证券报"}[site],
        print_issue=None,
        authors=() if is_flash else ("林晓舟",),
        editor=None,
        published_at=at(published).astimezone(UTC),
        published_precision="second" if is_flash else "minute",
        published_raw=f"2026-09-{published}",
        published_from="api" if is_flash else "detail",
        published_zone="assumed",
        symbols=tuple(
            SymbolRecord(symbol=symbol, name=_NAMES[symbol], rule="code_in_text")
            for symbol in symbols
        ),
        tags=("回购",) if "回购" in title else (),
        important=False,
        seen_at=at(published) + timedelta(minutes=5),
    )


ORDER = story(
    "cs:1002",
    "15 16:00",
    "云岭股份签下8.6亿元风电订单",
    "云岭股份（605999）9月15日公告，公司与一家电力集团签订风电塔筒供货合同。\n"
    "合同总金额为8.6亿元，约占公司2025年营业收入的31%，交货期为18个月。\n"
    "公司表示，合同的履行将对今明两年的经营业绩产生积极影响，并提示原材料价格波动的风险。",
    channels=["company"],
    symbols=["605999.SH"],
)
ORDER_REPRINT = replace(
    story("stcn:1004", "15 18:30", ORDER.title, ORDER.body, channels=["yw"]),
    symbols=ORDER.symbols,
    source="中国证券报",
)
MARKET = story(
    "stcn:1005",
    "15 15:10",
    "两市缩量整理，成交额跌破万亿元",
    "两市今日缩量整理，全天成交额9870亿元，较上一交易日减少约6%。",
    channels=["yw"],
)
BUYBACK = story(
    "stcn:1001",
    "16 20:30",
    "海棠电气拟回购股份",
    "海棠电气（002999）9月16日晚间公告，拟以集中竞价交易方式回购公司股份。\n"
    "回购资金总额为1.2亿元，回购价格不超过每股15元，回购期限为12个月。\n"
    "公司称，回购的股份将用于员工持股计划，资金来源为自有资金，不会影响正常经营。",
    channels=["yw", "gs"],
    symbols=["002999.SZ"],
)
BUYBACK_REPRINT = replace(
    story("cs:1001", "16 21:45", BUYBACK.title, BUYBACK.body, channels=["company"]),
    symbols=BUYBACK.symbols,
    source="证券时报",
)
BUYBACK_REVISED = replace(
    BUYBACK,
    title="海棠电气拟回购股份用于员工持股",
    body=f"{BUYBACK.body}\n公司提示，方案须经股东会审议。",
    body_html=f"{BUYBACK.body_html}<p>公司提示，方案须经股东会审议。</p>",
    seen_at=at("17 08:10"),
)
SUPPORT = story(
    "stcn:1003",
    "17 08:40",
    "海棠电气：大股东支持回购方案",
    "海棠电气（002999）披露，持股27%的大股东将在股东会上对回购方案投赞成票。",
    channels=["gs"],
    symbols=["002999.SZ"],
)
EARNINGS = story(
    "stcn:1002",
    "17 10:58:09",
    "北辰新材：净利润同比增长12.5%",
    "北辰新材（688777）公告，净利润同比增长12.5%，营收增长8%。",
    channels=["kx"],
    symbols=["688777.SH"],
)
FACTORY = story(
    "stcn:1007",
    "18 09:40",
    "云岭股份新厂投产，海棠电气供应电机",
    "云岭股份（605999）的新厂18日投产，电机由海棠电气（002999）供应。",
    channels=["gs"],
    symbols=["605999.SH", "002999.SZ"],
)
PROGRESS = story(
    "stcn:1006",
    "18 13:20:30",
    "海棠电气：已回购3000万元股份",
    "海棠电气（002999）公告，截至目前已回购股份210万股，支付总额3000万元。",
    channels=["kx"],
    symbols=["002999.SZ"],
)
EMPTY = RejectionRecord(
    site="stcn",
    article_id="stcn:1008",
    url=_ADDRESSES["stcn"].format(1008),
    reason="empty_body",
    detail="The page has no text.",
    stage="require_fields",
    refused_at=at("17 11:05"),
    final=False,
)
STORIES = (
    ORDER,
    ORDER_REPRINT,
    MARKET,
    BUYBACK,
    BUYBACK_REPRINT,
    SUPPORT,
    EARNINGS,
    FACTORY,
    PROGRESS,
)
"""As first read; nine articles."""


def seen(record: ArticleRecord | RejectionRecord) -> datetime:
    """When it was read."""
    return record.refused_at if isinstance(record, RejectionRecord) else record.seen_at


def sightings(
    records: Sequence[ArticleRecord | RejectionRecord],
) -> Iterator[SightingRecord]:
    """What the lists showed of them."""
    for record in records:
        assert record.article_id is not None
        channels: tuple[str, ...] = ("yw",)
        title, published_at = "", at("17 11:00")
        if isinstance(record, ArticleRecord):
            assert record.published_at is not None
            channels, title = record.channels, record.title
            published_at = record.published_at
        for channel in channels:
            yield SightingRecord(
                article_id=record.article_id,
                site=record.site,
                native_id=record.article_id.split(":")[1],
                url=record.url or "",
                channel=channel,
                title=title,
                published_at=published_at,
                listed_at=seen(record),
            )


def fill(path: Path) -> None:
    """
    Fill a new database, one run per site and day.

    The channel 要闻 of `stcn` is walked without a hole from the 15th on, 公司 is not.
    """
    read: list[ArticleRecord | RejectionRecord] = [*STORIES, BUYBACK_REVISED, EMPTY]
    records = sorted(read, key=seen)
    with Store(databases.url_of(path)) as store:
        for day in range(15, 19):
            for site in ("cs", "stcn"):
                of_day = [r for r in records if r.site == site and seen(r).day == day]
                _run(store, site, at(f"{day} 22:00"), of_day)


def _run(
    store: Store,
    site: str,
    end: datetime,
    records: Sequence[ArticleRecord | RejectionRecord],
) -> None:
    run_id = store.begin_run(site, {}, end - timedelta(minutes=2))
    walked: list[Record] = []
    if site == "stcn":
        walked = [WalkRecord(site=site, channel="yw", newest=end, oldest=at("15 00:00"))]
    batch: list[Record] = [*sightings(records), *records, *walked]
    outcomes = store.apply(run_id, batch)
    counts = {
        name: outcomes.count(name) for name in ("listed", "new", "changed", "rejected")
    }
    result = RunResult(
        outcome="ok",
        reason=None,
        finished_at=end,
        requests=len(batch),
        errors=0,
        channels={"yw": counts},
    )
    store.finish_run(run_id, result)
