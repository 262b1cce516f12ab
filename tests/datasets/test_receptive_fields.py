"""Receptive fields: each number as a row of answers."""

import math

import torch

from core.datasets.receptive_fields import receptive_fields


def test_worked_by_hand():
    """Eight fields over −5 … 5: w = 10/6, the second at −5 + w/2, σ = w/1.5; at its place the neighbours lie w away."""
    w = 10 / 6
    found = receptive_fields(torch.tensor([[-5 + w / 2, 0.0]]))
    beside = math.exp(-(1.5**2) / 2)
    assert found.shape == (1, 16)
    assert torch.allclose(found[0, :4], torch.tensor([beside, 1.0, beside, 0.0]), atol=1e-5)
    near, far = math.exp(-(0.75**2) / 2), 0.0  # 0 lies between the fourth and the fifth place
    assert torch.allclose(found[0, 8:], torch.tensor([0, 0, far, near, near, far, 0, 0]), atol=1e-5)
    assert ((found == 0) | (found >= 0.1)).all()
