"""Recurrent trace: every value of every cell while a network reads one sequence, by the cells written out."""

from dataclasses import dataclass

import torch
from torch import Tensor

from core.models.recurrent import Recurrent
from core.models.recurrent_cells import Values


@dataclass(frozen=True)
class Trace:
    """x: what the first layer reads, (T, n_inputs); outputs: (T, n_outputs).

    `layers[l]` names the values of a layer, each (T, hidden_size): its states "h" (and "c" of an LSTM), its gates "i",
    "f", "g", "o" or "r", "z", "n", and the sums before each gate k: "x_k" of its input, "u_k" of its own state before,
    "a_k" of both, with the biases.
    """

    x: Tensor
    layers: list[Values]
    outputs: Tensor


def run(model: Recurrent, x: Tensor, chunk: int = 0) -> tuple[list[list[Values]], Tensor]:
    """The values of every layer at every step, [layer][t][name] (n, hidden_size), and outputs (n, T, n_outputs).

    With a chunk no gradient crosses the borders of so many steps.
    """
    below = list(model.encode(x).unbind(1))
    layers = []
    for layer in range(model.n_layers):
        before = {name: below[0].new_zeros(len(x), model.hidden_size) for name in model.cell.states}
        weights, steps = model.weights(layer), []
        for t, inputs in enumerate(below):
            if chunk and t % chunk == 0:
                before = {name: value.detach() for name, value in before.items()}
            before = model.cell.step(inputs, before, weights, model.activation)
            steps.append(before)
        layers.append(steps)
        below = [values["h"] for values in steps]
    return layers, model.readout(torch.stack(below, 1))


@torch.no_grad()
def trace(model: Recurrent, x: Tensor) -> Trace:
    """What `run` finds while the network reads x, tokens (T,) or numbers (T, n_inputs), without a step at a time.

    The hidden states come from the fast layer; once they are known, the equations of all steps are one batch.
    """
    inputs = below = model.encode(x[None])[0]  # (T, n_in)
    layers = []
    for layer in range(model.n_layers):
        weights, zero = model.weights(layer), below.new_zeros(1, model.hidden_size)
        states = tuple(zero[None] for _ in model.cell.states)
        read = model.cell.layers[model.activation]
        first = states if len(states) > 1 else states[0]
        h = read(below[None], first, weights, True, 1, 0.0, False, False, True)[0][0]  # (T, hidden)
        before = {name: torch.cat([zero, h[:-1]]) for name in model.cell.states}
        values = model.cell.step(below, before, weights, model.activation)
        if "c" in before:
            kept, added, c = values["f"], values["i"] * values["g"], [zero[0]]
            for t in range(len(below)):
                c.append(kept[t] * c[t] + added[t])
            before["c"] = torch.stack(c[:-1])
            values = model.cell.step(below, before, weights, model.activation)
        layers.append(values)
        below = h
    return Trace(inputs, layers, model.readout(below))
