"""Hebb's learner of pictures beside the loops that tutorials write: `python -m tests.benchmarks.images`.

Each loop runs in a process of its own, as a person would start it, and they take turns. `live` instead measures the
pictures and the pause of a page that trains; `accuracy` trains the networks of the textbook on HEBB_DATA, ten epochs
each.
"""

import contextlib
import os
import statistics
import subprocess
import sys
import time

if "live" in sys.argv or "accuracy" in sys.argv:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as app.py

import torch

from core import cores, engine, memory
from core.lessons.images.embedding import principal
from core.lessons.images.learner import ImagesLearner
from core.lessons.images.results import results
from core.lessons.images.seeing import walk
from core.lessons.images.settings import ARCHITECTURES
from core.precision import has_bfloat16
from core.run import Run
from tests.benchmarks.image_loops import LOOPS, experiment

ROUNDS = 7
SECONDS = 4.0  # of a round


TABLES = {
    "S11: LeNet, batch 100": ("DataLoader, 2 workers", "Hebb, LeNet"),
    "S10: CNN for MNIST, batch 64": ("float32 tensor loop", "Hebb, float32", "Hebb, bfloat16"),
}


def child(name):
    """Runs a loop for a round whenever it is asked, and answers with the images a second."""
    if ours := name.startswith("Hebb"):
        memory.keep_freed()  # as app.py
    else:
        torch.set_num_threads(cores.CORES)
    with cores.give(cores.CORES) if ours else contextlib.nullcontext():
        loop = LOOPS[name]()
        for _ in range(10):
            next(loop)
        print("ready", flush=True)
        for line in sys.stdin:
            n, begin, seconds = 0, time.perf_counter(), float(line)
            while (elapsed := time.perf_counter() - begin) < seconds:
                n += next(loop)
            print(n / elapsed, flush=True)


def started(name):
    """A process for a loop; only Hebb's has the environment that app.py gives it."""
    env = os.environ | ({"OMP_WAIT_POLICY": "PASSIVE"} if name.startswith("Hebb") else {})
    command = [sys.executable, "-m", "tests.benchmarks.images", name]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)
    assert process.stdout.readline() == "ready\n"
    return process


def speeds():
    """Median images a second of loops that take turns, and each one's ratio to the first."""
    print(f"{cores.CORES} cores, bfloat16 instructions: {has_bfloat16()}; medians of {ROUNDS} rounds of {SECONDS:g} s")
    for title, names in TABLES.items():
        children = {name: started(name) for name in names}
        found = {name: [] for name in names}
        for _ in range(ROUNDS):
            for name, process in children.items():
                print(SECONDS, file=process.stdin, flush=True)
                found[name].append(float(process.stdout.readline()))
        print(f"\n{title}")
        for name, rounds in found.items():
            ratio = statistics.median(a / b for a, b in zip(rounds, found[names[0]], strict=True))
            spread = f"({min(rounds):,.0f} … {max(rounds):,.0f})"
            print(f"  {name:24}{statistics.median(rounds):>9,.0f} images/s {spread:22}{ratio:>6.2f}×")
        for process in children.values():
            process.kill()


RUNS = (
    ("mlp", {}, 10),
    ("mnist_cnn", {"precision": "float32"}, 10),
    ("mnist_cnn", {"precision": "bfloat16"}, 10),
    ("lenet", {}, 10),
    ("small", {}, 30),
)


def accuracy():
    """Accuracy on the whole test set after every epoch, and the seconds since the start."""
    memory.keep_freed()
    for id, changed, n_epochs in RUNS:
        run, begin = Run(ImagesLearner(experiment(id, **changed))), time.perf_counter()
        print(f"\n{id} {changed or ''}: {len(run.learner.data.x_test)} test images, seed 0")
        for n in range(1, n_epochs + 1):
            with cores.give(cores.CORES):
                score = run.finish_epoch().metrics["whole_test_accuracy"]
            print(f"  epoch {n:2}: {score:.2%} after {time.perf_counter() - begin:.1f} s", flush=True)


TICKS = 60


def live():
    """A page that trains, without its browser: pictures a second, the longest between two, and steps a second."""
    for id in ARCHITECTURES:
        run = engine.start(ImagesLearner, experiment(id))
        learner, longest, begin, step = run.learner, 0.0, time.perf_counter(), 0
        for _ in range(TICKS):
            start = time.perf_counter()
            with engine.turn(run, learner.slice) as seconds:
                frame = run.advance(seconds)
            model = learner.model_at(frame)
            walk(model, learner.data.x_test[0], learner.data.encode)
            principal(results(learner, model, learner.watched["test"]).last)
            longest, step = max(longest, time.perf_counter() - start), frame.step
        seconds = time.perf_counter() - begin
        print(
            f"{id:10} {TICKS / seconds:5.1f} pictures/s, at most {longest:.3f} s, {step / seconds:.0f} steps/s",
            flush=True,
        )


if __name__ == "__main__":
    given = "".join(sys.argv[1:])
    child(given) if given in LOOPS else {"": speeds, "live": live, "accuracy": accuracy}[given]()
