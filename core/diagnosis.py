"""Diagnosis: what went wrong with a run, or is about to, read off its numbers."""

import math
from dataclasses import dataclass, field

from core.probe import Units

LEARNED = 0.01  # a loss below which a gradient of zero is no trouble
VANISHING = 1e-3  # of the last layer's gradient norm, left in the first

OUTCOMES: dict[str, str] = {
    "done": "The run reached the condition it was to stop at. Change the condition to go on.",
    "nan": "The loss is not a number (NaN): a weight overflowed and infinity met infinity. A smaller learning rate "
    "usually helps; so do smaller first weights or a bounded activation.",
    "infinite": "The loss is infinite: the weights grew beyond what 32 bits can hold. A smaller learning rate usually "
    "helps; so do smaller first weights or a bounded activation.",
    "exploded": "The loss exploded: it is more than ten thousand times what it was. Each step overshoots further than "
    "the one before; a smaller learning rate usually helps.",
}

FINDINGS: dict[str, str] = {
    "dead": "{n} of {total} hidden neurons are dead: their slope is 0 on every training point, so they learn "
    "nothing unless the layers before move them. Leaky ReLU, a smaller learning rate or new weights help.",
    "saturated": "{n} of {total} hidden neurons are saturated: nearly flat on nine of ten training points, so they "
    "learn slowly. Smaller first weights help.",
    "vanishing": "The gradient vanishes on its way back: {first} in the first layer, {last} in the last. ReLU, He "
    "weights or fewer layers help.",
    "no_gradient": "No gradient reaches the first layer: none of its weights moves. Step has no slope, and zero "
    "weights pass nothing back.",
}


@dataclass(frozen=True)
class Finding:
    """Something to say about a run: `id` is a key of `FINDINGS`, `values` fill its template."""

    id: str
    values: dict[str, str] = field(default_factory=dict)


def findings(norms: list[float], units: Units, n_hidden: int, loss: float) -> list[Finding]:
    """What the gradient norm of each layer (first to last) and the sleeping units tell; empty when all is well."""
    found = []
    if units.dead:
        found.append(Finding("dead", {"n": str(len(units.dead)), "total": str(n_hidden)}))
    if units.saturated:
        found.append(Finding("saturated", {"n": str(len(units.saturated)), "total": str(n_hidden)}))
    first, last = norms[0], norms[-1]
    if not (math.isfinite(first) and math.isfinite(last)):
        return found
    if first == 0 and loss > LEARNED:
        found.append(Finding("no_gradient"))
    elif last > 1e-6 and 0 < first < VANISHING * last:
        found.append(Finding("vanishing", {"first": f"{first:.1e}", "last": f"{last:.1e}"}))
    return found
