"""Sequences: batches of a task, laid out for a network that answers as it reads or after it has read."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Self

import torch
from pydantic import Field, model_validator
from torch import Generator, Tensor

from core.config import Config, titles
from core.datasets.drawn import SKIP, Drawn, Part
from core.datasets.sequence_tasks import TASKS, Layout, Task
from core.datasets.text import BUILT_IN, Text, text
from core.settings import SettingError

TaskId = Literal[
    "remember", "adding", "parity", "copy", "reverse", "sort", "depth", "modular", "dates", "names", "sines", "text"
]
ARROW = "→"  # between prompt and answer
TEXTS: dict[str, Any] = {"titles": BUILT_IN | {"own": "A text of mine"}}
N_TRAIN = 3200  # sequences that count as an epoch, where there is no end of new ones
N_HELD = 128  # sequences of the held-out set
HELD_SEED = 20_260_101


@dataclass(frozen=True)
class Batch:
    """x: int64 tokens (n, T), or float32 numbers (n, T, d). y: what is right at each place, int64 or float32 (n, T).

    `mask`, bool (n, T), says which places count; in the causal layout y[t] is the token to say after x[..t], in the
    aligned one the answer at place t.
    """

    x: Tensor
    y: Tensor
    mask: Tensor

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, rows: Any) -> "Batch":
        return Batch(self.x[rows], self.y[rows], self.mask[rows])


def causal(drawn: Drawn, arrow: int) -> Batch:
    """Prompt, arrow, answer: x[t] is followed by y[t], and only the answer counts."""
    assert drawn.answer is not None
    n, n_prompt = drawn.prompt.shape
    whole = torch.cat([drawn.prompt, torch.full((n, 1), arrow), drawn.answer], 1)
    y = whole[:, 1:]
    return Batch(whole[:, :-1], y.clamp_min(0), (torch.arange(y.shape[1]) >= n_prompt) & (y != SKIP))


def aligned(drawn: Drawn) -> Batch:
    """The prompt alone, with the answer due at each place."""
    assert drawn.due is not None
    mask = ~drawn.due.isnan() if drawn.due.is_floating_point() else drawn.due != SKIP
    return Batch(drawn.prompt, drawn.due.where(mask, 0), mask)


def windows(tokens: Tensor, length: int) -> Batch:
    """A text cut into windows without overlap, each character but the first to be predicted once."""
    n = -(-(len(tokens) - 1) // length)
    padded = torch.cat([tokens, tokens.new_zeros(n * length + 1 - len(tokens))])
    mask = torch.arange(n * length) < len(tokens) - 1
    return Batch(padded[:-1].view(n, length), padded[1:].view(n, length), mask.view(n, length))


class Sequences:
    """A task at a length in a layout: `sample` draws batches of it, `held` is the set that is not trained on.

    `vocabulary`: the symbol of each token, () where x holds numbers; `n_inputs`: its size, or how many numbers a place
    has; `n_outputs`: what a network answers with at each place, a score a token, or one number.
    """

    def __init__(self, config: "SequencesConfig", layout: Layout) -> None:
        self.task: Task = TASKS[config.task]
        self.layout = layout
        self.text: Text | None = text(config.text, config.file) if config.task == "text" else None
        self.length = config.length
        self.n_train = N_TRAIN
        if self.text:
            self.vocabulary = self.text.vocabulary
            self.length = min(config.length, len(self.text.train) - 1)
            self.n_train = max(1, len(self.text.train) // self.length)
        else:
            symbols = self.task.symbols()
            self.vocabulary = (*symbols, ARROW) if symbols else ()
        self.n_inputs = len(self.vocabulary) or self.task.n_inputs
        self.n_outputs = len(self.vocabulary) or 1

    @property
    def discrete(self) -> bool:
        """Whether places hold tokens."""
        return bool(self.vocabulary)

    @property
    def steps(self) -> int:
        """T, the places of a sequence."""
        return self.held.x.shape[1]

    def sample(self, n: int, generator: Generator, part: Part = "train") -> Batch:
        """n sequences, drawn anew; from a text n windows of its training part, wherever they begin."""
        if self.text:
            tokens = self.text.train if part == "train" else self.text.test
            length = min(self.length, len(tokens) - 1)
            starts = torch.randint(len(tokens) - length, (n, 1), generator=generator)
            cut = tokens[starts + torch.arange(length + 1)]
            return Batch(cut[:, :-1], cut[:, 1:], torch.ones(n, length, dtype=torch.bool))
        drawn = self.task.draw(n, self.length, generator, part)
        return aligned(drawn) if self.layout == "aligned" else causal(drawn, len(self.vocabulary) - 1)

    @cached_property
    def held(self) -> Batch:
        """The held-out set: the same for all seeds; of a text its whole test part."""
        if self.text:
            return windows(self.text.test, self.length)
        return self.sample(N_HELD, Generator().manual_seed(HELD_SEED), "test")

    def symbols(self, tokens: Tensor) -> list[str]:
        """Tokens (T,) as they are shown."""
        return [self.vocabulary[token] for token in tokens.tolist()]


class SequencesConfig(Config):
    """Which sequences a network learns."""

    kind: Literal["sequences"] = "sequences"
    task: TaskId = Field(
        "remember", title="Task", description="What the network is to do.", json_schema_extra=titles(TASKS)
    )
    length: int = Field(
        40,
        ge=2,
        le=128,
        title="Length",
        description="How long the sequences are; what is counted depends on the task.",
        json_schema_extra={"step": 1},
    )
    text: Literal["english", "chinese", "own"] = Field(
        "english",
        title="Text",
        description="Whose characters are learned: one of two texts written for this page, or yours.",
        json_schema_extra=TEXTS,
    )
    file: str = Field("", pattern="^([0-9a-f]{16})?$", title="Own text", description="The hash of the person's text.")

    @model_validator(mode="after")
    def length_fits_task(self) -> Self:
        lengths = TASKS[self.task].lengths
        if lengths and not lengths[0] <= self.length <= lengths[2]:
            raise SettingError("length", self.length, f"{lengths[0]} … {lengths[2]}")
        return self

    def load(self, layout: Layout | None = None) -> Sequences:
        """The task in a layout, or in the one a recurrent network reads; raises `TextError` without its text."""
        return Sequences(self, layout or TASKS[self.task].layouts[0])
