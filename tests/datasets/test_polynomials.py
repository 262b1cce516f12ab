import numpy as np
import pytest
import torch
from numpy.polynomial import legendre as numpy_legendre
from sklearn.preprocessing import PolynomialFeatures

from core.datasets.polynomials import BASES, encode, exponents, in_powers, names, powers

GRID = torch.linspace(-5, 5, 20_001, dtype=torch.float64)
PLANE = torch.rand(40, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64) * 10 - 5


def test_legendre_polynomials_are_those_of_numpy() -> None:
    found = BASES["legendre"].make(GRID, 12)
    for k in range(13):
        expected = np.sqrt((2 * k + 1) / 3) * numpy_legendre.legval(GRID.numpy() / 5, np.eye(13)[k])
        np.testing.assert_allclose(found[:, k], expected, atol=1e-12)


def test_legendre_features_are_uncorrelated_and_as_large_as_x() -> None:
    features = encode("legendre", 12, GRID[:, None])
    gram = (features.T @ features / len(GRID)).numpy()
    np.testing.assert_allclose(gram, 25 / 3 * np.eye(12), atol=0.02)


def test_legendre_products_of_two_inputs_are_too() -> None:
    axis = torch.linspace(-5, 5, 301, dtype=torch.float64)
    plane = torch.cartesian_prod(axis, axis)
    features = encode("legendre", 4, plane)
    gram = (features.T @ features / len(plane)).numpy()
    np.testing.assert_allclose(gram, 25 / 3 * np.eye(14), atol=0.6)


@pytest.mark.parametrize("n_inputs", [1, 2])
@pytest.mark.parametrize("degree", [1, 3, 12])
def test_terms_are_those_of_scikit_learn(n_inputs: int, degree: int) -> None:
    theirs = PolynomialFeatures(degree, include_bias=False).fit(np.zeros((1, n_inputs))).powers_
    assert exponents(n_inputs, degree) == [tuple(term) for term in theirs]


@pytest.mark.parametrize("degree", [1, 2, 7])
def test_powers_are_those_of_scikit_learn_scaled(degree: int) -> None:
    theirs = PolynomialFeatures(degree, include_bias=False).fit_transform(PLANE.numpy() / 5)
    np.testing.assert_allclose(encode("powers", degree, PLANE), 5 * theirs, atol=1e-12)


@pytest.mark.parametrize("basis", BASES)
def test_the_features_of_degree_one_are_the_inputs(basis: str) -> None:
    for x in (PLANE, PLANE[:, :1]):
        for degree in (1, 5):
            np.testing.assert_allclose(encode(basis, degree, x)[:, : x.shape[1]], x, atol=1e-12)


@pytest.mark.parametrize("degree", [2, 6, 12])
def test_both_bases_span_the_same_curves(degree: int) -> None:
    x = GRID[::200, None]
    ones = torch.ones(len(x), 1, dtype=torch.float64)
    mine, theirs = (torch.cat([encode(basis, degree, x), ones], 1).numpy() for basis in ("legendre", "powers"))
    for column in mine.T:
        rest = column - theirs @ np.linalg.lstsq(theirs, column, rcond=None)[0]
        assert np.abs(rest).max() < 1e-8


def test_names() -> None:
    assert names("powers", 3, ("x",)) == ("x", "x²/5", "x³/5²")
    assert names("powers", 2, ("x₁", "x₂")) == ("x₁", "x₂", "x₁²/5", "x₁x₂/5", "x₂²/5")
    assert names("legendre", 3, ("x",)) == ("x", "φ₂", "φ₃")
    assert names("legendre", 2, ("x₁", "x₂")) == ("x₁", "x₂", "φ₂,₀", "φ₁,₁", "φ₀,₂")
    assert names("powers", 12, ("x",))[-1] == "x¹²/5¹¹"


def test_the_background_tells_what_the_names_mean() -> None:
    x = PLANE.numpy()
    phi = [5 * np.sqrt((2 * k + 1) / 3) * numpy_legendre.legval(x / 5, np.eye(4)[k]) for k in range(4)]
    expected = [np.sqrt(3) / 5 * phi[i][:, 0] * phi[j][:, 1] for i, j in exponents(2, 3)]
    np.testing.assert_allclose(encode("legendre", 3, PLANE), np.stack(expected, 1), atol=1e-9)
    expected = [x[:, 0] ** i * x[:, 1] ** j / 5 ** (i + j - 1) for i, j in exponents(2, 3)]
    np.testing.assert_allclose(encode("powers", 3, PLANE), np.stack(expected, 1), atol=1e-9)


def test_the_constant_is_the_one_taken_out() -> None:
    for basis in BASES.values():
        made = basis.make(PLANE[:, 0], 3)
        np.testing.assert_allclose(made[:, 0], basis.constant, atol=1e-12)
        np.testing.assert_allclose(made[:, 1], PLANE[:, 0] / 5, atol=1e-12)
    assert powers(PLANE[:, 0], 3).shape == (40, 4)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("degree", [1, 2, 7])
def test_a_fit_can_be_written_in_powers(basis: str, degree: int) -> None:
    theta = np.random.default_rng(degree).normal(size=degree + 1)
    x = GRID[::500, None]
    expected = encode(basis, degree, x).numpy() @ theta[:-1] + theta[-1]
    np.testing.assert_allclose(np.polynomial.polynomial.polyval(x[:, 0].numpy(), in_powers(basis, theta)), expected)
