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
    assert selectivity(np.array([1.0, 3.0, -9.0])) == pytest.approx(1 - 4 / 9) and selectivity(np.zeros(3)) == 0


@pytest.fixture(scope="module")
def trained() -> list[Selectivity]:
    """Neurons of three seeds after 3,000 pictures."""
    return [run(3000, seed=seed) for seed in range(3)]


def test_the_neuron_becomes_selective_for_one_bar(trained: list[Selectivity]) -> None:
    for seed, made in enumerate(trained):
        assert run(0, seed=seed).metrics()["selectivity"] < 0.3
        assert made.metrics()["selectivity"] > 0.97 * (1 - 1 / N_BARS)
        answers = made.answers()
        assert answers.max() == pytest.approx(N_BARS, rel=0.2), "θ = ⟨y²⟩ = y²/n rests at y = n"
        assert np.sort(answers)[-2] < 0.1 * answers.max()
        assert made.theta == pytest.approx(N_BARS, rel=0.4)


def test_which_bar_it_is_depends_on_the_first_weights(trained: list[Selectivity]) -> None:
    assert len({int(made.answers().argmax()) for made in trained}) > 1


def test_deprived_of_its_bar_it_chooses_another() -> None:
    made = run(3000)
    best = int(made.answers().argmax())
    theta = made.theta
    made.change(shown=tuple(str(k + 1) for k in range(N_BARS) if k != best))
    for _ in range(200):
        made.step()
    assert made.theta < 0.1 * theta, "without strong answers the threshold falls"
    for _ in range(3800):
        made.step()
    answers = made.answers()[made.places]
    assert selectivity(answers) > 0.8 and answers.max() == pytest.approx(N_BARS - 1, rel=0.2)


def test_a_pass_shows_each_bar_once() -> None:
    made, seen = run(0, shown="2-5-6"), []
    for _ in range(9):
        made.step()
        seen.append(made.saw)
    assert [sorted(seen[i : i + 3]) for i in (0, 3, 6)] == [[1, 4, 5]] * 3


def test_a_step_that_is_too_large_explodes_and_is_stopped() -> None:
    made = Run(Selectivity(PlasticitySettings().replace(scene="bcm", lr_bcm=0.3)))
    made.advance(60, 3000)
    assert made.outcome in ("nan", "exploded") and made.newest.step < 3000
