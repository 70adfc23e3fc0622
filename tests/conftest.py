"""The cast of the end-to-end tests: one small sample site, one desk."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.harness import Desk
from tests.sample_site import BEIJING, SampleSite, serve

AFTERNOON = datetime(2026, 9, 28, 15, 30, tzinfo=BEIJING)


@pytest.fixture
def site() -> SampleSite:
    """Sixty articles of six days, on a Monday afternoon."""
    return SampleSite(seed=7, articles=60, now=AFTERNOON, days=6)


@pytest.fixture
def base_url(site: SampleSite) -> Iterator[str]:
    """The site, served on loopback."""
    with serve(site) as url:
        yield url


@pytest.fixture
def desk(tmp_path: Path, base_url: str) -> Desk:
    """An empty folder next to a running site."""
    return Desk(tmp_path, base_url)
