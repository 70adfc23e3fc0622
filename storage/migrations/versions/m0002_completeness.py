"""Completeness and history: coverage, validators, what was known when, exports."""

import sqlalchemy as sa
from alembic import op

# Not a copy of the rule: an index that is made anew must speak as today's searches do.
from storage.search_text import segment
from storage.types import Instant
from storage.views import rebuild_views

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns and tables; the views go first, for SQLite copies changed tables."""
    for (view,) in op.get_bind().execute(
        sa.text("SELECT name FROM sqlite_master WHERE type = 'view'")
    ):
        op.execute(f"DROP VIEW {view}")
    _widen_runs()
    _widen_versions()
    op.add_column("discovery", sa.Column("teaser", sa.Text(), nullable=True))
    op.add_column("channel_mark", sa.Column("reached", sa.Text(), nullable=True))
    _add_history()
    _add_coverage()
    op.create_table(
        "validator",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("url", name="pk_validator"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "export_mark",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("exported_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_export_mark"),
    )
    _index_again()
    rebuild_views(op.get_bind())


def _widen_runs() -> None:
    op.add_column(
        "crawl_run",
        sa.Column("kind", sa.Text(), nullable=False, server_default="crawl"),
    )
    op.add_column("crawl_run", sa.Column("parser_version", sa.Text(), nullable=True))
    op.add_column(
        "crawl_run", sa.Column("fields", sa.Text(), nullable=False, server_default="{}")
    )


def _widen_versions() -> None:
    """Number the versions in the order in which the table came to hold them."""
    op.add_column("article_version", sa.Column("parser_version", sa.Text(), nullable=True))
    op.add_column(
        "article_version",
        sa.Column("serial", sa.Integer(), nullable=False, server_default="0"),
    )
    op.execute("UPDATE article_version SET serial = rowid")
    op.create_index("ix_article_version_serial", "article_version", ["serial"], unique=True)


def _add_history() -> None:
    op.create_table(
        "article_past",
        sa.Column("past_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.article_id"], name="fk_article_past_article_id"
        ),
        sa.PrimaryKeyConstraint("past_id", name="pk_article_past"),
    )
    op.create_index("ix_article_past_article_id", "article_past", ["article_id"])
    op.create_table(
        "duplicate_past",
        sa.Column("past_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("original_id", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.article_id"], name="fk_duplicate_past_article_id"
        ),
        sa.PrimaryKeyConstraint("past_id", name="pk_duplicate_past"),
    )
    op.create_index("ix_duplicate_past_article_id", "duplicate_past", ["article_id"])


def _add_coverage() -> None:
    op.create_table(
        "coverage",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("rejected_by", sa.Text(), nullable=False),
        sa.Column("pending", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("first_at", Instant(), nullable=True),
        sa.Column("last_at", Instant(), nullable=True),
        sa.Column("longest_gap", sa.Integer(), nullable=True),
        sa.Column("longest_gap_from", Instant(), nullable=True),
        sa.Column("ids_unseen", sa.Integer(), nullable=True),
        sa.Column("reached", sa.Text(), nullable=True),
        sa.Column("complete", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("updated_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("site", "channel", "day", name="pk_coverage"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_coverage_day", "coverage", ["day"])


def _index_again() -> None:
    """Put every current text into the search index anew: figures are cut otherwise."""
    connection = op.get_bind()
    op.execute("INSERT INTO article_search(article_search) VALUES ('delete-all')")
    _gather(64)
    texts = sa.text(
        "SELECT a.id, v.title, v.body FROM article a"
        " JOIN article_version v ON v.article_id = a.article_id AND v.version = a.version"
        " WHERE a.id > :last ORDER BY a.id LIMIT 1000"
    )
    index = sa.text(
        "INSERT INTO article_search(rowid, title, body) VALUES (:id, :title, :body)"
    )
    last = 0
    while found := connection.execute(texts, {"last": last}).all():
        rows = [
            {"id": row, "title": segment(title), "body": segment(body)}
            for row, title, body in found
        ]
        connection.execute(index, rows)
        last = rows[-1]["id"]
    _gather(1)


def _gather(megabytes: int) -> None:
    """How much index FTS5 gathers before it writes; more is fewer merges, half the time."""
    setting = "INSERT INTO article_search(article_search, rank) VALUES ('hashsize', {})"
    op.execute(setting.format(megabytes * 2**20))
