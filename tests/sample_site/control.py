"""
The site's own switchboard under /_sample/, for people and for other processes.

Nothing of it exists on the real site, and no spider asks for it.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.sample_site.site import SampleSite


async def answer(site: SampleSite, request: web.BaseRequest) -> web.Response:
    """One request to the switchboard."""
    command = request.path.removeprefix("/_sample/")
    try:
        if request.method == "GET" and command in _READ:
            return _json(_READ[command](site))
        if request.method == "POST" and command in _WRITE:
            given = json.loads(await request.text() or "{}")
            return _json(_WRITE[command](site, given))
    except (KeyError, TypeError, ValueError) as problem:
        return _json({"error": str(problem)}, status=400)
    return _json({"error": "no such command", "known": [*_READ, *_WRITE]}, status=404)


def _json(value: Any, status: int = 200) -> web.Response:
    text = json.dumps(value, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type="application/json")


def _truth(site: SampleSite) -> Any:
    return [truth.as_json() for truth in site.truth()]


def _requests(site: SampleSite) -> Any:
    return [
        {"method": method, "path": path, "headers": headers}
        for method, path, headers in list(site.requests)
    ]


def _publish(site: SampleSite, given: dict[str, Any]) -> Any:
    return site.publish(**given).as_json()


def _revise(site: SampleSite, given: dict[str, Any]) -> Any:
    return site.revise(**given).as_json()


def _delete(site: SampleSite, given: dict[str, Any]) -> Any:
    return site.delete(**given).as_json()


def _noise(site: SampleSite, given: dict[str, Any]) -> Any:  # noqa: ARG001 - one signature
    site.noise()
    return {"epoch": site.epoch}


def _now(site: SampleSite, given: dict[str, Any]) -> Any:
    site.now = datetime.fromisoformat(given["now"])
    return {"now": site.now.isoformat()}


def _fault(site: SampleSite, given: dict[str, Any]) -> Any:
    """`{"name": "busy", "n": 2}`: any of the faults, with its own arguments."""
    given = dict(given)
    name = given.pop("name")
    if name.startswith("_") or name == "take":
        raise ValueError(f"no such fault: {name}")
    getattr(site.faults, name)(**given)
    return {"armed": name}


_READ: dict[str, Callable[[SampleSite], Any]] = {
    "truth.json": _truth,
    "requests.json": _requests,
}
_WRITE: dict[str, Callable[[SampleSite, dict[str, Any]], Any]] = {
    "publish": _publish,
    "revise": _revise,
    "delete": _delete,
    "noise": _noise,
    "now": _now,
    "fault": _fault,
}
