"""${message}

A migration is a page of the schema's diary: it is never edited once it has
landed. SQLite changes a table by copying it, so use `op.batch_alter_table`;
do not import `storage.schema`, which will have moved on; views are made anew
at the end by `rebuild_views`. Raise `HEAD` in `storage/header.py` with it.
"""

from alembic import op

from storage.views import rebuild_views

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """What changes."""
    ${upgrades if upgrades else "..."}
    rebuild_views(op.get_bind())
