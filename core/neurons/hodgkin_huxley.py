"""Hodgkin–Huxley: the action potential from sodium and potassium channels whose gates open and close with v."""

import warnings
from collections.abc import Callable, Sequence
from itertools import groupby
from math import exp, expm1
from typing import ClassVar

import numpy as np
from scipy.integrate import ODEintWarning, odeint
from scipy.optimize import brentq

from core.config import Config
from core.neurons.neuron import Array, parameter

SPIKE = -20.0  # mV: whom sodium lifts through it has fired
TOLERANCE = 1e-7  # of the integrator, relative and absolute
FARTHEST = 4500.0  # mV: beyond it the least leak alone carries the greatest current
warnings.simplefilter("ignore", ODEintWarning)  # a failure is told by its state, which is no number
SUCCESS = "Integration successful."  # what SciPy says of it
COLD = 6.3  # °C of the squid's axon in which the rates were measured


def rates(v: float) -> tuple[float, float, float, float, float, float]:
    """How fast the gates m, h, n open (α) and close (β) at v mV and 6.3 °C, 1/ms: α_m, β_m, α_h, β_h, α_n, β_n."""
    return (
        _linoid((v + 40) / 10),
        4 * exp(-(v + 65) / 18),
        0.07 * exp(-(v + 65) / 20),
        1 / (1 + exp(-(v + 35) / 10)),
        0.1 * _linoid((v + 55) / 10),
        0.125 * exp(-(v + 65) / 80),
    )


def _linoid(x: float) -> float:
    """x / (1 − e⁻ˣ), which is 1 at 0."""
    return x / -expm1(-x) if x else 1.0


class HodgkinHuxley(Config):
    """C dv/dt = I − g_Na m³h (v − E_Na) − g_K n⁴ (v − E_K) − g_L (v − E_L); dx/dt = φ (α_x (1 − x) − β_x x): m, h, n.

    v in mV, C in µF/cm², g in mS/cm², I in µA/cm²; φ = 3^((T − 6.3 °C)/10). The state is (v, m, h, n), integrated by
    SciPy's LSODA. Hodgkin & Huxley, J. Physiol. 117, 500 (1952), with potentials counted as today: rest at −65 mV,
    inside minus outside.
    """

    title: ClassVar[str] = "Hodgkin–Huxley"
    variables: ClassVar[tuple[str, ...]] = ("v", "m", "h", "n")
    unit: ClassVar[str] = "µA/cm²"
    reach: ClassVar[tuple[float, float]] = (-10.0, 90.0)
    peak: ClassVar[float | None] = None
    samples: ClassVar[int] = 10

    g_na: float = parameter(120, 0, 200, "Sodium g_Na (mS/cm²)", "All sodium channels open. Tetrodotoxin: 0.", 1)
    g_k: float = parameter(36, 0, 100, "Potassium g_K (mS/cm²)", "All potassium channels open. TEA: near 0.", 1)
    g_l: float = parameter(0.3, 0.1, 2, "Leak g_L (mS/cm²)", "Channels that are always open.", 0.05)
    e_na: float = parameter(50, 0, 80, "E_Na (mV)", "Where no sodium current flows. Less sodium outside: lower.", 1)
    e_k: float = parameter(-77, -100, -50, "E_K (mV)", "Where no potassium current flows. More outside: higher.", 1)
    e_l: float = parameter(-54.387, -80, -40, "E_L (mV)", "Where no leak current flows.", 1)
    capacitance: float = parameter(1, 0.2, 5, "Capacitance C (µF/cm²)", "How much charge moves the potential.", 0.1)
    temperature: float = parameter(6.3, 0, 30, "Temperature (°C)", "Ten degrees more: gates three times as fast.", 0.1)

    @property
    def speed(self) -> float:
        """φ, how many times faster than at 6.3 °C the gates are."""
        return float(3 ** ((self.temperature - COLD) / 10))

    def currents(self, state: Sequence[float]) -> tuple[float, float, float]:
        """Sodium, potassium and leak current, µA/cm², outward positive."""
        v, m, h, n = state
        return self.g_na * m**3 * h * (v - self.e_na), self.g_k * n**4 * (v - self.e_k), self.g_l * (v - self.e_l)

    def motion(self) -> Callable[[Sequence[float], float, float], tuple[float, float, float, float]]:
        """The right-hand side: (v, m, h, n), t in ms and I → d(v, m, h, n)/dt, per ms."""
        g_na, g_k, g_l, e_na, e_k, e_l = self.g_na, self.g_k, self.g_l, self.e_na, self.e_k, self.e_l
        slow, phi = 1 / self.capacitance, self.speed

        def slope(state: Sequence[float], t: float, current: float) -> tuple[float, float, float, float]:
            v, m, h, n = state
            open_m, close_m, open_h, close_h, open_n, close_n = rates(v)
            ionic = g_na * m * m * m * h * (v - e_na) + g_k * n * n * n * n * (v - e_k) + g_l * (v - e_l)
            return (
                slow * (current - ionic),
                phi * (open_m * (1 - m) - close_m * m),
                phi * (open_h * (1 - h) - close_h * h),
                phi * (open_n * (1 - n) - close_n * n),
            )

        return slope

    def steady(self, v: float) -> tuple[float, float, float]:
        """m∞, h∞, n∞: where the gates go if v stays."""
        open_m, close_m, open_h, close_h, open_n, close_n = rates(v)
        return open_m / (open_m + close_m), open_h / (open_h + close_h), open_n / (open_n + close_n)

    def rest(self, current: float) -> Array:
        """The lowest potential at which nothing changes, stable or not."""

        def net(v: float) -> float:
            return current - sum(self.currents((v, *self.steady(v))))

        grid = FARTHEST * np.sinh(np.linspace(-6, 6, 401)) / np.sinh(6)  # 2 mV apart near rest
        signs = np.sign([net(v) for v in grid])
        first = int(np.flatnonzero(signs[1:] != signs[:-1])[0])
        v = float(brentq(net, grid[first], grid[first + 1]))
        return np.array([v, *self.steady(v)])

    def advance(self, state: Array, currents: Sequence[float]) -> tuple[Array, list[float]]:
        """One call of the integrator for each stretch of equal current; what cannot be integrated is not a number.

        A spike is counted where v rises through `SPIKE`, lifted by sodium and not by the injected current alone.
        """
        dt, parts, before, motion = 1 / self.samples, [], state, self.motion()
        for current, same in groupby(currents):
            times = np.arange(len(list(same)) + 1) * dt
            try:
                part, said = odeint(
                    motion, before, times, args=(current,), rtol=TOLERANCE, atol=TOLERANCE, full_output=True
                )
                failed = said["message"] != SUCCESS
            except OverflowError:
                failed = True
            parts.append(np.full((len(times) - 1, 4), np.nan) if failed else part[1:])
            before = parts[-1][-1]
        states = np.concatenate(parts)
        v = np.append(state[0], states[:, 0])
        up = np.flatnonzero((v[:-1] < SPIKE) & (v[1:] >= SPIKE))
        spikes = [i + (SPIKE - v[i]) / (v[i + 1] - v[i]) for i in up.tolist() if self.lifted(states[i])]
        return states, [float(spike) * dt for spike in spikes]

    def lifted(self, state: Array) -> bool:
        """Whether sodium flows in faster than the leak lets out, as on the way up of a spike."""
        sodium, _, leak = self.currents(state.tolist())
        return sodium + leak < 0
