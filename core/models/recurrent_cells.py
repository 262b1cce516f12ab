"""Recurrent cells, written out: one step of an Elman RNN, an LSTM and a GRU, with every value on the way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

CellId = Literal["rnn", "lstm", "gru"]
Values = dict[str, Tensor]  # name → (n, hidden_size)
Weights = tuple[Tensor, Tensor, Tensor, Tensor]  # W (k·hidden, n_in), U (k·hidden, hidden), b_W, b_U (k·hidden,)
SHAPES: dict[str, Callable[[Tensor], Tensor]] = {"tanh": torch.tanh, "relu": torch.relu}


def sums(gates: str, x: Tensor, h: Tensor, weights: Weights) -> tuple[Values, Values]:
    """W x + b_W and U h + b_U of every gate: both name → (n, hidden_size)."""
    w, u, b_w, b_u = weights
    from_x = F.linear(x, w, b_w).chunk(len(gates), 1)
    from_h = F.linear(h, u, b_u).chunk(len(gates), 1)
    return dict(zip(gates, from_x, strict=True)), dict(zip(gates, from_h, strict=True))


def rnn_step(x: Tensor, before: Values, weights: Weights, activation: str = "tanh") -> Values:
    """h_t = f(W x_t + U h_{t−1} + b) (Elman 1990)."""
    from_x, from_h = sums("h", x, before["h"], weights)
    a = from_x["h"] + from_h["h"]
    return {"x_h": from_x["h"], "u_h": from_h["h"], "a_h": a, "h": SHAPES[activation](a)}


def lstm_step(x: Tensor, before: Values, weights: Weights, activation: str = "tanh") -> Values:
    """c_t = f ⊙ c_{t−1} + i ⊙ g, h_t = o ⊙ tanh c_t (Hochreiter & Schmidhuber 1997; Gers et al. 2000).

    i, f, o = σ(W x_t + U h_{t−1} + b), each with its own weights, and g = tanh of the same kind of sum.
    """
    from_x, from_h = sums("ifgo", x, before["h"], weights)
    a = {k: from_x[k] + from_h[k] for k in from_x}
    i, f, o = (torch.sigmoid(a[k]) for k in "ifo")
    g = torch.tanh(a["g"])
    c = f * before["c"] + i * g
    return traced(from_x, from_h, a) | {"i": i, "f": f, "g": g, "o": o, "c": c, "h": o * torch.tanh(c)}


def gru_step(x: Tensor, before: Values, weights: Weights, activation: str = "tanh") -> Values:
    """h_t = z ⊙ h_{t−1} + (1 − z) ⊙ n (Cho et al. 2014, as `torch.nn.GRU` writes it).

    r, z = σ(W x_t + U h_{t−1} + b), each with its own weights, and n = tanh(W x_t + b_W + r ⊙ (U h_{t−1} + b_U)).
    """
    from_x, from_h = sums("rzn", x, before["h"], weights)
    a = {k: from_x[k] + from_h[k] for k in "rz"}
    r, z = torch.sigmoid(a["r"]), torch.sigmoid(a["z"])
    a["n"] = from_x["n"] + r * from_h["n"]
    n = torch.tanh(a["n"])
    return traced(from_x, from_h, a) | {"r": r, "z": z, "n": n, "h": z * before["h"] + (1 - z) * n}


def traced(from_x: Values, from_h: Values, a: Values) -> Values:
    """The sums of every gate k: what comes from x as x_k, from h as u_k, together as a_k."""
    named = (("x", from_x), ("u", from_h), ("a", a))
    return {f"{sign}_{k}": value for sign, values in named for k, value in values.items()}


@dataclass(frozen=True)
class Cell:
    """step(x, before, weights, activation): inputs (n, n_in) and the states before → every value of the step.

    `module` and `layers`, by activation, are PyTorch's: the network, and one layer with given weights.
    `states`: what is carried on; `gates`: what has weights of its own, in the order of `torch.nn`; `sigmoids`: those of
    them in 0…1; `equations`: LaTeX, a line each.
    """

    title: str
    step: Callable[..., Values]
    module: Callable[..., nn.RNNBase]
    layers: dict[str, Callable[..., tuple[Tensor, ...]]]
    states: tuple[str, ...]
    gates: tuple[str, ...]
    sigmoids: tuple[str, ...]
    equations: tuple[str, ...]


def summed(gate: str) -> str:
    return rf"W_{{{gate}}} x_t + U_{{{gate}}} h_{{t-1}} + b_{{{gate}}}"


CELLS: dict[str, Cell] = {
    "rnn": Cell(
        "RNN (Elman)", rnn_step, nn.RNN, {"tanh": torch.rnn_tanh, "relu": torch.rnn_relu}, ("h",), ("h",), (),
        (rf"h_t = f({summed('')})".replace("_{}", ""),),
    ),
    "lstm": Cell(
        "LSTM", lstm_step, nn.LSTM, {"tanh": torch.lstm}, ("h", "c"), ("i", "f", "g", "o"), ("i", "f", "o"),
        (
            *(rf"{k}_t = \sigma({summed(k)})" for k in "ifo"),
            rf"g_t = \tanh({summed('g')})",
            r"c_t = f_t \odot c_{t-1} + i_t \odot g_t",
            r"h_t = o_t \odot \tanh c_t",
        ),
    ),
    "gru": Cell(
        "GRU", gru_step, nn.GRU, {"tanh": torch.gru}, ("h",), ("r", "z", "n"), ("r", "z"),
        (
            *(rf"{k}_t = \sigma({summed(k)})" for k in "rz"),
            r"n_t = \tanh(W_{n} x_t + b_{n} + r_t \odot (U_{n} h_{t-1} + b'_{n}))",
            r"h_t = z_t \odot h_{t-1} + (1 - z_t) \odot n_t",
        ),
    ),
}  # fmt: skip
