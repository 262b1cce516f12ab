import numpy as np
import pytest

from core.lessons.plasticity.settings import PlasticitySettings
from core.lessons.plasticity.timing import DT, LENGTH, NEURON, TAU_SYNAPSE, Timing, answer


def run(steps: int, **values: object) -> Timing:
    made = Timing(PlasticitySettings().replace(scene="stdp", **values))
    for _ in range(steps):
        made.step()
    return made


def test_a_lone_spike_lifts_the_membrane_by_its_strength() -> None:
    potential, spikes = answer(np.array([20.0]), np.array([0.5]), 4.0)
    assert not len(spikes) and potential.max() - NEURON.rest_v == pytest.approx(2.0, rel=0.01)
    time = DT * (np.arange(len(potential)) + 1) - 20
    shape = np.where(time > 0, np.exp(-time / NEURON.tau) - np.exp(-time / TAU_SYNAPSE), 0)
    np.testing.assert_allclose(potential - NEURON.rest_v, 2 * shape / shape.max(), atol=0.06)


def test_spikes_together_fire_the_neuron_and_apart_do_not() -> None:
    w, together, apart = np.ones(5), np.full(5, 30.0), np.linspace(5, 95, 5)
    assert len(answer(together, w, 8.0)[1]) and not len(answer(apart, w, 8.0)[1])


@pytest.mark.parametrize("seed", range(2))
def test_early_synapses_win_and_the_neuron_fires_earlier(seed: int) -> None:
    """Song, Miller & Abbott 2000: STDP strengthens the inputs that come first, and so shortens the latency."""
    before, after = run(1, seed=seed).metrics(), run(350, seed=seed).metrics()
    assert before["early"] == pytest.approx(before["late"], abs=0.01)
    assert after["early"] > 0.9 and after["late"] < 0.1
    assert after["fired"] < before["fired"] - 6


def test_a_window_turned_round_prefers_late_ones_until_the_neuron_is_silent() -> None:
    first, made = run(1, a_plus=-0.3, a_minus=-0.6), run(200, a_plus=-0.3, a_minus=-0.6)
    assert made.metrics()["late"] > made.metrics()["early"] + 0.2
    assert first.metrics()["fired"] < made.metrics()["fired"] == LENGTH


def test_weights_stay_between_none_and_all() -> None:
    made = run(200, a_plus=5.0, a_minus=5.0, psp=1.5)
    assert made.w.min() >= 0 and made.w.max() <= 1 and set(np.round(made.w, 6)) & {0.0, 1.0}


def test_a_silent_neuron_learns_nothing() -> None:
    made = run(20, psp=0.1)
    assert (made.w == 0.5).all() and made.metrics()["fired"] == LENGTH
