"""`shibao serve`: the database in a browser."""

import socket
import threading
from importlib.util import find_spec
from typing import Annotated

import typer

from storage.cli.commands import WRONG_USE
from storage.cli.options import opened, wrong

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve_command(
    context: typer.Context,
    port: Annotated[
        int, typer.Option("--port", "-p", min=0, max=65535, help="0 for any that is free.")
    ] = 8001,
    host: Annotated[
        str, typer.Option("--host", help="Whom to answer; by default this machine alone.")
    ] = "127.0.0.1",
    open_: Annotated[bool, typer.Option("--open", help="Open a browser, too.")] = False,
) -> None:
    """Read the news in a browser: front page, search, charts, tables, CSV and JSON."""
    with opened(context) as reader:
        path = reader.path
    if not all(map(find_spec, ("datasette", "uvicorn"))):
        typer.echo('The newsroom needs Datasette: pip install "shibao[web]".', err=True)
        raise typer.Exit(WRONG_USE)
    listener = _listening(host, port)
    is_ours_alone = host in _LOOPBACK
    if not is_ours_alone:
        typer.echo(
            f"Everyone who reaches {host} can read the whole database from now on.",
            err=True,
        )
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listener.getsockname()[1]}/"
    typer.echo(f"{path} is at {address} (Ctrl-C ends it).")
    if open_:  # in a thread, for a browser in the terminal would keep us waiting
        import webbrowser  # noqa: PLC0415 - for this option alone

        threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()
    from storage.web.serving import serve  # noqa: PLC0415 - loads Datasette, which is an extra

    serve(path, listener, hosts=None if is_ours_alone else [])


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens, or an end with a sentence."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except OSError:
        wrong("--host", f"{host} is no address; write 127.0.0.1 or a name of this machine")
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
        wrong("--port", f"{host}:{port} cannot be had ({problem}); name another, or 0")
