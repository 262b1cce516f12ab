import contextlib
import io
import sys

import numpy as np
import pytest
import torch

from core.datasets.csv_file import read_csv
from core.datasets.raw_table import SHELF
from core.datasets.table import TableConfig
from core.evaluation.measures import scores
from core.experiment import Experiment
from core.lessons.table.prediction import answers
from core.lessons.table.script import table_script
from core.models.mlp import WideMLPConfig
from core.run import Run
from core.trainer import Trainer
from tests.alone import printed_alone

FILE = "mess; größe;颜色;date;y\n"  # gaps, decimal commas, unicode, dates, a rare level
ROWS = np.random.default_rng(0)
for i in range(90):
    a, b = ROWS.normal(size=2)
    colour = ["红", "grün", "blue"][i % 3] if i != 40 else "=1+1"
    size = "" if i % 17 == 3 else f"{b:.3f}".replace(".", ",")
    FILE += f"{a:.3f};{size};{colour};2024-0{1 + i % 9}-11;{'ja' if a + b + (i % 3) > 1 else 'nein'}\n".replace(
        ".", ",", 1
    )


def trained(steps=60, source="iris", data=None, **settings):
    model = WideMLPConfig(hidden=(12, 6), activation="relu", init="he")
    experiment = Experiment(data=TableConfig(source=source, **(data or {})), model=model)
    run = Run(Trainer(experiment.replace(**{"optimizer": "adam", "lr": 0.01} | settings)))
    run.advance(60, steps)
    return run


def printed(run, monkeypatch, *arguments):
    """What the script prints: the curve, and the measures."""
    output = io.StringIO()
    monkeypatch.setattr(sys, "argv", ["script.py", *arguments])
    with contextlib.redirect_stdout(output):
        exec(compile(table_script(run), "script", "exec"), {"__name__": "__main__"})
    return output.getvalue().split("\n\n")


def compare(run, text, splits):
    """The curve and every measure on the screen are those that the script prints."""
    curve, measures = text
    header, *lines = curve.splitlines()
    frames = run.frames()
    assert header.split(",") == ["step", *frames[0].metrics]
    found = np.array([[float(cell) for cell in line.split(",")] for line in lines])
    expected = np.array([[frame.step, *frame.metrics.values()] for frame in frames])
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4)

    prepared, model = run.learner.initial.data.prepare(), run.learner.model_at(run.newest)
    data, loss = prepared.data, run.settings.loss
    n = prepared.report.n_train
    assert n == len(data.x_train)
    rows = {
        "train": (data.x_train, data.y_train),
        "valid": (data.x_test, data.y_test),
        "test": (data.x_held, data.y_held),
    }
    told = [line.split(",") for line in measures.splitlines()[1:]]
    assert {name for name, _, _ in told} == set(splits)
    for name in splits:
        mine = scores(answers(prepared, loss, model, *rows[name]))
        assert {m: float(v) for n, m, v in told if n == name} == pytest.approx(mine, rel=2e-3, abs=2e-3), name


@pytest.mark.parametrize(
    "settings",
    [
        {"source": "iris"},
        {"source": "breast_cancer", "loss": "hinge"},
        {"source": "diabetes", "data": {"outliers": "clip", "augment": "noise"}},
        {"source": "wine", "data": {"augment": "smote", "scale": "robust"}, "loss": "bce", "dropout": 0.2},
    ],
    ids=str,
)
def test_the_script_prints_the_numbers_of_the_screen(monkeypatch, settings) -> None:
    run = trained(**settings)
    compare(run, printed(run, monkeypatch), ["train", "valid"])


def test_an_upload_with_everything_in_it_and_changes_by_hand(tmp_path) -> None:
    table = read_csv(FILE.encode("gb18030"))
    SHELF[table.id] = table
    run = trained(source="upload", data={"file": table.id, "gaps": "mean"})
    run.change(lr=0.02, l2=0.001)
    run.advance(60, 30)
    (tmp_path / "my file.csv").write_bytes(FILE.encode("gb18030"))
    text = printed_alone(table_script(run, "my file.csv"), tmp_path, "--test")
    compare(run, text.split("\n\n"), ["train", "valid", "test"])


def test_lines_are_short_and_the_global_state_is_left_alone() -> None:
    torch.manual_seed(3)
    before = torch.get_rng_state()
    code = table_script(trained(5))
    assert torch.equal(before, torch.get_rng_state())
    assert max(map(len, code.splitlines())) <= 120
