"""
What a replay of the archive would change, and changing it.

A replay fills a second database from the archive with today's reader. Here the
two are compared, article by article, and what differs is told or taken over.
"""

from storage.reparsing.applying import adopt_listed, records_of
from storage.reparsing.beside import beside_of
from storage.reparsing.comparing import Difference, Selection, differences

__all__ = [
    "Difference",
    "Selection",
    "adopt_listed",
    "beside_of",
    "differences",
    "records_of",
]
