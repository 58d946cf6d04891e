from __future__ import annotations

import os
import sys

import numpy as np
import pytest

from assistant.ears.speech_detector import FRAME, SileroDetector

FRAMES = 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts switches by thread")
def test_the_detector_waits_for_no_other_thread() -> None:
    import resource

    detector = SileroDetector()
    noise = np.random.default_rng(1).normal(0, 300, FRAME * FRAMES).astype(np.int16)
    detector.probability(noise[:FRAME].tobytes())
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
    for start in range(0, len(noise), FRAME):
        detector.probability(noise[start : start + FRAME].tobytes())
    waited = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw - before
    assert waited < FRAMES


def test_loading_it_leaves_the_limit_of_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_THREAD_LIMIT", "7")
    SileroDetector()
    assert os.environ["OMP_THREAD_LIMIT"] == "7"
    monkeypatch.delenv("OMP_THREAD_LIMIT")
    SileroDetector()
    assert "OMP_THREAD_LIMIT" not in os.environ
