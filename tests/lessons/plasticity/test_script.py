import contextlib
import io

import numpy as np
import pytest

from core.lessons.plasticity.script import script
from core.lessons.plasticity.settings import SCENES, PlasticitySettings, learner
from core.lessons.plasticity.sweep import LOADS


def run(scene: str, steps: int, changes: dict[int, dict] | None = None, **values: object):
    made = learner(PlasticitySettings().replace(scene=scene, **values))
    for step in range(steps):
        if change := (changes or {}).get(step):
            made.change(**change)
        made.step()
    return made


def printed(made) -> list[list[str]]:
    """The words of each line that the program of a run prints."""
    out, text = io.StringIO(), script(made, made.step_count)
    assert "%" not in text.replace(" % ", "")
    with contextlib.redirect_stdout(out):
        exec(compile(text, "script", "exec"), {"__name__": "script"})
    return [line.split() for line in out.getvalue().splitlines()]


@pytest.mark.parametrize("centred", [False, True])
def test_it_prints_both_neurons_with_all_changes(centred: bool) -> None:
    changes = {50: {"angle": 80.0}, 130: {"lr": 0.02, "mean_x": 0.5}, 350: {"long": 1.4}}
    made = run("hebb", 500, changes, seed=5, centred=centred)
    made.change(short=0.2)
    for (name, *numbers), id in zip(printed(made), ("hebb", "oja"), strict=True):
        assert name == id
        metrics = made.metrics()
        expected = [*made.w[id], metrics[f"length_{id}"], metrics[f"angle_{id}"]]
        assert list(map(float, numbers)) == pytest.approx(expected, rel=1e-9)


def test_it_stops_hebb_where_the_page_did() -> None:
    made = run("hebb", 700, lr=0.05)
    assert made.ran_away > 0
    assert float(printed(made)[0][1]) == pytest.approx(made.w["hebb"][0], rel=1e-9)


def test_it_prints_every_answer_of_the_selective_neuron() -> None:
    made = run("bcm", 400, {100: {"shown": ("2", "3", "7")}, 220: {"tau": 90.0, "bar_noise": 0.1}}, seed=2)
    lines = printed(made)
    assert [float(line[-1]) for line in lines[:8]] == pytest.approx(made.answers(), rel=1e-9, abs=1e-12)
    assert float(lines[8][1]) == pytest.approx(made.metrics()["selectivity"])
    assert float(lines[9][1]) == pytest.approx(made.theta)


def test_it_prints_the_weight_of_every_synapse() -> None:
    made = run("stdp", 12, {4: {"a_plus": 2.0}, 8: {"tau_minus": 9.0, "jitter": 4.0}}, n_synapses=40, psp=1.6)
    first, *rows = printed(made)
    assert float(first[-1]) == pytest.approx(made.spikes[0], rel=1e-9)
    assert [float(row[2]) for row in rows] == pytest.approx(made.w, rel=1e-9) and len(rows) == 40


@pytest.mark.parametrize(
    "values", [{}, {"storage": "projection", "damage": 0.3, "cue": "8"}, {"start": "0123456789abcdef"}]
)
def test_it_prints_the_picture_that_the_network_is(values: dict) -> None:
    made = run("hopfield", 40, **values)
    lines = printed(made)
    drawn = np.array([[1.0 if letter == "#" else -1.0 for letter in line[0]] for line in lines[:8]])
    assert (drawn.ravel() == made.s).all()
    assert float(lines[8][1]) == pytest.approx(made.metrics()["energy"])
    assert [float(line[2]) for line in lines[9:]] == pytest.approx(list(made.metrics().values())[1:])


def test_it_prints_the_share_at_every_load() -> None:
    made = run("capacity", 30, n_neurons=60)
    expected = np.column_stack([LOADS, made.recalled / made.tried, made.overlaps / made.tried])
    assert np.array(printed(made), float) == pytest.approx(expected)


@pytest.mark.parametrize("scene", SCENES)
def test_the_program_stands_on_its_own(scene: str) -> None:
    text = script(run(scene, 0), 0)
    assert "core." not in text and "import" in text and "\n\n\n\n" not in text
    assert max(map(len, text.splitlines())) < 400
