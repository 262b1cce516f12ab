"""Sequence look: two cells, or one, while they read one example; what of them is looked at, and how it is chosen."""

from functools import cached_property
from typing import Any, Literal, cast

import numpy as np
import torch
from pydantic import Field
from torch import Generator, Tensor

from core.datasets.drawn import SKIP
from core.datasets.own_prompt import MAX_TYPED, own_prompt
from core.datasets.sequences import ARROW, Batch, Sequences
from core.figures.figure import Array
from core.figures.number import told
from core.figures.states import unit_at
from core.learner import Frame
from core.learning.sequence_loss import correct
from core.lessons.sequences.generation import generate
from core.lessons.sequences.learner import SequencePair
from core.lessons.sequences.reach import reach
from core.lessons.sequences.settings import SequenceSettings
from core.models.recurrent import Recurrent
from core.models.recurrent_trace import Trace, trace
from core.pair import PairFrame
from core.run import Run
from core.settings import SettingError
from core.ui.language import sentence, t
from core.ui.look import Look
from core.ui.picture import Picture
from core.ui.player import Player

SHORT = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
MOST = 1e4  # a loss above it is told with an exponent
BLANKS = {" ": "␣", "\n": "⏎", "\t": "⇥"}
ROLES = {"a": 3, "b": 2}  # colours of the two cells
DASHES = {"a": "solid", "b": "7px,3px"}


class SequencePicture(Picture):
    """View settings of recurrent networks: which example is read, and what of the cells is drawn."""

    example: int = Field(
        1,
        ge=1,
        le=10_000,
        title="Example",
        description="A sequence that is not trained on, to look at.",
        json_schema_extra={"step": 1},
    )
    prompt: str = Field(
        "",
        max_length=MAX_TYPED,
        title="Your own example",
        description="What both cells read instead of an example.",
        json_schema_extra={"allowed": f"≤ {MAX_TYPED}"},
    )
    maps: Literal["states", "gates"] = Field(
        "states",
        title="Maps",
        description="What the maps of units × time steps show.",
        json_schema_extra={"titles": {"states": "States", "gates": "Gates"}},
    )
    layer: int = Field(1, ge=1, le=3, title="Layer shown", description="The layer whose units are drawn.")
    temperature: float = Field(
        0.7,
        ge=0,
        le=2,
        title="Temperature",
        description="How daring it writes: at 0 the likeliest character always, at 1 as it has learned, above wilder.",
        json_schema_extra={"step": 0.1},
    )
    log_axis: bool = Field(
        False, title="Logarithmic axes", description="Equal steps are equal factors: small losses show."
    )
    unit_lines: bool = Field(True, title="One unit", description="Draw the states and gates of one unit through time.")
    sums: bool = Field(True, title="Equations", description="Write the step under the pointer with its numbers.")


class Side:
    """One cell at the frame that is shown; everything costly is computed once, and only if a panel asks."""

    def __init__(self, look: "SequenceLook", name: str) -> None:
        self.look, self.name = look, name
        self.learner = look.run.learner.sides[name]
        self.frame: Frame = look.frame.sides[name]
        self.settings: SequenceSettings = self.learner.settings
        self.cell: str = self.settings.model.cell
        self.title = SHORT[self.cell]

    @cached_property
    def model(self) -> Recurrent:
        return cast(Recurrent, self.learner.model_at(self.frame))

    @cached_property
    def trace(self) -> Trace:
        return trace(self.model, self.look.batch.x[0])

    @property
    def values(self) -> dict[str, Tensor]:
        """The values of the layer that is looked at, name → (T, hidden_size)."""
        return self.trace.layers[self.look.layer]

    @cached_property
    def reach(self) -> dict[str, Array]:
        """‖∂L/∂h_t‖ of the example, and of an LSTM ‖∂L/∂c_t‖: name → (T,); nothing where no answer is known."""
        if not self.look.batch.mask.any():
            return {}
        found = reach(self.model, self.look.batch, self.settings.training.bptt)
        return {name: value[self.look.layer].numpy() for name, value in found.items()}

    @cached_property
    def right(self) -> Array:
        """(T,) 1 where the answer is right, 0 where it is wrong, −1 where none is due."""
        batch = self.look.batch
        found = correct(self.trace.outputs[None], batch)[0].numpy().astype(int)
        found[~batch.mask[0].numpy()] = -1
        return found

    @cached_property
    def answers(self) -> tuple[list[str], Array]:
        """The likeliest symbol at every step, and its probability (T,)."""
        sure, token = torch.softmax(self.trace.outputs, 1).max(1)
        return self.look.shown(token), sure.numpy()

    def alone(self, n_prompt: int, n: int) -> list[str]:
        """The n likeliest symbols after the prompt, each heard before the next is said."""
        tokens, _ = generate(self.model, self.look.batch.x[0, :n_prompt], n, 0.0, Generator())
        return self.look.shown(tokens)

    @property
    def n_weights(self) -> int:
        return sum(p.numel() for p in self.model.parameters())


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
        return [Side(self, name) for name in self.run.learner.sides if name in self.frame.sides]

    def side(self, name: str) -> Side:
        return next(side for side in self.sides if side.name == name)

    @cached_property
    def typed(self) -> Batch | SettingError | None:
        """What the person typed, as a batch of one, or why it cannot be read."""
        if not (self.picture.prompt and self.sequences.task.typed):
            return None
        try:
            return own_prompt(self.sequences, self.picture.prompt)
        except SettingError as error:
            return error

    @cached_property
    def batch(self) -> Batch:
        """What is read, a batch of one: what the person typed, else an example."""
        if isinstance(self.typed, Batch):
            x, y, mask = self.typed.x, self.typed.y, self.typed.mask
            return self.typed if y.is_floating_point() else Batch(x, y.clamp_min(0), mask & (y != SKIP))
        held = self.sequences.held
        i = (self.picture.example - 1) % len(held)
        return held[i : i + 1]

    @property
    def n_steps(self) -> int:
        return self.batch.x.shape[1]

    @cached_property
    def read(self) -> list[str]:
        """What is read, a symbol or a number a step."""
        x = self.batch.x[0]
        return self.shown(x) if self.sequences.discrete else [told(value, 2) for value in x[:, 0].tolist()]

    @cached_property
    def due(self) -> list[str]:
        """What is to be answered at each step, "" where nothing is."""
        symbols = self.shown(self.batch.y[0]) if self.sequences.discrete else [""] * self.n_steps
        return [symbol if counts else "" for symbol, counts in zip(symbols, self.batch.mask[0].tolist(), strict=True)]

    def shown(self, tokens: Tensor) -> list[str]:
        return [BLANKS.get(symbol, symbol) for symbol in self.sequences.symbols(tokens)]

    @property
    def layer(self) -> int:
        return min(self.picture.layer, self.settings.model.n_layers) - 1

    @property
    def step(self) -> int:
        """The time step that is looked at, from 0: the one under the pointer, at first the last answer."""
        counts = np.flatnonzero(self.batch.mask[0].numpy())
        last = int(counts[-1]) if len(counts) else self.n_steps - 1
        return min(int(self.picked.get("step", last)), self.n_steps - 1)

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
        """Why a typed example is not read; and of an answer of several symbols what each cell says by itself."""
        if isinstance(self.typed, SettingError):
            return [sentence(self.typed)]
        if not self.sequences.discrete or self.sequences.text or self.sequences.layout != "causal":
            return []
        n_prompt = self.read.index(ARROW) + 1
        n = int(self.batch.mask.sum()) or self.sequences.steps - n_prompt + 1
        if n < 2 and self.typed is None:
            return []
        said = [f"{side.title}: {''.join(side.alone(n_prompt, n))}" for side in self.sides if side.frame.finite]
        return [t("Hearing only their own answers, they say: {said}", said=" · ".join(said))]

    def choices(self) -> list[tuple[str, str]]:
        return [(str(i), t("Time step {t}: {symbol}", t=i + 1, symbol=s)) for i, s in enumerate(self.read)]

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
