"""Our plugin to Datasette: pages, headers, SQL functions, the look of its own pages."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote

from datasette.utils.asgi import Response
from pluggy import HookimplMarker

from storage.errors import CannotOpenError
from storage.queries import Reader
from storage.search_text import parse_query, to_match
from storage.web.article import article, article_json
from storage.web.asking import WrongAddressError, asked
from storage.web.charts import charts
from storage.web.comparing import compare
from storage.web.covered import coverage_picture
from storage.web.feed import feed
from storage.web.front import front
from storage.web.guarding import Application, guarded
from storage.web.listing import listing
from storage.web.metadata import DATABASE
from storage.web.rendering import Answer, problem
from storage.web.timed import SECONDS, TimedReader

hookimpl: Final = HookimplMarker("datasette")
Page = Callable[[Reader, Any], Answer]
View = Callable[[Any, Any], Awaitable[Any]]


@hookimpl
def register_routes() -> list[tuple[str, View]]:
    """Our pages; they come before Datasette's own."""
    return [
        (r"^/$", _view(lambda reader, _: front(reader))),
        (r"^/news$", _view(_news)),
        (r"^/news/(?P<name>[^/]+)\.json$", _view(_with_name(article_json))),
        (r"^/news/(?P<name>[^/]+)$", _view(_with_name(article))),
        (r"^/compare$", _view(lambda reader, request: compare(reader, _given(request)))),
        (r"^/charts$", _view(lambda reader, _: charts(reader))),
        (r"^/coverage\.svg$", _view(lambda reader, _: coverage_picture(reader))),
        (r"^/feed/(?P<site>[^/]+)/(?P<channel>[^/]+)\.atom$", _view(_feed)),
    ]


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Application], Application]:
    """Our headers on every answer, Datasette's own pages included."""
    hosts = (datasette.plugin_config("shibao") or {}).get("hosts", [])
    return lambda application: guarded(application, hosts)


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """The search in SQL: what the index finds, and whether it is meant."""
    conn.create_function("shibao_match", 1, _match, deterministic=True)
    conn.create_function("shibao_means", 3, _means, deterministic=True)


@hookimpl
def extra_css_urls() -> list[str]:
    """Dark and narrow, also where Datasette's own pages are."""
    return ["/assets/data.css"]


@hookimpl
def menu_links() -> list[dict[str, str]]:
    """Ways back from Datasette's own pages."""
    return [
        {"href": "/", "label": "头版"},
        {"href": "/news", "label": "新闻"},
        {"href": "/charts", "label": "图表"},
    ]


def _match(words: str | None) -> str:
    return to_match(parse_query(words or "")) or '""'


def _means(words: str | None, title: str, body: str) -> bool:
    return parse_query(words or "").matches(title, body)


def _view(build: Page) -> View:
    """A page as Datasette asks for it; SQLite works in a thread of its own."""

    async def view(request: Any, datasette: Any) -> Any:
        path = Path(datasette.get_database(DATABASE).path)
        return _response(await asyncio.to_thread(_answer, build, path, request))

    return view


def _answer(build: Page, path: Path, request: Any) -> Answer:
    """Build a page, or one that says what is wrong."""
    try:
        with TimedReader(path) as reader:
            try:
                return build(reader, request)
            except CannotOpenError as error:
                if not reader.is_late:
                    return problem(str(error), 503)
                sentence = f"这个问题超过了 {SECONDS:.0f} 秒；请加上日期或频道缩小范围。"
                return problem(sentence, 503)
    except WrongAddressError as error:
        return problem(str(error), 400)
    except CannotOpenError as error:
        return problem(str(error), 503)


def _response(answer: Answer) -> Any:
    headers = {"cache-control": "no-cache"}
    if answer.file_name:
        headers["content-disposition"] = f'attachment; filename="{answer.file_name}"'
    return Response(answer.body, answer.status, headers, answer.type)


def _given(request: Any) -> dict[str, list[str]]:
    return parse_qs(request.query_string)


def _news(reader: Reader, request: Any) -> Answer:
    given = _given(request)
    return listing(reader, asked(given), is_fragment="fragment" in given)


def _with_name(build: Callable[[Reader, str], Answer]) -> Page:
    return lambda reader, request: build(reader, unquote(request.url_vars["name"]))


def _feed(reader: Reader, request: Any) -> Answer:
    names = {name: unquote(value) for name, value in request.url_vars.items()}
    return feed(
        reader, names["site"], names["channel"], f"{request.scheme}://{request.host}"
    )
