"""The written-out numbers are the network's own."""

import math
import re

import pytest
import torch

from core.experiment import Experiment
from core.run import Run
from core.trainer import Trainer
from core.ui.numbers import forward_lines, loss_line, plain


def value(text: str) -> float:
    """What a written-out sum of products comes to."""
    text = text.replace("−", "-").replace("(", "").replace(")", "")
    return sum(math.prod(float(factor) for factor in term.split("·")) for term in text.split(" + "))


@pytest.fixture(scope="module")
def run() -> Run:
    run = Run(Trainer(Experiment().replace(hidden="4-3", dataset="spiral")))
    run.advance(5, 100)
    return run


def test_every_line_adds_up_and_ends_in_what_the_network_answers(run: Run) -> None:
    model, inputs = run.learner.model_at(run.newest), run.learner.x_train[7]
    blocks = forward_lines(model, inputs, "tanh")
    assert [len(lines) for _, lines in blocks] == [4, 3, 1]
    for _, lines in blocks:
        for line in lines:
            _, terms, z = re.split(" = ", line.split("    ")[0])
            assert value(terms) == pytest.approx(value(z), rel=1e-4, abs=1e-5)
    with torch.no_grad():
        answer = model(inputs[None]).item()
    assert blocks[-1][1][0].endswith(plain(answer))


@pytest.mark.parametrize(
    ("loss", "outputs", "target", "expected"),
    [
        ("mse", [0.5], [-1.0], "L = (0.5 − (−1))² = 2.25"),
        ("bce", [2.0], [1.0], "L = −( 1·ln σ(2) + 0·ln(1 − σ(2)) ) = 0.126928"),
        ("hinge", [0.25], [1.0], "L = max(0, 1 − 1·0.25) = 0.75"),
        ("cross_entropy", [1.0, 2.0], 1, "L = −ln softmax(z)₂ = −ln( exp 2 / (exp 1 + exp 2) ) = 0.313262"),
        ("mae", [1.0, 0.0], [0.0, 1.0], "L = (|1 − 0| + |0 − 1|) / 2 = 1"),
    ],
)
def test_loss_with_its_values(loss: str, outputs: list[float], target: object, expected: str) -> None:
    from core.losses import LOSSES

    z, y = torch.tensor([outputs]), torch.tensor([target])
    assert loss_line(loss, z[0], y[0], LOSSES[loss].value(z, y).item()) == expected
