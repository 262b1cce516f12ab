"""Sequence learner: a recurrent network learns a task from new sequences at every step; two of them side by side."""

import torch
from torch import Generator

from core.datasets.sequences import Sequences
from core.descent import Descent
from core.learner import Learner
from core.learning import sequence_loss
from core.lessons.sequences.settings import SequenceSettings
from core.models.recurrent import Recurrent
from core.pair import Pair

N_WATCHED = 16  # training sequences that the metrics of a frame are taken on
WATCHED_SEED = 20_260_102
STRIDE = 20  # steps between the first points of a curve
SLICE = 0.12  # seconds of training between two pictures, at most


class SequenceDescent(Descent):
    """One cell; every step draws `batch_size` sequences from (seed, step). Raises `TextError`."""

    settings: SequenceSettings
    model: Recurrent

    def load(self) -> None:
        self.sequences: Sequences = self.settings.data.load()
        self.n_train = self.sequences.n_train
        self.watched = self.sequences.sample(N_WATCHED, Generator().manual_seed(WATCHED_SEED))
        self._parts = {"train": self.watched, "test": self.sequences.held}
        self._both = torch.cat([batch.x for batch in self._parts.values()])
        self.gradient_norm = torch.nan

    def build(self, generator: Generator) -> Recurrent:
        return self.settings.model.build(self.sequences.n_inputs, self.sequences.n_outputs, generator)

    def shuffle(self) -> None:
        """Nothing: there is no order where all sequences are new."""

    @torch.enable_grad()
    def gradient(self, batch: slice) -> None:
        """∂L/∂w through time, shortened to the norm `clip` (Pascanu, Mikolov & Bengio 2013)."""
        training = self.settings.training
        drawn = self.sequences.sample(batch.stop - batch.start, self.chance())
        self.model.zero_grad()
        sequence_loss.loss(self.model(drawn.x, chunk=training.bptt), drawn).backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), training.clip or torch.inf)
        self.gradient_norm = norm.item()

    def metrics(self, model: Recurrent) -> dict[str, float]:
        """Loss and scores on training and held-out sequences, and how long the last gradient was before clipping."""
        found = {}
        both = model(self._both).split([len(batch) for batch in self._parts.values()])
        for (part, batch), outputs in zip(self._parts.items(), both, strict=True):
            found[f"{part}_loss"] = sequence_loss.loss(outputs, batch).item()
            found |= {f"{part}_{name}": value for name, value in sequence_loss.scores(outputs, batch).items()}
        return found | ({"gradient_norm": self.gradient_norm} if self.step_count else {})


class SequencePair(Pair):
    """Sides "a" and, where there is one, "b": the same sequences in the same order."""

    stride, slice = STRIDE, SLICE
    settings: SequenceSettings
    sides: dict[str, SequenceDescent]  # type: ignore[assignment]

    def __init__(self, settings: SequenceSettings) -> None:
        sides: dict[str, Learner] = {name: SequenceDescent(own) for name, own in settings.sides.items()}
        super().__init__(settings, sides)

    @property
    def sequences(self) -> Sequences:
        return self.sides["a"].sequences
