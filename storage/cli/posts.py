"""Articles as files in the seed's format, one each, in a folder."""

from collections.abc import Iterable
from pathlib import Path

from storage.cli.files import text_file
from storage.clock import instant
from storage.errors import CannotOpenError
from storage.posts import (
    PostRow,
    channel_name,
    file_name,
    publisher_of,
    render_post,
)
from storage.queries import NewsRow

_FLASHES = "kx"
"""The channel of flashes."""


def write_posts(folder: Path, rows: Iterable[NewsRow]) -> int:
    """
    Write posts into a folder, which is made if it is not there; how many.

    Files of the same names are replaced, others stay.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotOpenError(f"{folder} cannot be a folder: {error.strerror}.") from error
    number = 0
    for row in rows:
        post = post_of(row)
        with text_file(folder / file_name(post)) as stream:
            stream.write(render_post(post))
        number += 1
    return number


def post_of(row: NewsRow) -> PostRow:
    """What a post says of an article."""
    return PostRow(
        article_id=row.article_id,
        title=row.title,
        publisher=publisher_of(row.site),
        channel=channel_name(row.site, _channel(row)),
        body_html=row.body_html,
        published_at=instant(row.published_at),
        precision=row.published_precision,
        url=row.url,
        kind=row.kind,
        tags=tuple(filter(None, (row.tags or "").split(","))),
    )


def _channel(row: NewsRow) -> str:
    """The one channel that a post has: it decides whether it is read as a flash."""
    channels = (row.channels or "").split(",")
    fitting = [name for name in channels if (name == _FLASHES) == (row.kind == "flash")]
    return (fitting or channels)[0]
