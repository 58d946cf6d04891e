"""The virtual sound card, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bedside.virtual_card import Card, virtual_card, why_not


@pytest.fixture
def card(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Card]:
    if reason := why_not():
        pytest.skip(reason)
    # A socket's path has a limit of about 100 characters: the shortest folder that pytest gives.
    with virtual_card(tmp_path_factory.mktemp("card")) as running:
        yield running
