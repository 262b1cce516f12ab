"""Spiking network: snntorch's neurons against the recurrence, worked by hand and written out."""

import pytest
import torch
from snntorch import SpikingNeuron

from core.models.spiking import Activity, Spiking, neuron


def test_a_neuron_worked_by_hand():
    """β = ½, θ = 1, a current of 0.8: v = 0.8; 0.4 + 0.8 = 1.2, a spike; 0.6 + 0.8 − 1 = 0.4; 0.2 + 0.8 = 1.0, no spike
    since it is not above; 0.5 + 0.8 = 1.3, a spike; 0.65 + 0.8 − 1 = 0.45."""
    lif, v, found = neuron(0.5, 1.0, 25.0), torch.zeros(1, 1), []
    for _ in range(6):
        spike, v = lif(torch.full((1, 1), 0.8), v)
        found.append((v.item(), spike.item()))
    assert [s for _, s in found] == [0, 1, 0, 0, 1, 0]
    assert [v for v, _ in found] == pytest.approx([0.8, 1.2, 0.4, 1.0, 1.3, 0.45], abs=1e-6)


def test_a_network_is_the_recurrence_written_out():
    generator = torch.Generator().manual_seed(1)
    model = Spiking(5, (7,), 3)
    model.flat.data = torch.randn(model.flat.shape, generator=generator)
    model.weights, model.biases = model.views(model.flat.data)
    model.set(0.8, 1.3, 10.0)
    x = (torch.rand(25, 4, 5, generator=generator) < 0.5).float()
    with torch.no_grad():
        found = model(x)
    for w, b, potentials, spikes in zip(model.weights, model.biases, found.potentials, found.spikes, strict=True):
        v, s = torch.zeros(4, len(w)), torch.zeros(4, len(w))
        for t in range(25):
            v = 0.8 * v + x[t] @ w.t() + b - 1.3 * s
            s = (v > 1.3).float()
            assert torch.allclose(potentials[t], v, atol=1e-4) and torch.equal(spikes[t], s)
        x = spikes
    assert 0 < found.spikes[0].mean() < 1


def test_the_gradient_of_a_spike_is_the_surrogate():
    v = torch.tensor([[0.9, 1.5]], requires_grad=True)
    spikes, _ = neuron(0.9, 1.0, 10.0)(v, torch.zeros(1, 2))
    spikes.sum().backward()
    assert v.grad[0].tolist() == pytest.approx([1 / (1 + 10 * 0.1) ** 2, 1 / (1 + 10 * 0.5) ** 2], rel=1e-4)


def test_the_most_spikes_decide_and_the_potential_parts_a_tie():
    spikes = torch.tensor([[[1.0, 0, 1]], [[0, 1, 0]], [[0, 0, 0]]])  # (T = 3, n = 1, 3 classes)
    potentials = torch.tensor([[[2.0, 0, 2]], [[0, 2, 0]], [[-1, 0.5, 0.4]]])
    assert Activity(spikes, [potentials], [spikes]).decisions().tolist() == [1]
    assert Activity(spikes, [potentials], [spikes]).scores()[0].argmax(1).tolist() == [0]


@pytest.mark.parametrize("v", [[10.0, 30, 20], [-40.0, -20, -30], [1e4, 1.1e4, -1e4]])
def test_high_and_low_potentials_part_a_tie_too(v):
    spikes = torch.full((60, 1, 3), 1.0)
    found = Activity(spikes, [torch.tensor(v).expand(60, 1, 3)], [spikes])
    assert found.decisions().tolist() == [1] and found.scores().min() > 0


def test_no_neuron_is_kept_by_the_library():
    before = len(SpikingNeuron.instances)
    Spiking(2, (3,), 2).set(0.9, 1.0, 10.0)
    assert len(SpikingNeuron.instances) == before
