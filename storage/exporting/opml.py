"""The channels as an OPML 2.0 subscription list: a folder per site."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from itertools import groupby
from typing import Any, BinaryIO, Final
from urllib.parse import quote

from lxml import etree

from storage.exporting.xml import legal, tag_uri
from storage.posts import CHANNEL_NAMES, channel_name, publisher_of
from storage.queries.channels import ChannelCount

_OURS: Final = tag_uri("opml")
_LIST_PAGES: Final = {"stcn": "https://www.stcn.com/article/list/{}.html"}
"""Where people find a known channel of a site."""


def write_opml(
    stream: BinaryIO,
    channels: Iterable[ChannelCount],
    created: datetime,
    base_url: str | None = None,
) -> None:
    """
    Write the list; it is as long as there are channels, and held at once.

    Args:
        stream: where to.
        channels: sorted by site.
        created: aware.
        base_url: where `{base_url}/feed/{site}/{channel}.atom` are served. A reader
            can subscribe to nothing without it.
    """
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"shibao": _OURS})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = "时报"
    etree.SubElement(head, "dateCreated").text = format_datetime(created)
    body = etree.SubElement(root, "body")
    for site, group in groupby(channels, key=lambda channel: channel.site):
        folder = _outline(body, publisher_of(site))
        for channel in group:
            _add(folder, channel, base_url)
    document = etree.ElementTree(root)
    document.write(stream, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _add(folder: Any, channel: ChannelCount, base_url: str | None) -> None:
    outline = _outline(folder, channel_name(channel.site, channel.channel))
    if base_url:
        place = "/".join(quote(part, safe="") for part in (channel.site, channel.channel))
        outline.set("type", "rss")
        outline.set("xmlUrl", legal(f"{base_url.rstrip('/')}/feed/{place}.atom"))
    page = _LIST_PAGES.get(channel.site)
    if page and channel.channel in CHANNEL_NAMES.get(channel.site, {}):
        outline.set("htmlUrl", page.format(channel.channel))
    outline.set(f"{{{_OURS}}}site", legal(channel.site))
    outline.set(f"{{{_OURS}}}channel", legal(channel.channel))
    outline.set(f"{{{_OURS}}}articles", str(channel.articles))


def _outline(parent: Any, text: str) -> Any:
    return etree.SubElement(parent, "outline", {"text": legal(text), "title": legal(text)})
