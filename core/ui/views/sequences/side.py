"""Side: one recurrent cell at the frame that is shown, while it reads the example."""

from functools import cached_property
from typing import cast

import torch
from torch import Generator, Tensor

from core.figures.figure import Array
from core.learner import Frame
from core.learning.sequence_loss import correct
from core.lessons.sequences.generation import generate
from core.lessons.sequences.learner import SequenceDescent
from core.lessons.sequences.reach import reach
from core.models.recurrent import Recurrent
from core.models.recurrent_trace import Trace, trace
from core.ui.views.sequences.example import Example

SHORT = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
ROLES = {"a": 3, "b": 2}  # colours of the two cells
DASHES = {"a": "solid", "b": "7px,3px"}


class Side:
    """One cell at the frame that is shown; everything costly is computed once, and only if a panel asks."""

    def __init__(self, name: str, learner: SequenceDescent, frame: Frame, example: Example, layer: int) -> None:
        self.name, self.learner, self.frame, self.example, self.layer = name, learner, frame, example, layer
        self.cell: str = learner.settings.model.cell
        self.title = SHORT[self.cell]

    @cached_property
    def model(self) -> Recurrent:
        return cast(Recurrent, self.learner.model_at(self.frame))

    @cached_property
    def trace(self) -> Trace:
        return trace(self.model, self.example.x)

    @property
    def values(self) -> dict[str, Tensor]:
        """The values of the layer that is looked at, name → (T, hidden_size)."""
        return self.trace.layers[self.layer]

    @cached_property
    def reach(self) -> dict[str, Array]:
        """‖∂L/∂h_t‖ of the example, and of an LSTM ‖∂L/∂c_t‖: name → (T,); nothing where no answer is known."""
        if not self.example.mask.any():
            return {}
        found = reach(self.model, self.example.batch, self.learner.settings.training.bptt)
        return {name: value[self.layer].numpy() for name, value in found.items()}

    @cached_property
    def right(self) -> Array:
        """(T,) 1 where the answer is right, 0 where it is wrong, −1 where none is due."""
        batch = self.example.batch
        found = correct(self.trace.outputs[None], batch)[0].numpy().astype(int)
        found[~batch.mask[0].numpy()] = -1
        return found

    @cached_property
    def answers(self) -> tuple[list[str], Array]:
        """The likeliest symbol at every step, and its probability (T,)."""
        sure, token = torch.softmax(self.trace.outputs, 1).max(1)
        return self.example.shown(token), sure.numpy()

    def alone(self, n_prompt: int, n: int) -> list[str]:
        """The n likeliest symbols after the prompt, each heard before the next is said."""
        tokens, _ = generate(self.model, self.example.batch.x[0, :n_prompt], n, 0.0, Generator())
        return self.example.shown(tokens)

    @property
    def n_weights(self) -> int:
        return sum(p.numel() for p in self.model.parameters())
