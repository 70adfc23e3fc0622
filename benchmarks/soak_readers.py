"""
Two spiders and four readers on one file, for a minute: nobody may be locked out.

The same as `tests/test_together.py`, for longer:
`python benchmarks/soak_readers.py [SECONDS]`. Ends with 1 if anything was amiss.
"""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.conftest import AFTERNOON  # noqa: E402 - the path comes first
from tests.harness import Desk  # noqa: E402 - likewise
from tests.sample_site import SampleSite, serve  # noqa: E402 - likewise
from tests.test_together import write_and_read  # noqa: E402 - likewise


def main() -> int:
    """Run it, print one table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    site = SampleSite(seed=7, articles=300, now=AFTERNOON, days=6)
    with tempfile.TemporaryDirectory() as folder, serve(site) as url:
        desk = Desk(Path(folder), url)
        told = write_and_read(desk, site, seconds)
        runs = desk.rows(
            "SELECT spider, outcome, count(*) AS n FROM crawl_run GROUP BY 1, 2"
        )
        check = desk.row("PRAGMA integrity_check")["integrity_check"]
    print(f"{'reader':10}{'rounds':>8}{'articles':>10}  amiss")
    for reader in told:
        amiss = "; ".join(reader["amiss"]) or "nothing"
        print(f"{reader['how']:10}{reader['rounds']:8}{reader['seen']:10}  {amiss}")
    for run in runs:
        print(f"{run['spider']}: {run['n']} runs {run['outcome']}")
    print(f"integrity_check: {check}")
    healthy = all(run["outcome"] == "ok" for run in runs) and check == "ok"
    return 0 if healthy and not any(reader["amiss"] for reader in told) else 1


if __name__ == "__main__":
    sys.exit(main())
