"""Equations: each model written out with the numbers of a moment, and the artificial neuron beside it."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from core.activations import ACTIVATIONS
from core.figures.number import factor, told
from core.neurons.hodgkin_huxley import rates
from core.ui.language import t
from core.ui.views.cell.look import DIGITS, CellLook

JUMP = 0.2  # of the highest rate: so much between two neighbours is a jump


def short(value: float) -> str:
    return told(value, DIGITS)


def inner(value: float) -> str:
    """Inside a product or after a sign: negative numbers in brackets."""
    return factor(value, DIGITS)


def lif(look: CellLook) -> list[str]:
    cell, (v, wait), current = look.settings.lif, look.state, look.current
    target = cell.target(current)
    lines = [
        "τ dv/dt = −(v − v_rest) + R·I",
        f"dv/dt = (−({short(v)} − {inner(cell.rest_v)}) + {short(cell.resistance)}·{inner(current)})"
        f" / {short(cell.tau)} = {short((target - v) / cell.tau)} mV/ms",
        f"v∞ = v_rest + R·I = {short(cell.rest_v)} + {short(cell.resistance)}·{inner(current)} = {short(target)} mV",
    ]
    if wait > 0:
        lines[1] = t("refractory: v stays at {v} mV for another {wait} ms", v=short(v), wait=short(wait))
    if target <= cell.threshold:
        return [*lines, t("v∞ ≤ threshold = {v} mV: no spike, however long.", v=short(cell.threshold))]
    interval = 1000 / cell.rate(current)
    return [
        *lines,
        t("v∞ > threshold = {v} mV: under this current a spike every", v=short(cell.threshold)),
        "T = t_ref + τ ln((v∞ − v_reset) / (v∞ − v_th))",
        f"  = {short(cell.refractory)} + {short(cell.tau)}·ln({short(target - cell.reset_v)} / "
        f"{short(target - cell.threshold)}) = {short(interval)} ms,  1000/T = {short(1000 / interval)} Hz",
    ]


def izhikevich(look: CellLook) -> list[str]:
    cell, (v, u), current = look.settings.izhikevich, look.state, look.current
    dv, du = cell.slope(v, u, current)
    p, q = short(cell.p), short(cell.q)
    return [
        f"dv/dt = 0.04 v² + {p} v + {q} − u + I",
        f"  = 0.04·{inner(v)}² + {p}·{inner(v)} + {q} − {inner(u)} + {inner(current)} = {short(dv)} mV/ms",
        "du/dt = a (b v − u)",
        f"  = {short(cell.a)}·({short(cell.b)}·{inner(v)} − {inner(u)}) = {short(du)} mV/ms²",
        t("v > 30 mV: a spike, then v ← c = {c}, u ← u + d = u + {d}", c=short(cell.c), d=inner(cell.d)),
    ]


def hodgkin_huxley(look: CellLook) -> list[str]:
    cell, (v, m, h, n), current = look.settings.hodgkin_huxley, look.state, look.current
    sodium, potassium, leak = cell.currents(look.state)
    slopes = cell.motion()(look.state, 0.0, current)
    a = rates(v)
    names = dict(zip("mhn", ((m, *a[0:2]), (h, *a[2:4]), (n, *a[4:6])), strict=True))
    phi = f"{short(cell.speed)}·" if cell.speed != 1 else ""
    gates = [
        f"d{x}/dt = {phi}({short(opening)}·(1 − {short(gate)}) − {short(closing)}·{short(gate)}) = {short(slope)} /ms"
        for (x, (gate, opening, closing)), slope in zip(names.items(), slopes[1:], strict=True)
    ]
    g_na, g_k, g_l = short(cell.g_na), short(cell.g_k), short(cell.g_l)
    return [
        "C dv/dt = I − I_Na − I_K − I_L",
        f"I_Na = g_Na m³h (v − E_Na) = {g_na}·{short(m)}³·{short(h)}·({short(v)} − {inner(cell.e_na)})"
        f" = {short(sodium)}",
        f"I_K = g_K n⁴ (v − E_K) = {g_k}·{short(n)}⁴·({short(v)} − {inner(cell.e_k)}) = {short(potassium)}",
        f"I_L = g_L (v − E_L) = {g_l}·({short(v)} − {inner(cell.e_l)}) = {short(leak)}",
        f"dv/dt = ({short(current)} − {inner(sodium)} − {inner(potassium)} − {inner(leak)}) / {short(cell.capacitance)}"
        f" = {short(slopes[0])} mV/ms",
        f"dx/dt = {'φ ' if phi else ''}(α_x (1 − x) − β_x x),  x = m, h, n",
        *gates,
    ]


EQUATIONS: dict[str, Callable[[Any], list[str]]] = {
    "lif": lif,
    "izhikevich": izhikevich,
    "hodgkin_huxley": hodgkin_huxley,
}


def equation_lines(look: CellLook) -> list[str]:
    if not all(map(math.isfinite, look.state)):
        return [t("The state is no number any more.")]
    return EQUATIONS[look.settings.neuron](look)


WRITTEN = {  # id → the activation with w·I + b put in; {h} is its height in Hz
    "step": ("y = {h} · [w·I + b ≥ 0]", "{h}·[{z} ≥ 0]"),
    "relu": ("y = max(0, w·I + b)", "max(0, {z})"),
    "sigmoid": ("y = {h} / (1 + e^−(w·I + b))", "{h} / (1 + e^({minus}))"),
    "softplus": ("y = {h} · ln(1 + e^(w·I + b))", "{h}·ln(1 + e^({z}))"),
}


def artificial_lines(look: CellLook) -> list[str]:
    """The fitted activation with its numbers, how well it fits, and where it does not."""
    if not look.curve.done:
        return [t("Its rate is still being measured: {n} currents so far.", n=len(look.curve.points[0]))]
    fit = look.fit
    if fit is None:
        return [t("Under no constant current of this range does it go on firing: nothing to fit.")]
    z = fit.slope * look.current + fit.bias
    general, filled = WRITTEN[fit.id]
    numbers = {"h": short(fit.height), "z": short(z), "minus": short(-z)}
    ranking = ", ".join(f"{name(id)} {max(other.r2, 0):.3f}" for id, other in look.fits.items())
    return [
        f"{name(fit.id)}: {general.format(**numbers)}",
        f"w = {short(fit.slope)}, b = {short(fit.bias)}",
        f"I = {short(look.current)}: w·I + b = {short(z)}, y = {filled.format(**numbers)} = "
        f"{short(float(fit.rate(np.array([look.current]))[0]))} Hz",
        t("R² of each: {ranking}", ranking=ranking),
        *misfits(look),
    ]


def name(id: str) -> str:
    return t(ACTIVATIONS[id].title)


def misfits(look: CellLook) -> list[str]:
    """Where the curve is farthest from the activation, and what no activation of the table does."""
    fit, unit = look.fit, look.cell.unit
    assert fit is not None
    currents, cell = look.curve.points
    y = fit.rate(currents)
    worst = int(np.argmax(np.abs(y - cell)))
    said = [
        t(
            "Farthest apart at I = {current} {unit}: the cell {cell} Hz, the artificial neuron {y} Hz.",
            current=short(currents[worst]),
            unit=unit,
            cell=short(cell[worst]),
            y=short(y[worst]),
        )
    ]
    jump = int(np.argmax(np.diff(cell)))
    if cell[jump] == 0 and cell[jump + 1] > JUMP * cell.max():
        said.append(
            t(
                "It begins with a jump: nothing at {low} {unit}, {rate} Hz at {high}.",
                low=short(currents[jump]),
                unit=unit,
                rate=short(cell[jump + 1]),
                high=short(currents[jump + 1]),
            )
        )
    if cell[-1] < (1 - JUMP) * cell.max():
        said.append(t("With more current it falls silent again; no activation of the table does that."))
    return [*said, t("And y says nothing of when the spikes come.")]
