"""Completeness and history: coverage, validators, what was known when, exports."""

import sqlalchemy as sa
from alembic import op

# Not a copy of the rule: an index that is made anew must speak as today's searches do.
from storage.search_index import clear, fill
from storage.types import Instant
from storage.views import drop_views, rebuild_views

_IN_ORDER = {
    "sqlite": "UPDATE article_version SET serial = rowid",
    # A server tells of no order but that of the times.
    "postgresql": """
        UPDATE article_version v SET serial = n.number FROM (
          SELECT article_id, version,
            row_number() OVER (ORDER BY valid_from, article_id, version) AS number
          FROM article_version) n
        WHERE n.article_id = v.article_id AND n.version = v.version
    """,
}

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add columns and tables; the views go first, for SQLite copies changed tables."""
    drop_views(op.get_bind())
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
    # Put every current text into the search index anew: figures are cut otherwise.
    clear(op.get_bind())
    fill(op.get_bind())
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
    op.execute(_IN_ORDER[op.get_bind().dialect.name])
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
