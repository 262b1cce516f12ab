"""Attention look: a Transformer reads a sequence; which head and token are looked at, and what is taken away."""

from functools import cached_property
from typing import Any

import numpy as np
from pydantic import Field
from torch import Tensor

from core.datasets.sequences import Sequences
from core.figures.figure import Array
from core.figures.heads import signed
from core.learner import Frame
from core.lessons.attention import examples
from core.lessons.attention.examples import Answers, Example, Prompt
from core.lessons.attention.interventions import Effect, effect
from core.lessons.attention.learner import AttentionLearner
from core.lessons.attention.rollout import rollout
from core.lessons.attention.settings import AttentionSettings
from core.models.trace import NOTHING, Attended, Trace, Without
from core.models.transformer import Transformer
from core.run import Run
from core.ui.language import t
from core.ui.look import Look
from core.ui.picture import Picture
from core.ui.player import Player

ROLLOUT = "r"  # in place of a head's number
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


class AttentionLook(Look):
    """A Transformer at one step of its learning, while it reads one sequence."""

    settings: AttentionSettings
    run: Run[AttentionLearner]
    frame: Frame
    picture: AttentionPicture

    def __post_init__(self) -> None:
        self.learner = self.run.learner
        self.data: Sequences = self.learner.data
        self.model: Transformer = self.learner.model_at(self.frame)
        self.without: Without = self.settings.without
        self.n_layers, self.n_heads = self.model.config.n_layers, self.model.config.n_heads

    # What is read, and every value on the way.
    @cached_property
    def prompt(self) -> Prompt:
        return examples.read_prompt(self.data, self.settings.look.prompt)

    @cached_property
    def example(self) -> Example:
        """A person's own input, where they gave one, else a held-out sequence."""
        if len(self.prompt.tokens):
            return examples.own(self.data, self.prompt, self.model, self.without)
        return examples.held_out(self.data, self.settings.look.sample)

    @cached_property
    def trace(self) -> Trace:
        return self.model.trace(self.example.tokens, self.without)

    @cached_property
    def answers(self) -> Answers:
        return examples.answers(self.data, self.example, self.trace)

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

    # What is looked at.
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
        n, counts = len(self.tokens), self.example.batch.mask[0].tolist()
        first = counts.index(True) if True in counts[1:] and not counts[0] else n - 1
        row = min(row, n - 1) if row is not None else first
        return row, int(self.map[row].argmax()) if column is None or column >= n else column

    # What the view says.
    @cached_property
    def effect(self) -> Effect | None:
        """What it does to the held-out loss that something is taken away."""
        return None if self.without == NOTHING else effect(self.model, self.learner.held, self.without)

    def readout(self) -> list[tuple[str, str]]:
        metrics = self.frame.metrics
        skipped = {t("epoch"), t("train accuracy")}
        shown = [(label, value) for label, value in super().readout() if label not in skipped]
        if self.data.text:
            return [*shown, (t("bits a character"), f"{metrics['test_bits']:.3f}")]
        return [*shown, (t("answers without a mistake"), f"{metrics['test_whole']:.1%}")]

    def notes(self) -> list[str]:
        found = []
        if self.effect:
            changed = {"whole": self.effect.whole_loss, "loss": self.effect.loss}
            told = {name: f"{value:.4f}" for name, value in changed.items()}
            told |= {"change": signed(self.effect.change), "accuracy": f"{self.effect.accuracy:.1%}"}
            told |= {"before": f"{self.effect.whole_accuracy:.1%}", "parts": ", ".join(self.switched())}
            found.append(
                t(
                    "As it is looked at ({parts}) the test loss is {loss} instead of {whole} ({change}), the accuracy "
                    "{accuracy} instead of {before}. What it learns is not touched.",
                    **told,
                )
            )
        if self.prompt.unknown:
            found.append(t("Not among its symbols, left out: {symbols}", symbols=" ".join(self.prompt.unknown[:12])))
        if self.prompt.n_cut:
            found.append(t("It reads {n} symbols at most; the first ones are cut off.", n=self.model.n_positions))
        return found

    def switched(self) -> list[str]:
        """What is taken away, in words."""
        heads = sorted(self.without.heads)
        found = [t("without head {head}", head=f"{layer + 1}.{head + 1}") for layer, head in heads]
        if self.without.causal is not None:
            found.append(t("with the causal mask") if self.without.causal else t("without the causal mask"))
        return [*found, *([t("without the encoding")] if self.without.positions else [])]

    # What can be chosen.
    def named(self, place: Place) -> str:
        layer, head = place
        if head == self.n_heads:
            return t("Rollout through layer {layer}", layer=layer + 1)
        return t("Layer {layer}, head {head}", layer=layer + 1, head=head + 1)

    def places(self) -> list[Place]:
        return [(layer, head) for layer in range(self.n_layers) for head in range(self.n_heads + 1)]

    def choices(self) -> list[tuple[str, str]]:
        return [(self.id(place), self.named(place)) for place in self.places()]

    def choice(self) -> str:
        return self.id(self.head)

    def choice_label(self) -> str:
        return t("Map shown large")

    def id(self, place: Place) -> str:
        layer, head = place
        return f"{layer + 1}.{ROLLOUT if head == self.n_heads else head + 1}"

    @classmethod
    def chosen(cls, held: Player, id: str) -> None:
        AttentionPicture(head=id)  # raises where it is none
        held.picked["head"], held.refresh = id, True

    @classmethod
    def clicked(cls, held: Player, event: dict[str, Any]) -> None:
        """A click on a map shows it large, one on a switch switches the head off or on again."""
        if event["trace"] not in ("heads", "switch"):
            return
        layer, head = (int(v) + 1 for v in event["custom"][:2])
        if event["trace"] == "heads":
            cls.chosen(held, f"{layer}.{ROLLOUT if head > held.settings.model.n_heads else head}")
            return
        off, this = [part for part in held.settings.look.off.split("-") if part], f"{layer}.{head}"
        held.propose(off="-".join(sorted({*off} ^ {this})))

    @classmethod
    def hovered(cls, held: Player, event: dict[str, Any]) -> None:
        """The pointer on the map is at a pair of tokens, on the rows of symbols or on the encoding at one."""
        x, y = float(event["x"]), float(event["y"])
        found = {
            "map": (y, int(x)),
            "answer": (x - 0.5, None),
            "encoding": (y + 0.5, None),
            "similarity": (y + 0.5, None),
        }
        if event["panel"] in found:
            row, column = found[event["panel"]]
            held.picked["at"] = max(0, int(row)), None if column is None else max(0, column)
