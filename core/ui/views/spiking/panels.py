"""Spiking panels: examples or maps, the spikes of one of them and both decisions; and the table of all panels."""

from dataclasses import replace
from functools import partial

import numpy as np

from core.datasets.own_points import EXTENT
from core.figures.boundary import boundary
from core.figures.drawing import Drawing
from core.figures.gallery import gallery
from core.figures.raster import Band, raster
from core.figures.two_answers import Answers, two_answers
from core.lessons.spiking.settings import SpikingSettings
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.spiking.bill import bill_panel
from core.ui.views.spiking.course_panels import LOW, curves_panel, membrane_panel, tip_panel
from core.ui.views.spiking.look import SIDE, SpikingLook

HIGH, TEXT = 330, 150  # px


def examples_panel(look: SpikingLook) -> Drawing:
    """Test digits with what both say of them; framed by whether the spiking network is right."""
    places = list(look.page)
    x = look.data.x_test[places]
    spiking = look.answered(places).decisions()
    ordinary = look.said(x).argmax(1)
    return gallery(
        (x.view(-1, 1, SIDE, SIDE) * 255).byte().numpy(),
        [f"{a} · {b}" for a, b in zip(spiking.tolist(), ordinary.tolist(), strict=True)],
        theme=look.theme,
        right=(spiking == look.data.y_test[places]).numpy(),
        data=np.array(places, np.float32)[:, None],
        hover=(t("Blue frame: the spiking network is right, orange: wrong. Click: see its spikes"),),
        chosen=look.example - places[0],
        across=4,
        title=t("Test digits: spiking · ordinary"),
        width_px=look.span(3),
        height_px=HIGH,
    )


def map_panel(look: SpikingLook, side: str) -> Drawing:
    """What a network says at every place, under the test points."""
    data, k = look.data, look.data.n_classes
    titles = {"spiking": t("Spiking: share of the output spikes"), "ordinary": t("Ordinary: probability")}
    x, y = data.x_test[look.example].tolist()
    return boundary(
        look.maps[side],
        EXTENT,
        (data.x_train.numpy(), data.y_train.numpy()),
        (data.x_test.numpy(), data.y_test.numpy()),
        n_classes=k,
        theme=look.theme,
        show_test=True,
        selected=(x, y),
        title=titles[side],
        x_title="x₁",
        y_title="x₂",
        labels={"value": t("value"), "class": t("class"), "train": t("train"), "test": t("test")},
        size_px=HIGH,
    )


def raster_panel(look: SpikingLook) -> Drawing:
    """Every spike of the example, from the inputs down to the outputs."""
    activity, k = look.activity, look.data.n_classes
    layers = [layer[:, 0].numpy() for layer in (activity.inputs, *activity.spikes)]
    bands = [
        Band(t("inputs"), layers[0], 2.5, current=look.spiking.current),
        Band(t("hidden"), layers[1], 3.5),
        Band(t("outputs"), layers[2], 1 + 0.3 * k, rows=[str(i) for i in range(k)]),
    ]
    return raster(
        bands,
        theme=look.theme,
        click=1,
        row=look.unit,
        hover=t("Click: see this neuron’s membrane"),
        title=t("Spikes of test example {n}", n=look.example + 1),
        x_title=t("time step"),
        width_px=look.span(5),
        height_px=HIGH,
    )


def decision_panel(look: SpikingLook) -> Drawing:
    """Spike counts beside probabilities."""
    counts, p = look.activity.spikes[-1][:, 0].sum(0).numpy(), look.probabilities.numpy()
    steps = len(look.activity.inputs)
    spiking = Answers(
        t("spiking: spikes"), counts, max(float(counts.max()), steps / 2), [f"{c:.0f}" for c in counts], "positive"
    )
    ordinary = Answers(t("ordinary: p"), p, 1.0, [f"{100 * v:.0f}%" for v in p], "negative")
    return two_answers(
        look.classes,
        (spiking, ordinary),
        theme=look.theme,
        truth=look.truth,
        decided=(int(look.activity.decisions()[0]), int(p.argmax())),
        title=t("The two decisions"),
        width_px=look.span(4),
        height_px=HIGH,
    )


DIGITS: dict[str, Panel] = {
    "examples": Panel(examples_panel, 3, HIGH, "Test digits with the answers of both networks; a click chooses one", 2),
    "raster": Panel(raster_panel, 5, HIGH, "Spikes of inputs, hidden and output neurons over the time steps"),
    "decision": Panel(decision_panel, 4, HIGH, "Spike counts beside the probabilities of the ordinary network"),
}
PLANE: dict[str, Panel] = {
    "spiking": Panel(partial(map_panel, side="spiking"), 4, HIGH, "What the spiking network says over the plane", 4),
    "ordinary": Panel(
        partial(map_panel, side="ordinary"), 4, HIGH, "What the ordinary network says over the plane", 4, 2
    ),
    "raster": Panel(raster_panel, 4, HIGH, "Spikes of inputs, hidden and output neurons over the time steps"),
}
BELOW: dict[str, Panel] = {
    "membrane": Panel(membrane_panel, 4, LOW, "Membrane potentials of a hidden neuron and of all outputs", 2),
    "curves": Panel(curves_panel, 4, LOW, "Test loss and accuracy of both networks while they learn", 2, 1),
    "tip": Panel(tip_panel, 4, LOW, "Energy and accuracy if the spiking network decides after fewer steps", 3, 1),
    "bill": Panel(bill_panel, 12, TEXT, "The operations and the energy of one decision, with their numbers", 3, 2),
}


def panels(settings: SpikingSettings) -> dict[str, Panel]:
    """The panels of a task."""
    if not settings.data.plane:
        return DIGITS | BELOW
    decision = Panel(decision_panel, 4, LOW, "Spike counts beside the probabilities of the ordinary network")
    return PLANE | {"decision": decision} | BELOW | {"bill": replace(BELOW["bill"], span=8)}
