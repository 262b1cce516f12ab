"""Attention learner: a Transformer learns a task from new sequences at every step."""

from typing import Any

import torch
from torch import Generator, Tensor

from core.config import extra
from core.datasets.sequences import Batch
from core.descent import Descent
from core.learner import Frame
from core.learning import sequence_loss
from core.lessons.attention.settings import AttentionSettings
from core.models.transformer import Transformer

WATCHED = 1024  # tokens of held-out sequences that the metrics of a frame are taken on
LEAST, MOST = 16, 128  # sequences that these make up

SLICE = 0.12  # seconds of training between two pictures, at most


class AttentionLearner(Descent):
    """Every step draws `batch_size` sequences from (seed, step). Raises `TextError` where a text is missing.

    `data` is the task's `Sequences` with its `vocabulary`; `held` are sequences that are never trained on.
    """

    settings: AttentionSettings
    model: Transformer
    stride = 5

    def load(self) -> None:
        self.slice = SLICE
        self.data = self.settings.data.load(self.settings.layout)
        self.n_train = self.data.n_train
        self.held: Batch = self.data.held[: min(MOST, max(LEAST, WATCHED // self.data.steps))]
        self.learned: tuple[Tensor, Batch] | None = None  # what was said in the last step, and of what
        self.train_scores: dict[str, float] = {}

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
        outputs = self.model(drawn.x, generator)
        self.model.zero_grad()
        sequence_loss.loss(outputs, drawn).backward()
        self.learned = outputs.detach(), drawn

    def metrics(self, model: Transformer) -> dict[str, float]:
        """Loss, accuracy over the places that count, and share of sequences without a mistake ("whole").

        "train" is the batch that was just learned from, before it was; at the first step the one that comes.
        """
        if self.step_count == 0:
            first = self.data.sample(self.settings.training.batch_size, self.chance())
            self.learned = model(first.x), first
        if self.learned:
            self.train_scores = scores("train", *self.learned)
            self.learned = None
        return self.train_scores | scores("test", model(self.held.x), self.held)

    def restore(self, frame: Frame) -> None:
        super().restore(frame)
        self.learned = None
        self.train_scores = {name: value for name, value in frame.metrics.items() if name.startswith("train_")}

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


def scores(part: str, outputs: Tensor, batch: Batch) -> dict[str, float]:
    """Loss and scores under the names of a part."""
    found = {"loss": sequence_loss.loss(outputs, batch).item()} | sequence_loss.scores(outputs, batch)
    return {f"{part}_{name}": value for name, value in found.items()}
