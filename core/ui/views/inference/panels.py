"""Inference panels: every answer, the map of the things, one question in numbers, and how well it goes."""

from typing import Any

import numpy as np

from core.figures.answers_grid import answers_grid
from core.figures.curves import Curve, curves
from core.figures.drawing import Drawing
from core.figures.figure import Figure
from core.figures.word_map import word_map
from core.lessons.inference.family import HUSBANDS, PEOPLE
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.inference.look import WORDS, InferenceLook
from core.ui.views.inference.words import analogy_block, question_block

HIGH, LOW = 380, 220


def span(look: InferenceLook, columns: int) -> float:
    """Width in px of a panel that spans so many of the 12 columns."""
    return look.width * (columns / 12 if look.width > 640 else 1) - 12


def grid_panel(look: InferenceLook) -> Drawing:
    """Sided answers by their side, others by the probability of what is right."""
    facts, n = look.facts, len(look.facts.a_names)
    if look.world.sided:
        p = look.logits.softmax(-1)[..., 1].numpy().copy()
        p[np.arange(n), np.arange(n)] = np.nan
        title = t("How sure it is that the row > the column")
        hover = [t("{a} > {b}: {p}%", a="{n0}", b="{n1}", p="{2}")]
    else:
        p, title = look.shares, t("Probability of the right answer")
        hover = [t("{question} {p}% for the right answer", question=look.asking("{n0}", "{n1}"), p="{2}")]
    return answers_grid(
        2 * p - 1,
        facts.told.numpy(),
        theme=look.theme,
        row_names=[t(name) for name in facts.a_names],
        column_names=[t(name) for name in facts.b_names],
        hover=hover,
        share=p,
        chosen=look.question,
        wrong=look.known & ~look.right,
        title=title,
        width_px=span(look, 5),
        height_px=HIGH,
    )


def map_panel(look: InferenceLook) -> Drawing:
    """The embeddings by PCA; neighbours, or couples, are joined; the arrows are the first analogy."""
    names, world = look.facts.a_names, look.settings.data.world
    centre = look.embedding.mean(0)
    xy = np.nan_to_num(look.embedding - centre) @ look.axes.T
    pairs = np.array([(i, i + 1) for i in range(len(names) - 1)])
    groups = None
    if world in ("modular", "circle"):
        pairs = np.append(pairs, [(len(names) - 1, 0)], 0)
    if world == "family":
        pairs = np.array([(PEOPLE.index(wife), PEOPLE.index(husband)) for wife, husband in HUSBANDS.items()])
        groups = np.repeat([0, 1], len(PEOPLE) // 2)
    if world in ("both", "same"):
        pairs = pairs[:0]
    arrows = None
    if len(look.asked):
        a, b, c, _ = xy[look.asked[0]]
        arrows = np.array([[*a, *b], [*c, *(c + b - a)]])
    return word_map(
        xy,
        [t(name) for name in names],
        theme=look.theme,
        groups=groups,
        pairs=pairs,
        arrows=arrows,
        title=t("Embeddings by PCA"),
        x_title=t("1st component"),
        y_title=t("2nd component"),
        width_px=span(look, 4),
        height_px=HIGH,
    )


def words_panel(look: InferenceLook) -> dict[str, Any]:
    return {"text": [question_block(look), *analogy_block(look)]}


def curve_panel(look: InferenceLook, metric: str, title: str, **axis: Any) -> Figure:
    x = np.array([frame.step for frame in look.frames])
    lines = [
        Curve(t(word), x, np.array([frame.metrics[f"{split}_{metric}"] for frame in look.frames]), role=split)
        for split, word in WORDS.items()
        if f"{split}_{metric}" in look.frame.metrics
    ]
    past = look.frame.step if look.frame is not look.frames[-1] else None
    return curves(lines, theme=look.theme, title=title, x_title=t("step"), cursor=past, **axis)


def loss_panel(look: InferenceLook) -> Figure:
    return curve_panel(look, "loss", t("Loss"), log=True)


def score_panel(look: InferenceLook) -> Figure:
    return curve_panel(look, "accuracy", t("Right"), y_range=(0, 1))


def distance_panel(look: InferenceLook) -> Figure:
    """How far the right side is ahead, by how far apart in the order the two stand."""
    n = len(look.facts.a_names)
    ahead = (look.logits[..., 1] - look.logits[..., 0]).numpy()
    margin = np.where(np.triu(np.ones((n, n), bool), 1), ahead, -ahead)
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    x = np.arange(1, n)
    mean, low, high = (np.array([pick(margin[apart == d]) for d in x]) for pick in (np.mean, np.min, np.max))
    lines = [
        Curve(t("mean"), x, mean, role="positive"),
        Curve(t("range"), x, low, role="outline", dash="2px,3px"),
        Curve("", x, high, role="outline", dash="2px,3px"),
    ]
    return curves(
        lines,
        theme=look.theme,
        title=t("Margin by distance"),
        x_title=t("distance in the order (1: told)"),
        y_title="z(>) − z(<)",
        x_range=(0.5, n - 0.5),
    )


def answer_panel(look: InferenceLook) -> Figure:
    """The probabilities of all outputs for the question that is looked into."""
    p, (i, j) = look.logits[look.question].softmax(-1).numpy(), look.question
    return curves(
        [Curve("", np.arange(len(p)), p, role="positive")],
        theme=look.theme,
        title=t("All outputs: {question}", question=look.asking(look.name(i), look.name(j, False))),
        x_title=t("output"),
        x_range=(-0.5, len(p) - 0.5),
        y_range=(0, 1),
    )


SHARED: dict[str, Panel] = {
    "grid": Panel(grid_panel, 5, HIGH, "Every question of the world, coloured by the network's answer"),
    "map": Panel(map_panel, 4, HIGH, "The embeddings of the things on their two main directions"),
    "words": Panel(words_panel, 3, HIGH, "One question in numbers, and what analogies are worth", 2),
    "loss": Panel(loss_panel, 4, LOW, "Loss on what was told and what was not, over the steps", 2),
    "score": Panel(score_panel, 4, LOW, "Share of right answers on what was told and what was not", 2, 1),
}
SIDED = SHARED | {"distance": Panel(distance_panel, 4, LOW, "Margin of the right answer by distance in the order", 2)}
PANELS = SHARED | {"answers": Panel(answer_panel, 4, LOW, "The probability of every output for the chosen question", 2)}
