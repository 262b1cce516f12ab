"""First weights: what a Transformer starts from."""

import math

import torch
from torch import Generator, nn

from core.initializations import xavier


@torch.no_grad()
def draw_weights(model: nn.Module, generator: Generator) -> None:
    """First weights: E ~ N(0, 1/d_model), positions ~ N(0, 1), matrices by Xavier, biases 0."""
    for name, parameter in model.named_parameters():
        if name == "table":
            parameter.normal_(0, 1, generator=generator)
        elif name == "embedding.weight":
            parameter.normal_(0, 1 / math.sqrt(parameter.shape[1]), generator=generator)
        elif name.endswith("project.weight"):
            for part in parameter.chunk(3):  # W_Q, W_K, W_V
                xavier(part, generator)
        elif parameter.ndim == 2:
            xavier(parameter, generator)
        elif name.endswith("bias"):
            parameter.zero_()
