"""Receptive fields: a number of any sign as the answers of a row of neurons, each with a place that it prefers."""

import torch


# An exported script carries the source of this function, so it stands alone on torch.
def receptive_fields(x: torch.Tensor, n_fields: int = 8, low: float = -5.0, high: float = 5.0) -> torch.Tensor:
    """(n, d) → (n, d · n_fields) of 0…1: exp(−(x − μᵢ)² / 2σ²), the places μᵢ = low + (2i − 3)/2 · w, i = 1 … n_fields,
    of width σ = w / 1.5 with w = (high − low)/(n_fields − 2); below a tenth 0 (Bohte, Kok & La Poutré 2002)."""
    width = (high - low) / (n_fields - 2)
    places = low + (2 * torch.arange(1, n_fields + 1) - 3) / 2 * width
    answers = torch.exp(-((x[:, :, None] - places) ** 2) / (2 * (width / 1.5) ** 2)).flatten(1)
    return torch.where(answers < 0.1, 0.0, answers)
