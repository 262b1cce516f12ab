"""Stage: ties a page's player to its live view.

The page's script mounts the view; while the player plays, the view itself asks the server for picture after picture.
Each request trains for a slice of time, so nothing trains when nobody looks, and no picture needs a rerun of the page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core import cores
from core.figures.theme import THEMES, Theme
from core.learner import Frame
from core.ui import live
from core.ui.language import LOCALES, language, speaking, t
from core.ui.look import Look, Panel
from core.ui.pace import SPEEDS
from core.ui.picture import Picture
from core.ui.player import Player


@dataclass(frozen=True)
class Scene:
    """How a page asked to be shown, for the pictures between two runs of its script."""

    language: str
    theme: Theme
    picture: Picture
    panels: Mapping[str, Panel]
    look: type[Look]
    empty: Callable[[Theme], dict[str, Any]] | None
    pen: str


def stage(
    held: Player,
    picture: Picture,
    panels: Mapping[str, Panel],
    look: type[Look],
    *,
    on_event: Callable[[dict[str, Any]], None] | None = None,
    empty: Callable[[Theme], dict[str, Any]] | None = None,
    pen: str = "",
) -> None:
    """The live view of a page: its panels of a look; `on_event` hears what the person draws, `empty` makes the figures
    where there is no run though there should be."""

    def event() -> None:
        happened = st.session_state["live"].event
        if happened and on_event and happened["kind"] != "refresh":
            on_event(happened)

    theme = THEMES.get(st.context.theme.type or "light", THEMES["light"])
    with held.lock:
        held.refresh = held.asked
        held.scene = Scene(language(), theme, picture, panels, look, empty, pen)
        live.mount(message(held, held.scene, whole=True), event)


def next_picture(held: Player, event: dict[str, Any] | None) -> bytes:
    """What the live view is answered: first does what the person asked for, then trains if it plays.

    Raises `ValueError`, `KeyError` or `TypeError` for an event that no view sends.
    """
    cores.alone()
    if event is not None and held.run:
        held.run.hurry()
    with held.lock, held.pace.picture(), speaking(held.scene.language):
        if event is not None:
            handle(held, event)
        elif held.playing:
            held.tick(held.scene.picture.speed)
        whole = not held.playing if event is None else event["kind"] != "pause"  # then the page's own message follows
        return live.pack(message(held, held.scene, whole=whole))


def handle(held: Player, event: dict[str, Any]) -> None:
    """What a person can do in a live view: pause, scrub, resize, choose, click, drag, move a slider of the sidebar."""
    kind, look = event["kind"], held.scene.look
    if kind == "pause":
        if int(event["serial"]) > held.began:  # not one that came late, of what was played before
            held.play(False)
    elif kind == "scrub":
        held.scrub(int(event["index"]))
    elif kind == "width":
        held.width = max(200, min(4000, int(event["width"])))
    elif kind == "select":
        look.chosen(held, event["unit"])
    elif kind == "click":
        look.clicked(held, event)
        held.refresh |= held.asked
    elif kind == "drag":
        look.dragged(held, event)
    elif kind == "hover":
        look.hovered(held, event)
    elif kind == "drop":
        held.refresh |= held.asked
    elif kind == "set":
        held.preview(str(event["name"]), str(event["value"]), str(event["text"]))


def message(held: Player, scene: Scene, *, whole: bool) -> dict[str, Any]:
    """Everything the live view shows now; unless `whole`, panels that are not due keep what they show."""
    frame, frames = held.frame(), held.frames()
    held.serial += 1
    base: dict[str, Any] = {
        "serial": held.serial,
        "url": live.run_url(held.token),
        "wait": SPEEDS[scene.picture.speed][1],
        "refresh": held.refresh,
        "lang": LOCALES[scene.language],
        "label": t("Live view"),
        "attributes": {"state": held.state, "step": 0, "epoch": 0, "trainLoss": "", "testLoss": ""},
        "panels": [
            {
                "id": id,
                "span": p.span,
                "height": p.height,
                "alt": t(p.alt),
                "drag": p.drag,
                "hover": p.hover,
                "ink": p.ink,
            }
            for id, p in scene.panels.items()
        ],
        "figures": {},
        "readout": [],
        "notes": [],
        "scrub": None,
        "choices": [],
        "choice": "",
        "choice_label": "",
        "pen": scene.pen,
    }
    held.refresh = False
    if held.learner and frame is None:
        figures = scene.empty(scene.theme) if scene.empty else {}
        return base | {"figures": figures, "panels": [p for p in base["panels"] if p["id"] in figures]}
    look = scene.look(
        held.settings,
        held.run,
        frame,
        frames,
        scene.theme,
        scene.picture,
        held.selected,
        held.point,
        held.picked,
        held.width,
        held.playing,
    )
    due = [id for id, panel in scene.panels.items() if whole or panel.due(held.ticks)]
    return base | {
        "attributes": attributes(held, frame),
        "figures": {id: scene.panels[id].figure(look) for id in due},
        "readout": look.readout(),
        "notes": look.notes(),
        "scrub": scrubber(held, frames, frame) if frame else None,
        "choices": look.choices(),
        "choice": look.choice(),
        "choice_label": look.choice_label(),
    }


def attributes(held: Player, frame: Frame | None) -> dict[str, Any]:
    """What the view's root node carries for whoever checks it."""
    last = held.run.newest if held.run and held.index is None else frame
    if last is None:
        return {"state": held.state, "step": 0, "epoch": 0, "trainLoss": "", "testLoss": ""}
    losses = {name: repr(last.metrics[name]) if name in last.metrics else "" for name in ("train_loss", "test_loss")}
    return {
        "state": held.state,
        "step": last.step,
        "epoch": f"{last.progress:.4f}",
        "trainLoss": losses["train_loss"],
        "testLoss": losses["test_loss"],
    }


def scrubber(held: Player, frames: list[Frame], frame: Frame) -> dict[str, Any]:
    """The slider through the run; a run from a file has no weights for what came before."""
    at = len(frames) - 1 if held.index is None else min(held.index, len(frames) - 1)
    return {
        "min": next(i for i, kept in enumerate(frames) if kept.weights),
        "max": len(frames) - 1,
        "value": at,
        "label": t("Go back through the run and forward again"),
        "text": t("step {n}", n=frame.step),
    }
