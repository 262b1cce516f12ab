"""Data: what every data set returns and every trainer learns from."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor


def identity(x: Tensor) -> Tensor:
    return x


@dataclass(frozen=True)
class Data:
    """Samples split into train and test, and where there are enough of them a third set.

    x_*: float32 of shape (n, ...), as a person sees them; `encode` turns them into what the network reads.
    y_*: int64 of shape (n,) with classes 0 … n_classes − 1, or float32 of shape (n,) where n_classes is 0 (regression).
    x_held, y_held: rows that neither training nor the choice of settings has seen; no curve shows them. Where they
    exist, x_test and y_test are the validation set.
    """

    x_train: Tensor
    y_train: Tensor
    x_test: Tensor
    y_test: Tensor
    n_classes: int
    input_names: tuple[str, ...] = ()
    encode: Callable[[Tensor], Tensor] = identity
    x_held: Tensor | None = None
    y_held: Tensor | None = None
    class_names: tuple[str, ...] = ()
    target_name: str = ""
