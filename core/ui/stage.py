"""Stage: ties a page's player to its live view, tick by tick."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from core.figures.theme import THEMES, Theme
from core.trainer import Frame
from core.ui import live
from core.ui.language import t
from core.ui.panels import Look, Panel
from core.ui.picture import Picture
from core.ui.player import TICK, Player


def theme() -> Theme:
    return THEMES.get(st.context.theme.type or "light", THEMES["light"])


def stage(
    held: Player,
    picture: Picture,
    panels: Mapping[str, Panel],
    *,
    on_event: Callable[[dict[str, Any]], None] | None = None,
    empty: Callable[[Theme], dict[str, Any]] | None = None,
    pen: str = "",
) -> None:
    """The live view of a page: ticks while the player plays, stands still otherwise."""

    def event() -> None:
        happened = st.session_state["live"].event
        if happened and not handle(held, happened) and on_event:
            on_event(happened)

    @st.fragment(run_every=TICK if held.playing else None)
    def view() -> None:
        declared = held.playing
        if held.playing:
            held.tick(picture.speed)
        live.mount(message(held, picture, panels, empty, pen), event)
        if declared != held.playing or held.refresh:
            held.refresh = False
            st.rerun()

    view()


def handle(held: Player, event: dict[str, Any]) -> bool:
    """What a person can do in every live view: scrub, select a unit, resize; true if it was one of these."""
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
        held.refresh = True
    else:
        return False
    return True


def message(
    held: Player,
    picture: Picture,
    panels: Mapping[str, Panel],
    empty: Callable[[Theme], dict[str, Any]] | None,
    pen: str,
) -> dict[str, Any]:
    """Everything the live view shows now."""
    frame, frames = held.frame(), held.frames()
    base: dict[str, Any] = {
        "label": t("Live view"),
        "attributes": {"state": held.state, "step": 0, "epoch": 0, "trainLoss": "", "testLoss": ""},
        "panels": [{"id": id, "span": p.span, "height": p.height, "alt": t(p.alt)} for id, p in panels.items()],
        "figures": {},
        "readout": [],
        "notes": [],
        "scrub": None,
        "choices": [],
        "choice": "",
        "choice_label": t("Map shown"),
        "pen": pen,
    }
    if held.run is None or frame is None:
        figures = empty(theme()) if empty else {}
        return base | {"figures": figures, "panels": [p for p in base["panels"] if p["id"] in figures]}
    look = Look(held.run, frame, frames, theme(), picture, held.selected, held.point, held.width)
    due = [id for id, panel in panels.items() if not held.playing or held.ticks % panel.every == 0]
    last = held.run.newest if held.index is None else frame
    return base | {
        "attributes": {
            "state": held.state,
            "step": last.step,
            "epoch": f"{last.progress:.4f}",
            "trainLoss": repr(last.metrics["train_loss"]),
            "testLoss": repr(last.metrics["test_loss"]),
        },
        "figures": {id: panels[id].figure(look) for id in due},
        "readout": readout(frame),
        "notes": look.notes(),
        "scrub": scrubber(held, frames, frame),
        "choices": unit_choices(look),
        "choice": "-".join(map(str, held.selected)) if held.selected else "",
    }


def readout(frame: Frame) -> list[tuple[str, str]]:
    """The line of numbers over the picture."""
    m = frame.metrics
    score = (
        [(t("test R²"), f"{m['test_r2']:.3f}")]
        if "test_r2" in m
        else [
            (t("train accuracy"), f"{m['train_accuracy']:.1%}"),
            (t("test accuracy"), f"{m['test_accuracy']:.1%}"),
        ]
    )
    return [
        (t("step"), f"{frame.step:,}"),
        (t("epoch"), f"{frame.progress:,.1f}" if frame.progress % 1 else f"{frame.progress:,.0f}"),
        (t("train loss"), f"{m['train_loss']:.4f}"),
        (t("test loss"), f"{m['test_loss']:.4f}"),
        *score,
    ]


def scrubber(held: Player, frames: list[Frame], frame: Frame) -> dict[str, Any]:
    first = next(i for i, kept in enumerate(frames) if kept.weights)
    at = len(frames) - 1 if held.index is None else min(held.index, len(frames) - 1)
    return {
        "min": first,
        "max": len(frames) - 1,
        "value": at,
        "label": t("Go back through the run and forward again"),
        "text": t("step {n}", n=frame.step),
    }


def unit_choices(look: Look) -> list[tuple[str, str]]:
    units = [(layer, unit) for layer, n in enumerate(look.model.sizes[:-1]) for unit in range(n)]
    if look.model.sizes[-1] > 1:
        units += [(len(look.model.sizes) - 1, unit) for unit in range(look.model.sizes[-1])]
    return [("", t("Map: the network's answer"))] + [
        (f"{layer}-{unit}", t("Map: {unit}", unit=look.unit_name(layer, unit))) for layer, unit in units
    ]
