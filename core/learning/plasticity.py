"""Plasticity: how a synapse changes by what happens at it, one table of rules."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.learning.hebbian import bcm, hebb, oja
from core.learning.stdp import stdp


@dataclass(frozen=True)
class Rule:
    """A rule's name, its formula in LaTeX, where it comes from, and the function that gives Δw."""

    title: str
    formula: str
    source: str
    change: Callable[..., Any]


RULES: dict[str, Rule] = {
    "hebb": Rule("Hebb", r"\Delta w = \eta\, y\, x", "Hebb 1949", hebb),
    "oja": Rule("Oja", r"\Delta w = \eta\, y\, (x - y\, w)", "Oja 1982", oja),
    "bcm": Rule(
        "BCM",
        r"\Delta w = \eta\, y\, (y - \theta)\, x \qquad \theta \leftarrow \theta + (y^2 - \theta)/\tau",
        "Bienenstock, Cooper & Munro 1982; Intrator & Cooper 1992",
        bcm,
    ),
    "stdp": Rule(
        "STDP",
        r"\Delta w = \sum_{\text{pairs}} W(t_\text{post} - t_\text{pre}) \qquad "
        r"W(\Delta t) = \begin{cases} A_+\, e^{-\Delta t/\tau_+} & \Delta t > 0 \\ "
        r"-A_-\, e^{\Delta t/\tau_-} & \Delta t < 0 \end{cases}",
        "Bi & Poo 1998; Song, Miller & Abbott 2000",
        stdp,
    ),
}
