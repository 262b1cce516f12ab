"""Penalty: L1 and L2 pull the weights towards zero; biases stay free."""

import torch
from torch import nn

from core.models.mlp import MLP


class Penalty:
    """Adds l1 sign(w) + l2 w, the slope of l1 Σ|w| + l2/2 Σw², to the gradients (Goodfellow et al. 2016, ch. 7).

    Weights are the parameters of two dimensions or more; in the flat parameter of an MLP a mask tells them.
    """

    def __init__(self, model: nn.Module, *, l1: float, l2: float) -> None:
        self.l1, self.l2 = l1, l2
        self.masked = [(weight, torch.ones(())) for weight in model.parameters() if weight.ndim > 1]
        if isinstance(model, MLP):
            mask = torch.zeros_like(model.flat.data)  # 1 for weights, 0 for biases
            for weight in model.views(mask)[0]:
                weight.fill_(1)
            self.masked = [(model.flat, mask)]

    def __call__(self) -> None:
        for weight, mask in self.masked:
            assert weight.grad is not None
            if self.l1:
                weight.grad.addcmul_(weight.data.sign(), mask, value=self.l1)
            if self.l2:
                weight.grad.addcmul_(weight.data, mask, value=self.l2)
