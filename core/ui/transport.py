"""Transport: the bar of buttons over a live view: play, step, epoch, reset, new weights, speed."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from core.config import SEEDS
from core.ui import controls
from core.ui.language import t
from core.ui.picture import Picture
from core.ui.player import Player

P = TypeVar("P", bound=Picture)
BUTTONS: dict[str, tuple[str, str, str]] = {  # key → label, what it does, icon
    "step": ("Step", "One mini-batch", "skip_next"),
    "epoch": ("Epoch", "To the end of the pass through the training set", "fast_forward"),
    "reset": ("Reset", "Back to the same first weights", "replay"),
    "new_weights": ("New weights", "The next seed draws other first weights", "casino"),
}


def new_weights() -> None:
    st.session_state["seed"] = (st.session_state["seed"] + 1) % SEEDS


def bar(held: Player, picture: P, buttons: Mapping[str, tuple[str, str, str]] = BUTTONS) -> P:
    """The transport bar: play, the buttons (of those in `BUTTONS`, perhaps called differently), speed, and how the
    picture is drawn."""
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    idle = held.run is None
    ended = held.ended
    row.button(
        t("Pause") if held.playing else t("Play"),
        key="play",
        icon=":material/pause:" if held.playing else ":material/play_arrow:",
        type="primary",
        shortcut="P",
        on_click=held.play,
        args=(not held.playing,),
        disabled=idle or ended,
    )
    actions = {"step": held.step, "epoch": held.epoch, "reset": held.reset, "new_weights": new_weights}
    for key, (label, tip, icon) in buttons.items():
        off = idle or (ended and key in ("step", "epoch"))
        row.button(t(label), key=key, help=t(tip), icon=f":material/{icon}:", on_click=actions[key], disabled=off)
    return controls.view(row, picture)
