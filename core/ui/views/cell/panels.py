"""Panels of a cell: the oscilloscope, what is inside, its phase plane, its rate, its equations."""

from typing import Any

import numpy as np

from core.figures.drawing import Drawing
from core.figures.oscilloscope import Channel, Trace, oscilloscope
from core.figures.phase_plane import phase_plane
from core.figures.rate_curve import rate_curve
from core.figures.theme import CLASS, COLOUR
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.cell.equations import artificial_lines, equation_lines
from core.ui.views.cell.look import CellLook
from core.ui.views.cell.phase import PHASES

SCREEN, LOW, WORDS = 290, 196, 200  # px
V, CURRENT = COLOUR["positive"], CLASS + 2  # colours of the membrane potential and of the current
FIRST, SECOND, THIRD = CLASS + 3, CLASS, COLOUR["gradient"]  # and of what else there is
RANGES = {"lif": (-80.0, 30.0), "izhikevich": (-90.0, 40.0), "hodgkin_huxley": (-90.0, 50.0)}  # mV, of the screen
GRAIN = 20.0  # mV by which it grows


def scope_panel(look: CellLook) -> Drawing:
    v, current = look.shown[:, 0], look.shown[:, -1]
    low, high = v_range(look)
    levels = [(look.settings.lif.threshold, t("threshold"))] if look.settings.neuron == "lif" else []
    peak = look.cell.peak
    strokes = np.empty((0, 2))
    if peak is not None and len(look.spikes_shown):
        strokes = np.column_stack([look.spikes_shown, np.interp(look.spikes_shown - 1 / look.samples, look.t, v)])
    return oscilloscope(
        look.t,
        look.x_range,
        [
            Channel("v (mV)", (low, high), [Trace(v, V)], share=2.0, levels=levels, spikes=strokes, peak=peak or 0.0),
            Channel(f"I ({look.cell.unit})", look.current_range, [Trace(current, CURRENT)]),
        ],
        theme=look.theme,
        spikes=look.spikes_shown,
        cursor=look.at,
        title=t("Potential v, spikes, injected current I"),
        x_title=t("time (ms)"),
        width_px=width(look, 8),
        height_px=SCREEN,
    )


def v_range(look: CellLook) -> tuple[float, float]:
    """The axis of v: the same as long as what is shown fits in."""
    low, high = RANGES[look.settings.neuron]
    v = look.shown[:, 0]
    v = v[np.isfinite(v)]
    below, above = min(0.0, float(v.min(initial=low)) - low), max(0.0, float(v.max(initial=high)) - high)
    return low + GRAIN * float(np.floor(below / GRAIN)), high + GRAIN * float(np.ceil(above / GRAIN))


def inside_panel(look: CellLook) -> Drawing:
    title, channel = INSIDE[look.settings.neuron](look)
    return oscilloscope(
        look.t,
        look.x_range,
        [channel],
        theme=look.theme,
        cursor=look.at,
        title=title,
        x_title=t("time (ms)"),
        width_px=width(look, 8),
        height_px=LOW,
    )


def gates(look: CellLook) -> tuple[str, Channel]:
    colours = (SECOND, FIRST, THIRD)
    traces = [
        Trace(look.shown[:, i + 1], colour, name) for i, (name, colour) in enumerate(zip("mhn", colours, strict=True))
    ]
    return t("Gates: m and h of sodium, n of potassium"), Channel(t("share open"), (0.0, 1.0), traces)


def recovery(look: CellLook) -> tuple[str, Channel]:
    u = look.shown[:, 1]
    return t("Recovery u: what pulls v down after a spike"), Channel("u (mV/ms)", u_range(u), [Trace(u, FIRST, "u")])


def u_range(u: np.ndarray) -> tuple[float, float]:
    """Whole tens around what is shown."""
    u = u[np.isfinite(u)]
    low, high = float(u.min(initial=0.0)), float(u.max(initial=0.0))
    return 10 * np.floor(low / 10), max(10 * np.ceil(high / 10), 10 * np.floor(low / 10) + 10)


def two_forces(look: CellLook) -> tuple[str, Channel]:
    cell = look.settings.lif
    pushes, leaks = cell.resistance * look.shown[:, -1], cell.rest_v - look.shown[:, 0]
    high = max(float(np.nanmax(np.abs(pushes), initial=10.0)), float(np.nanmax(np.abs(leaks), initial=10.0)))
    reach = GRAIN * np.ceil(high / GRAIN)
    traces = [Trace(pushes, CURRENT, "RI"), Trace(leaks, FIRST, t("leak"))]
    return t("What moves v: the input R·I against the leak −(v − v_rest)"), Channel("mV", (-reach, reach), traces)


INSIDE = {"lif": two_forces, "izhikevich": recovery, "hodgkin_huxley": gates}


def phase_panel(look: CellLook) -> Drawing:
    found = PHASES[look.settings.neuron](look)
    return phase_plane(
        found.path,
        found.curves,
        found.x_range or v_range(look),
        found.y_range,
        theme=look.theme,
        cursor=None if look.at is None else np.array(found.place),
        points=found.points,
        title=found.title,
        x_title="v (mV)",
        y_title=found.y_title,
        width_px=width(look, 4),
        height_px=SCREEN,
    )


def rate_panel(look: CellLook) -> Drawing:
    currents, rates = look.curve.points
    fit, low, high = look.fit, *look.cell.reach
    grid = np.linspace(low, high, 161)
    known = look.curve.done
    return rate_curve(
        currents,
        rates,
        (grid, fit.rate(grid)) if fit else None,
        (look.shown[-1, -1], look.rate),
        (low, high),
        theme=look.theme,
        names=(t("the cell") if known else t("the cell, being measured"), t("artificial neuron") if fit else ""),
        title=t("Rate for each constant current"),
        x_title=f"I ({look.cell.unit})",
        y_title=t("rate (Hz)"),
        hover=t("now: the current, and 1000 over the last interval"),
        width_px=width(look, 4),
        height_px=LOW,
    )


def equations_panel(look: CellLook) -> dict[str, Any]:
    where = t("now") if look.at is None else t("under the pointer")
    title = t("The equations at t = {time} ms, {where}", time=f"{look.time:,.1f}", where=where)
    return {"text": [(title, equation_lines(look))]}


def artificial_panel(look: CellLook) -> dict[str, Any]:
    return {"text": [(t("The artificial neuron that resembles it"), artificial_lines(look))]}


def width(look: CellLook, span: int) -> float:
    """Width in px of a panel of `span` columns."""
    return look.width * (span / 12 if look.width > 640 else 1) - 12


PANELS: dict[str, Panel] = {
    "scope": Panel(scope_panel, 8, SCREEN, "Membrane potential, spikes and current over time", drag=True, hover=True),
    "phase": Panel(phase_panel, 4, SCREEN, "The state of the cell, its path, and where each variable stands still"),
    "inside": Panel(inside_panel, 8, LOW, "What is inside the cell over time", hover=True),
    "rate": Panel(rate_panel, 4, LOW, "Rate over constant currents, beside an artificial neuron", drag=True),
    "equations": Panel(equations_panel, 7, WORDS, "The equations with the numbers of the moment"),
    "artificial": Panel(artificial_panel, 5, WORDS, "The fitted activation, and where it does not fit", 3),
}
