"""
Reading the times that Chinese news pages print.

`read_time` reads one printed string or says why it cannot; it never guesses.
It is pure: what "today" is comes from `reference`, the instant at which the
response was made (`response_instant`), never from this machine's clock. The
forms are those of the site's fact sheet, section (g), of its siblings, and of
the machines behind them (ISO 8601, RFC 822, JavaScript, epochs).
"""

from crawler.dates.grammar import read_epoch, read_time
from crawler.dates.reading import BEIJING, Precision, Reading, Zone
from crawler.dates.response import response_instant

__all__ = [
    "BEIJING",
    "Precision",
    "Reading",
    "Zone",
    "read_epoch",
    "read_time",
    "response_instant",
]
