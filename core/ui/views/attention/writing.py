"""Writing: a text goes on from a person's prompt while the network learns, one line after the other."""

import unicodedata
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import torch
from torch import Generator

from core.descent import STRIDE
from core.lessons.attention.examples import shown
from core.lessons.attention.generation import generate
from core.ui.views.attention.look import AttentionLook

LINES = 6
LATIN, OTHER, WIDE, STEP = 7.9, 9.5, 13.2, 75.0  # px of a character by its script, and of the step before a line
LEAST, MOST = 16, 200  # new characters of a line
PACE = 4  # characters between two pictures


@dataclass
class Writing:
    """The lines so far, each with the step at which it was begun; `key` is what it all depends on besides the step."""

    key: Any = None
    step: int = -1
    lines: list[tuple[int, list[int]]] = field(default_factory=list)


@dataclass
class Room:
    """What a line has room for: so many px for tokens of given widths, the first of them the prompt's."""

    px: float
    widths: list[float]
    n_prompt: int

    def fits(self, tokens: list[int]) -> int:
        """How many tokens of a line fit into it; `LEAST` new ones always do."""
        for n, end in enumerate(accumulate(self.widths[token] for token in tokens)):
            if end > self.px and n >= self.n_prompt + LEAST:
                return n
        return len(tokens)

    def full(self, tokens: list[int]) -> bool:
        """Whether the widest token would not fit any more."""
        widest = self.widths.index(max(self.widths))
        return len(tokens) >= self.n_prompt + MOST or self.fits([*tokens, widest]) <= len(tokens)


def write(look: AttentionLook) -> list[str]:
    """While it plays, the network of each moment adds a few characters; paused, one network writes a whole line."""
    assert look.data.text
    settings, step = look.settings, look.frame.step
    key = (settings.model, settings.data, settings.training.seed, settings.look, look.run.learner)
    writing: Writing = look.picked.setdefault("writing", Writing())
    if key != writing.key or step < writing.step:
        kept = [line for line in writing.lines if line[0] < step] if key == writing.key else []
        writing.key, writing.lines = key, kept
    moved, writing.step = step != writing.step, step
    widths = [width(symbol) for symbol in look.data.vocabulary]
    room = Room(look.span(7) - STEP, widths, len(look.prompt.tokens))
    if look.playing and writing.lines:
        go_on(look, writing, room, PACE if moved else 0)
    elif not writing.lines or writing.lines[-1][0] != step:
        begin(look, writing)
        go_on(look, writing, room, MOST)
    return [f"{begun:>7,}  {spelt(look, tokens[: room.fits(tokens)])}" for begun, tokens in writing.lines]


def begin(look: AttentionLook, writing: Writing) -> None:
    writing.lines = [*writing.lines, (look.frame.step, look.prompt.tokens.tolist())][-LINES:]


def go_on(look: AttentionLook, writing: Writing, room: Room, n: int) -> None:
    """At most n characters more of the last line, or of a new one where it is full."""
    if n and room.full(writing.lines[-1][1]):
        begin(look, writing)
    begun, tokens = writing.lines[-1]
    chance = Generator().manual_seed(look.settings.training.seed * STRIDE + look.frame.step)
    for _ in range(n):
        if room.full(tokens):
            break
        prompt = torch.tensor(tokens, dtype=torch.int64)
        made = generate(look.model, prompt, 1, look.settings.look, chance, look.without)
        tokens = [*tokens, *made.tokens.tolist()]
    writing.lines[-1] = begun, tokens


def width(symbol: str) -> float:
    """About how many px a character takes in a line."""
    if unicodedata.category(symbol) in ("Mn", "Me", "Cf"):  # joined to the one before
        return 0.0
    if symbol in "\n\t" or unicodedata.east_asian_width(symbol) in ("W", "F"):
        return WIDE
    return LATIN if symbol < "\u0590" else OTHER  # from there on other fonts step in


def spelt(look: AttentionLook, tokens: list[int]) -> str:
    """Tokens as they are read; only line ends are signs."""
    symbols = (look.data.vocabulary[token] for token in tokens)
    return "".join(shown(symbol) if symbol in "\n\t" else symbol for symbol in symbols)
