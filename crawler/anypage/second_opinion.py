"""What trafilatura reads on a page: asked where our own look found no text."""

import re
from typing import Final

from crawler.anypage.errors import NoExtractorError

_TAGS: Final = re.compile(r"<[^>]*>")


def require_extractor() -> None:
    """
    Make sure that the extra `extract` is there.

    Raises:
        NoExtractorError: it is not.
    """
    try:
        import extruct  # type: ignore[import-untyped]  # noqa: F401, PLC0415 - of an extra; ships no types
        import trafilatura  # noqa: F401, PLC0415 - of an extra
    except ImportError as error:
        raise NoExtractorError from error


def extracted_html(text: str) -> str:
    """Body of an article as trafilatura finds it, as mark-up; empty if it finds none."""
    import trafilatura  # noqa: PLC0415 - heavy, and of an extra

    found = trafilatura.extract(
        text,
        output_format="html",
        include_comments=False,
        include_tables=True,
        include_images=True,
        fast=True,
    )
    return re.sub(r"</?(?:html|body|doctype)\b[^>]*>", "", found or "").strip()


def bare_text(html: str) -> str:
    """Mark-up without tags and white space, for comparing."""
    return "".join(_TAGS.sub("", html).split())
