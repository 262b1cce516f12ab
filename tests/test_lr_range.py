import numpy as np
import pytest

from core.experiment import Experiment
from core.lessons.optimizers.race import Race
from core.lessons.optimizers.settings import RaceSettings
from core.lessons.optimizers.surfaces import SURFACES
from core.lr_range import GONE, growing_rates, range_test, read
from core.trainer import Trainer


def test_rates_grow_by_one_factor():
    rates = growing_rates(1e-3, 10, 5)
    assert rates.tolist() == pytest.approx([1e-3, 1e-2, 1e-1, 1, 10])
    for low, high, n in ((0, 1, 5), (1, 1, 5), (1e-3, 1, 2)):
        with pytest.raises(ValueError, match="grow"):
            growing_rates(low, high, n)


def test_the_bowl_follows_its_closed_form():
    rates = growing_rates(0.3, 10, 24)
    race = Race(RaceSettings().replace(surface="bowl", optimizers=("sgd",)))
    found = range_test(race, low=0.3, high=10, n=24, metric="sgd")
    n = len(found.losses) - 1
    expected = found.losses[0] * np.cumprod((1 - rates[:n]) ** 2)
    np.testing.assert_allclose(found.losses[1:], expected, rtol=1e-9)
    assert found.rates[0] == found.rates[1] == 0.3
    left = np.maximum(np.concatenate([found.losses[:1], expected]) / found.losses[0], GONE)
    assert found.steepest == rates[np.diff(np.log(left)).argmin()]
    assert found.lowest == rates[rates < 2][-1], "2 / curvature is where each step overshoots further than the last"


@pytest.mark.parametrize("surface", ["rosenbrock", "beale"])
def test_a_rate_too_large_blows_the_loss_up(surface):
    race = Race(RaceSettings().replace(surface=surface, optimizers=("sgd",)))
    found = range_test(race, low=1e-5, high=10, n=100, metric="sgd")
    assert found.steepest <= found.lowest < found.blown == found.rates[-1]
    assert not found.losses[-1] <= 4 * found.losses[0]
    assert (found.losses[:-1] <= 4 * found.losses[0]).all()


def test_rates_that_never_hurt_do_not_blow_up():
    found = range_test(
        Race(RaceSettings(optimizers=("adagrad",))), low=1e-4, high=1e-2, n=20, setting="adaptive_lr", metric="adagrad"
    )
    assert found.blown is None and len(found.losses) == 21
    assert found.lowest == pytest.approx(1e-2)


def test_losses_that_only_rise_have_no_best_rate():
    found = read([1, 1, 2], [1.0, 2.0, 3.0], None, 0.0)
    assert found.steepest is None and found.lowest is None


@pytest.mark.parametrize(("id", "setting"), [("momentum", "lr"), ("adam", "adaptive_lr")])
def test_who_leaves_the_plane_is_marked_where_the_loss_stays_small(id, setting):
    race = Race(RaceSettings().replace(surface="network", optimizers=(id,), n_steps=10))
    found = range_test(race, low=1e-4, high=10, setting=setting, metric=id, floor=race.surface.lowest)
    assert found.blown == found.rates[-1] and race.stopped == [race.step_count] == [len(found.losses) - 1]
    assert found.losses[-1] < 4 * found.losses[0], "its loss alone does not tell"


def test_the_fastest_fall_is_that_of_the_logarithm_above_the_floor():
    rates, losses = [1, 1, 2, 4, 8], [105.0, 55.0, 25.0, 6.0, 5.9]
    assert read(rates, losses, None, 0.0).steepest == 4
    assert read([1, 1, 2, 4], [110.0, 60.0, 40.0, 11.0], None, 0.0, 10.0).steepest == 4
    assert read([1, 1, 2], [110.0, 60.0, 20.0], None, 0.0, 0.0).steepest == 2
    assert read([1, 1, 2, 4], [10.0, 0.01, 0.0, 0.0], None, 0.0).steepest == 2, "what is gone falls no further"


def test_a_fall_after_the_lowest_does_not_count():
    found = read([1, 1, 2, 4, 8], [10.0, 7.0, 1.0, 90.0, 2.0], None, 0.0)
    assert (found.steepest, found.lowest) == (2, 2)


def test_a_good_rate_lies_below_the_lowest_and_among_those_that_were_tried() -> None:
    rates = np.geomspace(1e-5, 1.0, 6)
    for lowest, good in ((4, 0.01), (3, 0.001), (1, 1e-5)):
        assert read(rates, np.abs(np.arange(6) - lowest) + 1.0, None, 0.0).good == good
    assert read(rates, np.arange(6.0), None, 0.0).good is None


def test_smoothing_is_the_running_mean_without_its_bias():
    found = read([1, 1, 2, 4], [4.0, 2.0, 1.0, 99.0], 4.0, 0.5)
    assert found.smooth[:3].tolist() == pytest.approx([4, (0.5 * 2 + 1) / 0.75, (0.25 * 2 + 0.5 * 1 + 0.5) / 0.875])
    assert np.isnan(found.smooth[3]) and found.blown == 4


def test_it_works_on_a_network_too():
    found = range_test(Trainer(Experiment()), low=1e-4, high=10, n=80, smoothing=0.8)
    assert 1e-3 < found.steepest < 10
    again = range_test(Trainer(Experiment()), low=1e-4, high=10, n=80, smoothing=0.8)
    np.testing.assert_array_equal(found.losses, again.losses)


@pytest.mark.parametrize("surface", SURFACES)
def test_a_tenth_of_the_rate_that_blows_up_stays_on_the_map(surface):
    settings = RaceSettings().replace(surface=surface)
    for id in ("sgd", "momentum", "nesterov"):
        alone = settings.replace(optimizers=(id,))
        found = range_test(Race(alone), low=1e-4, high=10, metric=id, floor=alone.place.lowest)
        race = Race(alone.replace(lr=(found.blown or 10) / 10))
        while not race.stops:
            race.step()
        assert race.stopped == [-1], id
