"""Learner: a mistake and its cure side by side, with the settings of their page."""

from typing import Literal

import torch
from pydantic import Field
from torch import Generator

from core.config import titles
from core.learner import Learner
from core.lessons.pitfalls.program import ProgramSettings
from core.lessons.pitfalls.table import PITFALLS
from core.pair import Pair, PairFrame

# fmt: off
PitfallId = Literal["double_sigmoid", "stacked_rows", "train_score", "two_outputs", "two_outputs_silent", "own_lines",
                    "wrong_sign", "not_flattened", "rows_as_samples", "integer_labels", "integer_labels_silent",
                    "not_reproducible", "no_derivative", "label_deleted", "silent_log"]
# fmt: on


class PitfallSettings(ProgramSettings):
    """Which mistake, and what both programs are given."""

    pitfall: PitfallId = Field(
        "double_sigmoid",
        title="Mistake",
        description="One of two programs makes it, the other does not.",
        json_schema_extra=titles(PITFALLS),
    )


class PitfallPair(Pair):
    """Sides a and b; which of them makes the mistake follows from the seed and the mistake."""

    def __init__(self, settings: PitfallSettings) -> None:
        self.pitfall = PITFALLS[settings.pitfall]
        place = list(PITFALLS).index(settings.pitfall)
        coin = Generator().manual_seed(settings.seed * 1_000_003 + place)
        self.wrong = "ab"[int(torch.randint(2, (1,), generator=coin))]
        self.right = "b" if self.wrong == "a" else "a"
        programs = {self.wrong: self.pitfall.mistake, self.right: self.pitfall.cure}
        sides: dict[str, Learner] = {}
        for name in "ab":
            if self.pitfall.twice:
                runs = {str(n): programs[name](settings, clock=2 * settings.seed + n) for n in (1, 2)}
                sides[name] = Pair(settings, runs)
            else:
                sides[name] = programs[name](settings)
        super().__init__(settings, sides)

    def symptom(self, frame: PairFrame) -> dict[str, object]:
        """The values of the symptom's sentence: those of the mistake, those of the cure as cure_…, and the message."""
        values: dict[str, object] = {"message": frame.errors.get(self.wrong, "")}
        for name, prefix in ((self.wrong, ""), (self.right, "cure_")):
            if name in frame.sides:
                measured = self.pitfall.measure(self.sides[name], frame.sides[name])
                values |= {prefix + key: value for key, value in measured.items()}
        return values
