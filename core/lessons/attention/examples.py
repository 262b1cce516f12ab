"""Examples: the sequence that is looked at, one of the held-out set or a person's own."""

import re
from dataclasses import dataclass

import torch
from torch import Tensor

from core.datasets.drawn import SKIP, Drawn
from core.datasets.names import PAD
from core.datasets.sequence_generators import sum_so_far
from core.datasets.sequences import Batch, Sequences
from core.models.trace import NOTHING, Trace, Without
from core.models.transformer import Transformer

SIGNS = {" ": "␣", "\n": "⏎", "\t": "⇥"}  # how invisible symbols are shown


@dataclass(frozen=True)
class Example:
    """One sequence, as `batch` of one: x, y and mask (1, T).

    `symbols`: what stands at each place; `due`: the right answer there, "" where none is asked or known.
    """

    batch: Batch
    symbols: tuple[str, ...]
    due: tuple[str, ...]

    @property
    def tokens(self) -> Tensor:
        return self.batch.x


@dataclass(frozen=True)
class Answers:
    """What the network says at each place: the likeliest `symbols`, their probability `p` (T,), and `right` (T,).

    Where nothing is due, an answer is not right.
    """

    symbols: tuple[str, ...]
    p: Tensor
    right: Tensor


@dataclass(frozen=True)
class Prompt:
    """A person's input as tokens (t,): `unknown` symbols were left out, and `n_cut` at its beginning had no room.

    The network has learned questions of `usual` tokens; a shorter one stands at places it knows other things of.
    """

    tokens: Tensor
    unknown: tuple[str, ...]
    n_cut: int
    usual: int


def shown(symbol: str) -> str:
    return SIGNS.get(symbol, symbol)


def example(data: Sequences, batch: Batch) -> Example:
    """A batch of one in symbols."""
    asked = zip(data.symbols(batch.y[0]), batch.mask[0].tolist(), strict=True)
    due = tuple(shown(symbol) if counts else "" for symbol, counts in asked)
    return Example(batch, tuple(map(shown, data.symbols(batch.x[0]))), due)


def held_out(data: Sequences, index: int) -> Example:
    """A sequence of the held-out set; numbers beyond it begin again."""
    return example(data, data.held[[index % len(data.held)]])


def read_prompt(data: Sequences, characters: str) -> Prompt:
    """What the vocabulary knows of a person's input, in small letters where it has no others.

    Blanks or commas part numbers of several digits; where questions are padded on the left, so is this one.
    """
    place = {symbol: i for i, symbol in enumerate(data.vocabulary)}
    numbers = data.task.answer is sum_so_far
    pieces = characters.replace(",", " ").split() if numbers else [c if c in place else c.lower() for c in characters]
    tokens = [place[piece] for piece in pieces if piece in place]
    usual = data.steps if data.text or data.layout == "aligned" else int((~data.held.mask[0]).sum())
    n_cut = max(0, len(tokens) - usual)
    if PAD in place and not data.text:
        tokens = [place[PAD]] * (usual - len(tokens)) + tokens
    unknown = tuple(dict.fromkeys(piece for piece in pieces if piece not in place))
    return Prompt(torch.tensor(tokens[n_cut:], dtype=torch.int64), unknown, n_cut, usual)


@torch.no_grad()
def own(data: Sequences, prompt: Prompt, model: Transformer, without: Without = NOTHING) -> Example:
    """A person's input as an example; of a decoder with the answer that it gives itself after the arrow.

    What is due is known where the task can tell it for any question. An empty input is read as token 0.
    """
    tokens = prompt.tokens if len(prompt.tokens) else torch.zeros(1, dtype=torch.int64)
    drawn = known(data, tokens)
    due = None if drawn is None else drawn.due if data.layout == "aligned" else drawn.answer
    if data.layout == "causal" and not data.text:
        n_answer = int(data.held.mask[0].sum()) if due is None else due.shape[1]
        tokens = torch.cat([tokens, torch.tensor([len(data.vocabulary) - 1])])
        for _ in range(n_answer - 1):
            following = model(tokens[None], without=without)[0, -1].argmax()
            tokens = torch.cat([tokens, following[None]])
    y = torch.full((1, len(tokens)), SKIP)
    if data.text:
        y[0, :-1] = tokens[1:]
    if due is not None:
        y[:, -due.shape[1] :] = due
    return example(data, Batch(tokens[None], y.clamp_min(0), y != SKIP))


def known(data: Sequences, tokens: Tensor) -> Drawn | None:
    """What is due for a question, where the task knows it."""
    characters = (" " if data.task.answer is sum_so_far else "").join(data.symbols(tokens))
    fits = data.task.answer and re.fullmatch(data.task.pattern, characters)
    return data.task.answer(tokens[None]) if data.task.answer and fits else None


def answers(data: Sequences, example: Example, trace: Trace) -> Answers:
    """The likeliest answer at each place of an example."""
    p, best = trace.logits[0].softmax(-1).max(-1)
    return Answers(tuple(map(shown, data.symbols(best))), p, (best == example.batch.y[0]) & example.batch.mask[0])
