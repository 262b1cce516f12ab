"""Calibration: whether of the rows told "80%", 80% turn out to be so."""

from dataclasses import dataclass

import numpy as np

from core.evaluation.intervals import wilson
from core.evaluation.report import Array, Classified

BINS = 10


@dataclass(frozen=True)
class Reliability:
    """Bins that hold rows, all (n_bins,): mean confidence, share that was so with its Wilson interval, rows.

    ece: expected calibration error Σ (n_b / n) |share_b − confidence_b| over bins of equal width (Guo et al. 2017).
    """

    confidence: Array
    share: Array
    low: Array
    high: Array
    rows: Array
    ece: float


def reliability(a: Classified, n_bins: int = BINS) -> Reliability:
    """Two classes: the probability of the positive one, and how often it came; several: that of the class said, and how
    often it was right."""
    if a.n_classes == 2:
        confidence, happened = a.probability[:, a.positive], a.y == a.positive
    else:
        confidence, happened = a.probability.max(1), a.probability.argmax(1) == a.y
    bins = np.clip(np.ceil(confidence * n_bins).astype(np.intp) - 1, 0, n_bins - 1)  # (low, high]
    rows = np.bincount(bins, minlength=n_bins)
    kept = rows > 0
    rows_kept = rows[kept]
    hits = np.bincount(bins, weights=happened, minlength=n_bins)[kept]
    mean = np.bincount(bins, weights=confidence, minlength=n_bins)[kept] / rows_kept
    ends = [wilson(hit, int(n)) for hit, n in zip(hits, rows_kept, strict=True)]
    ece = float(np.sum(rows_kept * np.abs(hits / rows_kept - mean)) / max(len(a.y), 1))
    low, high = np.array([e.low for e in ends]), np.array([e.high for e in ends])
    return Reliability(mean, hits / rows_kept, low, high, rows_kept, ece)
