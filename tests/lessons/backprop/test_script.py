"""The script of a pass prints the numbers of the pass."""

import contextlib
import io
import json
from typing import Any

import pytest
import torch

from core.activations import ACTIVATIONS
from core.learning.gradient_check import check
from core.learning.passes import Parameter
from core.lessons.backprop.passes import Passes
from core.lessons.backprop.script import script
from core.lessons.backprop.settings import PassSettings
from core.losses import LOSSES

DEFAULT = PassSettings()
CASES: list[tuple[dict[str, Any], Parameter]] = [
    ({}, Parameter(1, 0, 1)),
    ({"activation": "step", "loss": "mse"}, Parameter(2, 1)),
    ({"feed": "batch", "dataset": "pinwheel3", "hidden": "4-4-4", "activation": "mish"}, Parameter(4, 2, 3)),
    ({"feed": "batch", "dataset": "xor", "loss": "hinge", "hidden": "", "lr": 2.0}, Parameter(1, 0)),
]


def run(text: str) -> dict[str, Any]:
    """What a script prints, by name; it sets the default precision, which is set back."""
    printed, before = io.StringIO(), torch.get_default_dtype()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(text, "script", "exec"), {"__name__": "__main__"})
    finally:
        torch.set_default_dtype(before)
    lines = [line.split(" ", 1) for line in printed.getvalue().splitlines()]
    return {name: json.loads(value[value.rfind(")") + 1 :]) for name, value in lines}


@pytest.mark.parametrize(("values", "chosen"), CASES)
def test_the_script_prints_what_the_page_shows(values: dict[str, Any], chosen: Parameter) -> None:
    passes = Passes(DEFAULT.replace(**values))
    for _ in range(len(passes.order)):  # into the second pass
        passes.step()
    record = passes.record
    printed = run(script(passes, record, chosen))
    close: dict[str, float] = {"rtol": 1e-9, "atol": 1e-12}
    for i in range(len(record.weights)):
        shown = {
            "z": record.zs[i],
            "a": record.activations[i + 1],
            "delta": record.deltas[i],
            "dW": record.weight_grads[i],
            "db": record.bias_grads[i],
            "W": record.new_weights[i],
            "b": record.new_biases[i],
        }
        for name, value in shown.items():
            found = torch.tensor(printed[f"{name}{i + 1}"], dtype=torch.float64)
            torch.testing.assert_close(found, value, **close)  # type: ignore[arg-type]
    assert printed["loss_before"] == pytest.approx(record.loss, rel=1e-12)
    assert printed["loss_after"] == pytest.approx(record.new_loss, rel=1e-9)
    assert printed["largest_difference_to_autograd"] < 1e-12
    index = chosen.index(passes.model.shapes)
    found = check(passes.model, passes.loss, record.flat, record.x, record.targets, index)
    assert printed["finite_difference"] == pytest.approx(found.central[8], rel=1e-5, abs=1e-9)


def test_every_loss_and_activation_has_its_code() -> None:
    for loss in LOSSES:
        passes = Passes(DEFAULT.replace(loss=loss))
        compile(script(passes, passes.record, Parameter(1, 0, 0)), "script", "exec")
    for activation in ACTIVATIONS:
        passes = Passes(DEFAULT.replace(activation=activation))
        compile(script(passes, passes.record, Parameter(1, 0, 0)), "script", "exec")
