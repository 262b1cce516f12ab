"""Pitfall: a mistake with its two programs, what to look at, what one sees, and why."""

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.lessons.pitfalls.program import Program

LOSS = ("Loss that the program reports", ("train_loss",), "")
LOG_LOSS = ("Loss that the program reports", ("train_loss",), "log")
HELD_OUT = ("Accuracy on held-out samples", ("test_accuracy",), "share")


@dataclass(frozen=True)
class Pitfall:
    """A mistake M1 … M12 of the articles.

    `watch` is said before the answer, `symptom` after it, with the values of `measure` for the mistake (`{name}`) and
    the cure (`{cure_name}`), and `{message}` where an error stopped the mistake. `figure` is what a side shows of it.
    `curves` are two metrics to draw over the steps: what they are called, their names, and the axis (plain, log, or
    share of 1). `settings` are those that the programs use beside the seed and the learning rate. `twice` runs each
    program two times; `loud` is a mistake that an error stops.
    """

    title: str
    mistake: type[Program]
    cure: type[Program]
    watch: str
    symptom: str
    why: str
    measure: Callable[[Any, Any], dict[str, float]]
    figure: str
    curves: tuple[tuple[str, tuple[str, ...], str], ...] = (LOSS, HELD_OUT)
    settings: tuple[str, ...] = ()
    twice: bool = False
    loud: bool = False
    ripe: int = 300  # steps after which the symptom shows


def lines(program: type) -> list[str]:
    """The source of what a program's own class adds: the lines in which the two of a pair differ."""
    source = textwrap.dedent("".join(inspect.getsourcelines(program)[0][1:]))
    return [line for line in source.splitlines() if line.strip() and line.strip() != "@staticmethod"]
