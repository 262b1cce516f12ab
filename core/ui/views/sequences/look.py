"""Sequence look: two cells, or one, while they read one example; what of them is looked at, and how it is chosen."""

from functools import cached_property
from typing import Any

from core.datasets.sequences import ARROW, Sequences
from core.figures.number import told
from core.figures.states import unit_at
from core.lessons.sequences.learner import SequencePair
from core.lessons.sequences.settings import SequenceSettings
from core.pair import PairFrame
from core.run import Run
from core.ui.language import sentence, t
from core.ui.look import Look
from core.ui.player import Player
from core.ui.views.sequences.example import Example
from core.ui.views.sequences.sequence_picture import SequencePicture
from core.ui.views.sequences.side import Side

MOST = 1e4  # a loss above it is told with an exponent


class SequenceLook(Look):
    """Recurrent cells at a frame."""

    run: Run[SequencePair]
    frame: PairFrame
    settings: SequenceSettings
    picture: SequencePicture

    @cached_property
    def sequences(self) -> Sequences:
        return self.run.learner.sequences

    @cached_property
    def sides(self) -> list[Side]:
        learners, frames = self.run.learner.sides, self.frame.sides
        return [Side(name, learners[name], frames[name], self.example, self.layer) for name in frames]

    def side(self, name: str) -> Side:
        return next(side for side in self.sides if side.name == name)

    @cached_property
    def example(self) -> Example:
        return Example(self.sequences, self.picture)

    @property
    def layer(self) -> int:
        return min(self.picture.layer, self.settings.model.n_layers) - 1

    @property
    def step(self) -> int:
        """The time step that is looked at, from 0: the one under the pointer, at first the last answer."""
        return min(int(self.picked.get("step", self.example.last)), self.example.n_steps - 1)

    @property
    def unit(self) -> int:
        """The unit that is looked at, from 0."""
        return min(int(self.picked.get("unit", 0)), self.settings.model.hidden_size - 1)

    def span(self, columns: int) -> float:
        """Width in px of a panel that spans so many of the 12 columns."""
        return self.width * (columns / 12 if self.width > 640 else 1) - 12

    def readout(self) -> list[tuple[str, str]]:
        shown = [(t("step"), f"{self.frame.step:,}")]
        for side in self.sides:
            metrics = side.frame.metrics
            if not side.frame.finite:
                shown.append((side.title, t("diverged")))
                continue
            loss = metrics["test_loss"]
            shown.append((t("{cell}: test loss", cell=side.title), f"{loss:.4f}" if loss < MOST else told(loss)))
            shown.append((t("accuracy"), f"{metrics['test_accuracy']:.1%}"))
        return shown

    def notes(self) -> list[str]:
        """Why a typed example is not read; and what each cell says at the end, or by itself."""
        if self.example.refused:
            return [sentence(self.example.refused)]
        going = [side for side in self.sides if side.frame.finite]
        if not self.sequences.discrete:
            return self.numbers_said(going)
        if self.sequences.text or self.sequences.layout != "causal":
            return []
        n_prompt = self.example.read.index(ARROW) + 1
        n = int(self.example.mask.sum()) or self.sequences.steps - n_prompt + 1
        if n < 2 and not self.example.typed:
            return []
        said = [f"{side.title}: {''.join(side.alone(n_prompt, n))}" for side in going]
        return [t("Hearing only their own answers, they say: {said}", said=" · ".join(said))]

    def numbers_said(self, going: list[Side]) -> list[str]:
        if self.sequences.n_inputs == 1:
            return [t("Dotted: what each foretells alone, hearing only itself from the chosen time step on.")]
        said = [f"{side.title}: {told(side.trace.outputs[-1, 0].item(), 3)}" for side in going]
        due = told(self.example.y[-1].item(), 3)
        return [
            t("The sum of the marked numbers is {due}. At the end they say: {said}", due=due, said=" · ".join(said))
        ]

    def choices(self) -> list[tuple[str, str]]:
        return [(str(i), t("Time step {t}: {symbol}", t=i + 1, symbol=s)) for i, s in enumerate(self.example.read)]

    def choice(self) -> str:
        return str(self.step)

    def choice_label(self) -> str:
        return t("Time step that is looked at")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        held.picked["step"], held.refresh = max(0, min(int(id), 1000)), True

    @classmethod
    def hovered(cls, held: Player, event: dict[str, Any]) -> None:
        """The step goes with the pointer."""
        held.picked["step"] = max(0, min(round(float(event["x"])) - 1, 1000))

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on a map chooses the unit too."""
        if event["trace"] == "units":
            held.picked["unit"] = unit_at(float(event["y"]), held.settings.model.hidden_size)
            cls.hovered(held, event)
            held.refresh = True
