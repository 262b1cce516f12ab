import numpy as np
import pytest

from core.lessons.plasticity.memory import Memory, N, from_hex, picture, to_hex
from core.lessons.plasticity.settings import PlasticitySettings
from core.run import Run


def recall(**values: object) -> Run[Memory]:
    run = Run(Memory(PlasticitySettings().replace(scene="hopfield", **values)))
    run.advance(60, 5000)
    return run


@pytest.mark.parametrize("cue", ["0", "3", "7"])
@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_digit_comes_back(cue: str, seed: int) -> None:
    run = recall(cue=cue, damage=0.15, seed=seed)
    assert run.outcome == "done" and run.newest.metrics[f"overlap_{cue}"] == 1
    assert (run.learner.s == picture(cue)).all()


def test_the_energy_never_rises_and_ends_where_nobody_disagrees() -> None:
    run = recall(cue="7", damage=0.4, seed=5)
    energies = [frame.metrics["energy"] for frame in run.frames()]
    assert (np.diff(energies) <= 1e-12).all() and energies[-1] < energies[0]
    assert ((run.learner.w @ run.learner.s) * run.learner.s >= 0).all()


def test_ten_digits_are_too_many_for_hebb_but_not_for_the_projection() -> None:
    ten = "0-1-2-3-4-5-6-7-8-9"
    assert recall(stored=ten, damage=0.0).newest.metrics["overlap_3"] < 0.95
    assert recall(stored=ten, damage=0.15, storage="projection").newest.metrics["overlap_3"] == 1


def test_a_picture_of_ones_own_is_where_it_starts() -> None:
    own = picture("7").copy()
    own[:6] *= -1
    run = recall(start=to_hex(own), cue="3")
    assert (run.frames()[0].weights["s"].numpy() == own).all()
    assert run.newest.metrics["overlap_7"] == 1
    assert (from_hex(to_hex(own)) == own).all() and len(to_hex(own)) == N // 4


def test_the_damage_is_as_much_as_was_asked_for() -> None:
    made = Memory(PlasticitySettings().replace(scene="hopfield", damage=0.25))
    assert (made.s != picture("3")).sum() == 16


def test_a_memory_is_at_rest_at_once() -> None:
    run = recall(damage=0.0)
    assert run.outcome == "done" and run.newest.step == 1
