"""Own images: a person's archives of pictures, by the hash of their content, as long as a session holds them."""

import hashlib
import weakref
from dataclasses import dataclass

import torch
from torch import Tensor

from core.datasets.image_zip import read_zip, split

SIDE = 32  # px, of every picture that is taken in


@dataclass(frozen=True, eq=False)
class OwnImages:
    """Pictures (n, c, SIDE, SIDE) as bytes, c = 1 where all are grey and else 3, their classes (n,), and the names."""

    id: str
    x: Tensor
    y: Tensor
    names: tuple[str, ...]

    def parts(self, seed: int) -> dict[str, Tensor]:
        """A fifth of every class to test on, the rest to train on."""
        train, test = (torch.from_numpy(places) for places in split(self.y.numpy(), seed))
        return {"x_train": self.x[train], "y_train": self.y[train], "x_test": self.x[test], "y_test": self.y[test]}


SHELF: "weakref.WeakValueDictionary[str, OwnImages]" = weakref.WeakValueDictionary()


def read_own(content: bytes) -> OwnImages:
    """The pictures of a zip archive of folders, one a class; raises `ImageZipError`."""
    id = hashlib.sha256(content).hexdigest()[:16]
    found = SHELF.get(id)
    if found is None:
        images, labels, names = read_zip(content, SIDE, colour=True)
        x = torch.from_numpy(images)
        grey = bool((x == x[:, :1]).all())
        found = OwnImages(id, x[:, :1].contiguous() if grey else x, torch.from_numpy(labels), names)
    return SHELF.setdefault(id, found)
