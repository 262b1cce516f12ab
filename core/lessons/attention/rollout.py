"""Rollout: through all layers, from which input does a token's place take its content?"""

import torch
from torch import Tensor


def rollout(maps: Tensor) -> Tensor:
    """Ã_l = (Ā_l + 1)/2 with Ā_l the mean over heads, R_l = Ã_l R_{l−1}, R_0 = 1 (Abnar & Zuidema 2020).

    maps: weights of every layer and head (n_layers, h, t, t) → R_1 … R_L (n_layers, t, t), each row adds up to 1.
    The half is the residual stream, which takes as much from the token itself as from attention.
    """
    identity = torch.eye(maps.shape[-1])
    reached, found = identity, []
    for layer in maps.mean(1):
        reached = (layer + identity) / 2 @ reached
        found.append(reached)
    return torch.stack(found)
