"""Inference learner: a network is told some facts of a world and asked all of them."""

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.descent import Descent
from core.learner import Frame
from core.lessons.inference.pair_net import PairNet
from core.lessons.inference.settings import InferenceSettings


class InferenceLearner(Descent):
    """Learns the told facts by cross-entropy against the right answers; the others are only asked."""

    settings: InferenceSettings
    model: PairNet

    def load(self) -> None:
        self.facts = facts = self.settings.data.load()
        self.questions = torch.cartesian_prod(torch.arange(len(facts.a_names)), torch.arange(len(facts.b_names)))
        self.targets = facts.targets.flatten(0, 1)  # (n_a n_b, n_outputs)
        known = (self.targets > 0).any(1)
        self.told = facts.told.flatten().nonzero()[:, 0]
        self.asked = (known & ~facts.told.flatten()).nonzero()[:, 0]
        self.n_train = len(self.told)

    def build(self, generator: Generator) -> PairNet:
        facts, model = self.facts, self.settings.model
        return PairNet(
            len(facts.a_names),
            len(facts.b_names),
            len(facts.outputs),
            shared=facts.shared,
            dim=model.dim,
            hidden=model.width,
            activation=model.activation,
            scale=model.scale,
            generator=generator,
        )

    def prepare(self) -> None:
        """Tell the link, or no longer."""
        self.load()
        self.cursor = min(self.cursor, self.n_train)

    def gradient(self, batch: slice) -> None:
        places = self.told[self.order[batch]]
        self.model.zero_grad()
        with torch.enable_grad():
            F.cross_entropy(self.model(self.questions[places]), self.targets[places]).backward()

    def metrics(self, model: PairNet) -> dict[str, float]:
        """Loss and share of right answers on what is told ("train") and what is not ("test", where there is any)."""
        logits = model(self.questions)
        right = self.right(logits)
        found = {}
        for split, places in (("train", self.told), ("test", self.asked)):
            if len(places):
                found[f"{split}_loss"] = F.cross_entropy(logits[places], self.targets[places]).item()
                found[f"{split}_accuracy"] = right[places].float().mean().item()
        return found

    def right(self, logits: Tensor) -> Tensor:
        """Whether the m right answers are the m largest outputs, (n,) bool; True where there is no answer."""
        m = (self.targets > 0).sum(1)
        place = logits.argsort(1, descending=True).argsort(1)  # rank of each output
        return ((place < m[:, None]) | (self.targets == 0)).all(1)

    @torch.no_grad()
    def logits(self, frame: Frame) -> Tensor:
        """What the network answers to every question at a frame, (n_a, n_b, n_outputs)."""
        n_a, n_b = self.facts.told.shape
        return self.model_at(frame)(self.questions).view(n_a, n_b, -1)
