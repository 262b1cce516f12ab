"""Parts: the table of the page's parts, and the buttons that choose between them."""

import streamlit as st

from core.lessons.lifelong.settings import LEARNERS, PARTS
from core.ui import permalink
from core.ui.language import t
from core.ui.player import Player
from core.ui.views.lifelong import errors, few, tasks
from core.ui.views.lifelong.part import Part

VIEWS: dict[str, Part] = {"tasks": tasks.PART, "few": few.PART, "errors": errors.PART}


def choose(page: str, held: Player) -> None:
    """The parts as a row of buttons."""
    assert PARTS.keys() == LEARNERS.keys() == VIEWS.keys()
    st.segmented_control(
        t("Part"),
        list(PARTS),
        format_func=lambda id: t(PARTS[id]),
        key="part",
        on_change=_open,
        args=(page, held),
        required=True,
        label_visibility="collapsed",
    )


def _open(page: str, held: Player) -> None:
    """Another part starts afresh, and waits."""
    held.playing, held.picked = False, {}
    permalink.update(page, part=st.session_state["part"])
