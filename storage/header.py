"""What tells a database of ours; it loads nothing, so that reading starts fast."""

from typing import Final

HEAD: Final = "0002"
"""The newest migration, so that opening a database need not load Alembic."""

APPLICATION_ID: Final = 0x53484942
"""`SHIB` in the header of an SQLite file: this file is ours."""

COPYING_ID: Final = 0x53484943
"""`SHIC`: a copy of ours that is not whole yet."""
