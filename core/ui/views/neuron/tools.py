"""What stands around the live view of one neuron: its settings by group, its tables, its script."""

from typing import Any, Literal

import streamlit as st
from pydantic import Field

from core.activations import ACTIVATIONS
from core.learner import Frame
from core.lessons.neuron.activation_facts import facts
from core.lessons.neuron.perceptron import Perceptron, weighted_sum
from core.lessons.neuron.script import neuron_script
from core.lessons.neuron.settings import REACH, NeuronSettings
from core.ui import permalink
from core.ui.language import t
from core.ui.picture import SPEED, Picture
from core.ui.player import Player
from core.ui.views.neuron.formulas import plain

BUTTONS: dict[str, tuple[str, str, str]] = {
    "step": ("Step", "One example, and the correction it asks for", "skip_next"),
    "epoch": ("Pass", "To the end of the pass through the truth table", "fast_forward"),
    "reset": ("Reset", "Back to the weights of the sliders", "replay"),
}
SHOWN = 200  # steps of the table at most


class NeuronPicture(Picture):
    """One example a picture, so that the line can be watched."""

    speed: Literal["step", "steps", "epoch", "fastest"] = Field("step", **SPEED)


def groups(settings: NeuronSettings) -> dict[str, tuple[str, ...]]:
    """The settings of the sidebar; the third input and the seed have widgets only where they count."""
    here = st.session_state if st.session_state.get("entered") == "neuron" else {}
    n, shuffle = here.get("n_inputs", settings.n_inputs), here.get("shuffle", settings.shuffle)
    shown = {
        "Data": ("n_inputs", *(f"x{i + 1}" for i in range(n)), "gate"),
        "Model": (*(f"w{i + 1}" for i in range(n)), "b", "activation", "flat"),
        "Training": ("lr", "shuffle", *(("seed",) if shuffle else ())),
    }
    drawn = {name for names in shown.values() for name in names}
    for name, value in settings.values().items():  # a widget that comes back has the value of its setting
        if name in drawn:
            st.session_state.setdefault(name, value)
        else:
            st.session_state.pop(name, None)
    return shown


def keep(page: str, held: Player) -> None:
    """A button that sets the sliders to the weights learned so far, for going on by hand."""
    frame = held.frame()
    st.sidebar.button(
        t("Learned weights to the sliders"),
        key="keep",
        help=t("Then go on by hand from there."),
        icon=":material/tune:",
        disabled=frame is None or frame.step == 0,
        on_click=lambda: permalink.update(page, **learned(held)),
    )


def learned(held: Player) -> dict[str, float]:
    """Weights and bias of the frame shown; all made smaller alike, so that the line stays, where a slider ends."""
    frame = held.frame()
    if frame is None:
        return {}
    w, b = frame.weights["w"].tolist(), frame.weights["b"].item()
    scale = max(1.0, max(map(abs, [*w, b])) / REACH)
    return {f"w{i + 1}": v / scale for i, v in enumerate(w)} | {"b": b / scale}


def steps_table(held: Player) -> None:
    """Each step of the run so far: the example, the answer, the correction; brought up to date while it plays."""
    st.caption(t("Every step that is kept of the run, the newest first."))

    @st.fragment(run_every=1.0 if held.playing else None)
    def written() -> None:
        frames = [frame for frame in held.frames() if frame.step][-SHOWN:]
        if not frames or held.run is None:
            st.info(t("Press Step, and the first correction stands here."))
            return
        learner = held.run.learner
        st.dataframe([step_row(learner, frame) for frame in reversed(frames)], hide_index=True)

    written()


def step_row(learner: Perceptron, frame: Frame) -> dict[str, Any]:
    """One step: the example, what was answered, the weights after it."""
    i, before = int(frame.weights["example"]), frame.weights["before"]
    x, y = learner.x[i], int(learner.y[i])
    z = weighted_sum(before[:-1], before[-1].item(), x).item()
    w = frame.weights["w"].tolist()
    return {
        t("step"): frame.step,
        t("pass"): frame.epoch + 1,
        **{f"x{'₁₂₃'[k]}": int(v) for k, v in enumerate(x)},
        "y": y,
        "z": z,
        "ŷ": int(z >= 0),
        "y − ŷ": y - int(z >= 0),
        **{f"w{'₁₂₃'[k]}": v for k, v in enumerate(w)},
        "b": frame.weights["b"].item(),
        t("right"): f"{frame.metrics['train_accuracy'] * len(learner.x):.0f} / {len(learner.x)}",
    }


def facts_table(settings: NeuronSettings) -> None:
    """What was measured of every activation, to sort and to download."""
    st.caption(t("Every activation, measured: shares and slopes for z from −5 to 5, mean and spread for z ~ N(0, 1)."))
    rows = []
    for id, entry in ACTIVATIONS.items():
        found = facts(id, settings.flat)
        rows.append(
            {
                t("Activation"): t(entry.title),
                t("lowest"): plain(found.low),
                t("highest"): plain(found.high),
                t("mean of f"): round(found.mean, 6),
                t("spread"): round(found.deviation, 6),
                t("saturated share"): f"{found.saturated:.1%}",
                t("saturated where"): zones(found.flat_zones),
                t("dead share"): f"{found.dead:.1%}",
                t("dead where"): zones(found.dead_zones),
                t("steepest slope"): round(found.steepest, 6),
                t("at z ="): round(found.steepest_at, 3),
                t("jumps at"): ", ".join(map(plain, found.jumps)),
                t("kinks at"): ", ".join(map(plain, found.kinks)),
            }
        )
    st.dataframe(rows, hide_index=True, height=460)


def zones(intervals: tuple[tuple[float, float], ...]) -> str:
    return ", ".join(f"{plain(round(low, 3))} … {plain(round(high, 3))}" for low, high in intervals)


def code(held: Player) -> None:
    """The script that prints the numbers on the screen."""
    frame = held.frame()
    if held.run is None or frame is None:
        return
    st.markdown(t("**Code.** Plain PyTorch that prints the numbers above: the rule, the neuron, the measurements."))
    if held.playing:
        st.caption(t("Pause to bring it up to the step you see."))
    st.code(neuron_script(held.run.learner, frame), language="python", height=420)
