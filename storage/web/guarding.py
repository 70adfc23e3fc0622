"""What every answer says to the browser, and whom the server answers at all."""

from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any, Final

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
"""Nothing from elsewhere, nothing inline: whatever a body holds, it does nothing."""

_HEADERS: Final = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}


def guarded(application: Application, hosts: Collection[str]) -> Application:
    """
    The same application with our headers on every answer.

    Args:
        application: ASGI.
        hosts: names without port that requests may be for; empty for any. A page
            of somebody else's that has its own name resolved to loopback is
            refused by it.
    """

    async def guarded_application(scope: Message, receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(k, v) for k, v in message["headers"] if k.lower() not in _HEADERS]
                message = {**message, "headers": [*kept, *_HEADERS.items()]}
            await send(message)

        if scope["method"] not in {"GET", "HEAD"}:
            await _refuse(send_guarded, 405, "This server is for reading only.")
        elif _is_foreign(scope):
            sentence = "Pages of other sites may link here, and ask nothing."
            await _refuse(send_guarded, 403, sentence)
        elif hosts and _host(scope) not in hosts:
            names = "This server answers to 127.0.0.1 and localhost only."
            await _refuse(send_guarded, 421, names)
        else:
            await application(scope, receive, send_guarded)

    return guarded_application


def _is_foreign(scope: Message) -> bool:
    """Whether a page of another site asks; a link that somebody follows is theirs."""
    said = {k: v for k, v in scope["headers"] if k.startswith(b"sec-fetch-")}
    if said.get(b"sec-fetch-site") not in {b"cross-site", b"same-site"}:
        return False
    is_query = b"sql=" in scope.get("query_string", b"")
    return is_query or said.get(b"sec-fetch-mode") != b"navigate"


def _host(scope: Message) -> str:
    """The name that a request is for, without its port."""
    found = next((v for k, v in scope["headers"] if k == b"host"), b"").decode("latin-1")
    if found.startswith("["):
        return found.partition("]")[0] + "]"
    return found.partition(":")[0].lower()


async def _refuse(send: Send, status: int, sentence: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"allow", b"GET, HEAD")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{sentence}\n".encode()})
