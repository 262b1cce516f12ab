"""STDP: a volley of spikes, the neuron's own, and the window that says what each pair of them changes."""

import numpy as np

from core.figures.drawing import Drawing
from core.figures.loss_curve import LossLine, loss_curve
from core.figures.number import told
from core.figures.stdp_window import stdp_window
from core.figures.synapses import synapses
from core.figures.volley import volley
from core.learning.stdp import window
from core.lessons.plasticity.timing import LENGTH, NEURON
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.plasticity.look import HIGH, LOW, Block
from core.ui.views.plasticity.stdp_look import STDPLook

REACH = 60.0  # ms of the window shown, to each side
DT = np.concatenate([np.linspace(-REACH, -0.01, 120), np.linspace(0.01, REACH, 120)])


def volley_panel(look: STDPLook) -> Drawing:
    return volley(
        look.state("times"),
        look.state("before"),
        look.state("potential"),
        look.spikes,
        theme=look.theme,
        length=LENGTH,
        threshold=NEURON.threshold,
        v_range=(min(NEURON.reset_v, NEURON.rest_v) - 5, NEURON.threshold + 5),
        labels={
            "synapse": t("synapse"),
            "time": t("time in the volley (ms)"),
            "v": t("potential (mV)"),
            "threshold": t("threshold"),
        },
        hover=t("synapse {i0}: spike at {1} ms, weight {2}"),
        title=t("Spikes that arrive, and the neuron’s own"),
        width_px=look.room(5),
        height_px=HIGH,
    )


def window_panel(look: STDPLook) -> Drawing:
    s = look.settings.spikes
    dt = (look.spikes[:, None] - look.state("times")).ravel()
    return stdp_window(
        DT,
        100 * window(DT, *s.window),
        theme=look.theme,
        pairs=(dt, 100 * window(dt, *s.window)),
        handles=np.array([[-s.tau_minus, -s.a_minus / np.e], [s.tau_plus, s.a_plus / np.e]]),
        handle_names=(
            t("Drag: A₋ = {a}%, τ₋ = {tau} ms", a=told(s.a_minus), tau=told(s.tau_minus)),
            t("Drag: A₊ = {a}%, τ₊ = {tau} ms", a=told(s.a_plus), tau=told(s.tau_plus)),
        ),
        sides=(t("after the neuron"), t("before it")),
        top=look.top,
        title=t("STDP window: drag a square"),
        x_title="t_post − t_pre (ms)",
        y_title=t("change (%)"),
        hover=t("{0} ms: {1}%"),
        width_px=look.room(4),
        height_px=HIGH,
    )


def synapses_panel(look: STDPLook) -> Drawing:
    return synapses(
        look.run.learner.latency,
        look.state("w"),
        look.state("before"),
        theme=look.theme,
        length=LENGTH,
        fired=float(look.spikes[0]) if len(look.spikes) else None,
        chosen=look.synapse,
        title=t("Weights by latency"),
        x_title=t("latency (ms)"),
        y_title=t("weight"),
        hover=t("synapse {i0}: latency {1} ms, weight {2}"),
        width_px=look.room(3),
        height_px=HIGH,
    )


def course_panel(look: STDPLook) -> Drawing:
    """When the neuron first fired, volley by volley; a volley without a spike leaves a gap."""
    steps, (fired,) = look.history("fired")
    fired = np.where(fired >= LENGTH, np.nan, fired)
    known = np.flatnonzero(np.isfinite(fired))
    ball = (float(steps[known[-1]]), float(fired[known[-1]]), np.nan) if len(known) else None
    label = f"{fired[known[-1]]:.1f}" if len(known) else ""
    lines = [LossLine("", steps, fired, "gradient", ball=ball, label=label)]
    axes = look.axes(4, LOW, x_range=look.steps, y_range=(0.0, LENGTH), title=t("When the neuron fires first"))
    return loss_curve(lines, axes=axes, theme=look.theme, x_title=t("volley"), y_title="ms")


def rule_panel(look: STDPLook) -> dict[str, list[Block]]:
    """The pairs of one synapse, and what they make of its weight."""
    s, i = look.settings.spikes, look.synapse
    arrived, before, now = float(look.state("times")[i]), float(look.state("before")[i]), float(look.state("w")[i])
    title = t("Synapse {n}: its spike arrived at {time} ms", n=i + 1, time=f"{arrived:.2f}")
    if not len(look.spikes):
        return {"text": [(title, [t("no spike of the neuron, no change")])]}
    lines, total = [], 0.0
    for post in look.spikes.tolist():
        dt = post - arrived
        change = 100 * float(window(np.array(dt), *s.window))
        total += change
        a, tau, sign = (s.a_plus, s.tau_plus, "") if dt > 0 else (s.a_minus, s.tau_minus, "−")
        exponent = f"exp(−{told(abs(dt))}/{told(tau)})"
        lines.append(f"t_post − t_pre = {post:.2f} − {arrived:.2f} = {told(dt)} ms")
        lines.append(f"W = {sign}{told(a)}%·{exponent} = {told(change)}%")
    step = "w" if look.step else t("w then")
    after = now if look.step else float(np.clip(before + total / 100, 0, 1))
    result = f"{step} ← clip({before:.4f} + {told(total)}%, 0, 1) = {after:.4f}".replace("+ −", "− ")
    return {"text": [(title, [*lines, result])]}


PANELS: dict[str, Panel] = {
    "volley": Panel(volley_panel, 5, HIGH, "Spikes of all synapses in one volley, and the membrane potential"),
    "window": Panel(
        window_panel, 4, HIGH, "The STDP window with the pairs of spikes of this volley, and two handles", drag=True
    ),
    "synapses": Panel(synapses_panel, 3, HIGH, "Weight of each synapse over its latency"),
    "rule": Panel(rule_panel, 8, LOW, "The pairs of one synapse, with their numbers put in"),
    "course": Panel(course_panel, 4, LOW, "When the neuron first fired, over the volleys"),
}
