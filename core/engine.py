"""Engine: where a Run lives and how much time it gets."""

import contextlib
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import Any

from core import cores
from core.learner import Learner
from core.run import Run

ACTIVE_SECONDS = 1.0
_lock = threading.Lock()
_advanced: "weakref.WeakKeyDictionary[Run[Any], float]" = weakref.WeakKeyDictionary()


def start(learner: Callable[[Any], Learner], settings: Any) -> Run[Any]:
    """A new run in this process; raises `ValueError` where the data cannot be loaded."""
    cores.alone()
    return Run(learner(settings))


def share(run: Run[Any], seconds: float) -> float:
    """The part of a time slice that is this run's, where `n` runs are being watched: seconds / n."""
    return seconds / _watched(run)


@contextlib.contextmanager
def turn(run: Run[Any], seconds: float) -> Iterator[float]:
    """A run's turn: its part of the time slice, and where its learner is parallel, its part of the cores."""
    n = _watched(run)
    with cores.give(max(1, cores.CORES // n) if getattr(run.learner, "parallel", False) else 1):
        yield seconds / n


def _watched(run: Run[Any]) -> int:
    """How many runs are being watched now, with this one."""
    now = time.monotonic()
    with _lock:
        _advanced[run] = now
        return sum(now - last < ACTIVE_SECONDS for last in list(_advanced.values()))
