"""Invented pieces for the tests of repeats."""

from datetime import UTC, datetime, timedelta
from typing import Any

from storage.repeats.pieces import Piece

NOON = datetime(2026, 9, 28, 4, tzinfo=UTC)
"""Twelve o'clock in Beijing."""

TITLE = "星海股份：拟以1.2亿元收购蓝湾电子60%股权"
BODY = (
    "星海股份(600999)9月28日晚间公告，公司拟以现金1.2亿元收购蓝湾电子60%股权。"
    "蓝湾电子主要从事传感器的研发与销售，2025年实现营业收入3.45亿元，同比增长12.6%；"
    "净利润2800万元，同比增长8.1%。本次交易完成后，蓝湾电子将成为公司控股子公司。"
    "公司表示，收购有助于完善产业布局，提升公司在车载传感器领域的竞争力。"
)


def piece(article_id: str, body: str = BODY, **changes: Any) -> Piece:
    """A piece at noon of a site of its own, changed as said."""
    known: dict[str, Any] = {
        "site": article_id.partition(":")[0],
        "title": TITLE,
        "first_seen_at": NOON,
        "published_at": NOON,
        "published_precision": "minute",
    }
    return Piece(article_id=article_id, body=body, **known | changes)


def later(hours: float) -> datetime:
    """So many hours after noon."""
    return NOON + timedelta(hours=hours)
