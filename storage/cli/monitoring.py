"""The figures of `shibao status` for Prometheus: a text file, or an endpoint."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import typer

from storage.cli.commands import WRONG_USE
from storage.cli.options import wrong


def write_figures(look: Any, every: timedelta | None, file: Path) -> None:
    """Write them into a file, whole or not at all."""
    metrics = _metrics()
    try:
        metrics.write_metrics(file, metrics.registry_of(look, every))
    except OSError as error:
        wrong("--prometheus", f"{file} cannot be written: {error.strerror}")


def serve_figures(look: Any, every: timedelta | None, where: str) -> None:
    """Answer until SIGTERM or Ctrl-C."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    with figures_at(look, every, where) as address:
        typer.echo(f"The figures are at {address} (Ctrl-C ends it).", err=True)
        over.wait()


@contextmanager
def figures_at(look: Any, every: timedelta | None, where: str) -> Iterator[str]:
    """The address at which they are, as long as the block runs; port 0 takes a free one."""
    metrics = _metrics()
    host, _, port = where.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        wrong("--listen", f"{where} is no address; write one like 127.0.0.1:9180")
    from prometheus_client import start_http_server  # noqa: PLC0415 - an extra

    registry = metrics.registry_of(look, every)
    try:
        server, thread = start_http_server(int(port), host.strip("[]"), registry)
    except OSError as error:
        problem = (error.strerror or str(error)).lower()
        wrong("--listen", f"{where} cannot be had ({problem})")
    try:
        yield f"http://{host}:{server.server_port}/metrics"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _metrics() -> Any:
    """The module that speaks Prometheus, or an end with a sentence."""
    try:
        from storage import metrics  # noqa: PLC0415 - loads prometheus_client, an extra
    except ImportError:
        typer.echo(
            'Prometheus needs prometheus-client: pip install "shibao[monitor]".', err=True
        )
        raise typer.Exit(WRONG_USE) from None
    return metrics
