"""Equations: one step of one unit of a recurrent cell, with its numbers put in."""

from collections.abc import Callable, Mapping

from core.figures.number import factor, told

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
DIGITS = 3
SMALL = 0.1  # below it a number has three digits after the point

Numbers = Mapping[str, float]  # as `step_numbers` names them


def equations(cell: str, f: str, t: int, at: Numbers) -> list[str]:
    """The lines of a cell at step t (from 1): "rnn" with the activation called `f`, "lstm" or "gru".

    W·x and U·h stand for the sums with their biases, W x_t + b_W and U h_{t−1} + b_U.
    """
    now, last = str(t).translate(SUBSCRIPTS), str(t - 1).translate(SUBSCRIPTS)
    return LINES[cell](f, now, last, at)


def rnn(f: str, now: str, last: str, at: Numbers) -> list[str]:
    """h_t = f(W x_t + U h_{t−1} + b)."""
    return [f"h{now} = {f}(W·x{now} + U·h{last} + b)", f"   = {f}({total(at, 'h')}) = {short(at['h'])}"]


def lstm(f: str, now: str, last: str, at: Numbers) -> list[str]:
    """Gates f, i, o and candidate g; c_t = f c_{t−1} + i g; h_t = o tanh(c_t)."""
    sums = [gate(name, "tanh" if name == "g" else "σ", at) for name in "figo"]
    kept, new = f"{short(at['f'])}·{inside(at['c_before'])}", f"{short(at['i'])}·{inside(at['g'])}"
    return [
        *sums,
        f"c{now} = f·c{last} + i·g",
        f"   = {kept} + {new} = {short(at['c'])}",
        f"h{now} = o·tanh(c{now}) = {short(at['o'])}·tanh({short(at['c'])}) = {short(at['h'])}",
    ]


def gru(f: str, now: str, last: str, at: Numbers) -> list[str]:
    """Gates r, z and candidate n; h_t = (1 − z) n + z h_{t−1}."""
    mixed = f"{short(at['x_n'])} + {short(at['r'])}·{inside(at['u_n'])}"
    return [
        gate("r", "σ", at),
        gate("z", "σ", at),
        "n = tanh(W·x + r·(U·h))",
        f"  = tanh({mixed}) = {short(at['n'])}",
        f"h{now} = (1 − z)·n + z·h{last}",
        f"   = {short(1 - at['z'])}·{inside(at['n'])} + {short(at['z'])}·{inside(at['h_before'])} = {short(at['h'])}",
    ]


LINES: dict[str, Callable[[str, str, str, Numbers], list[str]]] = {"rnn": rnn, "lstm": lstm, "gru": gru}


def gate(name: str, f: str, at: Numbers) -> str:
    """A gate or candidate: its sum put in, and what the function makes of it."""
    return f"{name} = {f}(W·x + U·h) = {f}({total(at, name)}) = {short(at[name])}"


def total(at: Numbers, gate: str) -> str:
    """What comes from x and from h, and their sum."""
    from_h = short(at[f"u_{gate}"])
    sign = f"− {from_h[1:]}" if from_h.startswith("−") else f"+ {from_h}"
    return f"{short(at[f'x_{gate}'])} {sign}"


def rounded(value: float) -> float:
    return round(value, DIGITS) if abs(value) < SMALL else value


def short(value: float) -> str:
    return told(rounded(value), DIGITS)


def inside(value: float) -> str:
    """As a factor: negative numbers in brackets."""
    return factor(rounded(value), DIGITS)
