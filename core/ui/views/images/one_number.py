"""Panels of one number of a feature map: the map before, the kernel and its products, the map, and the sum."""

from typing import Any

import numpy as np

from core.figures.convolution import picture, products, result
from core.figures.digits import short
from core.figures.drawing import Drawing
from core.figures.figure import Array
from core.figures.scale import outward
from core.ui.language import t
from core.ui.look import Panel
from core.ui.numbers import number, plain
from core.ui.views.images.look import ImagesLook
from core.ui.views.images.words import layer_name

HEIGHT, WORDS = 235, 96
PARTS = 12  # terms of a sum that are written out


def grid_of(values: Array) -> Array:
    """Maps stay; neurons (n,) become a square (r, r), NaN where there are none."""
    if values.ndim == 2:
        return values
    side = int(np.ceil(np.sqrt(values.size)))
    square = np.full(side * side, np.nan)
    square[: values.size] = values.ravel()
    return square.reshape(side, side)


def limit_of(values: Array) -> float:
    return outward(float(np.nanmax(np.abs(values), initial=0.0)))


def source_panel(look: ImagesLook) -> Drawing:
    """The map before, with the pixels that were read outlined."""
    stage, channel = look.chosen_map
    before, made = look.stages[stage - 1], look.product
    title = layer_name(before.name)
    if made.kind in ("dense", "output"):
        values = before.values if before.values.ndim == 1 else before.values[look.slice]
        if before.values.ndim > 1:
            title = t("{layer}, map {n}", layer=title, n=look.slice + 1)
        return picture(grid_of(values)[None], [], padding=0, theme=look.theme, title=title, limit=limit_of(values))
    at = look.slice if made.kind == "conv" else channel
    config, padding = look.settings.model, 0
    row, col = look.place
    reads = [(row, col)]
    if made.kind == "conv":
        padding = config.kernel // 2 if config.padding == "same" else 0
        reads = [
            (row * config.stride + u, col * config.stride + v)
            for u in range(config.kernel)
            for v in range(config.kernel)
        ]
    elif made.kind == "pool":
        reads = [(2 * row + u, 2 * col + v) for u in (0, 1) for v in (0, 1)]
    values = np.pad(before.values[at], padding)
    look.picked["sides"] = len(values), len(look.stages[stage].values[channel])
    title = title if stage == 1 and len(before.values) == 1 else t("{layer}, map {n}", layer=title, n=at + 1)
    return picture(values[None], reads, padding=padding, theme=look.theme, title=title, limit=limit_of(values))


def kernel_panel(look: ImagesLook) -> Drawing:
    """The slice of the kernel and its products; for what has no weights the numbers it is made of."""
    made = look.product
    if made.kind == "conv":
        kernel, window = made.weights[look.slice], made.inputs[look.slice]
    elif made.kind in ("dense", "output"):
        parts = len(look.contributions) if look.stages[look.chosen_map[0] - 1].values.ndim > 1 else 1
        here = look.slice if parts > 1 else 0
        kernel, window = (grid_of(v.reshape(parts, -1)[here]) for v in (made.weights, made.inputs))
    else:
        words = (t("Kernel"), t("What it is made of"))
        return products(
            None,
            made.inputs[None],
            f"= {short(made.value)}",
            theme=look.theme,
            limit=limit_of(made.inputs),
            labels=words,
        )
    multiplied = kernel * window
    total = f"Σ = {short(float(np.nansum(multiplied)))}"
    words = (t("Kernel"), t("Kernel × pixels"))
    return products(kernel[None], multiplied[None], total, theme=look.theme, limit=limit_of(multiplied), labels=words)


def map_panel(look: ImagesLook) -> Drawing:
    """The chosen map, large."""
    stage, channel = look.chosen_map
    values, name = look.stages[stage].values, layer_name(look.stages[stage].name)
    if values.ndim == 1:
        square = grid_of(values)
        title = t("{layer}, neuron {n}", layer=name, n=channel + 1)
        return result(square, divmod(channel, len(square)), limit=limit_of(values), theme=look.theme, title=title)
    title = t("{layer}, map {n}", layer=name, n=channel + 1)
    return result(values[channel], look.place, limit=limit_of(values), theme=look.theme, title=title)


def sum_panel(look: ImagesLook) -> dict[str, Any]:
    """The chosen number written out: what each map before adds, and the products of the slice that is shown."""
    stage, channel = look.chosen_map
    name, made = layer_name(look.stages[stage].name), look.product
    if look.stages[stage].values.ndim == 1:
        title = t("{layer}, neuron {n}", layer=name, n=channel + 1)
    else:
        place = {"row": look.place[0] + 1, "column": look.place[1] + 1}
        title = t("{layer}, map {n}, row {row}, column {column}", layer=name, n=channel + 1, **place)
    return {"text": [(title, sum_lines(look, made))]}


def sum_lines(look: ImagesLook, made: Any) -> list[str]:
    value = plain(made.value)
    if made.kind == "pool":
        values = ", ".join(plain(v) for v in made.inputs.ravel())
        if look.settings.model.pool == "max":
            return [f"max({values}) = {value}"]
        return [f"({' + '.join(number(v) for v in made.inputs.ravel())}) / 4 = {value}"]
    if made.kind == "activation":
        return [f"{look.settings.model.activation}({plain(made.inputs.item())}) = {value}"]
    if made.kind in ("norm", "sum"):
        return [f"{plain(made.inputs.item())} → {value}"]
    parts = look.contributions
    order = np.sort(np.argsort(-np.abs(parts), kind="stable")[:PARTS])
    rest = float(parts.sum() - parts[order].sum())
    terms = [number(v) for v in parts[order]] + (
        [t("{value} from {n} more", value=number(rest), n=len(parts) - len(order))] if len(parts) > len(order) else []
    )
    lines = [
        t(
            "sum over the maps before: {terms} + bias {bias} = {value}",
            terms=" + ".join(terms),
            bias=number(made.bias),
            value=value,
        )
    ]
    if made.kind == "conv":
        kernel, window = made.weights[look.slice].ravel(), made.inputs[look.slice].ravel()
        written = " + ".join(f"{number(w)}·{number(x)}" for w, x in zip(kernel, window, strict=True))
        lines.append(
            t(
                "map {n} adds {products} = {value}",
                n=look.slice + 1,
                products=written,
                value=plain(float(parts[look.slice])),
            )
        )
    return lines


PANELS = {
    "source": Panel(source_panel, 3, HEIGHT, "The map before with the window on it", hover=True, drag=True),
    "kernel": Panel(kernel_panel, 3, HEIGHT, "The kernel that made the chosen map, and its products"),
    "map": Panel(map_panel, 3, HEIGHT, "The chosen feature map, large, with its numbers", hover=True, drag=True),
    "sum": Panel(sum_panel, 12, WORDS, "The chosen number of a map written out"),
}
