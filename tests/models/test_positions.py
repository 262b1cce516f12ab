"""Positional encodings, against their formulas written out with `math` and `cmath`."""

import cmath
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models.positions import POSITIONS, dot_products, rotary, rotate, sinusoidal, turns


@pytest.mark.parametrize(
    ("pos", "i", "d", "expected"),
    [
        (0, 0, 8, 0.0),
        (0, 1, 8, 1.0),
        (1, 0, 8, 0.8414709848),  # sin 1
        (1, 1, 8, 0.5403023059),  # cos 1
        (3, 2, 4, 0.0299955002),  # sin(3 / 10000^(2/4)) = sin 0.03
        (3, 3, 4, 0.9995500337),
        (50, 6, 512, math.sin(50 / 10000 ** (6 / 512))),
        (99, 511, 512, math.cos(99 / 10000 ** (510 / 512))),
    ],
)
def test_the_sinusoids_at_listed_points(pos: int, i: int, d: int, expected: float) -> None:
    assert sinusoidal(100, d)[pos, i].item() == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("table", [sinusoidal, rotary])
def test_a_dot_product_of_positions_is_a_sum_of_cosines_of_their_distance(table) -> None:
    found = dot_products(table(40, 16))
    for a, b in [(0, 0), (0, 5), (20, 25), (39, 3)]:
        expected = sum(math.cos((a - b) / 10000 ** (2 * i / 16)) for i in range(8))
        assert found[a, b].item() == pytest.approx(expected, abs=1e-4)


def test_rotary_is_a_turn_in_the_complex_plane() -> None:
    x = torch.randn(7, 6, generator=torch.Generator().manual_seed(1))
    found = rotate(x, turns(7, 6))
    for pos in range(7):
        for i in range(3):
            turned = complex(*x[pos, 2 * i : 2 * i + 2].tolist()) * cmath.exp(1j * pos / 10000 ** (2 * i / 6))
            assert found[pos, 2 * i : 2 * i + 2].tolist() == pytest.approx([turned.real, turned.imag], abs=1e-5)


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 12), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 999))
def test_rotary_scores_depend_on_the_distance_alone(d: int, m: int, n: int, shift: int, seed: int) -> None:
    q, k = torch.randn(2, d, generator=torch.Generator().manual_seed(seed))
    table = turns(61, d)

    def score(m: int, n: int) -> float:
        return (rotate(q[None], table[:, m : m + 1]) @ rotate(k[None], table[:, n : n + 1]).T).item()

    assert score(m, n) == pytest.approx(score(m + shift, n + shift), abs=1e-4)
    assert rotate(q[None], table[:, m : m + 1]).norm().item() == pytest.approx(q.norm().item(), rel=1e-5)


def test_an_odd_last_component_stays_as_it_is() -> None:
    x = torch.arange(10.0).view(2, 5)
    found = rotate(x, turns(2, 5))
    assert found[:, 4].tolist() == [4.0, 9.0] and found[0].tolist() == x[0].tolist()
    assert found[1, 0].item() == pytest.approx(5 * math.cos(1) - 6 * math.sin(1), abs=1e-5)


def test_what_has_a_table_is_made_of_it() -> None:
    for positions in POSITIONS.values():
        if positions.table:
            assert positions.table(5, 6).shape == (5, 6)
