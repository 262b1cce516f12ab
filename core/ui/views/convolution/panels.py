"""Panels of the page on convolution: the picture, the kernel and its products, the map, and the sum written out."""

from functools import cached_property
from typing import Any

import numpy as np

from core.convolution import Array, padded
from core.figures.convolution import SIDE, grid_places, picture, products, result
from core.figures.drawing import Drawing
from core.figures.scale import outward
from core.lessons.convolution.learned_filters import learned_filters
from core.lessons.convolution.sliding import MOST, SlidingSettings
from core.ui.language import t
from core.ui.look import Look, Panel
from core.ui.numbers import number, plain
from core.ui.player import Player
from core.ui.transport import BUTTONS

PER_WEIGHT = 60.0  # px that the pointer moves for a weight of 1
LINE = 6  # products in a line of text


class SlidingLook(Look):
    """A window at one place of a picture."""

    settings: SlidingSettings

    @property
    def step(self) -> int:
        return self.frame.step if self.frame else 0

    @cached_property
    def fits(self) -> bool:
        return self.settings.side >= 1

    @cached_property
    def output(self) -> Array:
        """The whole map, (side, side): of a pooled photograph the mean of its channels' maps."""
        return self.settings.output().mean(0)

    @cached_property
    def place(self) -> tuple[int, int]:
        """Row and column of the window's place: where the pointer is, else where the steps have come to."""
        side = max(self.settings.side, 1)
        at, row, column = self.picked.get("place", (-1, 0, 0))
        if at == self.step:
            return min(row, side - 1), min(column, side - 1)
        return divmod(min(self.step, side**2 - 1), side)

    @cached_property
    def pixels(self) -> list[tuple[int, int]]:
        """Rows and columns, rim included, of the pixels that the window reads."""
        s, (row, column) = self.settings, self.place
        reads = [i * s.dilation for i in range(s.size)]
        return [(row * s.stride + u, column * s.stride + v) for u in reads for v in reads]

    @cached_property
    def window(self) -> Array:
        """The values under the window, (c, size, size)."""
        s = self.settings
        whole = padded(s.image, s.padding, -np.inf if s.operation == "max" else 0.0)
        rows, columns = np.array(self.pixels).T
        return whole[:, rows, columns].reshape(-1, s.size, s.size)

    def readout(self) -> list[tuple[str, str]]:
        if not self.fits:
            return []
        row, column = self.place
        y = self.output[row, column]
        return [
            (t("row"), str(row + 1)),
            (t("column"), str(column + 1)),
            ("y", told(y)),
            (t("side"), str(self.output.shape[0])),
        ]

    def notes(self) -> list[str]:
        s = self.settings
        if not self.fits:
            reach, room = s.dilation * (s.size - 1) + 1, s.image.shape[1] + 2 * s.padding
            return [
                t(
                    "The window reaches over {reach} pixels, and the picture with its rim has {room}: it fits nowhere. "
                    "Take a smaller size or dilation, or more padding.",
                    reach=reach,
                    room=room,
                )
            ]
        notes = []
        if s.unread:
            notes.append(
                t(
                    "No window reads these rows and columns: {rows}. Another stride, size or padding uses them.",
                    rows=t(", ").join(str(row + 1) for row in s.unread),
                )
            )
        if np.isinf(self.output[self.place]):
            notes.append(t("This window holds nothing but rim, and the rim counts as −∞ so that it never wins."))
        if s.operation == "convolution" and "learned" in (s.kernel, *s.others):
            notes.append(
                t(
                    "This kernel was learned by a small network that reads {share} of the test digits right.",
                    share=f"{learned_filters(s.size)[1]:.1%}",
                )
            )
        return notes

    @classmethod
    def hovered(cls, held: Player, event: dict[str, Any]) -> None:
        """The window goes to the place under the pointer, on the picture or on the map."""
        s, frame = held.settings, held.frame()
        x, y = float(event["x"]), float(event["y"])
        if event["panel"] == "picture":
            reach = s.dilation * (s.size - 1) + 1
            x, y = (v / s.stride - (reach - 1) / 2 / s.stride for v in (x, y))
        row, column = (int(min(max(v, 0), max(s.side - 1, 0))) for v in (y, x))
        held.picked["place"] = (frame.step if frame else 0, row, column)

    @classmethod
    def dragged(cls, held: Player, event: dict[str, Any]) -> None:
        """Up and down on a weight of the kernel makes it larger and smaller."""
        s = held.settings
        if event["panel"] != "kernel":
            return cls.hovered(held, event)
        if s.operation != "convolution":
            return
        if event["start"]:
            uppers, _, side = grid_places(len(s.image))
            x, y = float(event["x0"]), float(event["y0"])
            found = [((y - top) / side, (x - left) / side) for left, top in uppers]
            places = [
                (k, int(r * s.size), int(c * s.size)) for k, (r, c) in enumerate(found) if 0 <= r < 1 and 0 <= c < 1
            ]
            held.picked["weight"] = (*places[0], float(s.slices[places[0]])) if places else None
        if held.picked.get("weight"):
            channel, row, column, before = held.picked["weight"]
            weights = s.slices[channel].copy()
            moved = (float(event["y0"]) - float(event["y"])) / PER_WEIGHT
            weights[row, column] = np.clip(round(before + moved, 1), -MOST, MOST)
            held.propose(**s.edited(channel, weights))


def picture_panel(look: SlidingLook) -> Drawing:
    """The rim of maximum pooling is −∞ and left empty; in a photograph it is dark."""
    s = look.settings
    shown = padded(s.image, s.padding, np.nan if s.operation == "max" and len(s.image) == 1 else 0.0)
    title = t("Picture, {n} × {n}", n=s.image.shape[1])
    return picture(shown, look.pixels if look.fits else (), padding=s.padding, theme=look.theme, title=title)


def kernel_panel(look: SlidingLook) -> Drawing:
    s = look.settings
    labels = (t("Kernel w: drag a weight up or down"), t("Products w·x under the window"))
    if not look.fits:
        return products(s.weights, np.full_like(s.weights, np.nan), "", theme=look.theme, limit=1, labels=labels)
    y, row_column = look.output[look.place], look.window
    if s.operation == "convolution":
        total = f"Σ + b = {plain(y)}"
        multiplied = s.weights * np.nan_to_num(row_column, neginf=0)
        bound = float(np.abs(s.weights).max()) or 1.0
        return products(s.weights, multiplied, total, theme=look.theme, limit=bound, labels=labels)
    values = np.where(np.isfinite(row_column), row_column, np.nan)
    known = [(c, w) for c, w in enumerate(row_column) if np.isfinite(w).any()]
    best = [(c, *map(int, np.unravel_index(np.argmax(w), w.shape))) for c, w in known]
    name = t("mean") if s.operation == "average" else "max" if len(values) == 1 else t("mean of the maxima")
    total = f"{name} = {told(y)}"
    label = (labels[0], t("Pixels under the window"))
    chosen = best if s.operation == "max" else ()
    return products(None, values, total, theme=look.theme, limit=1, labels=label, chosen=chosen)  # type: ignore[arg-type]


def map_panel(look: SlidingLook) -> Drawing:
    if not look.fits:
        return result(np.full((1, 1), np.nan), (0, 0), limit=1, theme=look.theme, title=t("No map"))
    known, n = look.output.copy(), look.output.size
    if 0 < look.step < n:
        known.ravel()[look.step + 1 :] = np.nan
    limit = outward(float(np.abs(look.output[np.isfinite(look.output)]).max(initial=0)) or 1.0)
    title = t("Map, {n} × {n}", n=len(known))
    return result(known, look.place, limit=limit, theme=look.theme, title=title)


def text_panel(look: SlidingLook) -> dict[str, Any]:
    """The size of the map and the value at this place, with the numbers put in."""
    s = look.settings
    n = s.image.shape[1]
    size = f"⌊({n} + 2·{s.padding} − {s.dilation}·({s.size} − 1) − 1) / {s.stride}⌋ + 1 = {plain(s.side)}"
    blocks = [(t("Side of the map = ⌊(side + 2·padding − dilation·(size − 1) − 1) / stride⌋ + 1"), [size])]
    if look.fits:
        blocks.append(
            (
                t("The value at row {row}, column {column}", row=look.place[0] + 1, column=look.place[1] + 1),
                value_lines(look),
            )
        )
    return {"text": blocks}


def told(value: float) -> str:
    return plain(value).replace("inf", "∞")


def value_lines(look: SlidingLook) -> list[str]:
    s, y = look.settings, told(look.output[look.place])
    if s.operation == "convolution":
        terms = [f"{number(w)}·{number(x)}" for w, x in zip(s.weights.ravel(), look.window.ravel(), strict=True)]
        parts = [" + ".join(terms[i : i + LINE]) for i in range(0, len(terms), LINE)]
        return [f"y = {number(s.bias)}", *(f"  + {part}" for part in parts), f"  = {y}"]
    lines = []
    for channel in look.window:
        values = ", ".join(told(v) for v in channel.ravel())
        lines.append(
            f"max({values}) = {told(channel.max())}"
            if s.operation == "max"
            else f"({values.replace(', ', ' + ')}) / {channel.size} = {plain(channel.mean())}"
        )
    return lines if len(lines) == 1 else [*lines, t("shown: their mean, {y}", y=y)]


HEIGHT = int(SIDE + 34)
PANELS = {
    "picture": Panel(picture_panel, 4, HEIGHT, "The picture as numbers with the window on it", hover=True, drag=True),
    "kernel": Panel(kernel_panel, 4, HEIGHT, "The kernel, its products with the window, and their sum", drag=True),
    "map": Panel(map_panel, 4, HEIGHT, "The map that comes out, with the place of the window", hover=True, drag=True),
    "sum": Panel(text_panel, 12, 150, "The size of the map and the value at this place, written out"),
}
TOOLS: dict[str, tuple[str, str, str]] = {  # key → label, what it does, icon
    "step": ("Step", "One place further", BUTTONS["step"][2]),
    "epoch": ("Row", "To the end of this row", BUTTONS["epoch"][2]),
    "reset": ("Reset", "Back to the first place", BUTTONS["reset"][2]),
}
