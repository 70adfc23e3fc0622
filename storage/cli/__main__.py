"""`python -m storage.cli`: the command `shibao` without its script."""

from storage.cli import main

main()
