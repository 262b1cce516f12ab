import pytest

from core.lessons.optimizers.race import Race
from core.lessons.optimizers.settings import RaceSettings
from core.lessons.optimizers.stability import largest_rate


@pytest.mark.parametrize("id", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("momentum", [0.3, 0.9])
def test_just_below_it_comes_to_rest_and_just_above_it_runs_away(id, momentum):
    limit = largest_rate(id, 25.0, momentum)
    for share, runs_away in ((0.98, False), (1.02, True)):
        race = Race(RaceSettings(optimizers=(id,), momentum=momentum, lr=share * limit, n_steps=3000))
        while not race.stops:
            race.step()
        assert (race.stopped[0] >= 0) == runs_away
        assert (race.positions[0, 1].abs().item() < 1e-6) != runs_away


def test_there_is_none_without_upward_curvature_or_for_adaptive_steps():
    assert largest_rate("sgd", -1.0, 0.9) is None and largest_rate("sgd", float("nan"), 0.9) is None
    assert largest_rate("adam", 25.0, 0.9) is None
    assert largest_rate("sgd", 25.0, 0.9) == pytest.approx(0.08)
