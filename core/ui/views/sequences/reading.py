"""Reading: the example with what the cells answer to it, and what they write or foretell by themselves."""

from typing import Any

import numpy as np
import torch
from torch import Generator

from core.descent import STRIDE
from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.lines import lines
from core.figures.symbols import SymbolRow, symbols
from core.lessons.sequences.generation import foretell, generate
from core.ui.language import t
from core.ui.views.sequences.example import BLANKS
from core.ui.views.sequences.look import SequenceLook
from core.ui.views.sequences.side import DASHES, ROLES, Side

HEIGHT, HIGHER = 106, 124  # px, of symbols and of numbers
PROMPT, WRITTEN = 12, 140  # characters
CHINESE = 60  # of them in a script of wide characters
FAINT = "1px,3px"


def answers_panel(look: SequenceLook) -> Drawing:
    """The example as symbols, or as a curve, and what the cells answer."""
    return symbol_rows(look) if look.sequences.discrete else number_lines(look)


def symbol_rows(look: SequenceLook) -> Drawing:
    rows = [SymbolRow(t("input"), look.example.read), SymbolRow(t("target"), look.example.due)]
    for side in look.sides:
        said, sure = side.answers
        told = [symbol if right >= 0 else "" for symbol, right in zip(said, side.right, strict=True)]
        rows.append(SymbolRow(side.title, told, side.right, sure))
    words = (t("right"), t("wrong"))
    return symbols(rows, theme=look.theme, step=look.step, labels=words, width_px=look.span(12), height_px=HEIGHT)


def number_lines(look: SequenceLook) -> Drawing:
    """What is read and due, and what each cell says; sines also as each goes on alone from the chosen step."""
    x, y, counts = (part.numpy() for part in (look.example.x, look.example.y, look.example.mask))
    steps, marked = np.arange(1, look.example.n_steps + 1), x.shape[1] > 1
    series = [
        Curve(t("input"), steps, x[:, 0], role="muted", dash=FAINT),
        Curve(t("target"), steps, np.where(counts, y, np.nan), role="text", dash="solid"),
    ]
    dots = {0: 4.0, 1: 8.0} if marked else {}
    if marked:
        series.append(Curve(t("marked"), steps, np.where(x[:, 1] > 0, x[:, 0], np.nan), role="positive"))
        dots[2] = 8.0
    for side in look.sides:
        said = side.trace.outputs[:, 0].numpy()
        series.append(Curve(side.title, steps, said, role=ROLES[side.name], dash=DASHES[side.name]))
    if not marked:
        series += [alone(look, side) for side in look.sides]
    return lines(
        series,
        theme=look.theme,
        x_title=t("time step"),
        cursor=look.step + 1,
        x_range=(0.5, look.example.n_steps + 0.5),
        y_range=(0.0, 2.0) if marked else (-1.2, 1.2),
        dots=dots,
        width_px=look.span(12),
        height_px=HIGHER,
    )


def alone(look: SequenceLook, side: Side) -> Curve:
    """What a cell foretells if it hears itself instead of the wave from the chosen step on."""
    n = look.example.n_steps - look.step - 1
    said = foretell(side.model, look.example.x[: look.step + 1], n).numpy() if n else np.empty(0)
    steps = np.arange(look.step + 1, look.step + 1 + n)
    return Curve("", steps, said, role=ROLES[side.name], dash="2px,2px")


def written_panel(look: SequenceLook, name: str) -> dict[str, Any]:
    """What a cell writes after the beginning of the example, at the temperature of the view."""
    side = look.side(name)
    key = (side.frame.step, look.picture, look.settings)
    if look.picked.get(f"written_{name}", (None,))[0] != key:
        look.picked[f"written_{name}"] = key, write(look, side)
    title = t("{cell} writes, temperature {value}", cell=side.title, value=f"{look.picture.temperature:g}")
    return {"text": [(title, look.picked[f"written_{name}"][1])]}


def write(look: SequenceLook, side: Side) -> list[str]:
    """The prompt, a bar, and what follows; the same at each step of a run."""
    prompt = look.example.x if look.example.typed else look.example.x[:PROMPT]
    vocabulary = look.sequences.vocabulary
    wide = sum(symbol > "⺀" for symbol in vocabulary) > len(vocabulary) / 2
    chance = Generator().manual_seed(look.settings.training.seed * STRIDE + side.frame.step)
    if not all(torch.isfinite(p).all() for p in side.model.parameters()):
        return ["?"]
    tokens, _ = generate(side.model, prompt, CHINESE if wide else WRITTEN, look.picture.temperature, chance)
    text = "".join(vocabulary[i] for i in prompt.tolist()) + "▏" + "".join(vocabulary[i] for i in tokens.tolist())
    return ["".join(BLANKS.get(c, c) if c in "\n\t" else c for c in text)]
