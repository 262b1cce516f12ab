"""Intervals: how far a measure would move if chance had drawn other rows."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from core.evaluation.measures import measures
from core.evaluation.report import Answers, Classified

RESAMPLES = 1000
LEAST_RESAMPLES = 100
BLOCK = 2_000_000  # weights held at a time
WORK = 8_000_000  # resamples × rows × classes, at most


@dataclass(frozen=True)
class Interval:
    """Ends of a confidence interval, and the name of the method that gave them."""

    low: float
    high: float
    method: str


def wilson(n_right: float, n: int, level: float = 0.95) -> Interval:
    """(p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n), for a share p̂ of n (Wilson 1927)."""
    z = NormalDist().inv_cdf(0.5 + level / 2)
    share, spread = n_right / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * np.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return Interval(max(0.0, float(centre - half)), min(1.0, float(centre + half)), "Wilson")


def resamples(answers: Answers, seed: int) -> dict[str, np.ndarray]:
    """Every measure on rows drawn anew with replacement, (n_resamples,) each (Efron & Tibshirani 1993)."""
    n, k = len(answers.y), answers.n_classes if isinstance(answers, Classified) else 1
    n_resamples = int(np.clip(WORK // (n * k), LEAST_RESAMPLES, RESAMPLES))
    generator, found = np.random.default_rng(seed), {name: [] for name in measures(answers)}  # type: ignore[var-annotated]
    share = np.full(n, 1 / n)
    for start in range(0, n_resamples, step := max(1, BLOCK // n)):
        weights = generator.multinomial(n, share, size=min(step, n_resamples - start)).astype(np.float64)  # (b, n)
        for name, measure in measures(answers).items():
            found[name].append(measure.value(answers, weights))
    return {name: np.concatenate(values) for name, values in found.items()}


def intervals(answers: Answers, seed: int = 0, level: float = 0.95) -> dict[str, Interval]:
    """For each measure that is defined: Wilson's interval for accuracy, else the percentiles of a bootstrap.

    A measure that no resample moved, as a perfect score, has none: a bootstrap cannot imagine the rows it never saw.
    They hold for this network on other rows of the same kind, not for other training rows or other first weights.
    """
    if len(answers.y) < 2:
        return {}
    tails, found = (50 * (1 - level), 50 * (1 + level)), {}
    for name, values in resamples(answers, seed).items():
        known = values[np.isfinite(values)]
        if len(known) and known.min() < known.max():
            low, high = np.percentile(known, tails)
            found[name] = Interval(float(low), float(high), "bootstrap")
    if isinstance(answers, Classified):
        found["accuracy"] = wilson(float((answers.y == answers.predicted).sum()), len(answers.y), level)
    return found
