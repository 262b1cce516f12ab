import numpy as np
import pytest

from core.lessons.plasticity.selectivity import N_BARS, Selectivity, selectivity
from core.lessons.plasticity.settings import PlasticitySettings
from core.run import Run


def run(steps: int, **values: object) -> Selectivity:
    made = Selectivity(PlasticitySettings().replace(scene="bcm", **values))
    for _ in range(steps):
        made.step()
    return made


def test_the_index_by_hand() -> None:
    assert selectivity(np.array([2.0, 2.0, 2.0])) == 0
    assert selectivity(np.array([0.0, 0.0, 5.0, 0.0])) == pytest.approx(0.75)
    assert selectivity(np.array([1.0, 3.0])) == pytest.approx(1 / 3) and selectivity(np.zeros(3)) == 0


@pytest.mark.parametrize("seed", range(3))
def test_the_neuron_becomes_selective_for_one_bar(seed: int) -> None:
    first, made = run(0, seed=seed), run(4000, seed=seed)
    assert first.metrics()["selectivity"] < 0.3
    assert made.metrics()["selectivity"] > 0.97 * (1 - 1 / N_BARS)
    answers = made.answers()
    assert answers.max() == pytest.approx(N_BARS, rel=0.3), "θ = ⟨y²⟩ = y²/n rests at y = n"
    assert np.sort(answers)[-2] < 0.1 * answers.max()


def test_which_bar_it_is_depends_on_the_first_weights() -> None:
    assert len({int(run(4000, seed=seed).answers().argmax()) for seed in range(3)}) > 1


def test_deprived_of_its_bar_it_chooses_another() -> None:
    made = run(4000)
    best = int(made.answers().argmax())
    theta = made.theta
    made.change(shown=tuple(str(k + 1) for k in range(N_BARS) if k != best))
    for _ in range(200):
        made.step()
    assert made.theta < 0.1 * theta, "without strong answers the threshold falls"
    for _ in range(15_000):
        made.step()
    answers = made.answers()[made.places]
    assert selectivity(answers) > 0.8 and answers.max() > 3


def test_a_pass_shows_each_bar_once() -> None:
    made, seen = run(0, shown="2-5-6"), []
    for _ in range(9):
        made.step()
        seen.append(made.saw)
    assert [sorted(seen[i : i + 3]) for i in (0, 3, 6)] == [[1, 4, 5]] * 3


def test_a_step_that_is_too_large_silences_or_explodes() -> None:
    made = Run(Selectivity(PlasticitySettings().replace(scene="bcm", lr_bcm=1.0)))
    made.advance(60, 3000)
    assert made.outcome in ("nan", "exploded") or made.learner.answers().max() == 0
