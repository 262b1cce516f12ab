"""Drawn: sequences of a task before they are laid out, and the ways of saying when which answer is due."""

from typing import Literal, NamedTuple

import torch
from torch import Tensor

Part = Literal["train", "test"]
SKIP = -1  # in `Drawn.due`: nothing is due here


class Drawn(NamedTuple):
    """prompt: tokens (n, L), or numbers (n, L, d). answer: tokens (n, A) to say after it, None where a task has none.

    due: the answer due at each place of the prompt, (n, L), `SKIP` or NaN where none is; None where a task has none.
    """

    prompt: Tensor
    answer: Tensor | None
    due: Tensor | None


def running(prompt: Tensor, so_far: Tensor) -> Drawn:
    """An answer at every place, (n, L); the one at the end is that of the whole."""
    return Drawn(prompt, so_far[:, -1:], so_far)


def at_end(prompt: Tensor, answer: Tensor) -> Drawn:
    """One answer (n, 1), due at the end."""
    due = torch.full_like(prompt, SKIP)
    due[:, -1:] = answer
    return Drawn(prompt, answer, due)
