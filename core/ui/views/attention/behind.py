"""Behind the maps: what comes next, where answers are right, the embedding of tokens and the encoding of positions."""

from typing import Any

import numpy as np
from torch import Tensor

from core.figures.chances import chances
from core.figures.cloud import cloud
from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.heatmap import heatmap
from core.figures.lines import lines
from core.figures.scale import outward
from core.lessons.attention.embedding import principal
from core.lessons.attention.generation import next_token
from core.lessons.attention.interventions import place_accuracy
from core.models.positions import POSITIONS, dot_products, rotary
from core.ui.language import t
from core.ui.views.attention.look import AttentionLook

LOW, HIGH = 240, 340  # px


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
        labels=("{name}: {before}%", t("with temperature and cuts: {after}%"), t("due")),
        width_px=look.span(5),
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
        width_px=look.span(4),
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
        cursor=look.past,
        y_range=(0.0, 1.0),
        width_px=look.span(3),
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
        width_px=look.span(4),
        height_px=HIGH,
    )


def encoding(look: AttentionLook) -> Tensor | None:
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
        width_px=look.span(4),
        height_px=HIGH,
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
        width_px=look.span(4),
        height_px=HIGH,
    )
