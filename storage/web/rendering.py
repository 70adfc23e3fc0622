"""What a page answers with, and how its template is filled."""

import json
from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from storage.clock import beijing, known_part
from storage.web.body import web_address
from storage.web.words import (
    KIND_NAMES,
    SESSION_NAMES,
    age,
    changed_names,
    channel_names,
    duration,
    medium,
    relation_name,
)

HTML = "text/html; charset=utf-8"


class Answer(NamedTuple):
    """One answer over HTTP."""

    body: str
    type: str = HTML
    status: int = 200
    file_name: str | None = None
    """Under which a browser saves it; None to show it."""


def page(template: str, **values: Any) -> Answer:
    """Fill a template; everything in it is escaped unless it is `Markup`."""
    return Answer(environment().get_template(template).render(**values))


def json_file(value: object, file_name: str) -> Answer:
    """A value as a JSON file to save."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return Answer(text, "application/json; charset=utf-8", file_name=file_name)


def problem(sentence: str, status: int) -> Answer:
    """A page that says in one sentence what is wrong."""
    return page("problem.html", sentence=sentence)._replace(status=status)


@cache
def environment() -> Environment:
    """Our templates, with the words that they use."""
    found = Environment(
        loader=PackageLoader("storage.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "age": age,
        "beijing": beijing,
        "changed_names": changed_names,
        "duration": duration,
        "kind": lambda kind: KIND_NAMES.get(kind, kind),
        "relation": relation_name,
        "session": lambda session: SESSION_NAMES.get(session, session),
        "web_address": web_address,
    }
    found.globals |= {
        "channel_names": channel_names,
        "known_part": known_part,
        "medium": medium,
    }
    return found
