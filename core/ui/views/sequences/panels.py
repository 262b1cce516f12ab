"""Panels of recurrent networks, and the curves among them: loss, accuracy, and how far back learning reaches."""

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.lines import lines
from core.figures.scale import outward
from core.lessons.sequences.settings import SequenceSettings
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.sequences.cell_panels import MAPS, UNIT, WORDS, equations_panel, states_panel, unit_panel
from core.ui.views.sequences.look import SequenceLook
from core.ui.views.sequences.reading import HEIGHT, HIGHER, answers_panel, written_panel
from core.ui.views.sequences.sequence_picture import SequencePicture
from core.ui.views.sequences.side import DASHES, ROLES

LOW, TEXT = 158, 110  # px
SHORTEST = 20.0  # steps of an axis
FAINTEST, STRONGEST = 1e-8, 1e2  # gradients that are drawn


def curve_panel(look: SequenceLook, metric: str, title: str, **more: Any) -> Drawing:
    """A metric of each cell on test sequences over the steps, of one alone also in training; levels to compare with."""
    looks: list[tuple[str, str, str | int, str]]  # name in the metrics, label, role, dash
    looks = [(f"{side.name}.test", side.title, ROLES[side.name], DASHES[side.name]) for side in look.sides]
    if len(looks) == 1:
        looks = [("a.test", t("test"), "test", "4px,3px"), ("a.train", t("train"), "train", "solid")]
    series = []
    for part, label, role, dash in looks:
        name = f"{part}_{metric}"
        kept = [frame for frame in look.frames if name in frame.metrics]
        x, y = np.array([frame.step for frame in kept]), np.array([frame.metrics[name] for frame in kept])
        series.append(Curve(label, x, y, role=role, dash=dash))
    levels = more.pop("levels", {})
    reach = outward(max((float(curve.x.max(initial=SHORTEST)) for curve in series), default=SHORTEST))
    for name, level in levels.items():
        series.append(Curve(name, np.array([0.0, reach]), np.full(2, level), role="muted", dash="2px,3px"))
    past = float(look.frame.step) if look.frame is not look.frames[-1] else None
    return lines(
        series,
        theme=look.theme,
        title=title,
        x_title=t("step"),
        cursor=past,
        x_range=(0.0, reach),
        width_px=look.span(4),
        height_px=LOW,
        **more,
    )


def loss_panel(look: SequenceLook) -> Drawing:
    text, log = look.sequences.text, look.picture.log_axis
    if text is None:
        return curve_panel(look, "loss", t("Test loss"), log=log)
    levels = {t("one"): text.unigram, t("pair"): text.bigram}
    return curve_panel(look, "bits", t("Bits a character, test"), log=log, levels=levels)


def accuracy_panel(look: SequenceLook) -> Drawing:
    return curve_panel(look, "accuracy", t("Test accuracy"), y_range=(0.0, 1.0))


def reach_panel(look: SequenceLook) -> Drawing:
    """How much of the error at the end arrives at each step: the gradient's norm, on a logarithmic axis."""
    steps, series = np.arange(1, look.example.n_steps + 1), []
    for side in look.sides:
        for state, norms in side.reach.items():
            shown = np.clip(np.nan_to_num(norms, nan=np.nan, posinf=STRONGEST), FAINTEST / 10, STRONGEST)
            name, dash = (side.title, DASHES[side.name]) if state == "h" else (f"{side.title}, c", "1px,2px")
            series.append(Curve(name, steps, shown, role=ROLES[side.name], dash=dash))
    return lines(
        series,
        theme=look.theme,
        log=True,
        title=t("Gradient through time ‖∂L/∂h‖"),
        x_title=t("time step"),
        cursor=look.step + 1,
        x_range=(0.5, look.example.n_steps + 0.5),
        y_range=(FAINTEST, STRONGEST),
        width_px=look.span(4),
        height_px=LOW,
    )


def both(figure: Any, height: int, alt: str, **more: Any) -> dict[str, Panel]:
    """The same panel for the first and the second cell."""
    return {side: Panel(partial(figure, name=side), 6, height, alt, **more) for side in "ab"}


STATES = both(states_panel, MAPS, "The states of a cell, units × time steps", hover=True)
WRITTEN = both(written_panel, TEXT, "What a cell writes by itself", every=12)
UNITS = both(unit_panel, UNIT, "States and gates of one unit through time", hover=True, every=2)
SUMS = both(equations_panel, WORDS, "The equations of a cell with their numbers", every=2, phase=1)
PANELS: dict[str, Panel] = {
    "answers": Panel(answers_panel, 12, HEIGHT, "The example, what is due, and what each cell answers", hover=True),
    **{f"states_{side}": panel for side, panel in STATES.items()},
    **{f"written_{side}": panel for side, panel in WRITTEN.items()},
    "loss": Panel(loss_panel, 4, LOW, "Test loss of the cells over the steps", every=2),
    "accuracy": Panel(accuracy_panel, 4, LOW, "Test accuracy of the cells over the steps", every=2, phase=1),
    "reach": Panel(reach_panel, 4, LOW, "Norm of the gradient at every time step", every=8, phase=3, hover=True),
    **{f"unit_{side}": panel for side, panel in UNITS.items()},
    **{f"sums_{side}": panel for side, panel in SUMS.items()},
}


def panels(settings: SequenceSettings, picture: SequencePicture) -> dict[str, Panel]:
    """The panels that these settings have and the person wants to see."""
    alone, task = settings.versus == "none", settings.data.task
    asked = {"unit": picture.unit_lines, "sums": picture.sums, "written": task == "text"}
    shown = {}
    for id, panel in PANELS.items():
        what, _, side = id.partition("_")
        if asked.get(what, True) and not (alone and side == "b"):
            shown[id] = replace(panel, span=12) if alone and side else panel
    if task in ("adding", "sines"):
        shown["answers"] = replace(PANELS["answers"], height=HIGHER)
    return shown
