"""How Bedside's own small Vosk model is built from nothing but Debian's speech synthesisers."""

from __future__ import annotations

import os

# The recipe works in several processes; a matrix library with threads of its own makes it slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
