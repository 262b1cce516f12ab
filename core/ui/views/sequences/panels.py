"""Panels of recurrent networks: the example and the answers, the states through time, the curves, one unit's step."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.lines import lines
from core.figures.scale import outward
from core.figures.states import StateMap, states
from core.figures.symbols import SymbolRow, symbols
from core.lessons.sequences.settings import SequenceSettings
from core.lessons.sequences.step_numbers import step_numbers
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.sequences.equations import equations
from core.ui.views.sequences.look import SequenceLook, SequencePicture, Side

ROLES = {"a": 3, "b": 2}  # colours of the two cells
DASHES = {"a": "solid", "b": "7px,3px"}
GATE_ROLES: dict[str, tuple[str | int, str]] = {  # how the lines of one unit look
    "h": ("text", "solid"),
    "c": ("gradient", "solid"),
    "f": ("positive", "7px,3px"),
    "i": (2, "4px,2px"),
    "o": (3, "2px,2px"),
    "g": ("negative", "1px,2px"),
    "z": ("positive", "7px,3px"),
    "r": (2, "4px,2px"),
    "n": ("negative", "1px,2px"),
}
TOP, MAPS, LOW, UNIT, WORDS = 112, 172, 172, 180, 190  # px
FAINTEST = 1e-8  # of the gradient that is drawn
WAYS = 1e2  # of it, at most


def answers_panel(look: SequenceLook) -> Drawing:
    """The example as symbols, or as a curve, and what the cells answer."""
    return symbol_rows(look) if look.sequences.discrete else number_lines(look)


def symbol_rows(look: SequenceLook) -> Drawing:
    rows = [SymbolRow(t("input"), look.read), SymbolRow(t("target"), look.due)]
    for side in look.sides:
        said, sure = side.answers
        told = [symbol if right >= 0 else "" for symbol, right in zip(said, side.right, strict=True)]
        rows.append(SymbolRow(side.title, told, side.right, sure))
    return symbols(
        rows,
        theme=look.theme,
        step=look.step,
        labels=(t("right"), t("wrong")),
        width_px=look.span(12),
        height_px=TOP,
    )


def number_lines(look: SequenceLook) -> Drawing:
    """Numbers: what is read and due, and what each cell says."""
    x, y, counts = look.batch.x[0].numpy(), look.batch.y[0].numpy(), look.batch.mask[0].numpy()
    steps = np.arange(1, look.n_steps + 1)
    due = np.where(counts, y, np.nan)
    series = [Curve(t("input"), steps, x[:, 0], role="muted", dash="1px,2px"), Curve(t("target"), steps, due, role="text")]
    dots = {1}
    if x.shape[1] > 1:
        series.append(Curve(t("marked"), steps, np.where(x[:, 1] > 0, x[:, 0], np.nan), role="positive"))
        dots |= {0, 2}
    for side in look.sides:
        said = side.trace.outputs[:, 0].numpy()
        series.append(Curve(side.title, steps, said, role=ROLES[side.name], dash=DASHES[side.name]))
    return lines(
        series,
        theme=look.theme,
        title=t("What is read, what is due, and what each cell says"),
        x_title=t("time step"),
        cursor=look.step + 1,
        x_range=(0.5, look.n_steps + 0.5),
        y_range=(0.0, 2.0) if x.shape[1] > 1 else (-1.2, 1.2),
        dots=dots,
        width_px=look.span(12),
        height_px=TOP + 40,
    )


def side_of(look: SequenceLook, name: str) -> Side:
    return next(side for side in look.sides if side.name == name)


def columns(look: SequenceLook) -> int:
    return 12 // len(look.sides)


def states_panel(look: SequenceLook, name: str) -> Drawing:
    """The states of all units at every step, or the gates."""
    side = side_of(look, name)
    cell = side.model.cell
    gates = look.picture.maps == "gates" and cell.sigmoids
    shown = cell.sigmoids if gates else cell.states
    maps = [StateMap(id, side.values[id].numpy().T, limit(id, side)) for id in shown]
    what = t("gates {names}", names=", ".join(shown)) if gates else t("state {names}", names=", ".join(shown))
    return states(
        maps,
        theme=look.theme,
        step=look.step,
        unit=look.unit,
        symbols=look.read if look.sequences.discrete else (),
        title=t("{cell}: {what}; {n} weights", cell=side.title, what=what, n=f"{side.n_weights:,}"),
        x_title=t("time step") if not look.sequences.discrete else t("what it reads, step by step"),
        width_px=look.span(columns(look)),
        height_px=MAPS,
    )


def limit(name: str, side: Side) -> float:
    """The value of full colour: 1, more for states that have no bound."""
    bounded = name != "c" and not (name == "h" and side.model.activation == "relu")
    most = float(np.nan_to_num(np.abs(side.values[name].numpy()), posinf=0.0).max())
    return 1.0 if bounded else max(1.0, outward(most))


def curve_panel(look: SequenceLook, metric: str, title: str, log: bool = False, **more: Any) -> Drawing:
    """A metric of each cell over the steps: on test sequences, and thin on training ones."""
    series = []
    for side in look.sides:
        kept = [frame for frame in look.frames if f"{side.name}.test_{metric}" in frame.metrics]
        x = np.array([frame.step for frame in kept])
        y = np.array([frame.metrics[f"{side.name}.test_{metric}"] for frame in kept])
        series.append(Curve(side.title, x, y, role=ROLES[side.name], dash=DASHES[side.name]))
    past = float(look.frame.step) if look.frame is not look.frames[-1] else None
    return lines(
        series,
        theme=look.theme,
        log=log,
        title=title,
        x_title=t("step"),
        cursor=past,
        width_px=look.span(4),
        height_px=LOW,
        **more,
    )


def loss_panel(look: SequenceLook) -> Drawing:
    text = look.sequences.text
    if text is None:
        return curve_panel(look, "loss", t("Test loss"), look.picture.log_axis)
    return curve_panel(look, "bits", t("Test loss, bits a character"), look.picture.log_axis)


def accuracy_panel(look: SequenceLook) -> Drawing:
    return curve_panel(look, "accuracy", t("Test accuracy"), y_range=(0.0, 1.0))


def reach_panel(look: SequenceLook) -> Drawing:
    """How much of the error at the end arrives at each step: the gradient's norm, on a logarithmic axis."""
    steps = np.arange(1, look.n_steps + 1)
    series: list[Curve] = []
    for side in look.sides:
        for state, norms in side.reach.items():
            dash = DASHES[side.name] if state == "h" else "1px,2px"
            name = f"{side.title}" if state == "h" else f"{side.title}, c"
            shown = np.clip(np.nan_to_num(norms, nan=np.nan, posinf=WAYS), FAINTEST / 10, WAYS)
            series.append(Curve(name, steps, shown, role=ROLES[side.name], dash=dash))
    return lines(
        series,
        theme=look.theme,
        log=True,
        title=t("Gradient through time ‖∂L/∂h‖"),
        x_title=t("time step"),
        cursor=look.step + 1,
        x_range=(0.5, look.n_steps + 0.5),
        y_range=(FAINTEST, WAYS),
        width_px=look.span(4),
        height_px=LOW,
    )


def unit_panel(look: SequenceLook, name: str) -> Drawing:
    """The states and gates of one unit through time."""
    side = side_of(look, name)
    cell = side.model.cell
    steps, series = np.arange(1, look.n_steps + 1), []
    for id in (*cell.states, *(gate for gate in cell.gates if gate not in cell.states)):
        role, dash = GATE_ROLES[id]
        series.append(Curve(id, steps, side.values[id][:, look.unit].numpy(), role=role, dash=dash))
    most = max(1.0, *(float(np.nanmax(np.abs(np.nan_to_num(c.y)))) for c in series))
    return lines(
        series,
        theme=look.theme,
        title=t("{cell}: unit {n} through time", cell=side.title, n=look.unit + 1),
        x_title=t("time step"),
        cursor=look.step + 1,
        x_range=(0.5, look.n_steps + 0.5),
        y_range=(-outward(most), outward(most)),
        width_px=look.span(columns(look)),
        height_px=UNIT,
    )


def equations_panel(look: SequenceLook, name: str) -> dict[str, Any]:
    """The step under the pointer, written out for one unit."""
    side = side_of(look, name)
    f = {"tanh": "tanh", "relu": "ReLU"}[side.model.activation]
    at = step_numbers(side.trace, look.layer, look.step, look.unit)
    title = t("{cell}, unit {unit}, time step {t}", cell=side.title, unit=look.unit + 1, t=look.step + 1)
    return {"text": [(title, equations(side.cell, f, look.step + 1, at))]}


ALL: dict[str, Panel] = {
    "answers": Panel(answers_panel, 12, TOP, "The example, what is due, and what each cell answers", hover=True),
    "states_a": Panel(partial(states_panel, name="a"), 6, MAPS, "States of the first cell, units × time steps", hover=True),
    "states_b": Panel(partial(states_panel, name="b"), 6, MAPS, "States of the second cell, units × time steps", hover=True),
    "loss": Panel(loss_panel, 4, LOW, "Test loss of the cells over the steps"),
    "accuracy": Panel(accuracy_panel, 4, LOW, "Test accuracy of the cells over the steps"),
    "reach": Panel(reach_panel, 4, LOW, "Norm of the gradient at every time step", every=4, hover=True),
    "unit_a": Panel(partial(unit_panel, name="a"), 6, UNIT, "States and gates of one unit of the first cell", hover=True),
    "unit_b": Panel(partial(unit_panel, name="b"), 6, UNIT, "States and gates of one unit of the second cell", hover=True),
    "sums_a": Panel(partial(equations_panel, name="a"), 6, WORDS, "Equations of the first cell with their numbers"),
    "sums_b": Panel(partial(equations_panel, name="b"), 6, WORDS, "Equations of the second cell with their numbers"),
}


def panels(settings: SequenceSettings, picture: SequencePicture) -> dict[str, Panel]:
    """The panels that these settings have and the person wants to see."""
    hidden: Sequence[str] = [
        *(() if settings.versus != "none" else [id for id in ALL if id.endswith("_b")]),
        *(() if picture.unit_lines else ("unit_a", "unit_b")),
        *(() if picture.sums else ("sums_a", "sums_b")),
    ]
    wide = {} if settings.versus != "none" else {"span": 12}
    return {
        id: replace(panel, **wide) if id.endswith("_a") else panel for id, panel in ALL.items() if id not in hidden
    }
