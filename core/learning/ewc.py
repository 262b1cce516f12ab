"""EWC: elastic weight consolidation, which holds weights the firmer the more a finished task depends on them."""

import torch
import torch.nn.functional as F
from torch import Tensor

from core.models.mlp import MLP


@torch.no_grad()
def fisher(model: MLP, x: Tensor, shut: Tensor | None = None) -> Tensor:
    """Diagonal of the Fisher information of p(y|x) = softmax(z(x)), laid out as `model.flat`, (n_weights,).

    F_i = mean over x of Σ_y p(y|x) (∂ log p(y|x) / ∂w_i)²: the sum over what the network itself would answer, not over
    labels (Kunstner, Balles & Hennig 2019). x: (n, n_inputs); `shut` (n_outputs,) is added to z, −∞ where an output is
    not allowed. Since ∂ log p / ∂W_l = δ_l a_{l−1}ᵀ for one example, its square is δ_l² (a_{l−1}²)ᵀ, so that one
    product of matrices sums it over all examples. Kirkpatrick et al., Overcoming catastrophic forgetting (2017).
    """
    weights, biases = model.weights, model.biases
    a, slopes = [x], []
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        z = F.linear(a[-1], weight, bias)
        a.append(model.activation.function(z))
        slopes.append(model.activation.derivative(z, a[-1]))
    z = F.linear(a[-1], weights[-1], biases[-1])
    p = (z if shut is None else z + shut).softmax(1)  # (n, n_outputs)
    found = torch.zeros_like(model.flat)
    of_weights, of_biases = model.views(found)
    for y in range(p.shape[1]):
        share = p[:, y : y + 1] / len(x)
        delta = F.one_hot(torch.tensor(y), p.shape[1]) - p  # ∂ log p(y) / ∂z
        for layer in reversed(range(len(weights))):
            squared = share * delta**2  # (n, n_out)
            of_weights[layer] += squared.T @ a[layer] ** 2
            of_biases[layer] += squared.sum(0)
            if layer:
                delta = (delta @ weights[layer]) * slopes[layer - 1]
    return found


def penalty(weights: Tensor, anchor: Tensor, importance: Tensor, strength: float) -> tuple[Tensor, Tensor]:
    """λ/2 Σ F_i (w_i − w*_i)² and its gradient λ F_i (w_i − w*_i), (n_weights,).

    After several tasks `importance` is the sum of their F and `anchor` w* the weights after the last of them
    (Huszár, Note on the quadratic penalties in elastic weight consolidation, 2018).
    """
    away = weights - anchor
    gradient = strength * importance * away
    return gradient @ away / 2, gradient
