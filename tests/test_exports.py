"""Exports are what other programs can read, and hold the run's own numbers."""

import csv
import io

import pytest
import torch

from core.exports import curves_csv, weights_bytes
from core.script import script
from tests.test_script import printed, steered, trained


@pytest.mark.parametrize("make", [steered, lambda: trained(20, hidden=""), lambda: trained(9, dataset="pinwheel4")])
def test_weights_fit_the_network_of_the_script(make):
    run = make()
    weights = torch.load(io.BytesIO(weights_bytes(run)), weights_only=True)
    names = {}
    exec(script(run).partition("@torch.no_grad")[0], names)
    model = names["model"]
    model.load_state_dict(weights)
    with torch.no_grad():
        assert torch.allclose(model(run.learner.x_test), run.learner.model(run.learner.x_test))


def test_the_curve_as_csv():
    run = trained(1301, optimizer="adam", n_samples=30)
    lines = list(csv.reader(io.StringIO(curves_csv(run))))
    assert lines[0] == ["step", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy"]
    assert [[float(cell) for cell in line] for line in lines[1:]] == [
        [frame.step, frame.progress, *frame.metrics.values()] for frame in run.frames()
    ]
    program = [line.split(",") for line in printed(script(run)).splitlines()]
    assert [line[0] for line in program] == [line[0] for line in lines]
