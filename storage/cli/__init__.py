"""The command `shibao`: the reading door for people and their scripts."""


def main() -> None:
    """Run the command line as given and exit (codes: the contract's section 3)."""
    from storage.cli.app import app  # noqa: PLC0415 - whoever imports a part needs no Typer

    app(prog_name="shibao")
