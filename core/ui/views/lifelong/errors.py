"""How errors go back: panels and settings of the part on error signals."""

from dataclasses import replace

import numpy as np

from core.figures.curves import Curve
from core.figures.digits import sub
from core.figures.drawing import Drawing
from core.figures.error_paths import NEED, ErrorPath, error_paths
from core.figures.lines import lines
from core.figures.message_rows import MessageRow, message_rows
from core.figures.pictures import Picture, pictures
from core.learning.error_signals import ERROR_SIGNALS
from core.lessons.lifelong.errors_script import script
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.lifelong.errors_look import ROLES, ErrorsLook
from core.ui.views.lifelong.errors_neuron import neuron_panel
from core.ui.views.lifelong.errors_numbers import numbers
from core.ui.views.lifelong.part import Part

HIGH, LOW = 250, 250  # px of the rows of panels
KEY, LETTER, EDGE = 38.0, 6.2, 56.0  # px of a line and the gaps in a key, of a letter, and beside the key
DASHES = ("solid", "6px,4px", "3px,2px", "10px,6px")  # of the layers


def accuracy_panel(look: ErrorsLook) -> Drawing:
    named = [
        Curve(ERROR_SIGNALS[rule].short, *look.history(rule, "test_accuracy"), ROLES[rule], "solid")
        for rule in look.rules
    ]
    title = t("Accuracy on new digits")
    return lines(
        named, theme=look.theme, title=title, x_title=t("step"), y_range=(0, 1), width_px=look.room(4), height_px=HIGH
    )


def _angles(look: ErrorsLook, kind: str, title: str, top: float) -> Drawing:
    """Curves of `kind`_1, _2, … of every rule that has them: a rule's colour, a layer's dashes; some of them named."""
    names = [f"{kind}_{layer}" for layer in range(1, look.n_hidden + 1)]
    series = [
        Curve(f"{ERROR_SIGNALS[rule].short}{sub(i + 1)}", *look.history(rule, name), ROLES[rule], DASHES[i])
        for rule in look.rules
        for i, name in enumerate(names)
        if rule != "backprop" and f"{rule}.{name}" in look.frame.metrics
    ]
    ends = np.cumsum([KEY + LETTER * len(c.name) for c in series])  # px, of the names beside each other
    kept = [c if end < look.room(4) - EDGE else replace(c, name="") for c, end in zip(series, ends, strict=True)]
    width, units = look.room(4), t("degrees")
    return lines(
        kept,
        theme=look.theme,
        title=title,
        x_title=t("step"),
        y_title=units,
        x_range=None if kept else (0.0, 1.0),
        y_range=(0.0, top),
        width_px=width,
        height_px=HIGH,
    )


def angles_panel(look: ErrorsLook) -> Drawing:
    return _angles(look, "angle", t("Angle between update and gradient"), 120.0)


def back_panel(look: ErrorsLook) -> Drawing:
    return _angles(look, "back", t("Angle between B and W"), 120.0)


def path(look: ErrorsLook, rule: str) -> ErrorPath:
    entry, n = ERROR_SIGNALS[rule], look.n_hidden
    shift = 0 if entry.ideal else 1  # B is counted by the layer it leads to, W by the one it comes from
    return ErrorPath(
        f"{t(entry.title)} ({entry.short})",
        [f"W{sub(i + 1)}" for i in range(n + 1)],
        [f"{entry.carries}{sub(i + 1 + shift)}" for i in range(n)],
        np.array([look.metric(rule, f"angle_{i + 1}") for i in range(n + 1)]),
        ROLES[rule],
        entry.direct,
    )


def paths_panel(look: ErrorsLook) -> Drawing:
    layers = ["x", *(f"h{sub(i + 1)}" for i in range(look.n_hidden)), "ŷ"]
    return error_paths(
        [path(look, rule) for rule in look.rules],
        layers,
        theme=look.theme,
        selected=(look.rules.index(look.rule), look.layer),
        title=t("Ways back and their angles; click a layer"),
        width_px=look.room(7),
        height_px=paths_height(len(look.rules)),
    )


def paths_height(n_rules: int) -> int:
    return int(34 + max(NEED * n_rules, 170))


def messages_panel(look: ErrorsLook) -> Drawing:
    rows = []
    for rule in look.rules:
        told, exact = look.told(rule)
        name = t(ERROR_SIGNALS[rule].title)
        if rule == "backprop":
            rows.append(MessageRow(name, exact))
            continue
        same = float((np.sign(told) == np.sign(exact)).mean())
        rows.append(MessageRow(name, told, t("same sign as the gradient: {share}", share=f"{same:.0%}")))
        rows.append(MessageRow(t("the gradient there"), exact))
    title = t("What the neurons of h{layer} are told of digit {n}", layer=sub(look.layer), n=look.digit + 1)
    return message_rows(
        rows,
        theme=look.theme,
        unit=look.unit,
        title=title,
        width_px=look.room(5),
        height_px=paths_height(len(look.rules)),
    )


def digits_panel(look: ErrorsLook) -> Drawing:
    images, labels = look.digits
    shown = [
        Picture(image, under=label, chosen=i == look.digit)
        for i, (image, label) in enumerate(zip(images, labels, strict=True))
    ]
    title = t("Digits it learns; click one")
    return pictures(shown, theme=look.theme, title=title, name="picture", width_px=look.room(5), height_px=LOW)


PANELS: dict[str, Panel] = {
    "accuracy": Panel(accuracy_panel, 4, HIGH, "Test accuracy of every rule over the steps"),
    "angles": Panel(angles_panel, 4, HIGH, "Angle of every rule’s update to backpropagation’s gradient, by layer"),
    "back": Panel(back_panel, 4, HIGH, "Angle of the feedback weights to what they stand for, by layer", 2, 1),
    "paths": Panel(paths_panel, 7, HIGH, "For every rule how the answer goes forward and the error back"),
    "messages": Panel(messages_panel, 5, HIGH, "What each neuron of a layer is told of one digit", 2, 0),
    "neuron": Panel(neuron_panel, 7, LOW, "What one neuron is told, with its numbers", 2, 1),
    "digits": Panel(digits_panel, 5, LOW, "Training digits to choose from", 4, 3),
}


def panels(settings: object) -> dict[str, Panel]:
    """All panels, two of them as high as there are rules."""
    high = paths_height(len(settings.errors.rules))  # type: ignore[attr-defined]
    return {id: replace(p, height=high) if id in ("paths", "messages") else p for id, p in PANELS.items()}


def groups(settings: object) -> dict[str, tuple[str, ...]]:
    errors = settings.errors  # type: ignore[attr-defined]
    entries = [ERROR_SIGNALS[rule] for rule in errors.rules]
    ways = ("back_scale",) if any(entry.ideal for entry in entries) else ()
    rest = ("n_relax", "relax_rate", "nudge") if any(entry.settles for entry in entries) else ()
    return {
        "How errors go back": ("rules", *ways, *rest, "frozen"),
        "Network": ("depth", "width", "neuron"),
        "Training": ("optimizer", "lr", "batch_size", "l2", "seed", "stop", "stop_value"),
    }


PART = Part(
    "Press play: only backpropagation knows which way is down. How far off are the others, and do they learn?",
    "lifelong_errors",
    ErrorsLook,
    panels,
    groups,
    numbers,
    script,
)
