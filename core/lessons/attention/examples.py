"""Examples: the sequence that is looked at, one of the held-out set or a person's own."""

from dataclasses import dataclass

import torch
from torch import Tensor

from core.datasets.sequences import Batch, Sequences
from core.models.trace import NOTHING, Trace, Without
from core.models.transformer import Transformer

PAD = "·"
SIGNS = {" ": "␣", "\n": "⏎", "\t": "⇥"}  # how invisible symbols are shown


@dataclass(frozen=True)
class Example:
    """One sequence, as `batch` of one: x, y and mask (1, T). An own one has no y that counts (mask all False).

    `symbols`: what stands at each place; `due`: the right answer there, "" where none counts.
    """

    batch: Batch
    symbols: tuple[str, ...]
    due: tuple[str, ...]

    @property
    def tokens(self) -> Tensor:
        return self.batch.x


@dataclass(frozen=True)
class Answers:
    """What the network says at each place: the likeliest `symbols`, their probability `p` (T,), and `right` (T,)."""

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


def held_out(data: Sequences, index: int) -> Example:
    """A sequence of the held-out set; numbers beyond it begin again."""
    row = data.held[[index % len(data.held)]]
    due = [shown(data.vocabulary[y]) if counts else "" for y, counts in zip(row.y[0], row.mask[0], strict=True)]
    return Example(row, tuple(map(shown, data.symbols(row.x[0]))), tuple(due))


def read_prompt(data: Sequences, characters: str) -> Prompt:
    """What the vocabulary knows of a person's input, in small letters where it has no others.

    Blanks or commas part numbers of several digits; where questions are padded on the left, so is this one.
    """
    place = {symbol: i for i, symbol in enumerate(data.vocabulary)}
    numbers = any(len(symbol) > 1 and symbol.isdigit() for symbol in place)
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
    """A person's input as an example; of a decoder with the answer that it gives itself after the arrow."""
    tokens = prompt.tokens
    if data.layout == "causal" and not data.text:
        tokens = torch.cat([tokens, torch.tensor([len(data.vocabulary) - 1])])
        for _ in range(int(data.held.mask[0].sum()) - 1):
            following = model(tokens[None], without=without)[0, -1].argmax()
            tokens = torch.cat([tokens, following[None]])
    nothing = torch.zeros(1, len(tokens), dtype=torch.int64)
    symbols = tuple(map(shown, data.symbols(tokens)))
    return Example(Batch(tokens[None], nothing, nothing.bool()), symbols, ("",) * len(tokens))


def answers(data: Sequences, example: Example, trace: Trace) -> Answers:
    """The likeliest answer at each place of an example."""
    p, best = trace.logits[0].softmax(-1).max(-1)
    return Answers(tuple(map(shown, data.symbols(best))), p, best == example.batch.y[0])
