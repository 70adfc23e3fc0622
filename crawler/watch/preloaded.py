"""
Imported once by the process that crawls are forked from: all that a crawl imports.

A crawl then starts in a tenth of the time. Twisted's reactor is left out, for each
process must make its own.
"""

import gc
import importlib
import sys
from contextlib import suppress

from scrapy.utils.misc import load_object, walk_modules_iter
from scrapy.utils.project import get_project_settings

COMPONENTS = (
    "DOWNLOADER_MIDDLEWARES",
    "EXTENSIONS",
    "ITEM_PIPELINES",
    "SPIDER_MIDDLEWARES",
)
SINGLE = ("DUPEFILTER_CLASS", "LOG_FORMATTER", "SCHEDULER", "STATS_CLASS")
USED = (
    "scrapy.cmdline",
    "scrapy.core.engine",
    "scrapy.core.downloader.handlers.http11",
    "sqlalchemy.dialects.sqlite",
)
"""What is imported by name only when a crawl is under way."""
REACTOR = "twisted.internet.reactor"


def preload() -> None:
    """Import it; what cannot be had is left to the crawl, which says what is wrong."""
    settings = get_project_settings()
    for name in USED:
        importlib.import_module(name)
    for package in (
        "scrapy.commands",
        settings["COMMANDS_MODULE"],
        *settings["SPIDER_MODULES"],
    ):
        with suppress(ImportError):
            list(walk_modules_iter(package))
    for kind in COMPONENTS:
        for name, place in settings.get_component_priority_dict_with_base(kind).items():
            if place is not None:
                with suppress(ImportError, NameError):
                    load_object(name)
    for kind in SINGLE:
        load_object(settings[kind])
    assert REACTOR not in sys.modules
    gc.collect()
    gc.freeze()  # else the first collection in each child would copy every page


preload()
