"""Making the first files of a new site from templates; asks no site."""

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from crawler.errors import UsageError

TEMPLATES = Path(__file__).parent / "templates"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")


@dataclass(frozen=True, slots=True)
class NewSite:
    """What a new site is called and where it lives."""

    name: str
    live: str
    """Scheme and host."""

    @property
    def class_name(self) -> str:
        """Of its spider."""
        return "".join(word.title() for word in self.name.split("_")) + "Spider"

    @property
    def files(self) -> Mapping[str, str]:
        """Where each template's copy goes, inside of the checkout."""
        return {
            "site.py.tmpl": f"crawler/sites/{self.name}.py",
            "README.md.tmpl": f"tests/fixtures/{self.name}/README.md",
            "test.py.tmpl": f"tests/crawler/sites/{self.name}/test_{self.name}.py",
        }


def new_site(name: str, url: str, taken: list[str]) -> NewSite:
    """
    Understand what was asked for.

    Raises:
        UsageError: the name cannot be a module's or is taken, or the address is none.
    """
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise UsageError(
            f"{name!r} cannot be a site's name; write small letters and digits, like cs."
        )
    if name in taken:
        raise UsageError(f"There is a spider {name} already; give the site another name.")
    try:
        parts = urlsplit(url)
        is_sound = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # a bracket that is not closed
        is_sound = False
    if not is_sound or re.search(r"[\s\"\\]", url):
        raise UsageError(
            f"--url {url} is no address; write one like https://www.example.com."
        )
    return NewSite(name, f"{parts.scheme}://{parts.netloc}")


def write_site(site: NewSite, checkout: Path) -> list[Path]:
    """
    Write the site's file, the README of its fixtures and its test; say which.

    Raises:
        UsageError: one of them is there already; nothing is written then.
        OSError: one cannot be written.
    """
    words = {"name": site.name, "live": site.live, "class_name": site.class_name}
    written = {checkout / file: template for template, file in site.files.items()}
    for path in written:
        if path.exists():
            raise UsageError(f"{path} is there already; nothing was written.")
    for path, template in written.items():
        text = (TEMPLATES / template).read_text("utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(text).substitute(words), "utf-8")
    return list(written)
