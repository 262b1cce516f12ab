import numpy as np
import pytest

from core.figures.scale import nice_range, outward


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1, 1), (1.2, 1.5), (7, 8), (8.1, 10), (0.023, 0.03), (4500, 5000), (-0.12, -0.15), (0, 1), (np.inf, 1)],
)
def test_outward(value: float, expected: float) -> None:
    assert outward(value) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.3, 0.7], (0, 1)),
        ([0.1, 1.3], (0, 2)),
        ([-0.3, 4], (-0.5, 5)),
        ([], (0, 1)),
        ([np.nan], (0, 1)),
        ([0], (0, 1)),
    ],
)
def test_linear_ranges(values: list[float], expected: tuple[float, float]) -> None:
    assert nice_range(np.array(values)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([0.03, 0.7], (0.01, 1)), ([5, 5], (1, 10)), ([0, -1], (0.01, 1)), ([1e-30, 1], (1e-8, 1)), ([1, 1], (1, 10))],
)
def test_log_ranges_are_whole_decades(values: list[float], expected: tuple[float, float]) -> None:
    assert nice_range(np.array(values), log=True) == pytest.approx(expected)


def test_a_falling_loss_keeps_its_range() -> None:
    losses = 0.9 * np.exp(-np.linspace(0, 5, 200))
    assert len({nice_range(losses[:n]) for n in range(1, 200)}) == 1
