"""Attention learner: a Transformer learns a task from new sequences at every step."""

from typing import Any

import torch
from torch import Generator

from core.config import extra
from core.datasets.sequences import Batch
from core.descent import Descent
from core.learner import Frame
from core.learning import sequence_loss
from core.lessons.attention.settings import AttentionSettings
from core.models.transformer import Transformer

N_WATCHED = 64  # sequences of each part that the metrics of a frame are taken on
WATCHED_SEED = 20_260_102


class AttentionLearner(Descent):
    """Every step draws `batch_size` sequences from (seed, step). Raises `TextError` where a text is missing.

    `data` is the task's `Sequences`: its `vocabulary`, and `held`, the sequences that are never trained on.
    """

    settings: AttentionSettings
    model: Transformer
    stride = 5

    def load(self) -> None:
        self.data = self.settings.data.load(self.settings.layout)
        self.n_train = self.data.n_train
        self.watched = self.data.sample(N_WATCHED, Generator().manual_seed(WATCHED_SEED))
        self.held: Batch = self.data.held[:N_WATCHED]

    def build(self, generator: Generator) -> Transformer:
        return self.settings.model.build(len(self.data.vocabulary), self.data.steps, generator)

    def prepare(self) -> None:
        self.model.dropout = self.settings.model.dropout

    def shuffle(self) -> None:
        """Nothing: there is no order where all sequences are new."""

    @torch.enable_grad()
    def gradient(self, batch: slice) -> None:
        training, generator = self.settings.training, self.chance()
        rising = min(1.0, (self.step_count + 1) / training.warmup) if training.warmup else 1.0
        self.optimizer.param_groups[0]["lr"] = training.lr * rising
        drawn = self.data.sample(batch.stop - batch.start, generator)
        self.model.zero_grad()
        sequence_loss.loss(self.model(drawn.x, generator), drawn).backward()

    def metrics(self, model: Transformer) -> dict[str, float]:
        """Loss, accuracy over the places that count, and share of sequences without a mistake ("whole")."""
        found = {}
        for part, batch in (("train", self.watched), ("test", self.held)):
            outputs = model(batch.x)
            found[f"{part}_loss"] = sequence_loss.loss(outputs, batch).item()
            found |= {f"{part}_{name}": value for name, value in sequence_loss.scores(outputs, batch).items()}
        return found

    def change(self, **settings: Any) -> None:
        """Change hot settings; what is only looked at changes nothing of the run."""
        fields = self.settings.fields()
        if all(name in fields and extra(fields[name], "hot") == "look" for name in settings):
            self.settings = self.settings.replace(**settings)
        else:
            super().change(**settings)

    def model_at(self, frame: Frame) -> Transformer:
        """The Transformer as it was at a frame, to look into; valid until the next call."""
        self._view.load_state_dict(frame.weights)
        return self._view
