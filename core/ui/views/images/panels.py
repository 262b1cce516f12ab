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
    """What each view shows where there is no network: the layer table, with the reason if that is why."""
    drawn = table(settings, theme, width - 12)
    return dict.fromkeys(("journey", "confusion", "embedding", "layers", "as_is"), drawn)
