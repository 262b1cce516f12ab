"""Activation panels: all of them over each other, and what was measured of each."""

import numpy as np

from core.activations import ACTIVATIONS
from core.figures.comparison import Row, overlay, table
from core.figures.drawing import Drawing
from core.lessons.neuron.activation_facts import curve, drawn, facts
from core.ui.language import t
from core.ui.views.neuron.formulas import plain
from core.ui.views.neuron.look import NeuronLook, breaks, width

HEIGHT, TABLE = 240, 320  # px


def overlay_panel(look: NeuronLook, which: int, title: str, y_title: str, y_range: tuple[float, float]) -> Drawing:
    """All activations (which 0) or all derivatives (1)."""
    z, ids = drawn(100), list(ACTIVATIONS)
    return overlay(
        z.numpy(),
        np.array([curve(id, z)[which].numpy() for id in ids]),
        [t(ACTIVATIONS[id].title) for id in ids],
        ids.index(look.settings.activation),
        look.z,
        np.array([look.at(id)[which] for id in ids]),
        y_range,
        theme=look.theme,
        title=title,
        y_title=y_title,
        width_px=width(look, 6),
        height_px=HEIGHT,
    )


def functions_panel(look: NeuronLook) -> Drawing:
    return overlay_panel(look, 0, t("All activations"), "f(z)", (-2.0, 4.0))


def slopes_panel(look: NeuronLook) -> Drawing:
    return overlay_panel(look, 1, t("Their derivatives"), "f′(z)", (-0.25, 1.85))


def table_panel(look: NeuronLook) -> Drawing:
    """Every activation's values now, and what was measured of it."""
    ids = list(ACTIVATIONS)
    rows = []
    for id in ids:
        found = facts(id, look.settings.flat)
        measured = (found.low, found.high, found.mean, found.deviation, found.saturated, found.dead, found.steepest)
        rows.append(Row(t(ACTIVATIONS[id].title), *look.at(id), *measured, breaks(found)))
    heads = [
        f"f({plain(look.z)})",
        f"f′({plain(look.z)})",
        t("range,\n◆ mean"),
        t("mean\nof f"),
        t("spread"),
        t("saturated\nshare"),
        t("dead\nshare"),
        t("steepest\nslope"),
        t("breaks"),
    ]
    return table(
        rows,
        ids.index(look.settings.activation),
        heads,
        theme=look.theme,
        title=t("Measured: click a row to use that activation"),
        width_px=width(look, 12),
        height_px=TABLE,
    )
