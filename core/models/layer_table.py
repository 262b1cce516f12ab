"""Layer table: a network's layers with shapes, parameters, operations and receptive fields, by arithmetic alone."""

import math
from dataclasses import dataclass, replace
from typing import Any

from core.convolution import output_size
from core.explained import Explained

Shape = tuple[int, ...]

MESSAGES: dict[str, str] = {
    "kernel": "{layer} is impossible: a kernel of {kernel} × {kernel} does not fit into a map of {height} × {width}. "
    "Take a smaller kernel, zeros around the maps, or fewer blocks.",
    "pool": "{layer} is impossible: a map of {height} × {width} is too small to be halved. Take fewer blocks, no "
    "pooling, zeros around the maps, or a smaller stride.",
    "parameters": "{layer} is too large: the network would have {n} parameters up to here, at most {most} are "
    "possible. Take fewer filters or neurons, pooling, or a larger stride.",
    "operations": "{layer} is too large: one picture would take {n} operations up to here, at most {most} are "
    "possible. Take fewer filters, a smaller kernel, pooling, or a larger stride.",
}


LIMITS = {"parameters": 5_000_000, "operations": 400_000_000}  # of a network, so that it fits into a classroom's server


class ShapeError(Explained):
    """Why a network is impossible."""

    messages = MESSAGES


@dataclass(frozen=True)
class Row:
    """One layer: output `shape` (c, h, w) or (n,), `n_parameters`, `flops` for one image (a multiplication and an
    addition count 1 each), `field`, the side of the square of input pixels that one output sees, and `problem`, a key
    of `MESSAGES` for what makes the layer impossible ("" where it is not)."""

    kind: str
    name: str
    shape: Shape
    n_parameters: int = 0
    flops: int = 0
    field: int = 0
    problem: str = ""


def layer_table(config: Any, shape: Shape, n_outputs: int) -> list[Row]:
    """The rows of a CNN for images (c, h, w), up to and with the first impossible layer."""
    rows = layers(config, shape, n_outputs)
    for i, row in enumerate(rows):
        if large := [problem for problem, most in LIMITS.items() if total(rows[: i + 1], problem) > most]:
            return [*rows[:i], replace(row, problem=large[0])]
    return rows


def total(rows: list[Row], of: str) -> int:
    """The parameters or the operations of layers together."""
    return sum(row.n_parameters if of == "parameters" else row.flops for row in rows)


def layers(config: Any, shape: Shape, n_outputs: int) -> list[Row]:
    """The rows whatever their size.

    The receptive field grows by (kernel − 1)·jump in each layer, and the jump by the stride (Araujo et al. 2019).
    """
    (channels, height, width), field, jump, rows = shape, 1, 1, []
    padding = config.kernel // 2 if config.padding == "same" else 0
    for i, n_out in enumerate(config.channels, start=1):
        size = [output_size(side, config.kernel, config.stride, padding) for side in (height, width)]
        field, jump = field + (config.kernel - 1) * jump, jump * config.stride
        weights = config.kernel**2 * channels * n_out
        n_bias = 0 if config.batch_norm else n_out
        flops = math.prod(size) * (2 * weights + n_bias)
        rows.append(Row("conv", f"conv {i}", (n_out, *size), weights + n_bias, flops, field))
        if min(size) < 1:
            return [*rows[:-1], Row("conv", f"conv {i}", (n_out, *size), problem="kernel")]
        values = n_out * math.prod(size)
        if config.batch_norm:
            rows.append(Row("norm", f"norm {i}", (n_out, *size), 2 * n_out, 2 * values, field))
        rows.append(Row("activation", f"activation {i}", (n_out, *size), field=field))
        if config.residual:
            changes = channels != n_out or config.stride > 1
            n_skip = channels * n_out if changes else 0
            rows.append(Row("sum", f"sum {i}", (n_out, *size), n_skip, values + 2 * n_skip * math.prod(size), field))
        if config.pool != "none":
            size = [side // 2 for side in size]
            field, jump = field + jump, jump * 2
            values = n_out * math.prod(size)
            rows.append(Row("pool", f"pool {i}", (n_out, *size), flops=4 * values, field=field))
            if min(size) < 1:
                return [*rows[:-1], Row("pool", f"pool {i}", (n_out, *size), problem="pool")]
        channels, (height, width) = n_out, size
    n_in = channels * height * width
    rows.append(Row("flatten", "flatten", (n_in,), field=field))
    whole = max(shape[1:])
    for i, n_out in enumerate((*config.hidden, n_outputs), start=1):
        name = "output" if i > len(config.hidden) else f"dense {i}"
        rows.append(Row("dense", name, (n_out,), n_out * (n_in + 1), 2 * n_out * n_in + n_out, whole))
        n_in = n_out
    return rows
