"""Writing: a text goes on from a person's prompt while the network learns, one line after the other."""

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Generator

from core.descent import STRIDE
from core.lessons.attention.examples import shown
from core.lessons.attention.generation import generate
from core.ui.views.attention.look import AttentionLook

LINES = 6
LATIN, HAN, STEP = 7.9, 13.2, 75.0  # px of a character, of a Chinese one, and of the step before a line
LEAST = 16  # new characters of a line
PACE = 4  # characters between two pictures


@dataclass
class Writing:
    """The lines so far, each with the step at which it was begun; `key` is what it all depends on besides the step."""

    key: Any = None
    step: int = -1
    lines: list[tuple[int, list[int]]] = field(default_factory=list)


def write(look: AttentionLook) -> list[str]:
    """While it plays, the network of each moment adds a few characters; paused, one network writes a whole line."""
    assert look.data.text
    settings, step = look.settings, look.frame.step
    key = (settings.model, settings.data, settings.training.seed, settings.look, look.run.learner)
    writing: Writing = look.picked.setdefault("writing", Writing())
    letter = HAN if any(ord(symbol) > 0x2E80 for symbol in look.data.vocabulary) else LATIN
    long = max(LEAST, int((look.span(7) - STEP) / letter) - len(look.prompt.tokens))
    if key != writing.key or step < writing.step:
        kept = [line for line in writing.lines if line[0] < step] if key == writing.key else []
        writing.key, writing.lines = key, kept
    moved, writing.step = step != writing.step, step
    if look.playing and writing.lines:
        go_on(look, writing, PACE if moved else 0, long)
    elif not writing.lines or writing.lines[-1][0] != step:
        begin(look, writing)
        go_on(look, writing, long, long)
    return [f"{begun:>7,}  {spelt(look, tokens)}" for begun, tokens in writing.lines]


def begin(look: AttentionLook, writing: Writing) -> None:
    writing.lines = [*writing.lines, (look.frame.step, look.prompt.tokens.tolist())][-LINES:]


def go_on(look: AttentionLook, writing: Writing, n: int, long: int) -> None:
    """n characters more of the last line, or of a new one where it is full."""
    if n and len(writing.lines[-1][1]) >= long + len(look.prompt.tokens):
        begin(look, writing)
    begun, tokens = writing.lines[-1]
    seed = look.settings.training.seed * STRIDE + look.frame.step
    chance = Generator().manual_seed(seed)
    prompt = torch.tensor(tokens, dtype=torch.int64)
    made = generate(look.model, prompt, n, look.settings.look, chance, look.without)
    writing.lines[-1] = begun, [*tokens, *made.tokens.tolist()]


def spelt(look: AttentionLook, tokens: list[int]) -> str:
    """Tokens as they are read; only line ends are signs."""
    symbols = (look.data.vocabulary[token] for token in tokens)
    return "".join(shown(symbol) if symbol in "\n\t" else symbol for symbol in symbols)
