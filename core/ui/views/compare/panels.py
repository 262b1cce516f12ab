"""Compare panels: the sides in numbers, the neurons, the damage, and what the hurt network says."""

import numpy as np

from core.figures.curves import Curve, curves
from core.figures.drawing import Drawing
from core.figures.figure import Figure
from core.figures.ranges import Span, ranges
from core.figures.samples import samples
from core.figures.unit_tiles import unit_tiles
from core.lessons.compare.digit_reader import DRAWS, SIDE
from core.lessons.compare.quantities import QUANTITIES, Value
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.compare.look import SHARES, CompareLook

HIGH, LOW = 330, 230
SHOWN = 15  # digits


def span(look: CompareLook, columns: int) -> float:
    """Width in px of a panel that spans so many of the 12 columns."""
    return look.width * (columns / 12 if look.width > 640 else 1) - 12


def known(value: Value | None) -> Span | None:
    return Span(value.low, value.best, value.high, t(value.source)) if value else None


def sides_panel(look: CompareLook) -> Drawing:
    brain, machine = look.brain, look.machine
    rows = [
        (t(name), known(brain.values.get(id)), known(machine.values.get(id)))
        for id, name in QUANTITIES.items()
        if id in brain.values or id in machine.values
    ]
    names = t(brain.title), t(machine.title)
    title = t("{brain} (blue) and {network} (orange)", brain=names[0], network=names[1])
    return ranges(rows, names, theme=look.theme, title=title, width_px=span(look, 7), height_px=HIGH)


def units_panel(look: CompareLook) -> Drawing:
    weights = look.learner.model_at(look.frame).weights[0].view(-1, SIDE, SIDE).numpy()
    return unit_tiles(
        weights,
        look.mask.numpy() == 0,
        theme=look.theme,
        title=t("Hidden neurons; click one to take it away"),
        width_px=span(look, 5),
        height_px=HIGH,
    )


def damage_panel(look: CompareLook) -> Figure:
    x, y = SHARES.numpy(), look.curve
    lines = [Curve(t("mean") if len(y) > 1 else "", x, y.mean(0), role="positive")]
    if len(y) > 1:
        name = t("range of {n}", n=DRAWS)
        lines += [
            Curve(name, x, y.min(0), role="outline", dash="2px,3px"),
            Curve("", x, y.max(0), role="outline", dash="2px,3px"),
        ]
    return curves(
        lines,
        theme=look.theme,
        title=t("Test accuracy"),
        x_title=t("share of hidden neurons taken away"),
        x_range=(0, 1),
        y_range=(0, 1),
        cursor=float((look.mask == 0).float().mean()),
    )


def digits_panel(look: CompareLook) -> Drawing:
    """The same test digits with what is said of them now, and how surely."""
    places = np.linspace(0, len(look.learner.x_test) - 1, SHOWN).astype(int)
    p, said = look.hurt[places].softmax(1).max(1)
    return samples(
        look.learner.x_test[places].view(-1, SIDE, SIDE).numpy(),
        [f"{k} ({share:.0%})" for k, share in zip(said.tolist(), p.tolist(), strict=True)],
        (said == look.learner.y_test[places]).numpy(),
        theme=look.theme,
        across=5,
        title=t("What is left of it says"),
        width_px=span(look, 4),
        height_px=LOW,
    )


def score_panel(look: CompareLook) -> Figure:
    x = np.array([frame.progress for frame in look.frames])
    lines = [
        Curve(t(part), x, np.array([frame.metrics[f"{part}_accuracy"] for frame in look.frames]), role=part)
        for part in ("train", "test")
    ]
    past = look.frame.progress if look.frame is not look.frames[-1] else None
    title = t("Accuracy, intact")
    return curves(lines, theme=look.theme, title=title, x_title=t("epoch"), y_range=(0, 1), cursor=past)


PANELS: dict[str, Panel] = {
    "sides": Panel(sides_panel, 7, HIGH, "A brain and a network in numbers, with what is uncertain", 10),
    "units": Panel(units_panel, 5, HIGH, "The weights of each hidden neuron; those taken away are struck out"),
    "damage": Panel(damage_panel, 4, LOW, "Test accuracy over the share of hidden neurons taken away", 3),
    "digits": Panel(digits_panel, 4, LOW, "Test digits and what the hurt network says of them", 2),
    "score": Panel(score_panel, 4, LOW, "Accuracy on train and test while it learns", 3, 1),
}
