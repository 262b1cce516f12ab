"""Panels of the page on images, by what is looked at."""

from core.figures.drawing import Drawing
from core.figures.theme import Theme
from core.lessons.images.settings import ImagesExperiment
from core.ui.look import Panel
from core.ui.views.images.answers import ANSWERS, EMBEDDING
from core.ui.views.images.before import BATCH, LAYERS, table
from core.ui.views.images.network import PANELS

VIEWS: dict[str, dict[str, Panel]] = {
    "network": PANELS,
    "answers": ANSWERS,
    "embedding": EMBEDDING,
    "layers": LAYERS,
    "batch": BATCH,
}


def without_network(settings: ImagesExperiment, theme: Theme, width: float) -> dict[str, Drawing]:
    """What is shown where there is no network: the layer table, in the widest place of every view."""
    drawn = {}
    for panels in VIEWS.values():
        id, panel = max(panels.items(), key=lambda entry: entry[1].span * entry[1].height)
        wide = width * (panel.span / 12 if width > 640 else 1) - 12
        drawn[id] = table(settings, theme, wide, panel.height)
    return drawn
