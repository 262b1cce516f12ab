"""Reading: a Transformer at one step of its learning reads a sequence; every value on the way, and where one looks."""

from dataclasses import replace
from functools import cached_property

import numpy as np
from pydantic import Field
from torch import Tensor

from core.datasets.sequences import Sequences
from core.figures.figure import Array
from core.learner import Frame
from core.lessons.attention import examples
from core.lessons.attention.examples import Answers, Example, Prompt
from core.lessons.attention.learner import AttentionLearner
from core.lessons.attention.rollout import rollout
from core.lessons.attention.settings import AttentionSettings
from core.models.trace import Attended, Trace, Without
from core.models.transformer import Transformer
from core.run import Run
from core.ui.look import Look
from core.ui.picture import Picture

ROLLOUT = "r"  # in place of a head's number
NARROW = 640  # px, up to which every panel has the whole width
Place = tuple[int, int]  # layer and head, from 0; head = n_heads is the rollout through the layer


class AttentionPicture(Picture):
    """View settings of a Transformer: the head whose map is shown large."""

    head: str = Field(
        "1.2",
        pattern=r"^[1-9]\.([1-9]|r)$",
        title="Map shown large",
        description="As layer.head; r in place of the head is the rollout through all layers up to this one.",
        json_schema_extra={"allowed": "1.1 … 6.8, 1.r … 6.r"},
    )


class Reading(Look):
    """A Transformer while it reads one sequence; what is costly is worked out once, and only if a panel asks."""

    settings: AttentionSettings
    run: Run[AttentionLearner]
    frame: Frame
    picture: AttentionPicture

    def __post_init__(self) -> None:
        self.learner = self.run.learner
        self.data: Sequences = self.learner.data
        self.model: Transformer = self.learner.model_at(self.frame)
        self.n_layers, self.n_heads = self.model.config.n_layers, self.model.config.n_heads
        asked = self.settings.without
        there = frozenset((i, j) for i, j in asked.heads if i < self.n_layers and j < self.n_heads)
        self.without: Without = replace(asked, heads=there)

    def span(self, columns: int) -> float:
        """Width in px of a panel that spans so many of the 12 columns."""
        return self.width * (columns / 12 if self.width > NARROW else 1) - 12

    @property
    def past(self) -> float | None:
        """The step that is looked at, where it is not the newest."""
        return self.frame.step if self.frame.step != self.frames[-1].step else None

    @cached_property
    def prompt(self) -> Prompt:
        return examples.read_prompt(self.data, self.settings.look.prompt)

    @property
    def own(self) -> bool:
        """Whether a person's own input is read."""
        return bool(self.settings.look.prompt.strip() and len(self.prompt.tokens))

    @cached_property
    def example(self) -> Example:
        """A person's own input, where they gave one, else a held-out sequence."""
        if self.own:
            return examples.own(self.data, self.prompt, self.model, self.without)
        return examples.held_out(self.data, self.settings.look.sample)

    @cached_property
    def trace(self) -> Trace:
        return self.model.trace(self.example.tokens, self.without)

    @cached_property
    def answers(self) -> Answers:
        return examples.answers(self.data, self.example, self.trace)

    @cached_property
    def counts(self) -> Array:
        """The places where an answer counts, or of an own input those at which one is given, (t,) of bool."""
        batch = self.example.batch
        if batch.mask.any() or self.data.text or self.data.layout == "aligned":
            return np.asarray((batch.mask if batch.mask.any() else batch.mask | True)[0].numpy())
        arrow = len(self.data.vocabulary) - 1
        return np.asarray((batch.x[0] == arrow).cumsum(0).bool().numpy())

    @property
    def tokens(self) -> tuple[str, ...]:
        return self.example.symbols

    @cached_property
    def vocabulary(self) -> list[str]:
        return [examples.shown(symbol) for symbol in self.data.vocabulary]

    @property
    def attended(self) -> Attended:
        """The layer that is looked at."""
        return self.trace.layers[self.head[0]]

    @cached_property
    def maps(self) -> Array:
        """The weights of every layer and head, (n_layers, n_heads, t, t)."""
        return np.stack([layer.weights[0].numpy() for layer in self.trace.layers])

    @cached_property
    def whole(self) -> Array:
        """The rollout through each layer, (n_layers, t, t)."""
        weights: Tensor = self.trace.layers[0].weights.new_tensor(self.maps)
        return np.asarray(rollout(weights).numpy())

    @property
    def causal(self) -> bool:
        """Whether the mask is in force while one looks."""
        return self.model.config.causal if self.without.causal is None else self.without.causal

    @property
    def mask(self) -> Array | None:
        """True where a token may look at another, (t, t); None where everywhere."""
        n = len(self.tokens)
        return np.tril(np.ones((n, n), bool)) if self.causal else None

    @cached_property
    def head(self) -> Place:
        layer, _, head = self.picked.get("head", self.picture.head).partition(".")
        column = self.n_heads if head == ROLLOUT else int(head) - 1
        known = int(layer) <= self.n_layers and column <= self.n_heads
        return (int(layer) - 1, column) if known else (0, 0)

    @property
    def rolls(self) -> bool:
        """Whether the rollout is looked at."""
        return self.head[1] == self.n_heads

    @property
    def map(self) -> Array:
        """The map that is shown large, (t, t)."""
        layer, head = self.head
        return self.whole[layer] if self.rolls else self.maps[layer, head]

    @cached_property
    def at(self) -> Place:
        """The token that looks and the one that is looked at, from 0: where the pointer was last, else where the answer
        begins, or the last, and what it looks at most."""
        row, column = self.picked.get("at", (None, None))
        n = len(self.tokens)
        first = n - 1 if self.counts[0] else int(self.counts.argmax())
        row = min(row, n - 1) if row is not None else first
        return row, int(self.map[row].argmax()) if column is None or column >= n else column
