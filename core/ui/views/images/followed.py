"""Followed: the picture that is followed through the network: of the test set, drawn, or a photo."""

from typing import Any

from core.lessons.images.settings import ImagesExperiment
from core.ui.player import Player

LONGEST, MOST = 600, 40  # places of a stroke, and strokes of a drawing


def source(picked: dict[str, Any], settings: ImagesExperiment) -> str:
    """Where the picture comes from: "test", "ink" or "photo"; a photo counts for the data set it was fitted to."""
    named = picked.get("source", "test")
    if named == "photo" and picked["photo"][0] != (settings.data.dataset, settings.data.shape):
        return "test"
    return str(named)


def draw(held: Player, path: list[Any]) -> None:
    """Go on with a drawing through places [x, y] in 0…1, None before each stroke; the first begins a new drawing."""
    if source(held.picked, held.settings) != "ink":
        held.picked |= {"source": "ink", "strokes": []}
    strokes = held.picked["strokes"]
    for place in path:
        if place is None or not strokes:
            strokes.append([])
        if place is not None and len(strokes[-1]) < LONGEST:
            x, y = (min(1.0, max(0.0, float(v))) for v in place)  # what is no number becomes 0
            strokes[-1].append((x, y))
    del strokes[:-MOST]
