"""How commands end: exit codes, and one sentence where something is wrong."""

import errno
import os
import re
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from storage.errors import StorageError

NOT_FOUND = 1
"""Nothing found, or a check failed."""
WRONG_USE = 2
INTERRUPTED = 130

_MARK: Final = "\0"
"""No argument that a shell hands over can hold it."""


class Commands(TyperGroup):
    """A group of commands that never shows a traceback for what a person did."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run; always exits, `standalone_mode` or not."""
        del standalone_mode
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        words = with_database_first(map(readable, sys.argv[1:] if args is None else args))
        try:
            code = super().main(
                words, prog_name, complete_var, False, windows_expand_args, **extra
            )
        except typer.TyperException as error:
            sys.exit(_refused(_sentence(error)))
        except StorageError as error:
            sys.exit(_refused(str(error)))
        except typer.Abort:
            sys.exit(INTERRUPTED)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; a reader who has seen enough (`| head`) is no error."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # What Python still holds goes nowhere, or it would try again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT}:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            typer.echo(f"The output cannot be written: {error.strerror}.", err=True)
            raise typer.Exit(WRONG_USE) from None
        return result


class LiteralWords(TyperCommand):
    """A command whose words may begin with a minus: `-1.3%`, `-减持`, and hold a `--`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Mark such words, which are no options; `unmarked` takes the mark away."""
        end = args.index("--") if "--" in args else len(args)
        marked = [
            _MARK + word if self._is_word(before, word) else word
            for before, word in pairwise(["", *args[:end]])
        ]
        if end < len(args):
            marked.append(f"{_MARK}--")
        return super().parse_args(ctx, [*marked, *args[end:]])

    def _is_word(self, before: str, word: str) -> bool:
        options = [item for item in self.params if isinstance(item, TyperOption)]
        if any(before in item.opts and not item.is_flag for item in options):
            return False  # it is that option's value
        return _is_figure(word) or (
            re.match(r"-[^-a-z].", word) is not None
            and not any(word[:2] in item.opts for item in options)
        )


def unmarked(words: Iterable[str]) -> list[str]:
    """The words of a `LiteralWords` as they were written, with a `--` among them."""
    return [word.removeprefix(_MARK) for word in words]


def readable(word: str) -> str:
    """An argument in UTF-8, also where the locale knows nothing but ASCII."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return os.fsencode(word).decode("utf-8", "replace")
    return word


def with_database_first(args: Iterable[str]) -> list[str]:
    """The same arguments with `--db URL` before the command, wherever it stood."""
    before: list[str] = []
    rest = list(args)
    end = rest.index("--") if "--" in rest else len(rest)
    for place in range(end - 1, -1, -1):
        if rest[place].startswith("--db="):
            before = [*rest[place : place + 1], *before]
            del rest[place]
        elif rest[place] == "--db" and place + 1 < end:
            before = [*rest[place : place + 2], *before]
            del rest[place : place + 2]
    return before + rest


def _is_figure(word: str) -> bool:
    return re.match(r"-[0-9.]*[0-9]", word) is not None


def _sentence(error: typer.TyperException) -> str:
    message = error.format_message().strip()
    if not message:
        return ""  # the help has been shown instead
    context = getattr(error, "ctx", None)
    stop = "" if message.endswith((".", "?", "!")) else "."
    hint = f" See {context.command_path} --help." if context else ""
    return f"{message}{stop}{hint}"


def _refused(sentence: str) -> int:
    if sentence:
        typer.echo(sentence, err=True)
    return WRONG_USE
