"""The exported script prints the curve of the run."""

import contextlib
import io

import numpy as np
import pytest
import torch

from core import engine  # noqa: F401  (one thread)
from core.datasets import own_images
from core.lessons.images.learner import ImagesLearner
from core.lessons.images.script import script
from core.lessons.images.script_data import FILE, pictures
from core.lessons.images.settings import ImagesExperiment
from core.run import Run
from tests.datasets.test_own_images import archive

EXPERIMENTS: dict[str, dict] = {
    "default": {},
    "mlp": {"channels": "", "hidden": "20-10", "pixels": "unit", "optimizer": "adamw", "l2": 0.01},
    "residual": {"batch_norm": True, "residual": True, "pool": "average", "hidden": "", "init": "he", "stride": 1},
    "valid": {"channels": "4", "padding": "valid", "stride": 2, "kernel": 2, "pool": "none", "activation": "tanh"},
    "regular": {"dropout": 0.3, "l2": 0.003, "optimizer": "momentum", "lr": 0.01, "n_train": 200, "data_seed": 7},
    "augmented": {"flip": 0.5, "shift": 0.1, "rotate": 10, "crop": 0.2, "colour": 0.2, "cutout": 0.3},
}

CLOSE = 5e-3  # the script's gradient is autograd's: rounding may turn the answer to one of some 360 pictures


def trained(steps: int = 50, **settings: object) -> Run[ImagesLearner]:
    run = Run(ImagesLearner(ImagesExperiment().replace(**settings)))
    run.advance(1e9, steps)
    return run


def printed(text: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(text, "script", "exec"), {"__name__": "script"})
    return out.getvalue()


def difference(run: Run[ImagesLearner], text: str) -> float:
    """The largest difference of any number on the curve, relative above 1; steps and columns must be the same."""
    header, *lines = text.splitlines()
    frames = run.frames()
    assert header.split(",") == ["step", *frames[0].metrics]
    table = np.array([[float(cell) for cell in line.split(",")] for line in lines])
    assert table[:, 0].tolist() == [frame.step for frame in frames]
    expected = np.array([list(frame.metrics.values()) for frame in frames])
    assert (np.isnan(table[:, 1:]) == np.isnan(expected)).all()
    return float(np.nanmax(np.abs(table[:, 1:] - expected) / np.maximum(1, np.abs(expected))))


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_script_draws_the_same_curve(name: str) -> None:
    run = trained(**EXPERIMENTS[name])
    assert difference(run, printed(script(run))) < CLOSE


def test_changes_by_hand_are_made_at_the_same_steps() -> None:
    run = trained(10)
    run.change(lr=0.001, batch_size=50)
    run.advance(1e9, 9)
    run.change(optimizer="momentum", flip=0.5, l2=0.01)
    run.advance(1e9, 9)
    run.change(flip=0.0, dropout=0.2, lr=0.01)
    run.advance(1e9, 20)
    assert difference(run, printed(script(run))) < CLOSE


def test_16_bits_to_their_rounding() -> None:
    run = trained(24, precision="bfloat16")
    text = script(run)
    assert "autocast" in text and difference(run, printed(text)) < 0.05


def test_own_pictures_come_in_a_file(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    own = own_images.read_own(archive(60, grey=False))
    run = trained(20, dataset="own", file=own.id, channels="4", hidden="8", batch_size=8)
    (tmp_path / FILE).write_bytes(pictures(run.learner))  # type: ignore[operator]
    monkeypatch.chdir(tmp_path)  # type: ignore[arg-type]
    assert difference(run, printed(script(run))) < CLOSE


@pytest.mark.parametrize("dataset", ["mnist", "fashion_mnist", "cifar10"])
def test_the_sets_of_torchvision(dataset: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a small set in the place of the downloaded one."""
    from torchvision import datasets

    from core.datasets import images
    from core.lessons.images.script_data import NAMES

    shape = images.IMAGE_SETS[dataset].shape
    chance = torch.Generator().manual_seed(0)
    made = {part: torch.randint(0, 256, (n, *shape), generator=chance, dtype=torch.uint8) for part, n in SIZES.items()}
    labels = {part: torch.arange(n) % 10 for part, n in SIZES.items()}

    class Small:
        def __init__(self, root: str, train: bool, download: bool) -> None:
            part = "train" if train else "test"
            grey = shape[0] == 1
            self.data = made[part][:, 0] if grey else made[part].permute(0, 2, 3, 1).numpy()
            self.targets = labels[part] if grey else labels[part].tolist()

    def parts() -> dict:
        return {f"{kind}_{part}": held[part] for kind, held in (("x", made), ("y", labels)) for part in SIZES}

    monkeypatch.setattr(datasets, NAMES[dataset], Small)
    monkeypatch.setitem(images.IMAGE_SETS, dataset, images.ImageSet("", ("",) * 10, shape, parts, ""))
    run = trained(18, dataset=dataset, n_train=100, precision="float32")
    assert difference(run, printed(script(run))) < CLOSE


SIZES = {"train": 120, "test": 30}


def test_only_what_is_needed_is_written() -> None:
    plain = script(trained(3))
    for word in ("Drop", "Residual", "autocast", "CHANGES", "l2 /", "uniform(", "torchvision"):
        assert word not in plain.partition('"""\n\n')[2]
    assert plain.count("\n") < 110 and max(map(len, plain.splitlines())) <= 120
