"""Contrasts: which cell learned which task how fast, measured over five seeds."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "contrasts.json"  # written by `python -m tests.benchmarks.sequences table`
SOLVED = 0.99  # share of places that counts as solved


class Contrast(NamedTuple):
    """Runs of one cell on one task from the task's own settings, one a seed.

    `steps`, `seconds`: when the held-out accuracy first reached `SOLVED`, None where it did not within `limit` seconds
    of one core; `accuracy`: at the end; of a text `bits`: the fewest bits a character on its test part.
    """

    task: str
    cell: str
    limit: float
    steps: list[int | None]
    seconds: list[float | None]
    accuracy: list[float]
    bits: list[float] | None = None

    @property
    def n_solved(self) -> int:
        return sum(steps is not None for steps in self.steps)


@cache
def contrasts() -> tuple[Contrast, ...]:
    """The table, task by task."""
    return tuple(Contrast(**row) for row in json.loads(FILE.read_text("utf-8")))
