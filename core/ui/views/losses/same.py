"""Panels of the three names of one loss: log loss, binary and categorical cross-entropy of the same answer."""

import math
from collections.abc import Callable

import numpy as np

from core.figures.class_bars import class_bars
from core.figures.drawing import Drawing
from core.figures.loss_curve import LossLine, loss_curve
from core.lessons.losses.pointwise import sigmoid, softmax
from core.ui.language import t
from core.ui.numbers import number, plain
from core.ui.views.losses.look import LossLook
from core.ui.views.losses.words import Block

CHANCES = sigmoid(np.linspace(-10, 10, 301))
DIGITS = 12
TALL, LOW = 250, 235


def log_loss(z: float, y: int) -> float:
    """−ln q, q = σ(z) or 1 − σ(z) being the probability given to what is true."""
    p = float(sigmoid(z))
    return -math.log(p if y else 1 - p)


def binary(z: float, y: int) -> float:
    """−( y ln p + (1 − y) ln(1 − p) ) with p = σ(z)."""
    p = float(sigmoid(z))
    return -(y * math.log(p) + (1 - y) * math.log(1 - p))


def categorical(z: float, y: int) -> float:
    """−Σ_c y_c ln p_c with y one-hot (2,) and p = softmax(0, z) (2,)."""
    return float(-(np.eye(2)[y] * np.log(softmax([0.0, z]))).sum())


def from_logit(z: float, y: int) -> float:
    """ln(1 + e^z) − y z, as frameworks compute it."""
    return float(np.logaddexp(0, z)) - y * z


NAMES: dict[str, tuple[str, Callable[[float, int], float]]] = {  # id → name, how it computes the loss from (z, y)
    "log": ("Log loss", log_loss),
    "binary": ("Binary cross-entropy", binary),
    "categorical": ("Categorical cross-entropy", categorical),
    "logit": ("From the logit, as frameworks do", from_logit),
}


def bars_panel(look: LossLook) -> Drawing:
    settings = look.settings
    p = softmax([0.0, settings.z])
    axes = look.axes(4, TALL, x_range=(-0.6, 1.6), y_range=(0.0, 1.0), title=t("softmax(0, z), and the truth"))
    names = [t("no (0)"), t("yes (1)")]
    numbers = [f"{v:.3g}" for v in p]
    return class_bars(
        p, axes=axes, theme=look.theme, names=names, numbers=numbers, target=np.eye(2)[settings.y], y_title="p"
    )


def curve_panel(look: LossLook) -> Drawing:
    """−log over the probability given to what is true."""
    settings = look.settings
    q, scale = float(sigmoid(settings.z if settings.y else -settings.z)), 1 / math.log(2) if bits(look) else 1.0
    value = -math.log(q) * scale
    line = LossLine(
        "", CHANCES, -np.log(CHANCES) * scale, ball=(q, value, -scale / q), label=f"{plain(value)} {unit(look)}"
    )
    name = "−log₂ q" if bits(look) else "−ln q"
    axes = look.axes(
        8, TALL, x_range=(0.0, 1.0), y_range=(0.0, 9 * scale), title=t("{name}: surprise at the truth", name=name)
    )
    return loss_curve(
        [line], axes=axes, theme=look.theme, x_title=t("probability q given to what is true"), y_title="L"
    )


def bits(look: LossLook) -> bool:
    return look.settings.unit == "bits"


def unit(look: LossLook) -> str:
    return t("bits") if bits(look) else t("nats")


def words_panel(look: LossLook) -> dict[str, list[Block]]:
    """Every formula with the same numbers, to twelve digits, and how far apart they are."""
    settings = look.settings
    z, y = settings.z, settings.y
    p = float(sigmoid(z))
    scale, log = (math.log(2), "log₂") if bits(look) else (1.0, "ln")
    values = {id: compute(z, y) / scale for id, (_, compute) in NAMES.items()}
    pair = f"{1 - p:.{DIGITS}g}", f"{p:.{DIGITS}g}"
    forms = {
        "log": f"−{log} {pair[y]}",
        "binary": f"−( {y}·{log} {pair[1]} + {1 - y}·{log} {pair[0]} )",
        "categorical": f"−( {1 - y}·{log} {pair[0]} + {y}·{log} {pair[1]} )",
        "logit": f"( ln(1 + exp {number(z)}) − {y}·{number(z)} )" + (" / ln 2" if bits(look) else ""),
    }
    letters = {
        "log": f"L = −{log} q",
        "binary": f"L = −( y·{log} p + (1 − y)·{log}(1 − p) )",
        "categorical": f"L = −Σ y_c·{log} p_c",
        "logit": "L = ln(1 + exp z) − y·z" if not bits(look) else "L = ( ln(1 + exp z) − y·z ) / ln 2",
    }
    ends = f"exp {number(z)}"
    probability = [
        f"σ(z) = 1 / (1 + exp {number(-z)}) = {p:.{DIGITS}g}",
        f"softmax(0, z)₁ = {ends} / (exp 0 + {ends}) = {float(softmax([0.0, z])[1]):.{DIGITS}g}",
    ]
    loss = [
        f"{t(name)}: {letters[id]} = {forms[id]} = {values[id]:.{DIGITS}g} {unit(look)}"
        for id, (name, _) in NAMES.items()
    ]
    apart = max(values.values()) - min(values.values())
    told = t("The four differ by {apart}, the rounding of the computer.", apart=f"{apart:.1e}" if apart else "0")
    return {"text": [(t("The same probability twice"), probability), (t("The same loss four times"), [*loss, told])]}
