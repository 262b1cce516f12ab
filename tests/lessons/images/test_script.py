"""The exported program prints what the page shows."""

import contextlib
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from core.datasets.image_store import write
from core.datasets.own_images import SHELF, OwnImages
from core.lessons.images.learner import ImagesLearner
from core.lessons.images.script import script
from core.lessons.images.settings import ImagesExperiment

STEPS = 14


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"n_train": 300, "batch_size": 64, "lr": 0.01, "optimizer": "momentum", "l2": 0.01, "data_seed": 3},
        {"channels": (), "hidden": (16, 12), "pixels": "unit", "activation": "tanh", "dropout": 0.3, "init": "he"},
        {"channels": (4, 4), "batch_norm": True, "residual": True, "pool": "average", "n_train": 200, "seed": 5},
        {"channels": (4,), "kernel": 4, "stride": 2, "padding": "valid", "hidden": (), "optimizer": "adamw", "l2": 0.1},
        {"rotate": 20.0, "shift": 0.1, "flip": 0.2, "cutout": 0.3, "precision": "bfloat16", "channels": (4,)},
    ],
)
def test_the_program_prints_the_numbers_of_the_run(settings: dict[str, Any]) -> None:
    learner = ImagesLearner(ImagesExperiment().replace(**settings))
    for _ in range(STEPS):
        learner.step()
    program, printed = script(learner, STEPS), io.StringIO()
    assert program and len(program.splitlines()) < 180 and max(map(len, program.splitlines())) <= 130
    with contextlib.redirect_stdout(printed):
        exec(compile(program, "hebb_images.py", "exec"), {})
    shown, metrics = printed.getvalue().splitlines(), learner.frame().metrics
    near = 0.02 if settings.get("precision") == "bfloat16" else 0.002
    for line, part in zip(shown, ("train", "test"), strict=True):
        name, _, loss, _, accuracy, _ = line.split()
        assert name == part
        assert float(loss) == pytest.approx(metrics[f"{part}_loss"], abs=near)
        assert float(accuracy) / 100 == pytest.approx(metrics[f"{part}_accuracy"], abs=0.005)


@pytest.mark.parametrize(
    ("dataset", "name", "shape"), [("mnist", "MNIST", (1, 28, 28)), ("cifar10", "CIFAR10", (3, 32, 32))]
)
def test_a_well_known_set_comes_from_torchvision(
    dataset: str, name: str, shape: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEBB_DATA", str(tmp_path))
    x, y = np.zeros((120, *shape), np.uint8), np.arange(120, dtype=np.uint8) % 10
    write(tmp_path / dataset, {"x_train": x, "y_train": y, "x_test": x, "y_test": y})
    program = script(ImagesLearner(ImagesExperiment().replace(dataset=dataset)), 3)
    assert program and f"datasets.{name}(" in program
    compile(program, "hebb_images.py", "exec")


def test_an_archive_of_ones_own_has_no_program() -> None:
    images = torch.zeros(8, 1, 32, 32, dtype=torch.uint8)
    own = SHELF.setdefault("a" * 16, OwnImages("a" * 16, images, torch.arange(8) % 2, ("left", "right")))
    assert script(ImagesLearner(ImagesExperiment().replace(dataset="own", file=own.id)), 3) is None
