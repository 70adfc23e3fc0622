"""What Datasette says of the tables and columns."""

from typing import Any, Final

from storage.views import COLUMNS, VIEWS
from storage.web.questions import QUESTIONS

DATABASE: Final = "db"
"""The database's name in addresses, whatever the file is called."""

_VIEW_NOTES: Final = {
    "news": "One row per article, repeats included.",
    "news_original": "`news` without the repeats.",
    "news_versions": "One row per version of an article, the first included.",
    "tushare_news": "`news` with the column names of Tushare's `news`.",
    "tushare_major_news": "`news` with the column names of Tushare's `major_news`.",
    "akshare_stock_news": "`news` with the column names of AKShare's `stock_news_em`.",
}


_COLUMNS: Final = {name: meaning.replace("`", "") for name, meaning in COLUMNS.items()}
"""Datasette shows them as plain text."""


def metadata(hosts: list[str]) -> dict[str, Any]:
    """
    Datasette's metadata.

    Args:
        hosts: names under which the server answers; empty for all.
    """
    tables = {name: _table(name) for name in VIEWS}
    questions = {
        name: {"title": question.title, "sql": question.sql.strip()}
        for name, question in QUESTIONS.items()
    }
    return {
        "title": "时报 Shibao",
        "description": "Chinese financial news; times of the views are Beijing's.",
        "plugins": {"shibao": {"hosts": hosts}},
        "databases": {DATABASE: {"tables": tables, "queries": questions}},
    }


def _table(name: str) -> dict[str, Any]:
    said: dict[str, Any] = {"columns": _COLUMNS, "size": 50}
    if name in _VIEW_NOTES:
        said["description"] = _VIEW_NOTES[name]
    if name in {"news", "news_original"}:
        said["sort_desc"] = "published_at"
    return said
