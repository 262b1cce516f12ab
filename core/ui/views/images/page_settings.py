"""Page settings: which settings of an images experiment the sidebar offers, and the textbook's networks by name."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.lessons.images.settings import ARCHITECTURES, ImagesExperiment
from core.ui import permalink
from core.ui.language import t

OWN = "own"  # the choice that stands for a network of one's own


def groups(asked: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The settings by group; those that mean nothing without convolution are left out."""
    convolves = bool(asked["channels"])
    return {
        "Data": ("dataset", "n_train", "pixels", "data_seed"),
        "Model": (
            "channels",
            *(("kernel", "stride", "padding", "pool", "batch_norm", "residual") if convolves else ()),
            "hidden",
            "activation",
            "init",
            "dropout",
        ),
        "Training": ("optimizer", "lr", "batch_size", "l2", "precision", "seed", "stop", "stop_value"),
        "Augmentation": ("flip", "shift", "rotate", "crop", "colour", "cutout"),
    }


def asked(page: str, settings: ImagesExperiment) -> dict[str, Any]:
    """The settings, with what a widget was just set to: it decides which others are there."""
    values = settings.values()
    if st.session_state.get("entered") == page:
        values |= {name: st.session_state[name] for name in values if name in st.session_state}
    return values


def architectures(place: DeltaGenerator, page: str, settings: ImagesExperiment) -> None:
    """The networks of the textbook by name; a choice sets everything that belongs to it."""
    st.session_state["architecture"] = settings.architecture or OWN
    place.selectbox(
        t("Architecture"),
        [*ARCHITECTURES, OWN],
        format_func=lambda id: t(ARCHITECTURES[id].title) if id in ARCHITECTURES else t("A network of mine"),
        key="architecture",
        on_change=take,
        args=(page,),
        help=t("A network of the textbook, with its data set and how it is trained there. Everything can be changed."),
    )


def take(page: str) -> None:
    chosen = ARCHITECTURES.get(st.session_state["architecture"])
    if chosen:
        permalink.update(page, **chosen.settings)
