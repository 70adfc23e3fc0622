"""The first schema: articles, their versions, what was listed, runs, search."""

import sqlalchemy as sa
from alembic import op

from storage.search_index import create
from storage.types import Instant
from storage.views import rebuild_views

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table, the search index and the views."""
    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("native_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("important", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("print_issue", sa.Text(), nullable=True),
        sa.Column("editor", sa.Text(), nullable=True),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("published_precision", sa.Text(), nullable=False),
        sa.Column("published_raw", sa.Text(), nullable=True),
        sa.Column("published_from", sa.Text(), nullable=True),
        sa.Column("published_zone", sa.Text(), nullable=True),
        sa.Column("trade_date", sa.Text(), nullable=True),
        sa.Column("session", sa.Text(), nullable=True),
        sa.Column("first_seen_at", Instant(), nullable=False),
        sa.Column("last_seen_at", Instant(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('article', 'flash', 'notice')", name="ck_article_kind"
        ),
        sa.CheckConstraint("status IN ('live', 'gone')", name="ck_article_status"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("article_id", name="uq_article_article_id"),
    )
    op.create_index("ix_article_first_seen_at", "article", ["first_seen_at"])
    op.create_index("ix_article_published_at", "article", ["published_at"])
    op.create_index("ix_article_site_published_at", "article", ["site", "published_at"])
    op.create_index("ix_article_trade_date", "article", ["trade_date"])
    op.create_table(
        "article_channel",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("first_listed_at", Instant(), nullable=False),
        sa.Column("last_listed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "channel", name="pk_article_channel"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_article_channel_channel", "article_channel", ["channel", "article_id"]
    )
    op.create_table(
        "crawl_run",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("spider", sa.Text(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("channels", sa.Text(), nullable=False),
        sa.Column("shibao_version", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('ok', 'alarm', 'failed', 'interrupted')",
            name="ck_crawl_run_outcome",
        ),
        sa.PrimaryKeyConstraint("run_id", name="pk_crawl_run"),
    )
    op.create_index("ix_crawl_run_spider_started_at", "crawl_run", ["spider", "started_at"])
    op.create_table(
        "discovery",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("native_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("first_listed_at", Instant(), nullable=False),
        sa.Column("last_listed_at", Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending', 'stored', 'rejected', 'gone')", name="ck_discovery_state"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_discovery"),
    )
    op.create_index("ix_discovery_state", "discovery", ["site", "state"])
    op.create_table(
        "repeat_undone",
        sa.Column("one_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name="ck_repeat_undone_order"),
        sa.PrimaryKeyConstraint("one_id", "other_id", name="pk_repeat_undone"),
    )
    op.create_table(
        "article_author",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.article_id"], name="fk_article_author_article_id"
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_article_author"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_article_author_name", "article_author", ["name"])
    op.create_table(
        "article_tag",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.article_id"], name="fk_article_tag_article_id"
        ),
        sa.PrimaryKeyConstraint("article_id", "position", name="pk_article_tag"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_article_tag_tag", "article_tag", ["tag"])
    op.create_table(
        "channel_mark",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("complete_from", Instant(), nullable=False),
        sa.Column("complete_to", Instant(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["crawl_run.run_id"], name="fk_channel_mark_run_id"
        ),
        sa.PrimaryKeyConstraint("site", "channel", name="pk_channel_mark"),
    )
    op.create_table(
        "duplicate",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("original_id", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("rule_version", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.article_id"], name="fk_duplicate_article_id"
        ),
        sa.ForeignKeyConstraint(
            ["original_id"], ["article.article_id"], name="fk_duplicate_original_id"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_duplicate"),
    )
    op.create_index("ix_duplicate_original_id", "duplicate", ["original_id"])
    op.create_table(
        "fingerprint",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("exact_hash", sa.BigInteger(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("rule_version", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.article_id"], name="fk_fingerprint_article_id"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_fingerprint"),
    )
    op.create_index("ix_fingerprint_exact_hash", "fingerprint", ["exact_hash"])
    op.create_table(
        "raw_response",
        sa.Column("raw_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("fetched_at", Instant(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["crawl_run.run_id"], name="fk_raw_response_run_id"
        ),
        sa.PrimaryKeyConstraint("raw_id", name="pk_raw_response"),
        sa.UniqueConstraint("record_id", name="uq_raw_response_record_id"),
    )
    op.create_index("ix_raw_response_url", "raw_response", ["url"])
    op.create_table(
        "repeat_link",
        sa.Column("one_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("excerpt_id", sa.Text(), nullable=True),
        sa.Column("binds", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("rule_version", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name="ck_repeat_link_order"),
        sa.ForeignKeyConstraint(
            ["one_id"], ["article.article_id"], name="fk_repeat_link_one_id"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["article.article_id"], name="fk_repeat_link_other_id"
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name="pk_repeat_link"),
    )
    op.create_index("ix_repeat_link_other_id", "repeat_link", ["other_id"])
    op.create_table(
        "article_version",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", Instant(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("authors", sa.Text(), nullable=True),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("published_precision", sa.Text(), nullable=False),
        sa.Column("unprinted", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("raw_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.article_id"], name="fk_article_version_article_id"
        ),
        sa.ForeignKeyConstraint(
            ["raw_id"], ["raw_response.raw_id"], name="fk_article_version_raw_id"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["crawl_run.run_id"], name="fk_article_version_run_id"
        ),
        sa.PrimaryKeyConstraint("article_id", "version", name="pk_article_version"),
    )
    op.create_index("ix_article_version_valid_from", "article_version", ["valid_from"])
    op.create_table(
        "fingerprint_key",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["fingerprint.article_id"], name="fk_fingerprint_key_article_id"
        ),
        sa.PrimaryKeyConstraint("key", "article_id", name="pk_fingerprint_key"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_fingerprint_key_article_id", "fingerprint_key", ["article_id"])
    op.create_table(
        "rejection",
        sa.Column("rejection_id", sa.Integer(), nullable=False),
        sa.Column("content_key", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("first_at", Instant(), nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("raw_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["raw_id"], ["raw_response.raw_id"], name="fk_rejection_raw_id"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["crawl_run.run_id"], name="fk_rejection_run_id"
        ),
        sa.PrimaryKeyConstraint("rejection_id", name="pk_rejection"),
        sa.UniqueConstraint("content_key", name="uq_rejection_content_key"),
    )
    op.create_index("ix_rejection_article_id", "rejection", ["article_id"])
    op.create_index("ix_rejection_reason", "rejection", ["reason"])
    op.create_table(
        "article_symbol",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id", "version"],
            ["article_version.article_id", "article_version.version"],
            name="fk_article_symbol_article_id_version",
        ),
        sa.PrimaryKeyConstraint(
            "article_id", "version", "symbol", name="pk_article_symbol"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_article_symbol_symbol", "article_symbol", ["symbol", "article_id"])
    create(op.get_bind())
    rebuild_views(op.get_bind())
