"""Terms: parts of a formula as they are printed, each with the value of what is printed.

A result is printed to as many digits, six at most, as the printed numbers before it bear out, so that whoever
multiplies them finds the same.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

DIGITS = 6
DOT = "·"
BLANK = "?"


def plain(value: float, digits: int = DIGITS) -> str:
    """Significant digits, with a minus that is one."""
    return f"{value or 0.0:.{digits}g}".replace("-", "−")  # no −0


@dataclass(frozen=True)
class Term:
    """A part of a formula as it is printed, and the value of what is printed; NaN where a number is not known yet."""

    text: str
    value: float

    def __mul__(self, other: "Term") -> "Term":
        return Term(f"{self.text}{DOT}{other.text}", self.value * other.value)


def number(value: float, known: bool = True) -> Term:
    """A factor, in brackets where it is negative."""
    if not known:
        return Term(BLANK, math.nan)
    text = plain(value)
    return Term(f"({text})" if text.startswith("−") else text, float(f"{value:.{DIGITS}g}"))


def total(terms: Sequence[Term]) -> Term:
    return Term(" + ".join(term.text for term in terms), sum(term.value for term in terms))


def result(exact: float, printed: float, known: bool = True) -> str:
    """The exact value to the digits that the printed formula's value shares with it."""
    if not known:
        return BLANK
    same = (d for d in range(DIGITS, 0, -1) if f"{exact:.{d}g}" == f"{printed:.{d}g}")
    return plain(exact, next(same, 1)) if math.isfinite(exact) else plain(exact)


SLOPES: dict[str, Callable[[str, str, str, float], tuple[str, str]]] = {
    # z in brackets where negative, z plain, a, the value of z → f′ in letters, in numbers
    "step": lambda z, p, a, v: ("0", ""),
    "linear": lambda z, p, a, v: ("1", ""),
    "sigmoid": lambda z, p, a, v: ("a·(1 − a)", f"{a}·(1 − {a})"),
    "tanh": lambda z, p, a, v: ("1 − a²", f"1 − {a}²"),
    "relu": lambda z, p, a, v: ("1 (z > 0)" if v > 0 else "0 (z ≤ 0)", ""),
    "leaky_relu": lambda z, p, a, v: ("1 (z > 0)" if v > 0 else "0.01 (z ≤ 0)", ""),
    "elu": lambda z, p, a, v: ("1 (z > 0)", "") if v > 0 else ("a + 1", f"{a} + 1"),
    "selu": lambda z, p, a, v: ("λ (z > 0)", "") if v > 0 else ("a + λα", f"{a} + 1.7580993"),
    "gelu": lambda z, p, a, v: ("Φ(z) + z·φ(z)", f"Φ({p}) + {z}·φ({p})"),
    "silu": lambda z, p, a, v: ("σ(z)·(1 + z·(1 − σ(z)))", f"σ({p})·(1 + {z}·(1 − σ({p})))"),
    "softplus": lambda z, p, a, v: ("σ(z)", f"σ({p})"),
    "mish": lambda z, p, a, v: (
        "tanh s + z·(1 − tanh² s)·σ(z), s = ln(1 + eᶻ)",
        f"tanh s + {z}·(1 − tanh² s)·σ({p})",
    ),
}
OUTPUTS: dict[str, tuple[str, Callable[[float, float], float]]] = {  # loss → ∂L/∂ŷ · n of one output ŷ with target y
    "mse": ("2·({p} − {y})", lambda z, y: 2 * (z - y)),
    "mae": ("sign({p} − {y})", lambda z, y: float((z > y) - (z < y))),
    "huber": ("clip({p} − {y}, −1, 1)", lambda z, y: max(-1.0, min(1.0, z - y))),
    "bce": ("(σ({p}) − {y})", lambda z, y: 1 / (1 + math.exp(-z)) - y if z > -700 else -y),
    "hinge": ("(−{y} if {y}·{z} < 1 else 0)", lambda z, y: -y if y * z < 1 else 0.0),
}
LETTERS = {
    "mse": "2·(ŷ − y)",
    "mae": "sign(ŷ − y)",
    "huber": "clip(ŷ − y, −1, 1)",
    "bce": "(σ(ŷ) − y)",
    "cross_entropy": "(softmax(ŷ) − onehot(y))",
    "hinge": "(−y if y·ŷ < 1 else 0)",
}


def plain_of(term: Term) -> str:
    """A number without its brackets."""
    return term.text.strip("()")
