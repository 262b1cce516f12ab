"""Engine: where a Run lives and how much time it gets."""

import threading
import time
import weakref
from collections.abc import Callable
from typing import Any

import torch

from core.learner import Learner
from core.run import Run

torch.set_num_threads(1)  # small nets are slower on more

ACTIVE_SECONDS = 1.0
_lock = threading.Lock()
_advanced: "weakref.WeakKeyDictionary[Run[Any], float]" = weakref.WeakKeyDictionary()


def start(learner: Callable[[Any], Learner], settings: Any) -> Run[Any]:
    """A new run in this process; raises `ValueError` where the data cannot be loaded."""
    return Run(learner(settings))


def share(run: Run[Any], seconds: float) -> float:
    """The part of a time slice that is this run's, where `n` runs are being watched: seconds / n."""
    now = time.monotonic()
    with _lock:
        _advanced[run] = now
        return seconds / sum(now - last < ACTIVE_SECONDS for last in list(_advanced.values()))
