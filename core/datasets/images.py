"""Images: sets of labelled pictures, embedded, downloaded or a person's own, as bytes (n, c, h, w)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal

import torch
from pydantic import Field
from torch import Tensor

from core.config import Config, titles
from core.datasets.data import Data
from core.datasets.image_store import TITLES, ImageError, stored
from core.datasets.own_images import SHELF, SIDE, OwnImages

Parts = dict[str, Tensor]


@dataclass(frozen=True)
class ImageSet:
    """A set: what its classes are called, the shape (c, h, w) of an image, and how its parts are had."""

    title: str
    classes: tuple[str, ...]
    shape: tuple[int, int, int]
    parts: Callable[[], Parts]
    source: str


@cache
def digits() -> Parts:
    """1,797 digits of 8 × 8 pixels that come with scikit-learn, every fifth of each class to test on."""
    from sklearn.datasets import load_digits

    found = load_digits()
    x = torch.from_numpy(found.images / 16 * 255).round().to(torch.uint8)[:, None]
    y = torch.from_numpy(found.target).to(torch.uint8)
    place = torch.zeros(len(y), dtype=torch.int64)  # of an image among those of its class
    for k in range(10):
        place[y == k] = torch.arange(int((y == k).sum()))
    test = place % 5 == 4
    return {"x_train": x[~test], "y_train": y[~test], "x_test": x[test], "y_test": y[test]}


DIGITS_CODE = """\
digits = load_digits()
x = torch.from_numpy(digits.images / 16 * 255).round().flatten(1).float() / 255
y = torch.from_numpy(digits.target).long()
place = torch.zeros_like(y)  # of an image among those of its class
for k in range(10):
    place[y == k] = torch.arange(int((y == k).sum()))
test = place % 5 == 4"""  # the same in a script that stands alone: x (1797, 64) of 0…1, y, and which of them to test on

TEN = tuple("0123456789")
IMAGE_SETS: dict[str, ImageSet] = {
    "digits": ImageSet("Digits, 8 × 8", TEN, (1, 8, 8), digits, "Alpaydin & Kaynak 1998, through scikit-learn"),
    "mnist": ImageSet(
        TITLES["mnist"], TEN, (1, 28, 28), partial(stored, "mnist"), "LeCun, Bottou, Bengio & Haffner 1998"
    ),
    "fashion_mnist": ImageSet(
        TITLES["fashion_mnist"],
        ("T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"),
        (1, 28, 28),
        partial(stored, "fashion_mnist"),
        "Xiao, Rasul & Vollgraf 2017",
    ),
    "cifar10": ImageSet(
        TITLES["cifar10"],
        ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"),
        (3, 32, 32),
        partial(stored, "cifar10"),
        "Krizhevsky 2009",
    ),
}


def signed(x: Tensor) -> Tensor:
    """Bytes → −1…1, (x − 127.5) / 127.5."""
    return x.float().sub_(127.5).div_(127.5)


def unit(x: Tensor) -> Tensor:
    """Bytes → 0…1, x / 255."""
    return x.float().div_(255)


@dataclass(frozen=True)
class Pixels:
    """How bytes become numbers that a network reads."""

    title: str
    encode: Callable[[Tensor], Tensor]


PIXELS: dict[str, Pixels] = {
    "signed": Pixels("−1 … 1: (x − 127.5) / 127.5", signed),
    "unit": Pixels("0 … 1: x / 255", unit),
}


class ImagesConfig(Config):
    """Pictures and their labels, in a random order that the seed decides; the official test set where there is one.

    An archive of one's own is named by the hash of its content: the address holds no data.
    """

    kind: Literal["images"] = "images"
    dataset: Literal["digits", "mnist", "fashion_mnist", "cifar10", "own"] = Field(
        "digits",
        title="Data set",
        description="The pictures the network learns.",
        json_schema_extra={"titles": titles(IMAGE_SETS)["titles"] | {"own": "Pictures of mine"}},
    )
    file: str = Field("", pattern="^([0-9a-f]{16})?$", title="File", description="The hash of the uploaded file.")
    n_train: int = Field(
        60_000,
        ge=100,
        le=60_000,
        title="Training images",
        description="How many to learn from; more than there are means all of them.",
        json_schema_extra={"widget": "log"},
    )
    pixels: Literal["signed", "unit"] = Field(
        "signed",
        title="Pixels become",
        description="Numbers for the network. Where 0 is the ground, most inputs of a digit are silent.",
        json_schema_extra=titles(PIXELS),
    )
    data_seed: int = Field(
        0,
        ge=0,
        le=9999,
        title="Data seed",
        description="Another seed takes other images, in another order.",
        json_schema_extra={"widget": "number", "step": 1},
    )

    @property
    def own(self) -> OwnImages:
        """The pictures of the archive; raises `ImageError` where it is not here."""
        found = SHELF.get(self.file)
        if found is None:
            raise ImageError("missing_file" if self.file else "no_file")
        return found

    @property
    def classes(self) -> tuple[str, ...]:
        """What the classes are called; two without a name where an archive is not here."""
        if self.dataset != "own":
            return IMAGE_SETS[self.dataset].classes
        return self.own.names if self.file in SHELF else ("", "")

    @property
    def n_classes(self) -> int:
        return len(self.classes)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Of an image, (c, h, w)."""
        if self.dataset != "own":
            return IMAGE_SETS[self.dataset].shape
        return (self.own.x.shape[1] if self.file in SHELF else 3, SIDE, SIDE)

    def load(self) -> Data:
        """x: uint8 (n, c, h, w), `encode` makes numbers of it; raises `ImageError` where the set is not here."""
        parts = self.own.parts(self.data_seed) if self.dataset == "own" else IMAGE_SETS[self.dataset].parts()
        largest = max(int(parts[part].max()) for part in ("y_train", "y_test"))
        if parts["x_train"].shape[1:] != self.shape or largest >= self.n_classes:
            raise ImageError("npz", path=self.dataset)
        order = torch.randperm(len(parts["x_train"]), generator=torch.Generator().manual_seed(self.data_seed))
        order = order[: self.n_train]
        whole = len(order) == len(parts["x_train"])
        x, y = parts["x_train"], parts["y_train"].long()
        return Data(
            x if whole else x[order],
            y if whole else y[order],
            parts["x_test"],
            parts["y_test"].long(),
            self.n_classes,
            encode=PIXELS[self.pixels].encode,
            class_names=self.classes,
        )
