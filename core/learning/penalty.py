"""Penalty: L1 and L2 pull the weights towards zero; biases stay free."""

import torch
from torch import Tensor

from core.models.mlp import MLP


class Penalty:
    """Adds l1 sign(w) + l2 w, the slope of l1 Σ|w| + l2/2 Σw², to the gradients (Goodfellow et al. 2016, ch. 7)."""

    def __init__(self, model: MLP, *, l1: float, l2: float) -> None:
        self.model, self.l1, self.l2 = model, l1, l2
        self.mask: Tensor = torch.zeros_like(model.flat.data)  # 1 for weights, 0 for biases
        for weight in model.views(self.mask)[0]:
            weight.fill_(1)

    def __call__(self) -> None:
        flat, gradient = self.model.flat.data, self.model.flat.grad
        assert gradient is not None
        if self.l1:
            gradient.addcmul_(flat.sign(), self.mask, value=self.l1)
        if self.l2:
            gradient.addcmul_(flat, self.mask, value=self.l2)
