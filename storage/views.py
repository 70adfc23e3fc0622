"""
The reading doors in SQL: Beijing time, one row per article, for analysts.

Names and meanings are binding (the contract's section 4). Views are dropped
and made anew by every migration, so that they never lag behind the tables.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever reads of the columns needs no SQLAlchemy
    from sqlalchemy import Connection

NEWS = """
SELECT
  a.article_id,
  a.site,
  a.kind,
  (SELECT group_concat(c.channel, ',') FROM article_channel c
    WHERE c.article_id = a.article_id) AS channels,
  v.title,
  v.summary,
  v.body,
  v.body_html,
  a.source,
  v.authors,
  a.editor,
  strftime('%Y-%m-%d %H:%M:%S', a.published_at, '+8 hours') AS published,
  a.published_at,
  a.published_precision,
  a.published_raw,
  a.published_from,
  a.first_seen_at,
  a.last_seen_at,
  a.trade_date,
  a.session,
  (SELECT group_concat(s.symbol, ',') FROM article_symbol s
    WHERE s.article_id = a.article_id AND s.version = a.version) AS symbols,
  (SELECT group_concat(t.tag, ',') FROM article_tag t
    WHERE t.article_id = a.article_id) AS tags,
  a.url,
  a.version,
  a.status,
  coalesce(d.original_id, a.article_id) AS original_id,
  (SELECT count(*) FROM duplicate o WHERE o.original_id = a.article_id) AS copies
FROM article a
JOIN article_version v ON v.article_id = a.article_id AND v.version = a.version
LEFT JOIN duplicate d ON d.article_id = a.article_id
"""

NEWS_ORIGINAL = "SELECT * FROM news WHERE original_id = article_id"

NEWS_VERSIONS = """
SELECT
  v.article_id,
  v.version,
  v.valid_from,
  (SELECT n.valid_from FROM article_version n
    WHERE n.article_id = v.article_id AND n.version = v.version + 1) AS valid_to,
  v.changed,
  v.title,
  v.body
FROM article_version v
"""

TUSHARE_NEWS = """
SELECT published AS datetime, body AS content, title, channels FROM news
"""

TUSHARE_MAJOR_NEWS = """
SELECT title, body AS content, published AS pub_time, source AS src
FROM news WHERE kind = 'article'
"""

AKSHARE_STOCK_NEWS = """
SELECT
  substr(s.symbol, 1, instr(s.symbol, '.') - 1) AS "关键词",
  n.title AS "新闻标题",
  n.body AS "新闻内容",
  n.published AS "发布时间",
  n.source AS "文章来源",
  n.url AS "新闻链接"
FROM news n
JOIN article_symbol s ON s.article_id = n.article_id AND s.version = n.version
"""

SYMBOL_DAY = """
SELECT
  s.symbol,
  a.trade_date,
  count(*) AS articles,
  count(*) - count(d.article_id) AS originals,
  count(d.article_id) AS copies,
  count(*) FILTER (WHERE a.kind = 'flash') AS flashes,
  count(*) FILTER (WHERE a.session IN ('after_close', 'closed_day', 'pre_open'))
    AS before_open,
  strftime('%Y-%m-%d %H:%M:%S', min(a.published_at), '+8 hours') AS first_published,
  strftime('%Y-%m-%d %H:%M:%S', max(a.published_at), '+8 hours') AS last_published
FROM article_symbol s
JOIN article a ON a.article_id = s.article_id AND a.version = s.version
LEFT JOIN duplicate d ON d.article_id = a.article_id
GROUP BY s.symbol, a.trade_date
"""

DAILY = """
SELECT
  strftime('%Y-%m-%d', a.published_at, '+8 hours') AS day,
  a.site,
  c.channel,
  a.kind,
  count(*) AS articles,
  count(*) - count(d.article_id) AS originals,
  count(d.article_id) AS copies,
  strftime('%Y-%m-%d %H:%M:%S', min(a.published_at), '+8 hours') AS first_published,
  strftime('%Y-%m-%d %H:%M:%S', max(a.published_at), '+8 hours') AS last_published
FROM article a
LEFT JOIN article_channel c ON c.article_id = a.article_id
LEFT JOIN duplicate d ON d.article_id = a.article_id
GROUP BY 1, a.site, c.channel, a.kind
"""

VIEWS = {
    "news": NEWS,
    "news_original": NEWS_ORIGINAL,
    "news_versions": NEWS_VERSIONS,
    "symbol_day": SYMBOL_DAY,
    "daily": DAILY,
    "tushare_news": TUSHARE_NEWS,
    "tushare_major_news": TUSHARE_MAJOR_NEWS,
    "akshare_stock_news": AKSHARE_STOCK_NEWS,
}

COLUMNS = {
    "article_id": "`<site>:<native id>`, e.g. `stcn:757276`; without native id "
    "`<site>:<16 hex>` of the canonical URL",
    "site": "`stcn`, `cs`, ...",
    "kind": "`article`, `flash`, `notice`",
    "channels": "every channel it was seen in: ids, sorted, comma separated",
    "title": "normalised; full-width digits stay as printed",
    "summary": "the list's abstract; may be null",
    "body": "one line per block, a table row is one line with tabs, no markup",
    "body_html": "sanitised, absolute links",
    "source": "来源: the medium that the story is from, without the newspaper issue",
    "authors": "names joined by `、`; null if none are printed",
    "editor": "责任编辑; may be null",
    "published": "`YYYY-MM-DD HH:MM:SS`, Beijing; null when the page states none",
    "published_at": "the same instant, UTC, `YYYY-MM-DDTHH:MM:SSZ`",
    "published_precision": "`second`, `minute`, `day`, `unknown`",
    "published_raw": "what the page printed",
    "published_from": "`detail`, `list`, `api`, `feed`, `post`, `url`, ...",
    "first_seen_at": "UTC: when this database first saw it; the only honest key "
    "for a back-test",
    "last_seen_at": "UTC: when this database last saw it",
    "trade_date": "the Shanghai trading day that it falls to; news after the close "
    "belongs to the next",
    "session": "`pre_open`, `morning`, `noon`, `afternoon`, `after_close`, `closed_day`",
    "symbols": "`002458.SZ,600519.SH`, sorted; proven mentions only",
    "tags": "as the page has them, comma separated",
    "url": "canonical, on the live site's host",
    "version": "1, 2, ...",
    "status": "`live`, `gone`",
    "original_id": "the earliest article that this one repeats, else its own id",
    "copies": "on an original: how many others have it as `original_id`, else 0; of a "
    "day: the articles that repeat another",
    "valid_from": "UTC: from when this database held the version",
    "valid_to": "UTC: until when; null for the current one",
    "changed": "what differs from the version before, comma separated",
    "symbol": "`002458.SZ`; proven mentions in the current versions only",
    "day": "Beijing day of publication; null for articles without a time",
    "channel": "one id; an article counts in every channel that listed it, and under "
    "null if none did",
    "articles": "how many there are, repeats included",
    "originals": "those that repeat no other",
    "flashes": "those of kind `flash`",
    "before_open": "those that were out before the open of `trade_date`: overnight, on "
    "closed days and that morning",
    "first_published": "`YYYY-MM-DD HH:MM:SS`, Beijing: the earliest of them",
    "last_published": "`YYYY-MM-DD HH:MM:SS`, Beijing: the latest of them",
    "datetime": "published, Beijing",
    "content": "body",
    "pub_time": "published, Beijing",
    "src": "source",
    "关键词": "the six or five digits of one symbol",
    "新闻标题": "title",
    "新闻内容": "body",
    "发布时间": "published, Beijing",
    "文章来源": "source",
    "新闻链接": "url",
}
"""What the columns of the views mean; ends in the data dictionary."""


def rebuild_views(connection: "Connection") -> None:
    """Drop and create every view, inside the caller's transaction."""
    for name, query in fresh_views(connection).items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query}")


def fresh_views(connection: "Connection") -> dict[str, str]:
    """What the views ask, in this server's SQL, when none of them is there any more."""
    if connection.dialect.name != "postgresql":
        for name in reversed(VIEWS):
            connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
        return VIEWS
    from storage.postgresql.schema import settle  # noqa: PLC0415 - of servers alone
    from storage.postgresql.spelling import view  # noqa: PLC0415 - likewise

    for name in reversed(VIEWS):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name} CASCADE")
    settle(connection)
    return {name: view(query).replace("%", "%%") for name, query in VIEWS.items()}


def drop_views(connection: "Connection") -> None:
    """Drop every view that there is: they are in the way of tables that change."""
    from sqlalchemy import inspect  # noqa: PLC0415 - whoever reads of the columns needs none

    how = "CASCADE" if connection.dialect.name == "postgresql" else ""
    for name in reversed(inspect(connection).get_view_names()):
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name} {how}")
