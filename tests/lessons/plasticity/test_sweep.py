import numpy as np
import pytest

from core.lessons.plasticity.settings import PlasticitySettings
from core.lessons.plasticity.sweep import LOADS, Sweep, reached
from core.models.hopfield import capacity
from core.run import Run


def sweep(**values: object) -> Run[Sweep]:
    run = Run(Sweep(PlasticitySettings().replace(scene="capacity", **values)))
    run.advance(600, 10_000)
    return run


def test_the_measured_capacity_is_near_what_theory_says() -> None:
    run = sweep(n_neurons=300)
    weights = {name: value.numpy() for name, value in run.newest.weights.items()}
    share = weights["recalled"] / weights["tried"]
    assert run.outcome == "done" and (weights["tried"] == 30 * 5).all()
    assert reached(share) == pytest.approx(capacity()[0], abs=0.02)
    assert (share[LOADS < 0.1] > 0.99).all() and share[-1] < 0.1
    mean = weights["overlaps"] / weights["tried"]
    below = LOADS < 0.12
    limit, load, overlap = capacity()
    assert mean[below] == pytest.approx(np.interp(LOADS[below], load[::-1], overlap[::-1]), abs=0.015)
    assert limit > 0.12


def test_larger_networks_forget_more_suddenly() -> None:
    def late(n: int) -> float:
        weights = sweep(n_neurons=n, repeats=6).newest.weights
        part = LOADS >= 0.19
        return float((weights["recalled"].numpy()[part] / weights["tried"].numpy()[part]).mean())

    assert late(100) > late(400) + 0.15


def test_the_crossing_by_hand() -> None:
    share = np.ones(len(LOADS))
    assert np.isnan(reached(share))
    share[10:] = 0.8
    assert reached(share) == pytest.approx((LOADS[9] + LOADS[10]) / 2)
    share[0] = 0.5
    assert reached(share) == LOADS[0]
    share[:] = np.nan
    assert np.isnan(reached(share))
