"""
Replicas of the sister papers: the same invented news in each house's own mark-up.

One module a paper, named like its spider, with a class `Replica`; a module that
begins with an underscore is no paper.
"""

import pkgutil
from importlib import import_module

from tests.sample_site.papers._paper import Paper, Piece
from tests.sample_site.papers._serving import serve_paper

__all__ = ["Paper", "Piece", "papers", "serve_paper"]


def papers() -> dict[str, type[Paper]]:
    """Every replica, by the name of its spider."""
    names = sorted(
        module.name
        for module in pkgutil.iter_modules(__path__)
        if not module.name.startswith("_")
    )
    return {name: import_module(f"{__name__}.{name}").Replica for name in names}
