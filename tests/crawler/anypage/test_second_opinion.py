"""The libraries of the extra `extract`."""

import sys

import pytest

from crawler.anypage import require_extractor
from crawler.errors import UsageError


def test_without_the_extra_the_sentence_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrong use, as exit code 2 tells, and what would be right."""
    require_extractor()
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(UsageError, match=r"shibao\[extract\]"):
        require_extractor()
