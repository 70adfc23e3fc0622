"""Calling somebody else's program with a run's report: one POST of JSON."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

TIMEOUT = 10.0
"""Seconds that a webhook may take; it is told of the run, the run never waits longer."""


def in_words(told: Mapping[str, Any]) -> str:
    """The same in one paragraph, for a chat: what is wrong, and what to do."""
    words = [f"Shibao, {told['spider']}: {told['outcome']} ({told['reason']})."]
    words += [problem["sentence"] for problem in told["problems"][:5]]
    words += dict.fromkeys(p["advice"] for p in told["problems"] if p["advice"])
    return " ".join(words)


def call(webhook: str, told: Mapping[str, Any], timeout: float = TIMEOUT) -> str | None:
    """
    POST a report, and its paragraph as `text`.

    Returns:
        None if it was taken, else why not; never a word of the address.
    """
    if not webhook.startswith(("http://", "https://")):
        return "its address does not begin with http:// or https://"
    failures: list[str | None] = [f"no answer within {timeout:g} s"]
    # A receiver that dribbles its answer would hold any other thread's process.
    arguments = (webhook, told, timeout, failures)
    thread = Thread(target=_post, args=arguments, name="webhook", daemon=True)
    thread.start()
    thread.join(timeout)
    return failures[-1]


def _post(
    webhook: str, told: Mapping[str, Any], timeout: float, failures: list[str | None]
) -> None:
    body = json.dumps({**told, "text": in_words(told)}, ensure_ascii=False).encode(
        errors="replace"
    )
    headers = {"Content-Type": "application/json; charset=utf-8"}
    try:
        request = urllib.request.Request(webhook, body, headers)  # noqa: S310 - http(s) alone, see `call`
        with urllib.request.urlopen(request, timeout=timeout):  # noqa: S310 - likewise
            failures.append(None)
    except urllib.error.HTTPError as error:
        failures.append(f"it answers with status {error.code}")
        error.close()
    except TimeoutError:
        return
    except urllib.error.URLError as error:
        if not isinstance(error.reason, TimeoutError):
            failures.append(
                getattr(error.reason, "strerror", None) or "it cannot be reached"
            )
    except (OSError, HTTPException, ValueError) as error:
        failures.append(type(error).__name__)  # their sentences may quote the address


def host_of(url: str) -> str:
    """The host alone: user, path and query of an address may be secrets."""
    try:
        return urlsplit(url).hostname or "an address without a host"
    except ValueError:
        return "an address that is none"
