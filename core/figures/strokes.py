"""Strokes: how a drawing tells its lines apart, by width and dashes, and in a key."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.drawing import Item
from core.figures.figure import Array


@dataclass(frozen=True)
class Stroke:
    """A way to draw a line: `colour` by its index, `width` and, for broken ones, dash and gap in px."""

    colour: int
    width: float = 2.0
    dash: tuple[float, float] | None = None

    def item(self, pieces: Array) -> Item:
        """The `links` of pieces in px (n, 4), one after the other."""
        ends = dashes(pieces, *self.dash) if self.dash else pieces
        return {
            "kind": "links",
            "ends": np.asarray(ends, np.float32).reshape(-1, 4),
            "width": self.width,
            "colour": self.colour,
            "curved": False,
        }


def dashes(pieces: Array, on: float, off: float) -> Array:
    """Pieces (n, 4) → the parts of them that remain when gaps are cut in, counted on from piece to piece."""
    ways = pieces[:, 2:] - pieces[:, :2]
    lengths = np.hypot(ways[:, 0], ways[:, 1])
    pieces, ways, lengths = pieces[lengths > 0], ways[lengths > 0], lengths[lengths > 0]
    after = np.cumsum(lengths)
    if not len(after):
        return np.empty((0, 4))
    dash = np.arange(0, after[-1], on + off)
    cuts = np.unique(np.concatenate([dash, dash + on, [0.0], after]))
    cuts = cuts[cuts <= after[-1]]
    middle = (cuts[:-1] + cuts[1:]) / 2
    kept = middle % (on + off) < on
    piece = np.searchsorted(after, middle[kept])
    before = (after - lengths)[piece]
    ends = []
    for cut in (cuts[:-1][kept], cuts[1:][kept]):
        share = ((cut - before) / lengths[piece])[:, None]
        ends.append(pieces[piece, :2] + share * ways[piece])
    return np.concatenate(ends, axis=1)


def chained(pieces: Array) -> Array:
    """The same pieces (n, 4) one after the other along the lines they make, each turned so that it goes on the last."""
    ends = np.round(pieces, 6).reshape(-1, 2, 2)
    at: dict[tuple[float, float], list[int]] = {}
    for i, pair in enumerate(ends.tolist()):
        for x, y in pair:
            at.setdefault((x, y), []).append(i)
    lone = [i for (i, *more) in at.values() if not more]  # pieces with an end that no other touches
    found: list[Array] = []
    left = dict.fromkeys([*lone, *range(len(ends))])
    while left:
        first = next(iter(left))
        turned = len(at[tuple(ends[first, 0])]) > 1 and len(at[tuple(ends[first, 1])]) == 1
        following: int | None = first
        while following is not None:
            del left[following]
            found.append(pieces[following, [2, 3, 0, 1]] if turned else pieces[following])
            tip = tuple(ends[following, 0 if turned else 1])
            following = next((i for i in at[tip] if i in left), None)
            turned = following is not None and tuple(ends[following, 1]) == tip
    return np.array(found).reshape(-1, 4)


def key(
    entries: Sequence[tuple[str, Stroke]], left: float, y: float, text: int, right: float = float("inf")
) -> list[Item]:
    """A short piece of each line and its name, one beside the other from `left`, at height `y`; closer together where
    they would reach beyond `right`."""
    widths = [sum(12.0 if ord(letter) > 0x2E80 else 6.2 for letter in name) for name, _ in entries]
    piece, gap = (22, 12) if left + sum(widths) + 38 * len(entries) - 12 <= right else (10, 6)
    items: list[Item] = []
    for (name, stroke), width in zip(entries, widths, strict=True):
        items.append(stroke.item(np.array([(left, y, left + piece, y)])))
        word = {"kind": "words", "xy": np.array([(left + piece + 4, y)], np.float32), "text": [name], "align": "left"}
        items.append(word | {"size": 12, "colour": text})
        left += piece + 4 + width + gap
    return items
