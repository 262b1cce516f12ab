"""Update rule: the next step of an optimiser written out line by line, with its numbers put in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

Show = Callable[[Any], str]  # how a number, or a pair of them, is written
State = Mapping[str, Any]  # what the optimiser of torch.optim remembers of a parameter


@dataclass(frozen=True)
class Line:
    """One assignment `symbol` ← `rule`, what comes out of it, (2,), and how it reads with numbers put in."""

    symbol: str
    rule: str
    write: Callable[[Show], str]
    value: Tensor

    def filled(self, digits: int = 5) -> str:
        return self.write(lambda value: tell(value, digits))


def tell(value: float | Tensor, digits: int = 5) -> str:
    """So many significant digits, with a true minus sign; the two parts of a tensor as (x, y)."""
    if isinstance(value, Tensor):
        return f"({', '.join(tell(v, digits) for v in value.tolist())})"
    return f"{value:.{digits}g}".replace("-", "−")


def sgd(w: Tensor, g: Tensor, state: State, lr: float, **_: Any) -> list[Line]:
    return [Line("w", "w − α·g", lambda p: f"{p(w)} − {p(lr)}·{p(g)}", w - lr * g)]


def momentum(w: Tensor, g: Tensor, state: State, lr: float, momentum: float, **more: Any) -> list[Line]:
    """Polyak's heavy ball; Nesterov's form looks one velocity ahead."""
    before = _known(state, "momentum_buffer", w)
    d = v = momentum * before + g
    lines = [Line("v", "μ·v + g", lambda p: f"{p(momentum)}·{p(before)} + {p(g)}", v)]
    if more.get("nesterov"):
        d = g + momentum * v
        lines.append(Line("d", "g + μ·v", lambda p: f"{p(g)} + {p(momentum)}·{p(v)}", d))
    return [*lines, Line("w", f"w − α·{lines[-1].symbol}", lambda p: f"{p(w)} − {p(lr)}·{p(d)}", w - lr * d)]


def adagrad(w: Tensor, g: Tensor, state: State, lr: float, eps: float = 1e-10, **_: Any) -> list[Line]:
    before = _known(state, "sum", w)
    s = before + g**2
    return [Line("s", "s + g²", lambda p: f"{p(before)} + {p(g)}²", s), _scaled(w, g, "g", s, "s", lr, eps)]


def rmsprop(w: Tensor, g: Tensor, state: State, lr: float, alpha: float, eps: float = 1e-8, **_: Any) -> list[Line]:
    before = _known(state, "square_avg", w)
    line = _mean("s", "ρ", alpha, before, g, squared=True)
    return [line, _scaled(w, g, "g", line.value, "s", lr, eps)]


def adam(
    w: Tensor, g: Tensor, state: State, lr: float, betas: tuple[float, float], eps: float = 1e-8, **more: Any
) -> list[Line]:
    """With `weight_decay` as AdamW: the weights shrink first, outside of the gradient."""
    (b1, b2), n = betas, int(state.get("step", 0)) + 1
    m = _mean("m", "β₁", b1, _known(state, "exp_avg", w), g)
    v = _mean("v", "β₂", b2, _known(state, "exp_avg_sq", w), g, squared=True)
    m_hat, v_hat = m.value / (1 - b1**n), v.value / (1 - b2**n)
    lines = [
        m,
        v,
        Line("m̂", "m / (1 − β₁ᵗ)", lambda p: f"{p(m.value)} / (1 − {p(b1)}^{n})", m_hat),
        Line("v̂", "v / (1 − β₂ᵗ)", lambda p: f"{p(v.value)} / (1 − {p(b2)}^{n})", v_hat),
    ]
    if decay := more.get("weight_decay", 0):
        lines.append(Line("w", "w − α·λ·w", _shrinking(w, lr, decay), w * (1 - lr * decay)))
        w = lines[-1].value
    return [*lines, _scaled(w, m_hat, "m̂", v_hat, "v̂", lr, eps)]


RULES: dict[str, Callable[..., list[Line]]] = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": momentum,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adam,
}


def written_out(id: str, w: Tensor, g: Tensor, state: State, arguments: Mapping[str, Any]) -> list[Line]:
    """The lines of the step that an optimiser is about to take from w (2,) with gradient g (2,); the last gives w.

    `state` and `arguments` are those of its class in `torch.optim`; a state that is empty means zeros.
    """
    return RULES[id](w, g, state, **arguments)


def _known(state: State, name: str, like: Tensor) -> Tensor:
    value = state.get(name)
    return torch.zeros_like(like) if value is None else value


def _shrinking(w: Tensor, lr: float, decay: float) -> Callable[[Show], str]:
    return lambda p: f"{p(w)} − {p(lr)}·{p(decay)}·{p(w)}"


def _mean(symbol: str, name: str, share: float, before: Tensor, g: Tensor, squared: bool = False) -> Line:
    """The running mean share·before + (1 − share)·g, or of g²."""
    power = "²" if squared else ""
    return Line(
        symbol,
        f"{name}·{symbol} + (1 − {name})·g{power}",
        lambda p: f"{p(share)}·{p(before)} + {p(1 - share)}·{p(g)}{power}",
        share * before + (1 - share) * (g**2 if squared else g),
    )


def _scaled(w: Tensor, up: Tensor, up_name: str, down: Tensor, down_name: str, lr: float, eps: float) -> Line:
    """The step of the adaptive ones: along `up`, in units of the root of `down`."""
    rule = f"w − α·{up_name} / (√{down_name} + ε)"
    return Line(
        "w", rule, lambda p: f"{p(w)} − {p(lr)}·{p(up)} / (√{p(down)} + {p(eps)})", w - lr * up / (down.sqrt() + eps)
    )
