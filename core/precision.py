"""Precision: whether products and sums are made of 32 bits or of 16, and what is faster on this processor."""

from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor

HEAVY = 1_000_000  # operations for one picture, from which on 16 bits pay for turning numbers into them


@cache
def has_bfloat16() -> bool:
    """Whether the processor has matrix instructions for bfloat16."""
    found = torch.cpu.get_capabilities()
    return bool(found.get("avx512_bf16") or found.get("amx_bf16"))


def chosen(asked: str, flops: int) -> torch.dtype:
    """The precision that "auto", "float32" or "bfloat16" means for a network of so many operations a picture."""
    fast = has_bfloat16() and flops >= HEAVY
    return torch.bfloat16 if asked == "bfloat16" or (asked == "auto" and fast) else torch.float32


def outputs(model: Callable[..., Tensor], x: Tensor, precision: torch.dtype, *more: object) -> Tensor:
    """A network's outputs in float32, its layers computed in a precision (Kalamkar et al. 2019)."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == torch.bfloat16):
        return model(x, *more).float()
