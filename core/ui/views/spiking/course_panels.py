"""Panels of what goes on: membranes through time, learning, and what each further time step costs and brings."""

import numpy as np

from core.figures.curves import Curve
from core.figures.drawing import Drawing
from core.figures.learning import learning
from core.figures.oscilloscope import Channel, Trace, oscilloscope
from core.figures.scale import nice_range
from core.figures.theme import COLOUR
from core.lessons.spiking.operations import NUMBERS, energy
from core.ui.language import t
from core.ui.views.spiking.look import SpikingLook

LOW = 270  # px
ROLES = {"spiking": "positive", "ordinary": "negative"}


def names() -> dict[str, str]:
    return {"spiking": t("spiking"), "ordinary": t("ordinary")}


def membrane_panel(look: SpikingLook) -> Drawing:
    """The potential of one hidden neuron, and of all outputs, with the threshold."""
    activity, theta = look.activity, look.settings.model.threshold
    hidden, outputs = (v[:, 0].numpy() for v in activity.potentials)
    steps = np.arange(1, len(hidden) + 1, dtype=float)
    decided, fired = int(activity.decisions()[0]), np.flatnonzero(activity.spikes[0][:, 0, look.unit].numpy())
    rest = [Trace(outputs[:, i], COLOUR["grid"]) for i in range(outputs.shape[1]) if i not in (decided, look.truth)]
    marked = [Trace(outputs[:, look.truth], COLOUR["gradient"], str(look.truth))] if look.truth != decided else []
    answer = Trace(outputs[:, decided], COLOUR["positive"], str(decided))
    level = ((theta, "θ"),)

    def reach(values: np.ndarray) -> tuple[float, float]:
        """Up to the highest potential, and down by as much as twice that: what is held far below says no more."""
        low, high = nice_range(np.append(values[np.isfinite(values)], [0.0, 1.5 * theta]))
        return max(low, -2 * high), high

    return oscilloscope(
        steps,
        (0.5, len(hidden) + 0.5),
        [
            Channel(
                t("v, hidden {n}", n=look.unit + 1),
                reach(hidden[:, look.unit]),
                [Trace(hidden[:, look.unit], COLOUR["text"])],
                levels=level,
            ),
            Channel(t("v, outputs"), reach(outputs), [*rest, *marked, answer], 1.4, levels=level),
        ],
        theme=look.theme,
        spikes=steps[fired],
        title=t("Membrane potentials"),
        x_title=t("time step"),
        width_px=look.span(4),
        height_px=LOW,
    )


def curves_panel(look: SpikingLook) -> Drawing:
    """Loss and accuracy of both on the test set."""
    x = np.array([frame.progress for frame in look.frames])

    def series(metric: str) -> list[Curve]:
        return [
            Curve(name, x, np.array([frame.metrics[f"{side}.{metric}"] for frame in look.frames]), role=ROLES[side])
            for side, name in names().items()
        ]

    past = look.frame.progress if look.frame is not look.frames[-1] else None
    return learning(
        series("test_loss"),
        series("test_accuracy"),
        theme=look.theme,
        x_title=t("epoch"),
        titles=(t("test loss"), t("test accuracy")),
        cursor=past,
        width_px=look.span(4),
        height_px=LOW,
    )


def tip_panel(look: SpikingLook) -> Drawing:
    """If the spiking network had to decide after t steps: its energy and accuracy, beside the ordinary one's."""
    accuracy, parts = look.after.accuracy, look.after.parts
    number = NUMBERS[look.settings.count.numbers]
    steps = np.arange(1, len(parts) + 1, dtype=float)
    spent = np.array([energy(until, number) for until in parts])
    flat, known = look.energies["ordinary"], look.accuracies["ordinary"]
    reach = np.array([0.0, max(float(steps[-1]), 2.0)])
    both = names()
    return learning(
        [
            Curve(both["spiking"], steps, spent, role=ROLES["spiking"]),
            Curve(both["ordinary"], reach, np.full(2, flat), role=ROLES["ordinary"]),
        ],
        [
            Curve(both["spiking"], steps, accuracy.numpy(), role=ROLES["spiking"]),
            Curve(both["ordinary"], reach, np.full(2, known), role=ROLES["ordinary"]),
        ],
        theme=look.theme,
        x_title=t("decided after so many time steps"),
        titles=(t("energy, nJ"), t("test accuracy")),
        width_px=look.span(4),
        height_px=LOW,
    )
