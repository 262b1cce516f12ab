"""Panels of a picture's way through a network: the pad, the journey, what it learns, and one number of a map."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from core.datasets.drawn_digit import PEN
from core.figures.answer_bars import Answer
from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.figure import Array
from core.figures.journey import Fed, journey
from core.figures.learning import learning
from core.figures.pad import pad
from core.figures.scale import outward
from core.figures.tile_columns import Column
from core.lessons.images.seeing import Stage, filters, templates
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.images import one_number
from core.ui.views.images.look import ImagesLook
from core.ui.views.images.words import span

THUMBNAILS = 24_000  # numbers of all small maps together, at most
HIDDEN = ("conv", "norm")  # the kinds that are only shown with "every layer"
HEIGHT, LOW = 300, one_number.HEIGHT  # px
BARS = 12  # classes whose probabilities are shown


def pad_panel(look: ImagesLook) -> Drawing:
    if look.source == "ink":
        strokes = [np.array(stroke) for stroke in look.picked["strokes"] if stroke]
        return pad(None, strokes, pen=PEN, theme=look.theme, hint=t("Draw here"), title=t("Your drawing"))
    title = t("Your photo")
    if look.source == "test":
        name = look.class_names[look.truth or 0]
        title = t("Test picture {n}: {name}", n=look.number + 1, name=name)
    return pad(
        look.image.numpy(), [], pen=PEN, theme=look.theme, title=title, words=[t("Draw over it with mouse or finger")]
    )


def journey_panel(look: ImagesLook) -> Drawing:
    stage, channel = look.chosen_map
    strengths = look.contributions / (float(np.abs(look.contributions).max()) or 1.0)
    shown = columns(look)
    names, p = look.class_names, look.probabilities
    ids = np.arange(len(p)) if len(p) <= BARS else np.sort(np.argsort(-p, kind="stable")[:BARS])
    answer = Answer(len(look.stages) - 1, [names[i] for i in ids], p[ids], ids, look.truth)
    before = any(column.stage == stage - 1 for column in shown)
    return journey(
        shown,
        answer,
        theme=look.theme,
        selected=(stage, channel),
        fed=Fed(stage - 1, strengths) if before else None,
        width_px=span(look, 9),
        height_px=HEIGHT,
    )


def columns(look: ImagesLook) -> list[Column]:
    """The layers that are shown, and after the picture the filters of the first."""
    stages = list(enumerate(look.stages))[:-1]
    if not look.picture.every_layer:
        stages = [(i, s) for i, s in stages if s.kind not in HIDDEN]
    size = sum(s.values.size for _, s in stages if s.kind != "input")
    stride = max(1, int(np.ceil(np.sqrt(size / THUMBNAILS))))
    made = [column(look, i, s, stride) for i, s in stages if s.kind != "input"]
    image = Column(0, t("picture"), shape(look.stages[0].values), look.image.numpy()[None], tip=[])
    shown = [image, first_filters(look), *made]
    same = [before.shape == after.shape for before, after in pairwise(shown)]
    return [replace(c, shape="") if again else c for c, again in zip(shown, [False, *same], strict=True)]


def column(look: ImagesLook, i: int, stage: Stage, stride: int) -> Column:
    values = stage.values if stage.values.ndim == 1 else stage.values[:, ::stride, ::stride]
    what = t("neuron {i2}") if values.ndim == 1 else t("map {i2}")
    limit = outward(float(np.abs(values).max(initial=0.0)))
    return Column(
        i, look.called(stage.name), shape(stage.values), values, limit, [f"{look.called(stage.name)}, {what}", "{v}"]
    )


def first_filters(look: ImagesLook) -> Column:
    """What the first weights look for: kernels, or the weights of the first neurons laid out as pictures."""
    convolves = bool(look.settings.model.channels)
    weights = filters(look.model) if convolves else templates(look.model, tuple(look.data.x_test.shape[1:]))
    c, side = weights.shape[1:3]
    stride = max(1, int(np.ceil(np.sqrt(weights.size / THUMBNAILS))))
    kept, limit = weights[:, :, ::stride, ::stride], outward(float(np.abs(weights).max()))
    tip = [t("filter {i2}"), *(["{v}"] if c == 1 else [])]
    words = f"{side}×{side}" if c == 1 else f"{c}×{side}×{side}"
    values = kept[:, 0] if c == 1 else np.rint((np.clip(kept / limit, -1, 1) + 1) * 127.5).astype(np.uint8)
    return Column(-1, t("filters"), words, values, limit, tip)


def shape(values: Array) -> str:
    return "×".join(map(str, values.shape))


def learning_panel(look: ImagesLook) -> Drawing:
    """Loss and accuracy of this run, and of the one that was kept."""
    past = look.frame.progress if look.frame is not look.frames[-1] else None
    x = np.array([frame.progress for frame in look.frames])
    series: dict[str, list[Curve]] = {"loss": [], "accuracy": []}
    for metric, lines in series.items():
        if kept := look.picked.get("kept"):
            lines += [
                Curve(
                    t("kept") if split == "train" else "",
                    kept.progress,
                    kept.metrics[f"{split}_{metric}"],
                    "muted",
                    dash,
                )
                for split, dash in (("train", None), ("test", "dash"))
            ]
        for split in ("train", "test"):
            y = np.array([frame.metrics[f"{split}_{metric}"] for frame in look.frames])
            lines.append(Curve(t(split), x, y, split))
    return learning(
        series["loss"],
        series["accuracy"],
        theme=look.theme,
        x_title=t("epoch"),
        titles=(t("loss"), t("accuracy")),
        cursor=past,
        log=look.picture.log_axis,
        width_px=span(look, 3),
        height_px=LOW,
    )


PANELS = {
    "pad": Panel(pad_panel, 3, HEIGHT, "The picture that is followed; draw a digit here", drag=True, ink=True),
    "journey": Panel(
        journey_panel, 9, HEIGHT, "Filters, feature maps of every layer, and the probability of each class"
    ),
    "learning": Panel(learning_panel, 3, LOW, "Loss and accuracy on train and test over the epochs", 2),
    **one_number.PANELS,
}
