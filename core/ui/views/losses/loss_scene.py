"""Scene: which part of the page of losses is open, and the settings that belong to it."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import streamlit as st
from pydantic import Field

from core.lessons.losses.race import LossRace
from core.lessons.losses.settings import SCENES, LossSettings, numbers
from core.ui import permalink
from core.ui.language import t
from core.ui.picture import Picture
from core.ui.player import Player
from core.ui.transport import BUTTONS
from core.ui.views.losses import NUMBER, ONE, RACE, ROWS, SAME, THREE

PANELS = {"one": ONE, "race": RACE, "rows": ROWS, "same": SAME, "three": THREE}
HUBER = {"huber": ("delta",)}
TRANSPORT = {
    "step": ("Step", "One step of gradient descent for both", "skip_next"),
    "reset": ("Reset", "Both back to the start", "replay"),
}
CAPTIONS = {
    "one": "Drag the ball. The line through it is the gradient: how hard this loss pulls, and which way.",
    "race": "Press play: both start at the same wrong answer, with the same learning rate. Who gets away?",
    "rows": "Drag the prediction up and down, or the ringed row. Where does each loss want it?",
    "same": "Drag the ball or a bar: every formula gives the same number.",
    "three": "Drag a bar. The gradient of each logit is what its class was given, less what it should have.",
}
assert TRANSPORT.keys() <= BUTTONS.keys()


class RacePicture(Picture):
    """View settings of the race: one step a picture, so that it can be followed."""

    speed: Literal["step", "steps", "fastest"] = Field(
        "step",
        title="Speed",
        description="How much is learned between two pictures.",
        json_schema_extra={
            "titles": {
                "step": "1 step a picture",
                "steps": "5 steps a picture",
                "fastest": "As fast as it goes",
            }
        },
    )


def groups(settings: LossSettings, page: str) -> dict[str, tuple[str, ...]]:
    """The settings to be drawn, by group; those that decide which others belong are read from their widgets."""
    values: dict[str, Any] = settings.values()
    if st.session_state.get("entered") == page:
        values |= {name: st.session_state.get(name, value) for name, value in values.items()}
    chosen: dict[str, Callable[[Mapping[str, Any]], dict[str, tuple[str, ...]]]] = {
        "one": _number if numbers(values) else _yes_no,
        "race": _race,
        "rows": _rows,
        "same": lambda values: {"Data": ("truth",), "Model": ("z",), "Loss": ("unit",)},
        "three": lambda values: {"Data": ("label",), "Model": ("z1", "z2", "z3")},
    }
    return chosen[settings.scene](values)


def _huber(values: Mapping[str, Any], name: str = "loss") -> tuple[str, ...]:
    return HUBER.get(values[name], ())


def _number(values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {"Data": ("answer", "target"), "Model": ("prediction",), "Loss": ("loss", *_huber(values), "others")}


def _yes_no(values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {"Data": ("answer", "truth"), "Model": ("z",), "Loss": ("loss", *_huber(values), "others")}


def _race(values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {"Data": ("truth",), "Model": ("start",), "Training": ("rival", *_huber(values, "rival"), "lr")}


def _rows(values: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    height = ("height",) if numbers(values) else ("chance",)
    slope = ("slope",) if values["shape"] == "line" else ()
    data = ("rows", "stretch") if numbers(values) else ("rows",)
    return {"Data": data, "Model": ("shape", *height, *slope), "Loss": ("loss", *_huber(values))}


def panels(settings: LossSettings) -> dict[str, Any]:
    """The panels of the open scene."""
    return NUMBER if settings.scene == "one" and settings.numbers else PANELS[settings.scene]


def enter(held: Player, race: bool) -> None:
    """Only in the race there is something that learns; elsewhere the picture follows the settings alone."""
    if race != (held.learner is not None):
        held.learner, held.run = (LossRace if race else None), None
        held.playing, held.index = False, None


def choose(page: str) -> None:
    """The scenes as a row of buttons."""
    st.segmented_control(
        t("Scene"),
        list(SCENES),
        format_func=lambda id: t(SCENES[id]),
        key="scene",
        on_change=_open,
        args=(page,),
        required=True,
        label_visibility="collapsed",
    )


def _open(page: str) -> None:
    """Open a scene; a loss that does not fit its question makes room for one that does."""
    settings: LossSettings = st.session_state["settings"][page][0]
    scene = st.session_state["scene"]
    fitting = settings.offered("loss", settings.values() | {"scene": scene})
    permalink.update(page, scene=scene, loss=settings.loss if settings.loss in fitting else fitting[0])
