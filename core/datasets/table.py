"""Table: rows of a person's own, or of a well-known table, prepared for a network; everything fitted on train only."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field
from torch import Tensor

from core.config import Config
from core.datasets.data import Data

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class Column:
    """A raw input column: what a person types for one row, with what is usual (a number, a level, a date as text)."""

    name: str
    kind: Literal["number", "category", "date"]
    typical: float | str = 0.0  # median, most frequent level, or median day, over the training rows
    low: float = 0.0  # of a number or of the days of a date, over the training rows
    high: float = 0.0
    levels: tuple[str, ...] = ()  # of a category, the most frequent first


@dataclass(frozen=True)
class Prepared:
    """Rows ready for a network, and the fitted preparation that made them so."""

    data: Data
    columns: "tuple[Column, ...]"

    def transform(self, frame: "pd.DataFrame") -> Tensor:
        """Raw rows (text or numbers, columns by name, others ignored) → (n, n_inputs) as the network reads them.

        Gaps (None, NaN, "") are imputed; a level never seen is encoded as such. Raises `ValueError` for a missing
        column or a cell that cannot be read.
        """
        raise NotImplementedError

    def untarget(self, y: Tensor) -> Tensor:
        """Scaled targets or outputs (n,) → the target's own units; classes stay as they are."""
        raise NotImplementedError


class TableConfig(Config):
    """A table, its target column, and how its rows are cleaned, scaled, encoded, augmented and split."""

    kind: Literal["table"] = "table"
    source: Literal["iris", "wine", "breast_cancer", "diabetes", "upload"] = Field("breast_cancer", title="Table")

    def prepare(self) -> Prepared:
        """Raises `ValueError` where the file is not here or its rows do not suffice."""
        raise NotImplementedError

    def load(self) -> Data:
        return self.prepare().data

    def code(self) -> str:
        """The preparation as a script on pandas and scikit-learn.

        It ends with x_train, y_train, x_valid, y_valid, x_test, y_test as numpy arrays (float32; classes as int64).
        """
        raise NotImplementedError
