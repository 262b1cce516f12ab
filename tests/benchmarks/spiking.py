"""Accuracy, spikes and energy of the page on spiking networks over five seeds."""

import statistics
import time
from typing import Any

from core.lessons.spiking.learner import SpikingPair
from core.lessons.spiking.operations import NUMBERS, energy
from core.lessons.spiking.settings import SpikingSettings

SEEDS, STEPS = range(5), 225  # five epochs of digits
CASES: dict[str, dict[str, Any]] = {
    "rate, 20 steps": {},
    "rate, 5 steps": {"n_steps": 5},
    "latency, 20 steps": {"encoding": "latency"},
    "latency, 20 steps, β 0.97": {"encoding": "latency", "beta": 0.97},
    "current, 20 steps": {"encoding": "constant"},
    "current, 5 steps": {"encoding": "constant", "n_steps": 5},
    "moons, rate, 20 steps": {"task": "moons"},
    "spiral, rate, 20 steps": {"task": "spiral"},
}


def spread(values: list[float], form: str) -> str:
    return f"{statistics.mean(values):{form}} ± {statistics.stdev(values):{form}}"


def spiking() -> None:
    """Mean and standard deviation over the seeds after `STEPS` steps."""
    print(f"{'':28}{'ordinary':>16}{'spiking':>16}{'spikes a decision':>20}{'energy ratio':>16}{'ms a step':>12}")
    for title, values in CASES.items():
        found: dict[str, list[float]] = {name: [] for name in ("ordinary", "spiking", "spikes", "ratio", "ms")}
        for seed in SEEDS:
            pair = SpikingPair(SpikingSettings().replace(seed=seed, **values))
            begin = time.process_time()
            for _ in range(STEPS):
                pair.step()
            found["ms"].append((time.process_time() - begin) / STEPS * 1000)
            frame, number = pair.frame(), NUMBERS["float32"]
            spikes = pair.spiking.counted(frame.sides["spiking"])
            ordinary = energy(pair.ordinary.parts(frame.sides["ordinary"]), number)
            found["ratio"].append(energy(pair.spiking.parts(spikes), number) / ordinary)
            found["spikes"].append(spikes.hidden + spikes.outputs)
            for side in ("ordinary", "spiking"):
                found[side].append(frame.metrics[f"{side}.test_accuracy"] * 100)
        told = [
            spread(found[name], form) for name, form in (("ordinary", ".1f"), ("spiking", ".1f"), ("spikes", ".0f"))
        ]
        told += [spread(found["ratio"], ".2f"), f"{statistics.median(found['ms']):.1f}"]
        print(f"{title:28}" + "".join(f"{text:>{w}}" for text, w in zip(told, (16, 16, 20, 16, 12), strict=True)))
