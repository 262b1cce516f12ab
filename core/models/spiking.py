"""Spiking: the same weights as a multilayer perceptron's, between leaky integrate-and-fire neurons in discrete time."""

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from core.models.mlp import MLP


@dataclass(frozen=True)
class Activity:
    """What a network did: inputs (T, n, n_inputs), and of each layer potentials and spikes (T, n, n_neurons)."""

    inputs: Tensor
    potentials: list[Tensor]
    spikes: list[Tensor]

    def scores(self) -> Tensor:
        """(T, n, n_outputs) Spikes of each output neuron until then; below ½, what parts a tie: its potential.

        It is squeezed by softsign, which tells potentials of 20 and 30 apart where a sigmoid rounds both to 1.
        """
        return self.spikes[-1].cumsum(0) + (1 + F.softsign(self.potentials[-1])) / 4

    def decisions(self) -> Tensor:
        """(n,) The output neuron that spiked most often; of several the one with the highest potential at the end."""
        return self.scores()[-1].argmax(1)

    def loss(self, y: Tensor) -> Tensor:
        """Mean over time of the cross-entropy of the output potentials for classes y (n,) (Eshraghian et al. 2023)."""
        v = self.potentials[-1]
        return F.cross_entropy(v.flatten(0, 1), y.repeat(len(v)))


class Spiking(MLP):
    """v[t] = β v[t − 1] + W s[t] + b − θ s'[t − 1], and a spike s'[t] = 1 where v[t] > θ, in every layer.

    s are the spikes of the layer before. The step has no slope to learn by; in its place stands 1 / (1 + k |v − θ|)²,
    the surrogate gradient of a fast sigmoid (Zenke & Ganguli 2018; Neftci, Mostafa & Zenke 2019).
    """

    def __init__(self, n_inputs: int, hidden: tuple[int, ...], n_outputs: int) -> None:
        super().__init__(n_inputs, hidden, n_outputs, activation="step")
        self._neurons: tuple[Any, ...] = ()  # not modules of this one: what they are set to is no part of its state

    def set(self, beta: float, threshold: float, slope: float) -> None:
        """What share of its potential a neuron keeps from step to step, when it spikes, and k."""
        self._neurons = tuple(neuron(beta, threshold, slope) for _ in self.shapes)

    def forward(self, x: Tensor) -> Activity:  # type: ignore[override]
        """Inputs (T, n, n_inputs), spikes or currents → what every layer does."""
        weights, biases = self.views(self.flat)
        found = Activity(x, [], [])
        for weight, bias, lif in zip(weights, biases, self._neurons, strict=True):
            v = torch.zeros(x.shape[1], len(weight))
            steps = []
            for current in F.linear(x, weight, bias):  # a layer needs nothing of the next, so all steps at once
                spikes, v = lif(current, v)
                steps.append((spikes, v))
            lif.reset_mem()
            x = torch.stack([spikes for spikes, _ in steps])
            found.spikes.append(x)
            found.potentials.append(torch.stack([v for _, v in steps]))
        return found


def neuron(beta: float, threshold: float, slope: float) -> Any:
    """A layer of snntorch's leaky integrate-and-fire neurons, which a spike sets back by the threshold."""
    from snntorch import Leaky, SpikingNeuron, surrogate

    made = Leaky(beta, threshold, surrogate.fast_sigmoid(slope), reset_mechanism="subtract")
    SpikingNeuron.instances.remove(made)  # a list of all that were ever made, which would keep them for ever
    return made
