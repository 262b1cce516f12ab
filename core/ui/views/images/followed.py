"""Followed: the picture that is followed through the network: of the test set, drawn, or a photo."""

from typing import Any

from core.lessons.images.settings import ImagesExperiment
from core.ui import strokes
from core.ui.player import Player


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
    strokes.draw(held.picked["strokes"], path)
