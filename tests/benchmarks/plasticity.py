"""What the page on plasticity reaches and how long its steps take, a part of `python -m tests.benchmarks.brain`."""

import time
from collections.abc import Callable

from core.lessons.plasticity.settings import PlasticitySettings, learner
from core.lessons.plasticity.sweep import reached
from core.models.hopfield import capacity
from core.run import Run

SEEDS = range(5)


def run(steps: int, **values: object) -> tuple[Run, float]:
    """A run of so many steps, and the milliseconds of CPU that one took."""
    made = Run(learner(PlasticitySettings().replace(**values)))
    begin = time.process_time()
    made.advance(3600, steps)
    return made, 1000 * (time.process_time() - begin) / max(made.newest.step, 1)


def over_seeds(value: Callable[[Run], float], steps: int, **values: object) -> tuple[str, float]:
    """Least, middle and greatest value over the seeds, and ms a step."""
    runs = [run(steps, seed=seed, **values) for seed in SEEDS]
    found = sorted(value(made) for made, _ in runs)
    return f"{found[len(found) // 2]:.3f} ({found[0]:.3f} … {found[-1]:.3f})", min(ms for _, ms in runs)


def metric(name: str) -> Callable[[Run], float]:
    return lambda made: made.newest.metrics[name]


def measured(made: Run) -> float:
    weights = {name: value.numpy() for name, value in made.newest.weights.items()}
    return reached(weights["recalled"] / weights["tried"])


def earlier(made: Run) -> float:
    return made.frames()[1].metrics["fired"] - made.newest.metrics["fired"]


ENTRIES: dict[str, Callable[[], tuple[str, float]]] = {  # what is measured → value over the seeds, ms a step
    "Oja: angle to scikit-learn's PCA (°), 4,000 steps": lambda: over_seeds(metric("angle_oja"), 4000),
    "Hebb: step at which it has run away": lambda: over_seeds(lambda made: float(made.learner.ran_away), 4000),
    "BCM: selectivity (at most 0.875), 4,000 steps": lambda: over_seeds(metric("selectivity"), 4000, scene="bcm"),
    "STDP: mean weight of the early fifth, 500 volleys": lambda: over_seeds(metric("early"), 500, scene="stdp"),
    "STDP: mean weight of the late fifth, 500 volleys": lambda: over_seeds(metric("late"), 500, scene="stdp"),
    "STDP: first spike earlier by (ms), 500 volleys": lambda: over_seeds(earlier, 500, scene="stdp"),
    "Hopfield: overlap with a digit, 20 % damaged": lambda: over_seeds(metric("overlap_3"), 5000, scene="hopfield"),
    f"Hopfield: capacity / N, N = 400 (theory {capacity()[0]:.4f})": lambda: over_seeds(
        measured, 10_000, scene="capacity"
    ),
    "Hopfield: capacity / N, N = 1000": lambda: over_seeds(
        measured, 10_000, scene="capacity", n_neurons=1000, repeats=10
    ),
}


def plasticity() -> None:
    print(f"{'':56}{'middle (least … greatest)':>28}{'ms/step':>10}")
    for name, entry in ENTRIES.items():
        value, ms = entry()
        print(f"{name:56}{value:>28}{ms:>10.3f}", flush=True)
