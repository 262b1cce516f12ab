"""Panels of one number of a feature map: the map before, the kernel and its products, the map, and the sum."""

from typing import Any

import numpy as np
import torch

from core.figures.convolution import picture, products, result
from core.figures.digits import short
from core.figures.drawing import Drawing
from core.figures.figure import Array
from core.figures.scale import outward
from core.lessons.images.seeing import Product
from core.ui.language import t
from core.ui.look import Panel
from core.ui.numbers import number, plain
from core.ui.views.images.look import ImagesLook

HEIGHT, WORDS = 235, 96
PARTS = 12  # terms of a sum that are written out
WEIGHTED = ("conv", "dense", "output")  # the kinds that are sums of products


def grid_of(values: Array) -> Array:
    """A map (h, w) stays; neurons (n,) become a square."""
    return values if values.ndim == 2 else square(values)


def square(values: Array) -> Array:
    """Numbers (n,) as a square (r, r), NaN where there are none."""
    side = int(np.ceil(np.sqrt(values.size)))
    made = np.full(side * side, np.nan)
    made[: values.size] = values.ravel()
    return made.reshape(side, side)


def limit_of(values: Array) -> float:
    return outward(float(np.nanmax(np.abs(values), initial=0.0)))


def source_panel(look: ImagesLook) -> Drawing:
    """The map before, with the pixels that were read outlined; the picture itself is shown as ink."""
    stage, channel = look.chosen_map
    before, kind = look.stages[stage - 1], look.product.kind
    at = channel if kind not in WEIGHTED else look.slice if before.values.ndim > 1 else 0
    padding = look.settings.model.kernel // 2 if kind == "conv" and look.settings.model.padding == "same" else 0
    values = np.pad(before.values[at], padding) if before.values.ndim > 1 else grid_of(before.values)
    look.picked["sides"] = len(values), len(grid_of(look.stages[stage].values[channel]))
    paper, ink = look.data.encode(torch.tensor([0, 255], dtype=torch.uint8)).tolist()
    name, alone = look.called(before.name), before.values.ndim == 1 or len(before.values) == 1
    return picture(
        values[None],
        reads(look, kind),
        padding=padding,
        theme=look.theme,
        title=name if alone else t("{layer}, map {n}", layer=name, n=at + 1),
        limit=limit_of(values),
        shade=(values - paper) / (ink - paper) if before.kind == "input" else None,
    )


def reads(look: ImagesLook, kind: str) -> list[tuple[int, int]]:
    """Rows and columns, rim included, of the pixels that the chosen number is made of; none for dense layers."""
    (row, column), config = look.place, look.settings.model
    sides = {"conv": (config.kernel, config.stride), "pool": (2, 2), "dense": (0, 0), "output": (0, 0)}
    side, stride = sides.get(kind, (1, 1))
    return [(row * stride + u, column * stride + v) for u in range(side) for v in range(side)]


def kernel_panel(look: ImagesLook) -> Drawing:
    """The slice of the kernel, or a neuron's weights, and the products; without weights the numbers it is made of."""
    made, before = look.product, look.stages[look.chosen_map[0] - 1].values
    if made.kind not in WEIGHTED:
        labels = t("Kernel"), t("What it is made of")
        total, limit = f"= {short(made.value)}", limit_of(made.inputs)
        return products(None, made.inputs[None], total, theme=look.theme, limit=limit, labels=labels)
    parts = len(before) if before.ndim > 1 else 1
    at = look.slice if parts > 1 else 0
    kernel, window = (square(v.reshape(parts, -1)[at]) for v in (made.weights, made.inputs))
    multiplied = kernel * window
    total = f"Σ = {short(float(np.nansum(multiplied)))}"
    labels = (t("Kernel"), t("Kernel × pixels")) if made.kind == "conv" else (t("Weights"), t("Weights × inputs"))
    return products(kernel[None], multiplied[None], total, theme=look.theme, limit=limit_of(multiplied), labels=labels)


def map_panel(look: ImagesLook) -> Drawing:
    """The chosen map, large."""
    stage, channel = look.chosen_map
    values, name = look.stages[stage].values, look.called(look.stages[stage].name)
    if values.ndim == 1:
        square = grid_of(values)
        title = t("{layer}, neuron {n}", layer=name, n=channel + 1)
        return result(square, divmod(channel, len(square)), limit=limit_of(values), theme=look.theme, title=title)
    title = t("{layer}, map {n}", layer=name, n=channel + 1)
    return result(values[channel], look.place, limit=limit_of(values), theme=look.theme, title=title)


def sum_panel(look: ImagesLook) -> dict[str, Any]:
    """The chosen number written out: what each map before adds, and the products of the slice that is shown."""
    stage, channel = look.chosen_map
    name, made = look.called(look.stages[stage].name), look.product
    if look.stages[stage].values.ndim == 1:
        title = t("{layer}, neuron {n}", layer=name, n=channel + 1)
    else:
        place = {"row": look.place[0] + 1, "column": look.place[1] + 1}
        title = t("{layer}, map {n}, row {row}, column {column}", layer=name, n=channel + 1, **place)
    return {"text": [(title, sum_lines(look, made))]}


def sum_lines(look: ImagesLook, made: Product) -> list[str]:
    value, name = plain(made.value), look.settings.model.activation
    if made.kind == "pool":
        numbers = [number(v) for v in made.inputs.ravel()]
        mean = look.settings.model.pool == "average"
        return [f"({' + '.join(numbers)}) / 4 = {value}" if mean else f"max({', '.join(numbers)}) = {value}"]
    if made.kind not in WEIGHTED:
        before, rest = plain(made.inputs.item()), made.value - made.inputs.item()
        if made.kind == "sum":
            return [t("activation + what skips the block: {sum}", sum=f"{before} + {number(rest)} = {value}")]
        return [f"{name}({before}) = {value}" if made.kind == "activation" else f"{before} → {value}"]
    total = float(look.contributions.sum()) + made.bias
    line = t("{terms} + bias {bias} = {value}", terms=terms(look), bias=number(made.bias), value=plain(total))
    lines = [t("sum over the layer before: {sum}", sum=line)]
    if made.kind == "dense":
        lines.append(f"{name}({plain(total)}) = {value}")
    if made.kind == "conv":
        kernel, window = made.weights[look.slice].ravel(), made.inputs[look.slice].ravel()
        written = " + ".join(f"{number(w)}·{number(x)}" for w, x in zip(kernel, window, strict=True))
        part = plain(float(look.contributions[look.slice]))
        lines.append(t("of it map {n}: {products} = {value}", n=look.slice + 1, products=written, value=part))
    return lines


def terms(look: ImagesLook) -> str:
    """What the maps or neurons before add, the largest one by one, the rest as one number."""
    parts = look.contributions
    order = np.sort(np.argsort(-np.abs(parts), kind="stable")[:PARTS])
    written, n = [number(v) for v in parts[order]], len(parts) - len(order)
    if n:
        written.append(t("{value} from {n} more", value=number(float(parts.sum() - parts[order].sum())), n=n))
    return " + ".join(written)


PANELS = {
    "source": Panel(source_panel, 3, HEIGHT, "The map before with the window on it", hover=True, drag=True),
    "kernel": Panel(kernel_panel, 3, HEIGHT, "The kernel that made the chosen map, and its products"),
    "map": Panel(map_panel, 3, HEIGHT, "The chosen feature map, large, with its numbers", hover=True, drag=True),
    "sum": Panel(sum_panel, 12, WORDS, "The chosen number of a map written out"),
}
