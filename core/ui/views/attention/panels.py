"""Panels of attention: what is read and said, every head's map, one map large, its numbers, what stands behind."""

from dataclasses import replace
from typing import Any

import numpy as np
import torch

from core.figures.attention import attention
from core.figures.chances import chances
from core.figures.cloud import cloud
from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.heads import heads
from core.figures.heatmap import heatmap
from core.figures.lines import lines
from core.figures.scale import outward
from core.figures.symbols import SymbolRow, symbols
from core.lessons.attention.embedding import principal
from core.lessons.attention.generation import next_token
from core.lessons.attention.interventions import place_accuracy
from core.lessons.attention.settings import AttentionSettings
from core.models.positions import POSITIONS, dot_products, rotary
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.attention.look import AttentionLook
from core.ui.views.attention.words import blocks
from core.ui.views.attention.worth import worth
from core.ui.views.attention.writing import write

TOP, HEIGHT, LOW, WRITING = 150, 340, 240, 150
NARROW = 640  # px, up to which every panel has the whole width


def span(look: AttentionLook, columns: int) -> float:
    """Width in px of a panel that spans so many of the 12 columns."""
    return look.width * (columns / 12 if look.width > NARROW else 1) - 12


def answer_panel(look: AttentionLook) -> Drawing:
    example, answers = look.example, look.answers
    counts = example.batch.mask[0].numpy()
    rows = [SymbolRow(t("reads"), example.symbols)]
    if counts.any():
        rows.append(SymbolRow(t("due"), example.due))
        right = np.where(counts, answers.right.numpy(), -1)
        said = [symbol if shows else "" for symbol, shows in zip(answers.symbols, counts, strict=True)]
        rows.append(SymbolRow(t("says"), said, right, answers.p.numpy()))
    else:
        rows.append(SymbolRow(t("says"), answers.symbols))
    title = t("A held-out sequence, and what it says")
    return symbols(
        rows,
        theme=look.theme,
        step=look.at[0],
        title=title if counts.any() else t("Your input, and what it says"),
        labels=(t("right"), t("wrong")),
        width_px=span(look, 12 if look.data.text else 8),
        height_px=TOP,
    )


def curve_panel(look: AttentionLook) -> Drawing:
    """The loss; of a text in bits a character, beside what counting characters and pairs of them reaches."""
    x = np.array([kept.step for kept in look.frames], float)
    name, title = ("bits", t("Bits a character")) if look.data.text else ("loss", t("Loss"))
    parts = ("train", "test")
    curves = [Curve(t(p), x, np.array([kept.metrics[f"{p}_{name}"] for kept in look.frames]), role=p) for p in parts]
    if look.data.text:
        ends = np.array([0.0, max(x[-1], 1.0)])
        for label, value in ((t("unigram"), look.data.text.unigram), (t("bigram"), look.data.text.bigram)):
            curves.append(Curve(label, ends, np.full(2, value), role="muted", dash="2px,3px"))
    return lines(
        curves,
        theme=look.theme,
        title=title,
        x_title=t("step"),
        cursor=past(look),
        log=not look.data.text,
        width_px=span(look, 5 if look.data.text else 4),
        height_px=TOP,
    )


def past(look: AttentionLook) -> float | None:
    return look.frame.step if look.frame.step != look.frames[-1].step else None


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
        width_px=span(look, 4),
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
        width_px=span(look, 4),
        height_px=HEIGHT,
    )


def numbers_panel(look: AttentionLook) -> dict[str, Any]:
    return {"text": blocks(look)}


def writing_panel(look: AttentionLook) -> dict[str, Any]:
    return {"text": [(t("What it writes, and the step at which each line was begun"), write(look))]}


def next_panel(look: AttentionLook) -> Drawing:
    row = look.at[0]
    before, after = next_token(look.trace.logits[0, row], look.settings.look)
    due = look.example.batch.y[0, row].item() if look.example.due[row] else -1
    return chances(
        before.numpy(),
        after.numpy(),
        look.vocabulary,
        theme=look.theme,
        right=int(due),
        title=t("What it would say at place {n}, after “{token}”", n=row + 1, token=look.tokens[row]),
        y_title=t("probability"),
        labels=("{name}: {before} %", t("with temperature and cuts: {after} %"), t("due")),
        width_px=span(look, 5),
        height_px=LOW,
    )


def places_panel(look: AttentionLook) -> Drawing:
    """The share of held-out sequences that are right at each place."""
    share = place_accuracy(look.model, look.learner.held, look.without).numpy()
    known = np.isfinite(share)
    line = Curve("", np.arange(1, len(share) + 1)[known], share[known], role="positive")
    return lines(
        [line],
        theme=look.theme,
        title=t("Accuracy at each place"),
        x_title=t("place"),
        x_range=(0.5, len(share) + 0.5),
        y_range=(0.0, 1.0),
        dots=True,
        width_px=span(look, 4),
        height_px=LOW,
    )


def accuracy_panel(look: AttentionLook) -> Drawing:
    x = np.array([kept.step for kept in look.frames], float)
    names = {"test_accuracy": (t("places"), "test")}
    if not look.data.text:
        names["test_whole"] = t("whole"), "positive"
    curves = [
        Curve(label, x, np.array([kept.metrics[name] for kept in look.frames]), role=role)
        for name, (label, role) in names.items()
    ]
    return lines(
        curves,
        theme=look.theme,
        title=t("Test accuracy"),
        x_title=t("step"),
        cursor=past(look),
        y_range=(0.0, 1.0),
        width_px=span(look, 3),
        height_px=LOW,
    )


def embedding_panel(look: AttentionLook) -> Drawing:
    """The vectors of all tokens along their two main directions."""
    vectors = look.model.embedding.weight.detach()
    last = look.picked.get("cloud")
    plane = principal(vectors, last if last is not None and len(last) == len(vectors) else None)
    look.picked["cloud"] = plane.points
    across, up = (f"{share:.0%}" for share in plane.shares)
    return cloud(
        plane.points.numpy(),
        look.vocabulary,
        theme=look.theme,
        strong=look.example.tokens[0].unique().tolist(),
        title=t("Embedding of the tokens (PCA)"),
        x_title=t("1st component ({share} of the variance)", share=across),
        y_title=t("2nd ({share})", share=up),
        width_px=span(look, 4),
        height_px=HEIGHT,
    )


def encoding(look: AttentionLook) -> torch.Tensor | None:
    """What tells each position from the others, (n_positions, d); None where nothing does."""
    config = look.model.config
    if config.positions == "rotary":
        return rotary(look.model.n_positions, config.d_k)
    found = look.model.encoding
    return None if found is None else found.detach()


def encoding_panel(look: AttentionLook) -> dict[str, Any]:
    table = encoding(look)
    if table is None:
        return {"text": [(t("Positional encoding"), [t("None: the model sees a bag of tokens.")])]}
    return heatmap(
        table.numpy(),
        theme=look.theme,
        limit=outward(float(table.abs().max())),
        row=look.at[0],
        title=t("Positional encoding: {kind}", kind=t(POSITIONS[look.model.config.positions].title)),
        x_title=t("component"),
        y_title="pos",
        width_px=span(look, 4),
        height_px=HEIGHT,
    )


def similarity_panel(look: AttentionLook) -> dict[str, Any]:
    table = encoding(look)
    if table is None:
        return {"text": [(t("Dot products of positions"), [t("No encoding: all positions are alike.")])]}
    found = dot_products(table).numpy()
    return heatmap(
        found,
        theme=look.theme,
        limit=float(np.abs(found).max()),
        row=look.at[0],
        title=t("Dot products of positions"),
        x_title="pos",
        y_title="pos",
        width_px=span(look, 4),
        height_px=HEIGHT,
    )


FIRST: dict[str, Panel] = {
    "answer": Panel(answer_panel, 8, TOP, "A sequence, the answer due and what the network says", hover=True),
    "curve": Panel(curve_panel, 4, TOP, "The loss over the steps on train and test", 2),
    "heads": Panel(heads_panel, 4, HEIGHT, "The attention maps of every layer and head, and a switch for each head"),
    "map": Panel(map_panel, 4, HEIGHT, "One attention map with its tokens on both axes", hover=True),
    "numbers": Panel(numbers_panel, 4, HEIGHT, "Query, key, scores, softmax and weighted sum of one token in numbers"),
}
MORE: dict[str, Panel] = {
    "next": Panel(next_panel, 5, LOW, "Probability of each token, before and after temperature and cuts"),
    "places": Panel(places_panel, 4, LOW, "Share of held-out sequences that are right at each place", 4, 1),
    "accuracy": Panel(accuracy_panel, 3, LOW, "Test accuracy over the steps", 4, 2),
    "embedding": Panel(embedding_panel, 4, HEIGHT, "The embedding of every token on its two main components", 4, 3),
    "encoding": Panel(encoding_panel, 4, HEIGHT, "The positional encoding, position by component", 8, 3, hover=True),
    "similarity": Panel(similarity_panel, 4, HEIGHT, "Dot products of all pairs of positions", 8, 7, hover=True),
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
