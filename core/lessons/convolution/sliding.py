"""Sliding: a kernel or a pooling window on its way over a small image, one place at a step."""

from typing import Any, Literal, Self

import numpy as np
import torch
from pydantic import Field, field_validator, model_validator

from core.config import titles
from core.convolution import KERNELS, Array, average_pool, convolve, max_pool, output_size, unread
from core.learner import Frame
from core.lessons.convolution.learned_filters import N_FILTERS, learned_filters
from core.lessons.convolution.pictures import N_DIGITS, PICTURES, all_digits, drawn, photo
from core.settings import SettingError, Settings

MOST = 9.0  # |weight| of a kernel of one's own
SQUARES = tuple(n**2 for n in range(8))  # how many weights a slice of a kernel can have; none: all are 0
NAMES = {**titles(KERNELS)["titles"], "learned": "Learned"}
SAME = {"same": "Like red"} | NAMES
OPERATIONS: dict[str, Any] = {"convolution": "Convolution", "max": "Max pooling", "average": "Average pooling"}


def centred(weights: Array, size: int) -> Array:
    """The weights of a square kernel (n²,) as (size, size): its middle, or with zeros around it."""
    n = round(len(weights) ** 0.5)
    kernel, square = np.zeros((size, size)), weights.reshape(n, n)
    here, there = max(0, (size - n) // 2), max(0, (n - size) // 2)
    side = min(n, size)
    kernel[here : here + side, here : here + side] = square[there : there + side, there : there + side]
    return kernel


class SlidingSettings(Settings):
    """A picture, what slides over it, and how it moves."""

    picture: Literal["digit", "photo", "square", "ring", "stripes", "noise"] = Field(
        "digit", title="Picture", description="What the kernel slides over.", json_schema_extra={"titles": PICTURES}
    )
    digit: int = Field(
        4,
        ge=0,
        le=N_DIGITS - 1,
        title="Which digit",
        description="Its place in the set.",
        json_schema_extra={"step": 1},
    )
    operation: Literal["convolution", "max", "average"] = Field(
        "convolution",
        title="Operation",
        description="What becomes of the pixels under the window.",
        json_schema_extra={"titles": OPERATIONS},
    )
    kernel: Literal[
        "identity", "blur", "gaussian", "sharpen", "outline", "vertical", "horizontal", "learned", "own"
    ] = Field(
        "vertical",
        title="Kernel",
        description="The weights that slide. Learned ones come from a small network that reads digits.",
        json_schema_extra={"titles": NAMES | {"own": "Your own"}},
    )
    green_kernel: Literal[
        "same", "identity", "blur", "gaussian", "sharpen", "outline", "vertical", "horizontal", "learned"
    ] = Field(
        "same",
        title="Kernel of green",
        description="A kernel has one slice for each channel; this one slides over green.",
        json_schema_extra={"titles": SAME},
    )
    blue_kernel: Literal[
        "same", "identity", "blur", "gaussian", "sharpen", "outline", "vertical", "horizontal", "learned"
    ] = Field(
        "same",
        title="Kernel of blue",
        description="A kernel has one slice for each channel; this one slides over blue.",
        json_schema_extra={"titles": SAME},
    )
    filter: int = Field(
        1,
        ge=1,
        le=N_FILTERS,
        title="Learned filter",
        description="Which of the network's kernels.",
        json_schema_extra={"step": 1},
    )
    size: int = Field(3, ge=1, le=7, title="Size", description="Side of the window.", json_schema_extra={"step": 1})
    stride: int = Field(
        1, ge=1, le=4, title="Stride", description="How far it moves at a time.", json_schema_extra={"step": 1}
    )
    padding: int = Field(
        0,
        ge=0,
        le=3,
        title="Padding",
        description="Width of the rim of zeros; for maximum pooling, of −∞.",
        json_schema_extra={"step": 1},
    )
    dilation: int = Field(
        1,
        ge=1,
        le=3,
        title="Dilation",
        description="Distance between the pixels it reads.",
        json_schema_extra={"step": 1},
    )
    bias: float = Field(0.0, ge=-2, le=2, title="Bias b", description="Added to every sum.")
    red: float = Field(
        1.0, ge=-1, le=1, title="Weight of red", description="The kernel is multiplied by it in this channel."
    )
    green: float = Field(
        1.0, ge=-1, le=1, title="Weight of green", description="The kernel is multiplied by it in this channel."
    )
    blue: float = Field(
        1.0, ge=-1, le=1, title="Weight of blue", description="The kernel is multiplied by it in this channel."
    )
    own: tuple[float, ...] = Field(
        (),
        max_length=147,
        title="Kernel values",
        description="The weights of your own kernel, row by row; for each channel or, slice by slice, for three.",
        json_schema_extra={"allowed": f"(1 | 3) × 1, 4, 9 … 49 × −{MOST:g} … {MOST:g} (1_0_-1_…)"},
    )

    @field_validator("own", mode="before")
    @classmethod
    def split_text(cls, value: object) -> object:
        return [part for part in value.split("_") if part] if isinstance(value, str) else value

    @model_validator(mode="after")
    def weights_fit(self) -> Self:
        n = len(self.own)
        if any(not abs(value) <= MOST for value in self.own) or (n not in SQUARES and (n % 3 or n // 3 not in SQUARES)):
            text = "_".join(f"{value:g}" for value in self.own)
            raise SettingError("own", text, f"(1 | 3) × 1, 4, 9 … 49 × −{MOST:g} … {MOST:g}")
        return self

    def to_query(self, default: Settings) -> dict[str, str]:
        query = super().to_query(default)
        return query | ({"own": "_".join(f"{v:g}" for v in self.own)} if "own" in query else {})

    @property
    def image(self) -> Array:
        """The picture (c, n, n) in 0…1."""
        if self.picture == "digit":
            return all_digits()[self.digit][None]
        return photo() if self.picture == "photo" else drawn(self.picture)

    @property
    def slices(self) -> Array:
        """The slices of the kernel, one a channel, (c, size, size)."""
        n_channels = len(self.image)
        if self.kernel == "own":
            several = len(self.own) not in SQUARES
            parts = np.array(self.own).reshape(3 if several else 1, -1)[:n_channels]
            made = np.stack([centred(part, self.size) for part in parts])
            return np.repeat(made, n_channels, 0) if len(made) < n_channels else made
        return np.stack([self.named(name) for name in (self.kernel, *self.others)])

    @property
    def others(self) -> tuple[str, ...]:
        """The kernels of the channels after the first, by name."""
        asked = (self.green_kernel, self.blue_kernel) if self.picture == "photo" and self.kernel != "own" else ()
        return tuple(self.kernel if name == "same" else name for name in asked)

    def named(self, kernel: str) -> Array:
        """The weights of a kernel by its name, (size, size)."""
        if kernel == "learned":
            return learned_filters(self.size)[0][self.filter - 1].round(3)
        return KERNELS[kernel].make(self.size)

    def edited(self, channel: int, weights: Array) -> dict[str, Any]:
        """The settings of a kernel of one's own that differs in one slice, (size, size)."""
        slices = self.slices.copy()
        slices[channel] = weights
        return {"kernel": "own", "own": tuple(round(float(w), 3) for w in slices.ravel())}

    @property
    def weights(self) -> Array:
        """The whole kernel (c, size, size): each slice multiplied by the weight of its channel."""
        n_channels = len(self.image)
        shares = (self.red, self.green, self.blue) if n_channels == 3 else (1.0,)
        return np.array(shares)[:, None, None] * self.slices + 0.0  # no −0

    @property
    def geometry(self) -> dict[str, int]:
        return {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}

    @property
    def side(self) -> int:
        """Places along a side; below 1 where the window is larger than the picture with its rim."""
        return output_size(self.image.shape[1], self.size, **self.geometry)

    @property
    def unread(self) -> list[int]:
        """Rows, and likewise columns, of the picture that no window reads, counted from 0."""
        return unread(self.image.shape[1], self.size, **self.geometry)

    def output(self) -> Array:
        """The map that the operation makes, (c', side, side): one channel of a convolution, all of a pooling."""
        if self.operation == "convolution":
            return convolve(self.image, self.weights, self.bias, **self.geometry)
        return {"max": max_pool, "average": average_pool}[self.operation](self.image, self.size, **self.geometry)


class Sliding:
    """The learner of a page where nothing is learned: a step takes the window to its next place, a row stands for an
    epoch. It begins at the first place."""

    def __init__(self, settings: SlidingSettings) -> None:
        self.settings, self.step_count = settings, 0

    @property
    def n_places(self) -> int:
        return max(self.settings.side, 0) ** 2

    @property
    def epoch_ended(self) -> bool:
        side = max(self.settings.side, 1)
        return self.step_count % side == side - 1

    stops = True

    def step(self) -> None:
        self.step_count += 1

    def frame(self) -> Frame:
        progress = self.step_count / max(self.settings.side, 1)
        return Frame(self.step_count, progress, {}, {"place": torch.tensor(self.step_count)}, int(progress))

    def restore(self, frame: Frame) -> None:
        self.step_count = frame.step

    def change(self, **values: Any) -> None:
        raise SettingError(next(iter(values)), "", "a new run")

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        return "done" if frame.step >= self.n_places - 1 else None
