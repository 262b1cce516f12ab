"""Player: a page's run and how it is played: play, pause, step, scrub, speed."""

import contextlib
import functools
import secrets
import threading
import weakref
from collections.abc import Callable
from typing import Any

import streamlit as st

from core import engine
from core.config import SEEDS, extra
from core.learner import Frame, Learner
from core.run import Run
from core.settings import SettingError, Settings
from core.ui.language import sentence
from core.ui.pace import EPOCH, SLICE, Pace

FIRST_WIDTH = 4  # neurons of a layer where there is none to take the number from


def locked(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method of `Player` that waits until nobody else uses it; training under way makes room for it."""

    @functools.wraps(method)
    def waiting(self: "Player", *args: Any, **keywords: Any) -> Any:
        if run := self.run:
            run.hurry()
        with self.lock:
            return method(self, *args, **keywords)

    return waiting


# By token, while their session lives:
PLAYERS: "weakref.WeakValueDictionary[str, Player]" = weakref.WeakValueDictionary()


class Player:
    """The settings and the run that a page holds for one person, whether it plays, and what of it is looked at.

    A page where nothing learns has no learner, and no run: its view follows the settings alone.
    """

    def __init__(self, learner: Callable[[Any], Learner] | None) -> None:
        self.learner = learner
        self.settings: Any = None  # those the page asked for, or the view changed since
        self.proposed = self.read = self.told = 0  # changes that the view made, the page read, and its address tells
        self.run: Run[Any] | None = None
        self.problem = ""
        self.playing = self.finishing = False  # finishing: plays only to the end of the pass under way
        self.index: int | None = None  # frame shown; None: the newest
        self.selected: tuple[int, int] | None = None  # unit whose map is shown large; None: the output
        self.point: tuple[str, int] | None = None  # sample that is followed through the network
        self.picked: dict[str, Any] = {}  # what else a page remembers of what was clicked or dragged
        self.width = 900
        self.edits = 0  # weights changed by hand so far
        self.ticks = 0
        self.pace = Pace()
        self.refresh = False  # the page around the live view has to follow
        self.serial = self.began = 0  # messages sent so far, and when it last began to play
        self.scene: Any = None  # how the page last asked to be shown
        self.lock = threading.RLock()  # a page's script and the view's own requests overlap
        self.token = secrets.token_urlsafe(16)
        PLAYERS[self.token] = self

    @locked
    def hold(self, settings: Settings) -> None:
        """Take up the page's settings, unless the view has changed them since the page read them."""
        if self.proposed == self.read:
            self.follow(settings)

    @locked
    def follow(self, settings: Settings) -> None:
        """Bring the run in line with the settings: hot ones change it, others, or any after it broke, start it anew."""
        self.settings = settings
        if self.learner is None:
            return
        if self.run is None or self.problem:
            self.start(settings)
        elif changed := settings.differences(self.run.settings):
            if all(extra(settings.fields()[name], "hot") == "look" for name in changed):
                self.run.learner.change(**changed)
            elif self.run.diverged or not hot(settings, *changed):
                self.start(settings)
            else:
                if not changed.keys() <= {"stop", "stop_value"}:
                    self.go_on()
                self.run.change(**changed)

    @locked
    def propose(self, **values: Any) -> None:
        """Change settings from within the view; the page follows when the pointer is let go. Raises `SettingError`."""
        self.follow(self.settings.replace(**values))
        self.proposed += 1

    @property
    def asked(self) -> bool:
        """Whether the view changed the settings and the page has not followed to its end; a run that was broken off
        leaves it so, and the next one reads them again."""
        return self.proposed > self.told

    @locked
    def preview(self, name: str, value: str, text: str) -> None:
        """Follow a slider of the sidebar before it is let go, unless that would end a run that has learned something.

        `value` is the slider's own number, `text` what stands over it, which counts where the slider has named stops;
        of a list, such as the widths of layers, the slider says how long it is.
        """
        field = self.settings.fields().get(name)
        if field is None or (self.run and self.run.newest.step and not hot(self.settings, name)):
            return
        asked: Any = text if extra(field, "widget") == "log" else value
        if extra(field, "widest"):
            asked = resized(self.settings.values()[name], int(value))
        with contextlib.suppress(SettingError):
            self.follow(self.settings.replace(**{name: asked}))

    @locked
    def start(self, settings: Settings) -> None:
        """A fresh run from the first weights; keeps playing if it played."""
        assert self.learner is not None
        self.settings, self.index, self.point, self.problem = settings, None, None, ""
        try:
            self.run = engine.start(self.learner, settings)
        except ValueError as error:
            self.run, self.problem, self.playing = None, sentence(error), False

    @locked
    def take(self, run: Run[Any]) -> None:
        """Hold a run that came from elsewhere."""
        self.settings = run.settings
        self.run, self.playing, self.index, self.problem, self.selected = run, False, None, "", None
        self.point = None

    def frames(self) -> list[Frame]:
        return self.run.frames() if self.run else []

    def frame(self) -> Frame | None:
        """The frame to show: the newest, or the one the person went back to."""
        frames = self.frames()
        at = len(frames) if self.index is None else self.index + 1
        return next((frame for frame in reversed(frames[:at]) if frame.weights), None)

    @locked
    def go_on(self) -> None:
        """Make the frame that is shown the one that training goes on from."""
        frame = self.frame()
        if self.run and frame and self.index is not None and frame.step != self.run.newest.step:
            self.run.rewind(frame)
        self.index = None

    def tick(self, speed: str) -> None:
        """Train for the next picture."""
        self.ticks += 1
        if self.run is None:
            return
        self.pace.train(self.run, "epoch" if self.finishing else speed)
        if self.run.outcome or (self.finishing and self.run.learner.epoch_ended):
            self.playing, self.refresh = False, True

    @property
    def ended(self) -> bool:
        """Whether the newest frame is shown and nothing can follow it."""
        return self.run is not None and self.run.outcome is not None and self.index is None

    @property
    def state(self) -> str:
        if self.playing:
            return "running"
        if self.run is None or self.run.newest.step == 0:
            return "idle"
        return {None: "paused", "done": "done"}.get(self.run.outcome, "diverged")

    def scrub(self, index: int) -> None:
        """Show an earlier frame; the run waits there."""
        frames, ended = self.frames(), self.ended
        known = 0 <= index < len(frames) - 1 and any(frame.weights for frame in frames[: index + 1])
        self.index = index if known else None
        self.refresh |= self.playing or self.ended != ended
        self.playing = False

    def look_at(self, split: str, index: int) -> None:
        """Pick the point whose way through the network is written out."""
        if self.run and split in ("train", "test"):
            data = self.run.learner.data
            n = len(data.x_train if split == "train" else data.x_test)
            self.point, self.refresh = (split, max(0, min(index, n - 1))), True

    @locked
    def play(self, on: bool = True) -> None:
        """Play or pause: what the button said when it was pressed, however often the press is heard."""
        self.playing, self.finishing = on and self.run is not None, False
        if self.playing:
            self.began = self.serial
            self.go_on()

    @locked
    def by_hand(self, action: Callable[[Run[Any]], Frame]) -> None:
        """Pause and do one thing to the run."""
        self.playing = False
        if self.run:
            self.go_on()
            with engine.turn(self.run, SLICE):
                action(self.run)

    def step(self) -> None:
        self.by_hand(Run.step)

    @locked
    def epoch(self) -> None:
        """Train to the end of the pass; one that takes long is played until there."""
        self.by_hand(lambda run: run.finish_epoch(EPOCH))
        if self.run and not self.run.outcome and not self.run.learner.epoch_ended:
            self.play()
            self.finishing = True

    @locked
    def again(self) -> None:
        """Play from the first weights of the next seed."""
        if self.run:
            seed = self.run.settings.values()["seed"]
            self.start(self.run.settings.replace(seed=(seed + 1) % SEEDS))
            self.playing = True

    @locked
    def reset(self) -> None:
        if self.run:
            self.start(self.run.settings)


def resized(widths: tuple[int, ...], n: int) -> tuple[int, ...]:
    """The first n widths; what is new is as wide as the last, and the first of all `FIRST_WIDTH`."""
    return (widths + (widths[-1:] or (FIRST_WIDTH,)) * n)[:n]


def hot(settings: Settings, *names: str) -> bool:
    """Whether all these settings may change while a run goes on."""
    fields = settings.fields()
    return all(name in fields and extra(fields[name], "hot") for name in names)


def player(page: str, learner: Callable[[Any], Learner] | None) -> Player:
    """The player of a page, one for each person."""
    held: dict[str, Player] = st.session_state.setdefault("players", {})
    if page not in held:
        held[page] = Player(learner)
    return held[page]
