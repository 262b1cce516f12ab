"""Phases: the plane in which each model is best seen to move, with its nullclines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.figures.axes import Range
from core.figures.figure import Array
from core.figures.phase_plane import Curve
from core.figures.scale import outward
from core.figures.theme import CLASS, COLOUR
from core.ui.language import t
from core.ui.views.cell.look import CellLook

GRID = np.linspace(-200.0, 100.0, 601)  # mV, where nullclines are computed
FIRST, THIRD = CLASS + 3, COLOUR["gradient"]


@dataclass(frozen=True)
class Phase:
    """What the plane shows: `path` (n, 2), and of the moment `place`."""

    title: str
    y_title: str
    y_range: Range
    path: Array
    place: tuple[float, float]
    curves: Sequence[Curve]
    points: Sequence[tuple[float, float, bool]] = field(default_factory=list)
    x_range: Range | None = None  # where it is not that of the screen


def lif(look: CellLook) -> Phase:
    """dv/dt over v: a line that the current lifts; v runs along it until the threshold puts it back."""
    cell = look.settings.lif
    v = look.shown[:, 0]
    slopes = (cell.target(look.shown[:, -1]) - v) / cell.tau
    waits = look.shown[:, 1] > 0
    path = np.column_stack([v, np.where(waits, 0.0, slopes)])
    jumps = np.flatnonzero(np.diff(waits.astype(int)) == 1) + 1
    here = look.state[0]
    line = (cell.target(look.current) - GRID) / cell.tau
    at = (cell.target(look.current), 0.0, True)
    reach = outward(max(2.0, float(np.nanmax(np.abs(slopes), initial=0.0))))
    walls = Curve(t("threshold"), np.full(2, cell.threshold), np.array([-reach, reach]), FIRST, dashed=True)
    return Phase(
        t("How fast v moves, for each v"),
        "dv/dt (mV/ms)",
        (-reach, reach),
        np.insert(path, jumps, np.nan, axis=0),
        (here, 0.0 if look.state[1] > 0 else (cell.target(look.current) - here) / cell.tau),
        [Curve("dv/dt", GRID, line, COLOUR["muted"]), walls],
        [at] if at[0] < cell.threshold else [],
        (min(-80.0, 5 * float(np.floor(np.nanmin(v) / 5))), cell.threshold + 10),
    )


def izhikevich(look: CellLook) -> Phase:
    """v and u with both nullclines; where a spike resets v the path is broken."""
    cell, shown = look.settings.izhikevich, look.shown
    fired = np.clip(np.rint((look.spikes_shown - look.t[0]) * look.samples).astype(int), 0, len(shown) - 1)
    path = shown[:, :2]
    peaks = np.column_stack([np.full(len(fired), cell.peak), path[fired, 1] - cell.d])
    path = np.insert(
        path, np.repeat(fired, 2), np.stack([peaks, np.full_like(peaks, np.nan)], 1).reshape(-1, 2), axis=0
    )
    parabola = 0.04 * GRID**2 + cell.p * GRID + cell.q + look.current
    lowest = float(parabola.min())
    u = shown[:, 1][np.isfinite(shown[:, 1])]
    low, high = min(float(u.min(initial=0.0)), lowest), max(float(u.max(initial=0.0)), lowest + 20)
    return Phase(
        t("v and u: where each stands still"),
        "u (mV/ms)",
        (10 * np.floor(low / 10) - 5, 10 * np.ceil(high / 10) + 5),
        path,
        (look.state[0], look.state[1]),
        [
            Curve("dv/dt = 0", GRID, parabola, COLOUR["muted"]),
            Curve("du/dt = 0", GRID, cell.b * GRID, FIRST, dashed=True),
        ],
        [(v, cell.b * v, stable) for v, stable in cell.fixed_points(look.current)],
    )


def hodgkin_huxley(look: CellLook) -> Phase:
    """v and n, two of four variables: dv/dt = 0 with m = m∞(v) and h as it is now, and n = n∞(v)."""
    cell, h = look.settings.hodgkin_huxley, look.state[2]
    v = GRID[np.abs(GRID - cell.e_k) > 0.5]
    gates = np.array([cell.steady(value) for value in v])
    inward = look.current - cell.g_na * gates[:, 0] ** 3 * h * (v - cell.e_na) - cell.g_l * (v - cell.e_l)
    with np.errstate(divide="ignore", invalid="ignore"):
        fourth = inward / (cell.g_k * (v - cell.e_k))
        still = np.where(fourth >= 0, np.abs(fourth) ** 0.25, np.nan)
    return Phase(
        t("v and n: two of the four variables"),
        "n",
        (0.2, 0.9),
        look.shown[:, [0, 3]],
        (look.state[0], look.state[3]),
        [
            Curve(t("dv/dt = 0 at this h"), v, still, COLOUR["muted"]),
            Curve("dn/dt = 0", v, gates[:, 2], THIRD, dashed=True),
        ],
    )


PHASES: dict[str, Callable[[CellLook], Phase]] = {
    "lif": lif,
    "izhikevich": izhikevich,
    "hodgkin_huxley": hodgkin_huxley,
}
