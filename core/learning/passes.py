"""Passes: one mini-batch through a network, forward, backward and on to the new weights, cut into phases."""

from dataclasses import dataclass
from functools import cache

import torch
from torch import Tensor

from core.learning.backprop import backward, forward
from core.losses import Loss
from core.models.mlp import MLP


@dataclass(frozen=True)
class Phase:
    """One thing that is computed: `kind` is input, z, a, loss, delta, gradient, update or after; layers count from 1.

    `layer` is 0 for what belongs to no layer.
    """

    kind: str
    layer: int = 0


@cache
def phases(n_layers: int) -> tuple[Phase, ...]:
    """The order of a pass: input, z and a layer by layer, the loss, δ and gradients layer by layer back, the update,
    the loss after it. The output layer is linear, so that its z is its answer."""
    layers = range(1, n_layers + 1)
    ahead = [Phase(kind, layer) for layer in layers for kind in ("z", "a")][:-1]
    back = [Phase(kind, layer) for layer in reversed(layers) for kind in ("delta", "gradient")]
    return (Phase("input"), *ahead, Phase("loss"), *back, Phase("update"), Phase("after"))


@dataclass(frozen=True)
class Pass:
    """Every number of one step of gradient descent; each list runs over the layers 1 … L.

    For n samples: x (n, n_inputs); z, a, δ (n, n_l); f′ (n, n_l) of the hidden layers; W, ∂L/∂W (n_l, n_{l−1});
    b, ∂L/∂b (n_l,). `activations` starts with a_0 = x. What is `new` was computed with the weights after the update.
    """

    x: Tensor
    targets: Tensor
    lr: float
    flat: Tensor
    weights: list[Tensor]
    biases: list[Tensor]
    zs: list[Tensor]
    activations: list[Tensor]
    loss: float
    slopes: list[Tensor]
    deltas: list[Tensor]
    gradient: Tensor
    weight_grads: list[Tensor]
    bias_grads: list[Tensor]
    new_flat: Tensor
    new_weights: list[Tensor]
    new_biases: list[Tensor]
    new_zs: list[Tensor]
    new_activations: list[Tensor]
    new_loss: float


def run(model: MLP, flat: Tensor, x: Tensor) -> tuple[list[Tensor], list[Tensor], list[Tensor], list[Tensor]]:
    """Weights and biases as views of `flat`, and every z and a of x (n, n_inputs) with them."""
    weights, biases = model.views(flat)
    return weights, biases, *forward([weight.t() for weight in weights], biases, model.activation, x)


def loss_at(model: MLP, loss: Loss, flat: Tensor, x: Tensor, targets: Tensor) -> float:
    """The loss of a mini-batch with the parameters `flat`."""
    return loss.value(run(model, flat, x)[2][-1], targets).item()


@torch.no_grad()
def one_pass(model: MLP, loss: Loss, flat: Tensor, x: Tensor, targets: Tensor, lr: float) -> Pass:
    """One step of gradient descent from the parameters `flat`, w ← w − α ∂L/∂w, with all that it computes.

    It is `forward` and `backward` of `core.learning.backprop`, which train the playground too, in the precision of
    `flat`. `model` says how `flat` is laid out; its own parameters are not used.
    """
    weights, biases, zs, activations = run(model, flat, x)
    gradient = torch.empty_like(flat)
    weight_grads, bias_grads = model.views(gradient)
    delta = loss.gradient(zs[-1], targets)
    deltas = backward(weights, model.activation, zs, activations, delta, weight_grads, bias_grads)
    new_flat = flat - lr * gradient
    new_weights, new_biases, new_zs, new_activations = run(model, new_flat, x)
    return Pass(
        x=x,
        targets=targets,
        lr=lr,
        flat=flat,
        weights=weights,
        biases=biases,
        zs=zs,
        activations=activations,
        loss=loss.value(zs[-1], targets).item(),
        slopes=[model.activation.derivative(z, a) for z, a in zip(zs[:-1], activations[1:-1], strict=True)],
        deltas=deltas,
        gradient=gradient,
        weight_grads=weight_grads,
        bias_grads=bias_grads,
        new_flat=new_flat,
        new_weights=new_weights,
        new_biases=new_biases,
        new_zs=new_zs,
        new_activations=new_activations,
        new_loss=loss.value(new_zs[-1], targets).item(),
    )


@dataclass(frozen=True)
class Parameter:
    """One weight, from unit `source` of the layer before to unit `to` of `layer`, or that unit's bias (source None)."""

    layer: int
    to: int
    source: int | None = None

    def index(self, shapes: list[tuple[int, int]]) -> int:
        """Its place in the flat parameter of layers of shape (n_out, n_in)."""
        before = sum(n_out * (n_in + 1) for n_out, n_in in shapes[: self.layer - 1])
        n_out, n_in = shapes[self.layer - 1]
        return before + (n_out * n_in + self.to if self.source is None else self.to * n_in + self.source)

    def of(self, weights: list[Tensor], biases: list[Tensor]) -> float:
        """Its value among weights and biases, or among their gradients."""
        layer = self.layer - 1
        return (biases[layer][self.to] if self.source is None else weights[layer][self.to, self.source]).item()


def parameters(shapes: list[tuple[int, int]]) -> list[Parameter]:
    """Every weight and bias in the order of the flat parameter."""
    found = []
    for layer, (n_out, n_in) in enumerate(shapes, start=1):
        found += [Parameter(layer, to, source) for to in range(n_out) for source in range(n_in)]
        found += [Parameter(layer, to) for to in range(n_out)]
    return found


@dataclass(frozen=True)
class Path:
    """One way from a parameter to the loss: the units (layer, unit) it visits and the product of its factors."""

    units: tuple[int, ...]
    factors: tuple[float, ...]
    product: float


def paths(record: Pass, parameter: Parameter, sample: int) -> list[Path]:
    """∂L/∂w of one sample as the sum over all paths from w to the outputs: Σ a · f′ · w · f′ · … · ∂L/∂z_output.

    `units` are the units visited from the parameter's own to the output; `factors` are a (1 for a bias), then f′ and w
    in turn, and last ∂L/∂z of the output. Their sum is sample n's term of ∂L/∂w = Σ_n δ_n a_n.
    """
    last = len(record.weights)
    source = (
        1.0 if parameter.source is None else record.activations[parameter.layer - 1][sample, parameter.source].item()
    )
    found: list[Path] = []

    def walk(layer: int, units: tuple[int, ...], factors: tuple[float, ...]) -> None:
        unit = units[-1]
        if layer == last:
            factors = (*factors, record.deltas[-1][sample, unit].item())
            product = 1.0
            for factor in factors:
                product *= factor
            found.append(Path(units, factors, product))
            return
        slope = record.slopes[layer - 1][sample, unit].item()
        for following, weight in enumerate(record.weights[layer][:, unit].tolist()):
            walk(layer + 1, (*units, following), (*factors, slope, weight))

    walk(parameter.layer, (parameter.to,), (source,))
    return found
