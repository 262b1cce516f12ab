"""Cell panels: what the units of each cell hold through time, and one step of one unit written out."""

from typing import Any

import numpy as np

from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.lines import lines
from core.figures.number import told
from core.figures.scale import outward
from core.figures.states import StateMap, states
from core.lessons.sequences.step_numbers import step_numbers
from core.ui.language import t
from core.ui.views.sequences.equations import equations
from core.ui.views.sequences.look import SequenceLook
from core.ui.views.sequences.side import Side

MAPS, UNIT, WORDS = 150, 176, 190  # px
USUAL = 0.95  # of the values of an unbounded state have less than the full colour
STEPS = (1.0, 2.0, 5.0, 10.0)
LOOKS: dict[str, tuple[str | int, str]] = {  # state or gate → how its line is drawn
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


def columns(look: SequenceLook) -> int:
    """How many of the 12 columns a cell's panels span."""
    return 12 // len(look.run.learner.sides)


def states_panel(look: SequenceLook, name: str) -> Drawing:
    """The states of all units at every step, or the gates where there are some and they are asked for."""
    side = look.side(name)
    cell = side.model.cell
    gates = look.picture.maps == "gates" and cell.sigmoids
    shown = cell.sigmoids if gates else cell.states
    words = {"cell": side.title, "names": ", ".join(shown), "n": f"{side.n_weights:,}"}
    discrete = look.sequences.discrete
    return states(
        [StateMap(id, side.values[id].numpy().T, limit(id, side)) for id in shown],
        theme=look.theme,
        step=look.step,
        unit=look.unit,
        symbols=look.example.read if discrete else (),
        title=t("{cell}: gates {names}; {n} weights", **words)
        if gates
        else t("{cell}: states {names}; {n} weights", **words),
        x_title=t("what it reads, step by step") if discrete else t("time step"),
        width_px=look.span(columns(look)),
        height_px=MAPS,
    )


def limit(name: str, side: Side) -> float:
    """The value of full colour: 1, or more for states without a bound."""
    if name != "c" and not (name == "h" and side.model.activation == "relu"):
        return 1.0
    values = np.abs(side.values[name].numpy())
    known = values[np.isfinite(values)]
    return max(1.0, outward(float(np.quantile(known, USUAL)), STEPS)) if len(known) else 1.0


def unit_panel(look: SequenceLook, name: str) -> Drawing:
    """The states and gates of one unit through time."""
    side = look.side(name)
    cell = side.model.cell
    steps, series = np.arange(1, look.example.n_steps + 1), []
    for id in dict.fromkeys((*cell.states, *cell.gates)):
        role, dash = LOOKS[id]
        values = side.values[id][:, look.unit].numpy()
        known = np.abs(values[np.isfinite(values)])
        most = outward(max(1.0, float(known.max(initial=0.0))), STEPS)  # states without a bound share the axis
        name = id if most == 1 else f"{id}/{told(most)}"
        series.append(Curve(name, steps, values / most, role=role, dash=dash))
    return lines(
        series,
        theme=look.theme,
        title=t("{cell}: unit {n} through time", cell=side.title, n=look.unit + 1),
        x_title=t("time step"),
        cursor=look.step + 1,
        x_range=(0.5, look.example.n_steps + 0.5),
        y_range=(-1.0, 1.0),
        width_px=look.span(columns(look)),
        height_px=UNIT,
    )


def equations_panel(look: SequenceLook, name: str) -> dict[str, Any]:
    """The chosen step, written out for one unit."""
    side = look.side(name)
    title = t("{cell}, unit {unit}, time step {t}", cell=side.title, unit=look.unit + 1, t=look.step + 1)
    return {"text": [(title, equation_lines(look, side))]}


def equation_lines(look: SequenceLook, side: Side) -> list[str]:
    f = {"tanh": "tanh", "relu": "ReLU"}[side.model.activation]
    at = step_numbers(side.trace, look.layer, look.step, look.unit)
    return equations(side.cell, f, look.step + 1, at)
