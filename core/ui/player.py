"""Player: a page's run and how it is played: play, pause, step, scrub, speed."""

import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from core import engine
from core.experiment import FIELDS, Experiment
from core.run import Run
from core.trainer import Frame
from core.ui.language import t
from core.ui.permalink import sentence

TICK = 0.08  # seconds between two pictures
SHARE = 0.5  # of a tick, spent on training
SPEEDS: dict[str, Callable[[Run, float], Frame]] = {  # id → what happens between two pictures, given its time
    "step": lambda run, seconds: run.step(),
    "steps": lambda run, seconds: run.advance(seconds, 5),
    "epoch": lambda run, seconds: run.finish_epoch(),
    "fastest": lambda run, seconds: run.advance(seconds),
}


class Player:
    """The run that a page holds for one person, whether it plays, and what of it is looked at."""

    def __init__(self) -> None:
        self.run: Run | None = None
        self.problem = ""
        self.playing = False
        self.index: int | None = None  # frame shown; None: the newest
        self.selected: tuple[int, int] | None = None  # unit whose map is shown large; None: the output
        self.point: tuple[str, int] = ("train", 0)
        self.width = 900
        self.ticks = 0
        self.refresh = False  # the page around the live view has to follow
        self._slice, self._last = TICK * SHARE, 0.0

    def hold(self, experiment: Experiment) -> None:
        """Bring the run in line with the settings: hot ones change it, others start it anew."""
        if self.run is None or self.problem:
            self.start(experiment)
        elif changed := experiment.differences(self.run.experiment):
            if all(is_hot(name) for name in changed):
                self.go_on()
                self.run.change(**changed)
            else:
                self.start(experiment)

    def start(self, experiment: Experiment) -> None:
        """A fresh run from the first weights; keeps playing if it played."""
        self.index, self.problem = None, ""
        if self.run is None or experiment.model.hidden != self.run.experiment.model.hidden:
            self.selected = None
        self.point = ("train", 0)
        try:
            self.run = engine.start(experiment)
        except ValueError as error:
            self.run, self.problem, self.playing = None, sentence(error), False

    def frames(self) -> list[Frame]:
        return self.run.frames() if self.run else []

    def frame(self) -> Frame | None:
        """The frame to show: the newest, or the one the person went back to."""
        frames = self.frames()
        if not frames:
            return None
        return frames[-1] if self.index is None else frames[min(self.index, len(frames) - 1)]

    def go_on(self) -> None:
        """Make the frame that is shown the one that training goes on from."""
        frame = self.frame()
        if self.run and frame and self.index is not None and frame.step != self.run.newest.step:
            self.run.rewind(frame)
        self.index = None

    def tick(self, speed: str) -> None:
        """Train for this picture's share of time, less if the pictures come late."""
        now = time.perf_counter()
        late = now - self._last > 1.6 * TICK
        self._slice = min(TICK * SHARE, max(0.005, self._slice * (0.9 if late else 1.05)))
        self._last = now
        self.ticks += 1
        if self.run is None:
            return
        SPEEDS[speed](self.run, engine.share(self.run, self._slice))
        if self.run.outcome:
            self.playing = False

    @property
    def state(self) -> str:
        if self.playing:
            return "running"
        if self.run is None or self.run.newest.step == 0:
            return "idle"
        return {None: "paused", "done": "done"}.get(self.run.outcome, "diverged")

    def scrub(self, index: int) -> None:
        """Show an earlier frame; the run waits there."""
        self.refresh |= self.playing
        self.playing = False
        last = len(self.frames()) - 1
        self.index = index if 0 <= index < last else None

    def select(self, unit: tuple[int, int] | None) -> None:
        """Show one unit's map large, or the output's when it is chosen again."""
        sizes = self.run.trainer.model.sizes if self.run else ()
        known = unit is not None and 0 <= unit[0] < len(sizes) and 0 <= unit[1] < sizes[unit[0]]
        output = unit is not None and unit[0] == len(sizes) - 1 and sizes[-1] == 1
        self.selected = unit if known and not output and unit != self.selected else None

    def toggle(self) -> None:
        self.playing = not self.playing and self.run is not None
        if self.playing:
            self.go_on()

    def by_hand(self, action: Any) -> None:
        """Pause and do one thing to the run."""
        self.playing = False
        if self.run:
            self.go_on()
            action(self.run)

    def reset(self) -> None:
        if self.run:
            self.start(self.run.experiment)


def is_hot(name: str) -> bool:
    extra = FIELDS[name].json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("hot"))


def player(page: str) -> Player:
    """The player of a page, one for each person."""
    return st.session_state.setdefault("players", {}).setdefault(page, Player())


def new_weights() -> None:
    st.session_state["seed"] = (st.session_state["seed"] + 1) % 1_000_000


def bar(held: Player) -> None:
    """The transport bar."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    idle = held.run is None
    ended = held.run is not None and held.run.outcome is not None
    row.button(
        t("Pause") if held.playing else t("Play"),
        key="play",
        icon=":material/pause:" if held.playing else ":material/play_arrow:",
        type="primary",
        on_click=held.toggle,
        disabled=idle or ended,
    )
    row.button(t("Step"), key="step", help=t("One mini-batch"), on_click=held.by_hand, args=(Run.step,), disabled=idle or ended)
    row.button(t("Epoch"), key="epoch", help=t("To the end of the pass through the training set"), on_click=held.by_hand, args=(Run.finish_epoch,), disabled=idle or ended)
    row.button(t("Reset"), key="reset", icon=":material/restart_alt:", help=t("Back to the same first weights"), on_click=held.reset, disabled=idle)
    row.button(t("New weights"), key="new_weights", icon=":material/casino:", help=t("The next seed draws other first weights"), on_click=new_weights)
