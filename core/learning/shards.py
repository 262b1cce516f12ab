"""Shards: a batch in parts, each part worked on by a core of its own."""

import contextlib
import copy
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from itertools import pairwise
from typing import Any, TypeVar

from torch import nn

from core import cores

LEAST = 16  # samples that make a part worth its own core
T = TypeVar("T")


@cache
def _helpers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count(), "shard", initializer=cores.alone)


def together(tasks: Sequence[Callable[[], T]]) -> list[T]:
    """What the tasks return, run at the same time on as many cores as this thread may use, each on a single one.

    Threads that share an operation wait for each other at its end, thousands of times a second; these wait once.
    """

    def walk(lane: Sequence[Callable[[], T]]) -> list[T]:
        return [task() for task in lane]

    n = max(1, min(cores.given(), len(tasks)))
    others = [_helpers().submit(walk, tasks[i::n]) for i in range(1, n)]
    found: list[Any] = [None] * len(tasks)
    found[::n] = walk(tasks[::n])
    for i, other in enumerate(others, start=1):
        found[i::n] = other.result()
    return found


class Shards:
    """∂L/∂w of a batch as the sum over at most n parts, ∂L/∂w = Σ_k ∂L_k/∂w.

    The parts depend on the batch and n alone and are summed in order, so that the number of cores that are given
    changes how long it takes and not one bit of the result; a single part has them within its operations, whose sums
    they may round in another order. The parts have networks of their own that share their weights with `model`.
    """

    def __init__(self, model: nn.Module, n: int) -> None:
        self.models = [model, *(twin(model) for _ in range(n - 1))]
        self.parameters = [list(model.parameters()) for model in self.models]

    def __call__(self, gradient: Callable[[Any, slice], None], n_samples: int) -> None:
        """Leave in the `grad` of the model's parameters the sum of what gradient(network, part) leaves in each."""
        n = max(1, min(len(self.models), n_samples // LEAST))
        edges = [n_samples * k // n for k in range(n + 1)]

        parts = [slice(*edge) for edge in pairwise(edges)]
        with cores.within_operations() if n == 1 else contextlib.nullcontext():
            together([partial(gradient, model, part) for model, part in zip(self.models, parts, strict=False)])
        for first, *others in zip(*self.parameters[:n], strict=True):
            for other in others:
                first.grad.add_(other.grad)


def twin(model: nn.Module) -> nn.Module:
    """A network with gradients of its own whose weights are those of the model, now and later."""
    made = copy.deepcopy(model)
    for mine, theirs in zip(made.parameters(), model.parameters(), strict=True):
        mine.data = theirs.data
    return made
