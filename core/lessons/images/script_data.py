"""Where the pictures of an exported script come from."""

import io
from typing import Any

import numpy as np

from core.lessons.images.learner import ImagesLearner
from core.lessons.images.settings import ImagesExperiment

FILE = "pictures.npz"  # holds a person's own pictures beside the script

DIGITS = """\
digits = load_digits()
x = torch.from_numpy(digits.images / 16 * 255).round().to(torch.uint8)[:, None]
y = torch.from_numpy(digits.target)
place = torch.zeros(len(y), dtype=torch.int64)  # of a picture among those of its class
for k in range(10):
    place[y == k] = torch.arange(int((y == k).sum()))
x_train, y_train, x_test, y_test = x[place % 5 != 4], y[place % 5 != 4], x[place % 5 == 4], y[place % 5 == 4]
"""
TORCHVISION = """\
sets = [datasets.{name}("data", train=train, download=True) for train in (True, False)]
x_train, x_test = ({tensor} for found in sets)
y_train, y_test = (torch.as_tensor(found.targets) for found in sets)
"""
OWN = f'''\
found = np.load("{FILE}")
names = ("x_train", "y_train", "x_test", "y_test")
x_train, y_train, x_test, y_test = (torch.from_numpy(found[name]) for name in names)
'''
NAMES = {"mnist": "MNIST", "fashion_mnist": "FashionMNIST", "cifar10": "CIFAR10"}
GREY, COLOUR = "found.data[:, None]", "torch.from_numpy(found.data).permute(0, 3, 1, 2)"
ORDER = """\
order = torch.randperm(len(x_train), generator=Generator().manual_seed({seed}))[:{n}]
x_train, y_train = x_train[order], y_train[order]
"""


def load(experiment: ImagesExperiment) -> dict[str, str]:
    """Imports and statements that give x_train (n, c, h, w) of bytes, y_train, x_test, y_test."""
    data = experiment.data
    if data.dataset == "own":
        return {"imports": "import numpy as np", "data": OWN, "order": ""}
    whole = {"digits": 1442, "cifar10": 50_000}.get(data.dataset, 60_000)
    order = ORDER.format(seed=data.data_seed, n=data.n_train) if data.n_train < whole else ""
    if data.dataset == "digits":
        return {"imports": "from sklearn.datasets import load_digits", "data": DIGITS, "order": order}
    read = TORCHVISION.format(name=NAMES[data.dataset], tensor=COLOUR if data.dataset == "cifar10" else GREY)
    return {"imports": "from torchvision import datasets", "data": read, "order": order}


def pictures(learner: ImagesLearner) -> bytes:
    """A person's own pictures as the file that their script reads."""
    data: Any = learner.data
    file = io.BytesIO()
    names = ("x_train", "y_train", "x_test", "y_test")
    np.savez_compressed(file, **{name: getattr(data, name).numpy() for name in names})
    return file.getvalue()
