"""Stage: ties a page's player to its live view.

The page's script mounts the view; while the player plays, the view itself asks the server for picture after picture.
Each request trains for a slice of time, so nothing trains when nobody looks, and no picture needs a rerun of the page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.figures.theme import THEMES, Theme
from core.trainer import Frame
from core.ui import live
from core.ui.language import LOCALES, language, speaking, t
from core.ui.look import Look
from core.ui.panels import Panel
from core.ui.picture import Picture
from core.ui.player import SPEEDS, Player

SCORES = {  # metric → label, format
    "train_accuracy": ("train accuracy", "{:.1%}"),
    "test_accuracy": ("test accuracy", "{:.1%}"),
    "train_r2": ("train R²", "{:.3f}"),
    "test_r2": ("test R²", "{:.3f}"),
}


@dataclass(frozen=True)
class Scene:
    """How a page asked to be shown, for the pictures between two runs of its script."""

    language: str
    theme: Theme
    picture: Picture
    panels: Mapping[str, Panel]
    empty: Callable[[Theme], dict[str, Any]] | None
    pen: str


def stage(
    held: Player,
    picture: Picture,
    panels: Mapping[str, Panel],
    *,
    on_event: Callable[[dict[str, Any]], None] | None = None,
    empty: Callable[[Theme], dict[str, Any]] | None = None,
    pen: str = "",
) -> None:
    """The live view of a page; `on_event` hears what the person draws, `empty` makes the figures of a missing run."""

    def event() -> None:
        happened = st.session_state["live"].event
        if happened and on_event and happened["kind"] != "refresh":
            on_event(happened)

    theme = THEMES.get(st.context.theme.type or "light", THEMES["light"])
    with held.lock:
        held.refresh = False
        held.scene = Scene(language(), theme, picture, panels, empty, pen)
        live.mount(message(held, held.scene, whole=True), event)


def next_picture(held: Player, event: dict[str, Any] | None) -> bytes:
    """What the live view is answered: first does what the person asked for, then trains if it plays.

    Raises `ValueError`, `KeyError` or `TypeError` for an event that no view sends.
    """
    with held.lock, speaking(held.scene.language):
        if event is not None:
            handle(held, event)
        elif held.playing:
            held.tick(held.scene.picture.speed)
        return live.pack(message(held, held.scene, whole=event is not None))


def handle(held: Player, event: dict[str, Any]) -> None:
    """What a person can do in every live view: scrub, select a unit, follow a point, resize."""
    kind = event["kind"]
    if kind == "scrub":
        held.scrub(int(event["index"]))
    elif kind == "width":
        held.width = max(200, min(4000, int(event["width"])))
    elif kind == "select":
        layer, _, unit = event["unit"].partition("-")
        held.select((int(layer), int(unit)) if unit else None)
    elif kind == "click" and event["trace"] == "units":
        held.select((int(event["custom"][0]), int(event["custom"][1])))
    elif kind == "click" and event["trace"] in ("train", "test"):
        held.look_at(event["trace"], int(event["custom"][0]))


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
        "panels": [{"id": id, "span": p.span, "height": p.height, "alt": t(p.alt)} for id, p in scene.panels.items()],
        "figures": {},
        "readout": [],
        "notes": [],
        "scrub": None,
        "choices": [],
        "choice": "",
        "choice_label": t("Map shown"),
        "pen": scene.pen,
    }
    if held.run is None or frame is None:
        figures = scene.empty(scene.theme) if scene.empty else {}
        return base | {"figures": figures, "panels": [p for p in base["panels"] if p["id"] in figures]}
    look = Look(held.run, frame, frames, scene.theme, scene.picture, held.selected, held.point, held.width)
    whole |= not held.playing
    due = [id for id, panel in scene.panels.items() if whole or panel.due(held.ticks)]
    last = held.run.newest if held.index is None else frame
    return base | {
        "attributes": {
            "state": held.state,
            "step": last.step,
            "epoch": f"{last.progress:.4f}",
            "trainLoss": repr(last.metrics["train_loss"]),
            "testLoss": repr(last.metrics["test_loss"]),
        },
        "figures": {id: scene.panels[id].figure(look) for id in due},
        "readout": readout(frame),
        "notes": look.notes(),
        "scrub": scrubber(held, frames, frame),
        "choices": unit_choices(look),
        "choice": "-".join(map(str, held.selected)) if held.selected else "",
    }


def readout(frame: Frame) -> list[tuple[str, str]]:
    """The line of numbers over the picture."""
    m = frame.metrics
    whole = frame.progress % 1 == 0
    return [
        (t("step"), f"{frame.step:,}"),
        (t("epoch"), f"{frame.progress:,.0f}" if whole else f"{frame.progress:,.1f}"),
        (t("train loss"), f"{m['train_loss']:.4f}"),
        (t("test loss"), f"{m['test_loss']:.4f}"),
        *((t(label), form.format(m[name]).replace("-", "−")) for name, (label, form) in SCORES.items() if name in m),
    ]


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


def unit_choices(look: Look) -> list[tuple[str, str]]:
    """The maps that can be shown large, for the keyboard."""
    sizes = look.model.sizes
    shown = sizes if sizes[-1] > 1 else sizes[:-1]
    units = [(layer, unit) for layer, n in enumerate(shown) for unit in range(n)]
    named = [(f"{layer}-{unit}", t("Map: {unit}", unit=look.unit_name(layer, unit))) for layer, unit in units]
    return [("", t("Map: the network's answer")), *named]
