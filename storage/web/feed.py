"""A channel as an Atom feed, for readers of feeds."""

from storage.posts import channel_name, publisher_of
from storage.queries import Filters, Reader, latest
from storage.web.rendering import Answer, environment, problem

_ENTRIES = 50


def feed(reader: Reader, site: str, channel: str, base: str) -> Answer:
    """
    The newest articles of a channel.

    Args:
        reader: the database.
        site: id.
        channel: id.
        base: address of this server, without a path.
    """
    filters = Filters(site=(site,), channel=(channel,))
    rows = list(latest(reader, filters, limit=_ENTRIES))
    if not rows:
        return problem(f"没有 {site}:{channel} 这个频道，或者它还没有新闻。", 404)
    text = (
        environment()
        .get_template("feed.xml")
        .render(
            title=f"{publisher_of(site)} {channel_name(site, channel)}",
            address=f"{base}/feed/{site}/{channel}.atom",
            base=base,
            rows=rows,
            updated=max(row.published_at or row.first_seen_at for row in rows),
        )
    )
    return Answer(text, "application/atom+xml; charset=utf-8")
