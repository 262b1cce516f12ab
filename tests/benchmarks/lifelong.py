"""Lifelong learning over five seeds: what each network keeps of its tasks, and new digits from few examples."""

import time

import numpy as np
import torch

from core.lessons.lifelong.few_settings import SHOTS
from core.lessons.lifelong.few_shot import FewShot
from core.lessons.lifelong.settings import LifelongSettings
from core.lessons.lifelong.task_settings import METHODS
from core.lessons.lifelong.task_stream import TaskStream
from core.lessons.lifelong.transfer import MEASURES

SEEDS = 5
STREAMS: dict[str, dict[str, object]] = {
    "turned digits": {},
    "split digits, domain": {"task_list": "split"},
    "split digits, class": {"task_list": "split", "scenario": "class"},
    "split digits, task": {"task_list": "split", "scenario": "task"},
    "points": {"task_list": "points"},
}
FEW: dict[str, dict[str, object]] = {
    "displaced": {},
    "in the middle": {"shift": 0.0},
    "five new": {"new_digits": "5-6-7-8-9"},
}
FEW_STEPS = 600


def stream(method: str, **settings: object) -> dict[str, float]:
    """The measures after all tasks."""
    learner = TaskStream(LifelongSettings().replace(**settings), method)
    for _ in range(learner.n_tasks * learner.settings.tasks.task_steps):
        learner.step()
    record = learner.model.record.double().numpy()
    return {name: measure.of(record[1:], record[0]) for name, measure in MEASURES.items()}


def few_shot(**settings: object) -> dict[str, list[float]]:
    """Mean accuracies for 1, 5, 10 shots of every way to learn."""
    learner = FewShot(LifelongSettings().replace(part="few").replace(**settings))
    for _ in range(FEW_STEPS):
        learner.step()
    frame = learner.frame()
    sides = {
        "pixels": learner.by_pixels,
        "from scratch": learner.from_scratch,
        "trained on": learner.trained_on_few(frame),
    }
    means = {name: [score.mean().item() for score in scores] for name, scores in sides.items()}
    return {"prototypes": [frame.metrics[f"shots_{n}"] for n in SHOTS]} | means


def lifelong() -> None:
    """Mean ± deviation over seeds; times on one core."""
    torch.set_num_threads(1)
    print(f"{'':24}{'':14}" + "".join(f"{name:>20}" for name in MEASURES) + f"{'s a run':>10}")
    for title, settings in STREAMS.items():
        for method, name in METHODS.items():
            begin = time.perf_counter()
            found = [stream(method, seed=seed, **settings) for seed in range(SEEDS)]
            took = (time.perf_counter() - begin) / SEEDS
            table = {key: 100 * np.array([run[key] for run in found]) for key in MEASURES}
            told = "".join(f"{values.mean():>12.1f} ± {values.std():<4.1f} %" for values in table.values())
            print(f"{title:24}{name:14}{told}{took:>9.2f}")
    for title, settings in FEW.items():
        runs = [few_shot(seed=seed, **settings) for seed in range(SEEDS)]
        for name in runs[0]:
            values = 100 * np.array([run[name] for run in runs])
            told = "   ".join(
                f"{n}: {values[:, k].mean():.1f} ± {values[:, k].std():.1f} %" for k, n in enumerate(SHOTS)
            )
            print(f"few-shot, {title:16}{name:14}{told}")
