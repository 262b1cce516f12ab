"""Inference look: what a network answers to every question of a world, and the one question that is looked into."""

from functools import cached_property
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.figures.figure import Array
from core.learner import Frame
from core.lessons.inference.analogies import analogies, solve
from core.lessons.inference.facts import WORLDS, World
from core.lessons.inference.family import PEOPLE
from core.lessons.inference.learner import InferenceLearner
from core.lessons.inference.settings import InferenceSettings
from core.run import Run
from core.ui.language import t
from core.ui.look import Look
from core.ui.player import Player

MOST = 60  # questions offered to the keyboard
WORDS = {"train": "told", "test": "not told"}


class InferenceLook(Look):
    """A network at a frame, asked everything."""

    settings: InferenceSettings
    run: Run[InferenceLearner]
    frame: Frame

    def __post_init__(self) -> None:
        self.learner = self.run.learner
        self.facts = self.learner.facts
        self.world: World = WORLDS[self.settings.data.world]

    @cached_property
    def logits(self) -> Tensor:
        return self.learner.logits(self.frame)

    @cached_property
    def shares(self) -> Array:
        """Probability that goes to the right answers, (n_a, n_b); NaN where there is none."""
        p = (self.logits.softmax(-1) * (self.facts.targets > 0)).sum(-1).numpy()
        return np.where(self.known, p, np.nan)

    @cached_property
    def known(self) -> Array:
        """Where there is a right answer."""
        return np.asarray((self.facts.targets > 0).any(-1).numpy())

    @cached_property
    def right(self) -> Array:
        n_a, n_b = self.facts.told.shape
        return np.asarray(self.learner.right(self.logits.flatten(0, 1)).view(n_a, n_b).numpy())

    @cached_property
    def embedding(self) -> Array:
        """Of the first things, (n_a, dim)."""
        return np.asarray(self.frame.weights["a"].numpy())

    @cached_property
    def axes(self) -> Array:
        """The two directions (2, dim) in which the embeddings spread most, each towards the last thing."""
        centred = self.embedding - self.embedding.mean(0)
        _, _, directions = np.linalg.svd(np.nan_to_num(centred), full_matrices=False)
        two = np.zeros((2, centred.shape[1]))
        two[: len(directions[:2])] = directions[:2]
        sign = np.where((centred[-1] - centred[0]) @ two.T < 0, -1, 1)
        return np.asarray(two * sign[:, None])

    @cached_property
    def asked(self) -> Array:
        """The analogies of this world, (m, 4)."""
        key = self.settings.data.world, self.settings.data.n
        if self.picked.get("analogies", [None])[0] != key:
            self.picked["analogies"] = key, analogies(*key)
        return np.asarray(self.picked["analogies"][1])

    @cached_property
    def solved(self) -> tuple[Array, Array]:
        """What e_b − e_a + e_c is nearest to, and what e_c alone is, (m,) each."""
        return solve(self.embedding, self.asked), solve(self.embedding, self.asked, moved=False)

    @property
    def question(self) -> tuple[int, int]:
        """The question that is looked into."""
        n_a, n_b = self.facts.told.shape
        i, j = self.picked.get("question", (0, min(n_b - 1, 5) if self.world.sided else 1))
        i, j = min(i, n_a - 1), min(j, n_b - 1)
        if self.settings.data.world == "family" and not self.known[i, j]:
            return PEOPLE.index("Colin"), self.facts.b_names.index("aunt")
        return i, j

    def asking(self, a: str, b: str) -> str:
        """The question in words."""
        return t(self.world.question, a=a, b=b, n=self.settings.data.n)

    def name(self, i: int, row: bool = True) -> str:
        return t((self.facts.a_names if row else self.facts.b_names)[i])

    def readout(self) -> list[tuple[str, str]]:
        metrics = self.frame.metrics
        shown = [(t("step"), f"{self.frame.step:,}")]
        for split, word in WORDS.items():
            if f"{split}_accuracy" in metrics:
                shown.append((t("right, {what}", what=t(word)), f"{metrics[f'{split}_accuracy']:.0%}"))
        shown += [
            (t("loss, {what}", what=t(word)), f"{metrics[f'{split}_loss']:.4f}")
            for split, word in WORDS.items()
            if f"{split}_loss" in metrics
        ]
        return shown

    def notes(self) -> list[str]:
        if self.settings.data.world == "order" and not self.settings.data.linked:
            return [t("The halves have never been compared: between them no answer follows. Tell the link.")]
        return []

    def choices(self) -> list[tuple[str, str]]:
        places = torch.nonzero(torch.from_numpy(self.known) & ~self.facts.told)[:MOST].tolist()
        return [(f"{i}-{j}", self.asking(self.name(i), self.name(j, False))) for i, j in places]

    def choice(self) -> str:
        return "{}-{}".format(*self.question)

    def choice_label(self) -> str:
        return t("Question that is looked into")

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        i, j = id.split("-")
        cls.ask(held, int(i), int(j))

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        if event.get("trace") == "question":
            i, j = event["custom"][:2]
            cls.ask(held, int(i), int(j) - len(held.run.learner.facts.a_names) if held.run else 0)

    @classmethod
    def ask(cls, held: Player, i: int, j: int) -> None:
        """Look into a question; raises `ValueError` where there is none."""
        n_a, n_b = held.run.learner.facts.told.shape if held.run else (0, 0)
        if not (0 <= i < n_a and 0 <= j < n_b):
            raise ValueError(f"no question {i}, {j}")
        held.picked["question"] = i, j
