"""Words of a formula: a loss written out, once in letters and once with the numbers put in."""

import numpy as np

from core.lessons.losses.pointwise import POINTWISE, of_logit, of_number, of_probability, sigmoid
from core.lessons.losses.settings import LOSS_TITLES, LossSettings
from core.ui.language import t
from core.ui.numbers import number, plain

Block = tuple[str, list[str]]
LETTERS = {"p": "p", "q": "(1 − p)", "y": "y", "w": "(1 − y)", "t": "t", "z": "z", "d": "δ"}
NUMBER_LETTERS = LETTERS | {"p": "ŷ"}


def filled(a: float, y: float, delta: float, z: float) -> dict[str, str]:
    """The letters' values: a is the prediction p or ŷ."""
    values = {"p": a, "q": 1 - a, "y": y, "w": 1 - y, "t": 2 * y - 1, "z": z, "d": delta}
    return {name: number(value) for name, value in values.items()}


def both(template: str, values: dict[str, str], letters: dict[str, str] = LETTERS) -> str:
    """The template in letters, and again with numbers."""
    return f"{template.format(**letters)} = {template.format(**values)}"


def yes_no(id: str, z: float, y: int, delta: float) -> list[Block]:
    """Sigmoid, loss and both slopes of one yes/no answer."""
    p, loss = float(sigmoid(z)), POINTWISE[id]
    (value, by_z), by_p = of_logit(id, z, y, delta), of_probability(id, p, y, delta)[1]
    values, flat = filled(p, y, delta, z), p * (1 - p)
    slopes = both(loss.slopes, values)
    if loss.logit:
        lines = [
            f"dL/dz = {slopes} = {plain(float(by_z))}",
            f"dL/dp = dL/dz / (p·(1 − p)) = {number(float(by_z))} / {plain(flat)} = {plain(float(by_p))}",
        ]
    else:
        lines = [
            f"dL/dp = {slopes} = {plain(float(by_p))}",
            f"dL/dz = dL/dp · p·(1 − p) = {number(float(by_p))}·{plain(flat)} = {plain(float(by_z))}",
        ]
    sigma = f"p = σ(z) = 1 / (1 + exp(−z)) = 1 / (1 + exp {number(-z)}) = {plain(p)}"
    return [
        (t("Prediction"), [sigma, f"dp/dz = p·(1 − p) = {plain(p)}·{plain(1 - p)} = {plain(flat)}"]),
        (
            t(LOSS_TITLES[id]),
            [f"L = {both(loss.formula, values)} = {plain(float(value))}", *lines, *explained(loss.formula)],
        ),
    ]


def a_number(settings: LossSettings) -> list[Block]:
    """Loss and slope of one number."""
    loss = POINTWISE[settings.loss]
    value, slope = of_number(settings.loss, settings.prediction, settings.target, settings.delta)
    values = filled(settings.prediction, settings.target, settings.delta, 0.0)
    lines = [
        f"L = {both(loss.formula, values, NUMBER_LETTERS)} = {plain(float(value))}",
        f"dL/dŷ = {both(loss.slopes, values, NUMBER_LETTERS)} = {plain(float(slope))}",
    ]
    return [(t(LOSS_TITLES[settings.loss]), [*lines, *explained(loss.formula)])]


def explained(formula: str) -> list[str]:
    """What the short names in a formula stand for."""
    meanings = {
        "huber(": "huber(e, δ) = e²/2 if |e| ≤ δ, else δ·(|e| − δ/2)",
        "{t}": "t = 2y − 1",
        "softmax(": "softmax(0, z) = (1, exp z) / (1 + exp z) = (1 − p, p)",
    }
    return [meaning for name, meaning in meanings.items() if name in formula]


def total(terms: np.ndarray, name: str, shown: int = 3) -> str:
    """The mean of terms (n,) written out: the first few, the last, and their number."""
    listed = [number(float(v)) for v in terms]
    if len(listed) > shown + 1:
        listed = [*listed[:shown], "…", listed[-1]]
    return f"{name} = ( {' + '.join(listed)} ) / {len(terms)} = {plain(float(terms.mean()))}"
