"""
A faithful offline replica of www.stcn.com with invented articles.

It is the demonstration, the test bed and the benchmark's opponent: written to
the site notes (generation G3), not to what a spider expects, and it knows the
truth that a right reader must arrive at.

    site = SampleSite(seed=7, articles=300)
    with serve(site) as base_url:
        ...
"""

from tests.sample_site.items import BEIJING, Truth
from tests.sample_site.server import ThreadedServer, serve
from tests.sample_site.site import SampleSite

__all__ = ["BEIJING", "SampleSite", "ThreadedServer", "Truth", "serve"]
