"""Look: what one person sees of a page at one moment; a page's panels are functions of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.figures.theme import Theme
from core.learner import Frame
from core.run import Run
from core.ui.language import t

SCORES = {  # metric → label, format
    "train_loss": ("train loss", "{:.4f}"),
    "test_loss": ("test loss", "{:.4f}"),
    "train_accuracy": ("train accuracy", "{:.1%}"),
    "test_accuracy": ("test accuracy", "{:.1%}"),
    "train_r2": ("train R²", "{:.3f}"),
    "test_r2": ("test R²", "{:.3f}"),
}


@dataclass
class Look:
    """The settings, and the run at a frame where there is one, looked at by one person.

    A page's own look adds what its panels share, as cached properties, and overrides what the view says and hears.
    """

    settings: Any
    run: Run[Any] | None
    frame: Frame | None
    frames: list[Frame]
    theme: Theme
    picture: Any
    selected: tuple[int, int] | None
    point: tuple[str, int] | None
    picked: dict[str, Any]
    width: int
    playing: bool = False

    def __post_init__(self) -> None:
        """What a page's own look prepares before its panels are asked."""

    def readout(self) -> list[tuple[str, str]]:
        """The line of numbers over the picture: label and value."""
        if self.frame is None:
            return []
        progress, metrics = self.frame.progress, self.frame.metrics
        return [
            (t("step"), f"{self.frame.step:,}"),
            (t("epoch"), f"{progress:,.0f}" if progress % 1 == 0 else f"{progress:,.1f}"),
            *(
                (t(label), form.format(metrics[name]).replace("-", "−"))
                for name, (label, form) in SCORES.items()
                if name in metrics
            ),
        ]

    def notes(self) -> list[str]:
        """What is about to go wrong, or to be known, in sentences."""
        return []

    def choices(self) -> list[tuple[str, str]]:
        """What can be selected in the picture, for the keyboard too: id and label."""
        return []

    def choice(self) -> str:
        """The id of what is selected."""
        return ""

    def choice_label(self) -> str:
        """What the list of choices is called."""
        return ""

    @classmethod
    def chosen(cls, held: Any, id: str) -> None:
        """What happens to a page's player when a choice is made."""

    @classmethod
    def clicked(cls, held: Any, event: dict[str, Any]) -> None:
        """What happens when something with a name is clicked: `panel`, `trace` (the name), `x`, `y`, `custom`."""

    @classmethod
    def dragged(cls, held: Any, event: dict[str, Any]) -> None:
        """What happens while the pointer is held down on a panel with `drag`: `panel`, `x`, `y` on its plane (px where
        there is none), `x0`, `y0` where it started, `start` for the first of a drag; on a panel with `ink` also `path`,
        all places [x, y] since the last time, and None before the first of each stroke."""

    @classmethod
    def hovered(cls, held: Any, event: dict[str, Any]) -> None:
        """What happens while the pointer moves over a panel with `hover`: `panel`, `x`, `y` as in a drag."""


@dataclass(frozen=True)
class Panel:
    """A figure's place in the live view: columns of 12, height in px, description, drawn in every n-th picture.

    With `ink` a drag tells its whole way.
    `figure(look)` is a Plotly figure, a drawing, or text: {"text": [(title, [line, …]), …]}.
    """

    figure: Callable[[Any], dict[str, Any]]
    span: int
    height: int
    alt: str
    every: int = 1
    phase: int = 0
    drag: bool = False
    hover: bool = False
    ink: bool = False

    def due(self, tick: int) -> bool:
        return tick % self.every == self.phase
