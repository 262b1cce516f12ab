import numpy as np
import pytest

from core.models.hopfield import STORAGE, capacity, energy, hebbian, projection, settle


def random_patterns(p: int, n: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).choice([-1.0, 1.0], (p, n))


def test_weights_by_hand() -> None:
    w = hebbian(np.array([[1.0, 1.0, -1.0], [1.0, -1.0, -1.0]]))
    assert w == pytest.approx(np.array([[0, 0, -2], [0, 0, 0], [-2, 0, 0]]) / 3)
    assert energy(w, np.array([1.0, 1.0, -1.0])) == pytest.approx(-2 / 3)


@pytest.mark.parametrize("storage", STORAGE)
def test_the_energy_never_rises_on_the_way(storage: str) -> None:
    w = STORAGE[storage].weights(random_patterns(6, 40))
    assert (w == w.T).all() or w == pytest.approx(w.T)
    assert (np.diag(w) == 0).all()
    s = random_patterns(1, 40, seed=9)[0]
    energies = [energy(w, s)]
    for i in np.random.default_rng(1).integers(0, 40, 400):
        s[i] = np.sign(w[i] @ s) or s[i]
        energies.append(energy(w, s))
    assert (np.diff(energies) <= 1e-12).all() and energies[-1] < energies[0]


def test_few_patterns_come_back_from_damage() -> None:
    patterns = random_patterns(5, 200)
    w, rng = hebbian(patterns), np.random.default_rng(0)
    for pattern in patterns:
        damaged = pattern.copy()
        damaged[rng.permutation(200)[:50]] *= -1
        assert (settle(w, damaged, rng) == pattern).all()


def test_a_settled_state_agrees_with_its_field() -> None:
    w, rng = hebbian(random_patterns(30, 100)), np.random.default_rng(5)
    for start in random_patterns(10, 100, seed=2):
        s = settle(w, start, rng)
        assert ((w @ s) * s >= -1e-9).all() and set(np.unique(s)) == {-1.0, 1.0}


def test_the_projection_holds_patterns_that_resemble_each_other() -> None:
    alike = random_patterns(1, 64)[0] * np.where(np.random.default_rng(1).random((8, 64)) < 0.1, -1.0, 1.0)
    rng = np.random.default_rng(0)
    assert all((settle(projection(alike), p, rng) == p).all() for p in alike)
    assert not all((settle(hebbian(alike), p, rng) == p).all() for p in alike)


def test_mean_field_theory_gives_the_published_capacity() -> None:
    """Amit, Gutfreund & Sompolinsky 1985: α_c = 0.138, where the overlap is still 0.967."""
    limit, load, overlap = capacity()
    assert limit == pytest.approx(0.138, abs=5e-4) and overlap[0] == pytest.approx(0.967, abs=1e-3)
    assert (np.diff(load) < 0).all() and (np.diff(overlap) > 0).all() and overlap[-1] > 0.9999
