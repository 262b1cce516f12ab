"""Embedded: the small real data sets that come with scikit-learn, as tensors."""

from functools import cache

import torch
from torch import Tensor


@cache
def digits() -> tuple[Tensor, Tensor]:
    """Handwritten digits: images float32 (1797, 8, 8) in 0…1 and classes int64 (1797,) (Alpaydin & Kaynak 1998)."""
    from sklearn.datasets import load_digits

    table = load_digits()
    return torch.from_numpy(table.images / 16).float(), torch.from_numpy(table.target).long()


@cache
def breast_cancer() -> tuple[Tensor, tuple[str, ...]]:
    """Breast tumours: float32 (569, 31) of 30 measurements and the diagnosis (0 malignant, 1 benign), and the columns'
    names (Wolberg, Street & Mangasarian 1995)."""
    from sklearn.datasets import load_breast_cancer

    table = load_breast_cancer()
    rows = torch.cat([torch.from_numpy(table.data), torch.from_numpy(table.target)[:, None]], 1).float()
    return rows, (*table.feature_names.tolist(), "diagnosis")
