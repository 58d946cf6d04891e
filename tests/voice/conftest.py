"""What the tests of the voice share."""

from __future__ import annotations

import pytest

from assistant.voice.renderer import _render_thread


@pytest.fixture
def engine_that_answers() -> None:
    """There is one engine a process; where it hung in an earlier test, it can't be tested here."""
    if _render_thread().stuck:
        pytest.skip("the speech engine hung earlier in this process")
