"""The Transformer's entries of `python -m tests.benchmarks.sequences`; seconds are those of one core (CPU time)."""

import statistics
import time
from collections.abc import Callable

import torch

from core.figures.theme import THEMES
from core.lessons.attention.learner import AttentionLearner
from core.lessons.attention.settings import OWN, AttentionSettings
from core.run import Run
from core.ui.player import Player
from core.ui.stage import Scene, next_picture
from core.ui.views.attention.look import AttentionLook, AttentionPicture
from core.ui.views.attention.panels import panels

SEEDS, GOAL = range(5), 0.99
SLICE = 0.08  # seconds of training between two pictures
LARGEST = {"n_layers": 4, "n_heads": 4, "length": 31}  # 62 tokens a sequence
WATCHED = {"reverse": {}, "reverse, 4 × 4 heads, 62 tokens": LARGEST, "text": {"task": "text"}}


def reached(settings: AttentionSettings, goal: Callable[[dict], bool], limit: float) -> tuple[bool, float, int, dict]:
    """Whether a run reaches the goal within `limit` seconds, frames included; then seconds, steps and metrics."""
    run, begin = Run(AttentionLearner(settings)), time.process_time()
    while (spent := time.process_time() - begin) < limit:
        metrics = run.advance(SLICE).metrics
        if goal(metrics):
            return True, time.process_time() - begin, run.newest.step, metrics
    return False, spent, run.newest.step, metrics


def seeds(name: str, settings: AttentionSettings, goal: Callable[[dict], bool], limit: float, metric: str) -> None:
    """A line: of how many seeds the goal was reached, and the median, least and most of steps, seconds and metric."""
    runs = [reached(settings.replace(seed=seed), goal, limit) for seed in SEEDS]
    solved, seconds, steps, metrics = zip(*runs, strict=True)
    ends = f"{statistics.median(seconds):6.1f} ({min(seconds):.1f} … {max(seconds):.1f})"
    last = sorted(found[metric] for found in metrics)
    told = f"{metric} {last[0]:.3f} … {last[-1]:.3f}"
    print(f"{name:22}{sum(solved)} of {len(runs)} {statistics.median(steps):7,.0f} {ends:22}  {told}", flush=True)


def right(metrics: dict) -> bool:
    return metrics["test_accuracy"] >= GOAL


def reverse() -> None:
    """A Transformer reverses 16 letters, 99 % of them right, from the page's defaults, within 15 s."""
    seeds("reverse", AttentionSettings(), right, 15, "test_accuracy")


def transformer_text() -> None:
    """A Transformer gets below the bigram's bits a character, from the page's defaults, within 60 s."""
    for name in ("english", "chinese"):
        settings = AttentionSettings().replace(task="text", text=name)
        bigram = AttentionLearner(settings).data.text.bigram
        seeds(f"{name}, below {bigram:.3f}", settings, lambda m, least=bigram: m["test_bits"] < least, 60, "test_bits")


def transformer_tasks() -> None:
    """A Transformer learns each task, 99 % of the answers right, from the task's own settings, within 30 s."""
    for task in OWN:
        if task != "text":
            seeds(task, AttentionSettings().replace(task=task), right, 30, "test_accuracy")


def bare(settings: AttentionSettings) -> Callable[[], int]:
    """A step of the loop that a tutorial writes, of the same model on the same sequences."""
    learner, training, generator = AttentionLearner(settings), settings.training, torch.Generator()
    optimizer = torch.optim.Adam(learner.model.parameters(), lr=training.lr)

    def step() -> int:
        drawn = learner.data.sample(training.batch_size, generator)
        outputs = learner.model(drawn.x, generator)
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(outputs[drawn.mask], drawn.y[drawn.mask]).backward()
        optimizer.step()
        return 1

    return step


def watched(settings: AttentionSettings) -> Callable[[], int]:
    """A picture of the page: its slice of training, the frame, the look and the message that the view is sent."""
    held = Player(AttentionLearner)
    held.follow(settings)
    held.scene = Scene("en", THEMES["light"], AttentionPicture(), panels(settings), AttentionLook, None, "")
    held.width, held.playing = 1200, True

    def picture() -> int:
        before = held.run.newest.step
        next_picture(held, None)
        return held.run.newest.step - before

    return picture


def speed(steps: Callable[[], int], seconds: float = 3.0) -> tuple[float, float]:
    """Steps and calls a second."""
    steps()
    taken, calls, begin = 0, 0, time.process_time()
    while (spent := time.process_time() - begin) < seconds:
        taken, calls = taken + steps(), calls + 1
    return taken / spent, calls / spent


def transformer_watched() -> None:
    """Steps a second bare and watched (the server's part of every picture included), and pictures a second."""
    print(f"{'':34}{'bare':>7}{'watched':>9}{'ratio':>7}{'pictures/s':>12}")
    for name, values in WATCHED.items():
        settings = AttentionSettings().replace(**values)
        loops = bare(settings), watched(settings)
        rounds = [[speed(loop) for loop in loops] for _ in range(3)]
        plain, live = (statistics.median(pair[i][0] for pair in rounds) for i in (0, 1))
        pictures = statistics.median(pair[1][1] for pair in rounds)
        print(f"{name:34}{plain:7.1f}{live:9.1f}{live / plain:7.2f}{pictures:12.1f}", flush=True)


ENTRIES = {entry.__name__: entry for entry in (reverse, transformer_text, transformer_tasks, transformer_watched)}
