"""Theme: every colour and symbol of the figures, for a light and a dark page."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Theme:
    """Colours as `#rrggbb`; positive is blue, negative orange, zero the background."""

    name: str
    background: str
    text: str
    muted: str
    grid: str
    positive: str
    negative: str
    classes: tuple[str, ...]
    train: str
    test: str
    gradient: str
    outline: str


LIGHT = Theme(
    name="light",
    background="#ffffff",
    text="#1f2937",
    muted="#5b6472",
    grid="#e3e6ea",
    positive="#0b78c2",
    negative="#f28e1c",
    classes=("#f28e1c", "#0b78c2", "#2cc98a", "#d23a7c", "#57201c", "#8ac6ee", "#6f6d14", "#2f22a8"),
    train="#475569",
    test="#e8508a",
    gradient="#8b3fd1",
    outline="#111827",
)

DARK = Theme(
    name="dark",
    background="#0e1117",
    text="#f3f4f6",
    muted="#a3acb9",
    grid="#2a303b",
    positive="#3aa0ee",
    negative="#ff9d33",
    classes=("#ff9d33", "#3aa0ee", "#2fdc95", "#dd3d8b", "#8a4027", "#b9f3f2", "#efe93a", "#4a3ccc"),
    train="#cbd5e1",
    test="#ff7aa8",
    gradient="#b57bf0",
    outline="#ffffff",
)

THEMES = {"light": LIGHT, "dark": DARK}

SYMBOLS = ("circle", "square", "triangle-up", "cross", "diamond", "x", "star", "hexagon")


INKS = ("background", "text", "muted", "outline", "grid", "positive", "negative", "train", "test", "gradient")
COLOUR = {name: i for i, name in enumerate(INKS)}
CLASS = len(INKS)  # the colours of classes 0, 1, 2 … follow


def inks(theme: Theme) -> list[str]:
    """The colours of a drawing that has no special ones, by the numbers `COLOUR` and from `CLASS` on."""
    return [*(getattr(theme, name) for name in INKS), *theme.classes]


def rgb(colour: str) -> NDArray[np.float64]:
    """`#rrggbb` → (3,) floats in 0…255."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float64)


def alpha(colour: str, opacity: float) -> str:
    """`#rrggbb` and an opacity in 0…1 → `rgba(…)`."""
    red, green, blue = rgb(colour).astype(int)
    return f"rgba({red},{green},{blue},{opacity:g})"


def sequential(theme: Theme) -> list[list[float | str]]:
    """Plotly colour scale background → positive, for values 0…1."""
    return [[0.0, theme.background], [1.0, theme.positive]]


@cache
def class_palette(theme: Theme, n_classes: int) -> NDArray[np.uint8]:
    """(n_classes · (256 // n_classes), 3) colours: each class in turn runs from the background to its colour."""
    strength = np.linspace(0, 1, 256 // n_classes)[:, None]
    ends = [rgb(theme.classes[k % len(theme.classes)]) for k in range(n_classes)]
    colours = np.concatenate([rgb(theme.background) * (1 - strength) + end * strength for end in ends])
    colours = np.rint(colours).astype(np.uint8)
    colours.setflags(write=False)
    return colours


@cache
def palette(theme: Theme) -> NDArray[np.uint8]:
    """(256, 3) colours of the values −1…1; 127 and 128 are exactly the background."""
    value = np.arange(256) - 127.5
    strength = ((np.abs(value) - 0.5) / 127)[:, None]
    ends = np.where((value < 0)[:, None], rgb(theme.negative), rgb(theme.positive))
    colours = np.rint(rgb(theme.background) * (1 - strength) + ends * strength).astype(np.uint8)
    colours.setflags(write=False)
    return colours
