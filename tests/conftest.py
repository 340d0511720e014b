"""Hold for all tests: no time is asserted, and what a file of tests loads is loaded by one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import Scheduling

# A busy machine must fail no test.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Give all tests of a file to one process: sets and cycles are compiled and scored once, not in each."""
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)
