"""How sure a turn is that its evidence makes sure: a power, fitted by `benchmarks.surety`.

Evidence that adds up is right more often than its product says.
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".json")
"""What `benchmarks.surety` wrote: the power, and what it was fitted on."""


def lift(evidence: float) -> float:
    """Return how sure (0..1) evidence (0..1) makes."""
    return math.pow(evidence, load_lift())


@cache
def load_lift() -> float:
    """Return the power."""
    return float(json.loads(FILE.read_text("utf-8"))["lift"])
