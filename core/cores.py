"""Cores: how many of the processor's cores the work of a thread may use."""

import contextlib
import os
import threading
from collections.abc import Iterator

import torch

torch.set_num_threads(1)  # small nets are slower on more

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Given(threading.local):
    n = 1


_given = _Given()


def given() -> int:
    """How many cores this thread may use; one, unless it was given more."""
    return _given.n


@contextlib.contextmanager
def give(n: int) -> Iterator[None]:
    """Let this thread use n cores, for tasks side by side or within operations."""
    alone()
    _given.n = n
    try:
        yield
    finally:
        _given.n = 1


@contextlib.contextmanager
def within_operations() -> Iterator[None]:
    """Let every single operation use the cores that are given."""
    torch.set_num_threads(_given.n)
    try:
        yield
    finally:
        torch.set_num_threads(1)


def alone() -> None:
    """Let every operation of this thread use one core; a thread takes up the last number that any thread set when it
    first asks for it."""
    torch.get_num_threads()
    torch.set_num_threads(1)
