"""Script: a mistake or its cure as a short program on PyTorch alone that prints the numbers on the screen."""

import inspect
import re
import textwrap
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from core.datasets.points import DATASETS
from core.lessons.pitfalls import by_hand, deep_net, digit_nets, nets
from core.lessons.pitfalls.learner import PitfallSettings
from core.lessons.pitfalls.net import Net
from core.lessons.pitfalls.program import Program
from core.lessons.pitfalls.table import PITFALLS
from core.lessons.pitfalls.templates import (
    DEEP,
    DIGITS,
    FOLDERS,
    HEAD,
    LINE,
    LOG,
    LOGISTIC,
    NET,
    POINTS,
    SLOPES,
    STANDARDISED,
    TUMOURS,
)

HOOKS = ("split", "read", "rows", "order", "output", "loss", "scored", "seeded", "prints")
MODULES = {"relu": "nn.ReLU()", "tanh": "nn.Tanh()"}


def script(settings: PitfallSettings, cure: bool, steps: int) -> str:
    """A program that trains as one side does and prints step, loss and scores (about eight times) up to `steps`."""
    entry = PITFALLS[settings.pitfall]
    program = (entry.cure if cure else entry.mistake)(settings)
    write = next(writer for base, writer in WRITERS if isinstance(program, base))
    head = HEAD.format(title=entry.title, role="the cure" if cure else "the mistake")
    text = head + write(program, settings, steps, max(1, steps // 8))
    text = re.sub(r"\n{3,}", "\n\n\n", text)
    for line, used in (
        ("import math\n\n", r"math\."),
        ("from torch.nn import functional as F\n", r"F\."),
        (", nn\n", r"nn\."),
    ):
        if not re.search(rf"\b{used}", text.replace("torch.nn import", "")):
            text = text.replace(line, "\n" if line.startswith(",") else "", 1)
    return text


def functions(program: Program, names: tuple[str, ...], base: type[Program]) -> str:
    """The source of those of its methods in which a program differs from its base."""
    own = [name for name in names if getattr(type(program), name, None) is not getattr(base, name, None)]
    source = [textwrap.dedent(inspect.getsource(getattr(program, name))).replace("@staticmethod\n", "") for name in own]
    return "".join(f"{text}\n\n" for text in source).replace("Rows", "tuple")


def points_code(dataset: str, n: int, n_held_out: int, noise: float, seed: int) -> str:
    source = inspect.getsource(DATASETS[dataset].make).replace("torch.Tensor", "Tensor").rstrip()
    return POINTS.format(source=source, dataset=dataset, n=n, n_held_out=n_held_out, noise=noise, seed=seed)


def given(program: Program, settings: PitfallSettings) -> str:
    """The data of a program, `learned` and `held_out`, as (x, y) each."""
    n, seed = settings.n_samples, settings.seed
    for base, code in (
        (nets.Moons, lambda: points_code("moons", 300, 300, 0.1, seed)),
        (deep_net.Deep, lambda: points_code("moons", 300, 300, 0.1, seed)),
        (nets.Ring, lambda: points_code("circle", n, 1000, 0.1, seed)),
        (nets.Overlap, lambda: points_code("gaussians", n, 1000, 0.5, seed)),
        (by_hand.Logistic, lambda: points_code("gaussians", 200, 1000, 0.3, seed)),
        (digit_nets.Folders, lambda: DIGITS.format(n=400, seed=seed) + FOLDERS),
        (digit_nets.Digits, lambda: DIGITS.format(n=1000, seed=seed)),
        (nets.Tumours, lambda: TUMOURS.format(seed=seed)),
    ):
        if isinstance(program, base):
            return code()
    raise TypeError(type(program).__name__)


def net(program: Net, settings: PitfallSettings, steps: int, every: int) -> str:
    differs = {name for name in HOOKS if getattr(type(program), name, None) is not getattr(Net, name, None)}
    z = "model({x})"
    output = "output(model({x}))" if "output" in differs else z
    loss = "loss" if "loss" in differs else "F.cross_entropy"
    prepared = [
        ("new = held_out", "split" in differs),
        ("learned, held_out = split(learned, held_out)", "split" in differs),
        ("learned, held_out = read(*learned), read(*held_out)", "read" in differs),
        ("new = read(*new)", "split" in differs),
        ("learned = rows(*learned)", "rows" in differs),
    ]
    lines = "".join(f"{line}\n" for line, wanted in prepared if wanted)
    extra = f"{inspect.getsource(nets.turned)}\n\n" if isinstance(program, nets.TurnedRows) else ""
    batches = isinstance(program, digit_nets.Ten)
    whole = f"{loss}({output.format(x='x')}, y).item()"
    part = f"sum({loss}(model(a), b).item() for a, b in zip(x[:200].split(10), y[:200].split(10))) / 20"
    sizes = program.model.sizes
    modules = [f"nn.Linear({a}, {b})" for a, b in pairwise(sizes)]
    clocks = f"({2 * settings.seed + 1}, {2 * settings.seed + 2})"  # those of `PitfallPair`
    runs = f"for clock in {clocks}:\n    train(seeded({settings.seed}, clock), {steps})"
    logs = isinstance(program, digit_nets.Logged)
    return (
        given(program, settings)
        + "\n\n"
        + extra
        + functions(program, HOOKS, Net)
        + lines
        + (STANDARDISED if program.standardised else "")
        + NET.format(
            train_loss=part if batches else whole,
            scored="scored(learned, held_out)" if "scored" in differs else "held_out",
            new_x="new[0]" if "split" in differs else "held_out[0]",
            new_y="new[1]" if "split" in differs else "truth" if program.standardised else "held_out[1]",
            layers=f", {MODULES[program.shape]}, ".join(modules),
            lr=program.rate,
            running="running = []\n    " if logs else "",
            every=every,
            order="order(len(x), generator)" if "order" in differs else "torch.randperm(len(x), generator=generator)",
            batch_size=program.batch_size,
            batch_loss=f"{loss}({output.format(x='x[batch]')}, y[batch])",
            log=LOG.format(batch_size=program.batch_size, report_every=settings.report_every) if logs else "",
            calls=runs if "seeded" in differs else f"train({settings.seed}, {steps})",
        )
    )


def line(program: by_hand.Line, settings: PitfallSettings, steps: int, every: int) -> str:
    own = functions(program, ("gradient",), by_hand.Line)
    return LINE.format(functions=own, seed=settings.seed, steps=steps, every=every, lr=program.rate)


def logistic(program: by_hand.Logistic, settings: PitfallSettings, steps: int, every: int) -> str:
    own, data = functions(program, ("loss", "slope"), by_hand.Logistic), given(program, settings)
    return LOGISTIC.format(data=data, functions=own, seed=settings.seed, steps=steps, every=every, lr=program.rate)


def deep(program: deep_net.Deep, settings: PitfallSettings, steps: int, every: int) -> str:
    return DEEP.format(
        data=given(program, settings),
        functions=functions(program, ("back",), deep_net.Deep),
        activation=settings.activation,
        slope=SLOPES[settings.activation],
        gain=2 if settings.activation == "relu" else 1,
        sizes=[2, *[8] * settings.depth, 1],
        seed=settings.seed,
        steps=steps,
        every=every,
        lr=program.rate,
    )


WRITERS: tuple[tuple[type[Program], Callable[[Any, PitfallSettings, int, int], str]], ...] = (
    (Net, net),
    (by_hand.Line, line),
    (by_hand.Logistic, logistic),
    (deep_net.Deep, deep),
)
