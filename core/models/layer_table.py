"""Layer table: a network's layers with shapes, parameters, operations and receptive fields, by arithmetic alone."""

import math
from dataclasses import dataclass
from typing import Any

from core.convolution import output_size
from core.explained import Explained

Shape = tuple[int, ...]

MESSAGES: dict[str, str] = {
    "kernel": "{layer} is impossible: a kernel of {kernel} × {kernel} does not fit into a map of {height} × {width}. "
    "Take a smaller kernel, zeros around the maps, or fewer blocks.",
    "pool": "{layer} is impossible: a map of {height} × {width} is too small to be halved. Take fewer blocks, no "
    "pooling, zeros around the maps, or a smaller stride.",
}


class ShapeError(Explained):
    """Why a network is impossible."""

    messages = MESSAGES


@dataclass(frozen=True)
class Row:
    """One layer: output `shape` (c, h, w) or (n,), `n_parameters`, `flops` for one image (a multiplication and an
    addition count 1 each), `field`, the side of the square of input pixels that one output sees, and `problem`, the
    setting that makes the shape impossible ("" where it is not)."""

    kind: str
    name: str
    shape: Shape
    n_parameters: int = 0
    flops: int = 0
    field: int = 0
    problem: str = ""


def layer_table(config: Any, shape: Shape, n_outputs: int) -> list[Row]:
    """The rows of a CNN for images (c, h, w), up to and with the first impossible layer.

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
