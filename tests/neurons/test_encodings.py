"""Encodings: spikes in time, against snntorch's where it has the same."""

import torch
from hypothesis import given
from hypothesis import strategies as st
from snntorch import spikegen

from core.neurons.encodings import ENCODINGS, constant, latency, rate


def test_a_rate_code_spikes_as_often_as_the_number_says():
    x = torch.tensor([[0.0, 0.25, 1.0]])
    spikes = rate(x, 4000, torch.Generator().manual_seed(0))
    assert spikes.shape == (4000, 1, 3) and spikes[:, 0, 0].sum() == 0 and spikes[:, 0, 2].sum() == 4000
    assert abs(spikes[:, 0, 1].mean() - 0.25) < 4 * (0.25 * 0.75 / 4000) ** 0.5
    assert torch.equal(spikes, rate(x, 4000, torch.Generator().manual_seed(0)))


def test_a_latency_code_worked_by_hand():
    spikes = latency(torch.tensor([[1.0, 0.5, 0.26, 0.0]]), 5, torch.Generator())
    assert spikes[:, 0].nonzero().tolist() == [[0, 0], [2, 1], [3, 2]]


@given(st.lists(st.integers(1, 16), min_size=1, max_size=8), st.integers(2, 40))
def test_latency_is_that_of_snntorch(sixteenths, n_steps):
    x = torch.tensor([sixteenths]) / 16
    theirs = spikegen.latency(x, num_steps=n_steps, normalize=True, linear=True)
    assert torch.equal(latency(x, n_steps, torch.Generator()), theirs.float())


def test_a_current_is_the_same_at_every_step():
    x = torch.tensor([[0.3, 0.7]])
    assert torch.equal(constant(x, 3, torch.Generator()), torch.stack([x, x, x]))
    assert [entry.spikes for entry in ENCODINGS.values()] == [True, True, False]
