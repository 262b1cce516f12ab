"""The measured rate curve, and the activation that is nearest to it."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.lessons.cell.rate_curve import ENOUGH, FINEST, FITTED, RateCurve, _fit, rate_curve
from core.neurons.izhikevich import Izhikevich
from core.neurons.lif import LIF
from core.neurons.patterns import PATTERNS


@pytest.fixture(scope="module")
def lif():
    curve = RateCurve(LIF())
    curve.measure(60)
    return curve


def test_it_measures_bit_by_bit_and_knows_when_it_is_done():
    curve = RateCurve(LIF())
    curve.measure(0)
    assert len(curve.points[0]) == 1 and not curve.done
    curve.measure(60)
    assert curve.done and len(curve.points[0]) == ENOUGH
    assert (np.diff(curve.points[0]) > 0).all()


def test_every_point_is_that_of_the_closed_form(lif):
    currents, rates = lif.points
    assert rates == pytest.approx([LIF().rate(current) for current in currents], rel=1e-6)


def test_it_looks_closely_where_the_curve_is_steep(lif):
    currents, rates = lif.points
    first = int(np.flatnonzero(rates)[0])
    assert currents[first] - currents[first - 1] < 0.02 < np.diff(currents).max(), "near the rheobase of 0.4 nA"
    assert np.diff(currents).min() >= FINEST * 2.5 / 2


@pytest.mark.parametrize(("id", "height"), [("step", 80.0), ("relu", 1.0), ("sigmoid", 120.0), ("softplus", 3.0)])
def test_a_fit_finds_the_activation_that_a_curve_was_made_with(id, height):
    x = np.linspace(-10, 90, 241)
    slope = {"relu": 1.7, "softplus": 0.4}.get(id, 0.2)
    y = height * np.array(ACTIVATIONS[id].function(__import__("torch").from_numpy(slope * (x - 21.3))))
    fits = {name: _fit(name, x, y) for name in FITTED}
    found = fits[id]
    assert found.r2 > 0.9999 and found.r2 == max(fit.r2 for fit in fits.values())
    np.testing.assert_allclose(found.rate(x), y, atol=0.02 * y.max() if id != "step" else 0)
    if id in ("relu", "sigmoid"):
        assert (found.slope, found.bias) == pytest.approx((slope, -slope * 21.3), rel=2e-3)


def test_r2_is_the_share_of_the_variance(lif):
    x = np.linspace(*LIF.reach, 241)
    y = np.interp(x, *lif.points)
    for fit in lif.fits().values():
        assert fit.r2 == pytest.approx(1 - ((fit.rate(x) - y) ** 2).sum() / ((y - y.mean()) ** 2).sum(), abs=1e-9)


def test_integrate_and_fire_resembles_relu(lif):
    fits = lif.fits()
    assert next(iter(fits)) == "relu" and fits["relu"].r2 > 0.98 > 0.9 > fits["step"].r2
    refractory = RateCurve(LIF(refractory=20))
    refractory.measure(60)
    assert next(iter(refractory.fits())) == "sigmoid", "a long refractory time bends it down"


def test_a_cell_that_never_goes_on_firing_has_no_fit():
    quiet = RateCurve(LIF(resistance=5))
    quiet.measure(60)
    assert quiet.fits() == {}


def test_class_1_begins_slowly_and_class_2_does_not():
    slowest = {}
    for id in ("class_1", "class_2"):
        curve = rate_curve(Izhikevich(**PATTERNS[id].cell))
        curve.measure(60)
        rates = curve.points[1]
        slowest[id] = rates[rates > 0].min()
    assert slowest["class_1"] < 15 and slowest["class_2"] > 30


def test_everybody_shares_one_curve_of_a_cell():
    assert rate_curve(LIF(tau=11)) is rate_curve(LIF(tau=11)) is not rate_curve(LIF(tau=12))
