"""Panels of attention: what is read and said, every head's map, one map large, its numbers, what stands behind."""

from dataclasses import replace
from typing import Any

import numpy as np

from core.figures.attention import attention
from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.heads import heads
from core.figures.lines import lines
from core.figures.symbols import SymbolRow, symbols
from core.lessons.attention.settings import AttentionSettings
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.attention import behind
from core.ui.views.attention.look import AttentionLook
from core.ui.views.attention.words import blocks
from core.ui.views.attention.worth import worth
from core.ui.views.attention.writing import write

TOP, HEIGHT, WRITING = 150, 340, 150  # px
ROOMY = 360.0  # px across, from which four curves can be named


def answer_panel(look: AttentionLook) -> Drawing:
    example, answers = look.example, look.answers
    known = example.batch.mask[0].numpy()
    said = [symbol if shows else "" for symbol, shows in zip(answers.symbols, look.counts, strict=True)]
    right = np.where(known, answers.right.numpy(), -1)
    rows = [SymbolRow(t("reads"), example.symbols)]
    rows += [SymbolRow(t("due"), example.due)] if known.any() else []
    rows.append(SymbolRow(t("says"), said, right, answers.p.numpy()))
    return symbols(
        rows,
        theme=look.theme,
        step=look.at[0],
        title=t("Your input, and what it says") if look.own else t("A held-out sequence, and what it says"),
        labels=(t("right"), t("wrong")),
        width_px=look.span(12 if look.data.text else 8),
        height_px=TOP,
    )


def curve_panel(look: AttentionLook) -> Drawing:
    """The loss; of a text in bits a character, beside what counting characters and pairs of them reaches."""
    x = np.array([kept.step for kept in look.frames], float)
    name, title = ("bits", t("Bits a character")) if look.data.text else ("loss", t("Loss"))
    width = look.span(5 if look.data.text else 4)
    roomy = not look.data.text or width > ROOMY
    curves = [
        Curve(label, x, np.array([kept.metrics[f"{part}_{name}"] for kept in look.frames]), role=part)
        for part, label in (("train", t("train") if roomy else ""), ("test", t("test")))
    ]
    if look.data.text:
        ends = np.array([0.0, max(x[-1], 1.0)])
        known = ((t("unigram") if roomy else "", look.data.text.unigram), (t("bigram"), look.data.text.bigram))
        for label, value in known:
            curves.append(Curve(label, ends, np.full(2, value), role="muted", dash="2px,3px"))
    return lines(
        curves,
        theme=look.theme,
        title=title,
        x_title=t("step"),
        cursor=look.past,
        log=not look.data.text,
        width_px=width,
        height_px=TOP,
    )


def heads_panel(look: AttentionLook) -> Drawing:
    return heads(
        look.maps,
        theme=look.theme,
        mask=look.mask,
        whole=look.whole,
        off=look.without.heads,
        chosen=look.head,
        worth=worth(look),
        title=t("Attention of every head"),
        labels=(t("Layer {n}"), t("Head {n}"), t("Rollout")),
        hover=(t("click: show it large"), t("click: switch the head off or on")),
        width_px=look.span(4),
        height_px=HEIGHT,
    )


def map_panel(look: AttentionLook) -> Drawing:
    return attention(
        look.map,
        look.tokens,
        theme=look.theme,
        mask=look.mask,
        at=look.at,
        title=look.named(look.head),
        x_title=t("is looked at (key)"),
        y_title=t("looks (query)"),
        width_px=look.span(4),
        height_px=HEIGHT,
    )


def numbers_panel(look: AttentionLook) -> dict[str, Any]:
    return {"text": blocks(look)}


def writing_panel(look: AttentionLook) -> dict[str, Any]:
    return {"text": [(t("What it writes, and the step at which each line was begun"), write(look))]}


FIRST: dict[str, Panel] = {
    "answer": Panel(answer_panel, 8, TOP, "A sequence, the answer due and what the network says", hover=True),
    "curve": Panel(curve_panel, 4, TOP, "The loss over the steps on train and test", 2),
    "heads": Panel(heads_panel, 4, HEIGHT, "The attention maps of every layer and head, and a switch for each head"),
    "map": Panel(map_panel, 4, HEIGHT, "One attention map with its tokens on both axes", hover=True),
    "numbers": Panel(numbers_panel, 4, HEIGHT, "Query, key, scores, softmax and weighted sum of one token in numbers"),
}
MORE: dict[str, Panel] = {
    "next": Panel(behind.next_panel, 5, behind.LOW, "Probability of each token, before and after temperature and cuts"),
    "places": Panel(
        behind.places_panel, 4, behind.LOW, "Share of held-out sequences that are right at each place", 4, 1
    ),
    "accuracy": Panel(behind.accuracy_panel, 3, behind.LOW, "Test accuracy over the steps", 4, 2),
    "embedding": Panel(
        behind.embedding_panel, 4, behind.HIGH, "The embedding of every token on its two main components", 4, 3
    ),
    "encoding": Panel(
        behind.encoding_panel, 4, behind.HIGH, "The positional encoding, position by component", 8, 3, hover=True
    ),
    "similarity": Panel(
        behind.similarity_panel, 4, behind.HIGH, "Dot products of all pairs of positions", 8, 7, hover=True
    ),
}
TEXT: dict[str, Panel] = {
    "writing": Panel(writing_panel, 7, WRITING, "Text that the network writes while it learns"),
    "curve": replace(FIRST["curve"], span=5, height=WRITING),
}


def panels(settings: AttentionSettings) -> dict[str, Panel]:
    """A text is written on top; of a task one sees question and answer there."""
    if settings.data.task != "text":
        return FIRST | MORE
    rest = {id: panel for id, panel in FIRST.items() if id not in ("answer", "curve")}
    return TEXT | rest | {"answer": replace(FIRST["answer"], span=12)} | MORE
