import numpy as np
import pytest
from sklearn.decomposition import PCA

from core.lessons.plasticity.correlation import N_POINTS, RUNAWAY, Correlation, between
from core.lessons.plasticity.settings import PlasticitySettings


def run(steps: int, **values: object) -> Correlation:
    made = Correlation(PlasticitySettings().replace(**values))
    for _ in range(steps):
        made.step()
    return made


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("angle", [-75, 30])
def test_oja_finds_the_first_principal_component_within_two_degrees(seed: int, angle: float) -> None:
    found = run(20 * N_POINTS, seed=seed, angle=angle)
    component = PCA(1).fit(found.points).components_[0]
    assert between(found.w["oja"], component) < 2
    assert found.metrics()["angle_oja"] == pytest.approx(between(found.w["oja"], component))
    assert np.linalg.norm(found.w["oja"]) == pytest.approx(1, abs=0.01)


def test_hebb_finds_the_direction_too_but_runs_away_and_is_stopped() -> None:
    found = run(3000)
    assert 0 < found.ran_away < 3000 and RUNAWAY < np.linalg.norm(found.w["hebb"]) < 1.1 * RUNAWAY
    assert between(found.w["hebb"], found.component) < 2
    kept = found.w["hebb"].copy()
    found.step()
    assert (found.w["hebb"] == kept).all()


def test_hebb_grows_as_the_first_eigenvalue_says() -> None:
    found = run(5 * N_POINTS)
    before = np.linalg.norm(found.w["hebb"])
    for _ in range(N_POINTS):
        found.step()
    grown = np.log(np.linalg.norm(found.w["hebb"]) / before)
    largest = np.linalg.eigvalsh(found.inputs.T @ found.inputs / N_POINTS)[-1]
    assert grown == pytest.approx(N_POINTS * 0.005 * largest, rel=0.03)


def test_each_pass_takes_every_point_once() -> None:
    made, taken = run(0), []
    for _ in range(2 * N_POINTS):
        taken.append(made.coming())
        made.step()
    first, second = taken[:N_POINTS], taken[N_POINTS:]
    assert sorted(first) == sorted(second) == list(range(N_POINTS)) and first != second


def test_a_mean_leads_both_astray_unless_it_is_subtracted() -> None:
    values = {"mean_x": -1.2, "mean_y": 1.0}
    astray, centred = run(4000, **values), run(4000, centred=True, **values)
    assert astray.metrics()["angle_oja"] > 20 and centred.metrics()["angle_oja"] < 2


def test_it_follows_a_cloud_that_is_turned_while_it_learns() -> None:
    made = run(3000)
    made.change(angle=-60.0)
    assert made.metrics()["angle_oja"] > 60
    for _ in range(6000):
        made.step()
    assert made.metrics()["angle_oja"] < 2
