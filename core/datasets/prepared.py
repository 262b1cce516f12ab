"""Prepared: rows ready for a network, and the fitted preparation that makes further rows so."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.datasets.data import Data
from core.datasets.forms import Form, Kind
from core.datasets.raw_table import TableError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Column:
    """A raw input column: what a person types for one row, and what is usual in the training rows."""

    name: str
    form: Form
    middle: float | str  # median, or most frequent level
    low: float = float("nan")
    high: float = float("nan")
    categories: tuple[str, ...] = ()  # levels seen in training, in the alphabet's order

    @property
    def kind(self) -> Kind:
        return self.form.kind


@dataclass(frozen=True)
class Report:
    """What the preparation did, in counts."""

    n_read: int
    n_without_target: int
    n_with_gaps: int  # rows left out because of a gap
    n_outlier_rows: int  # training rows left out
    n_imputed: int  # cells, in all three sets
    n_clipped: int
    n_added: int
    n_train: int  # with the added rows
    n_valid: int
    n_held: int
    class_counts: tuple[tuple[int, ...], ...] = ()  # of train (without added rows), validation and test


@dataclass(frozen=True, eq=False)
class Prepared:
    """Rows ready for a network, and the fitted preparation that made them so.

    `groups`: raw column → places of its inputs in x. `fitted`: raw number column → what was fitted to it.
    """

    data: Data
    columns: tuple[Column, ...]
    groups: dict[str, tuple[int, ...]]
    report: Report
    fitted: dict[str, dict[str, float]]
    gaps: str
    low: "pd.Series"
    high: "pd.Series"
    pipeline: Any
    target_scaler: Any

    def transform(self, frame: "pd.DataFrame") -> Tensor:
        """Raw rows (text or numbers, columns by name, others ignored) → (n, n_inputs) as the network reads them.

        Gaps (None, NaN, "") are imputed as fitted, or make a row of NaN where rows with gaps are left out. A level
        never seen counts as a rare one. Raises `TableError` for a missing column or a cell that cannot be read.
        """
        import pandas as pd

        for column in self.columns:
            if column.name not in frame:
                raise TableError("column_missing", column=column.name)
        raw = pd.DataFrame({column.name: read_cells(frame[column.name], column) for column in self.columns})
        x = apply(self.pipeline, raw, self.low, self.high)
        if self.gaps == "drop":
            x[raw.isna().any(axis=1).to_numpy()] = np.nan
        return torch.from_numpy(x.astype(np.float32))

    def untarget(self, y: Tensor) -> Tensor:
        """Scaled targets or outputs (n,) → the target's own units; classes stay as they are."""
        if self.target_scaler is None:
            return y
        return y * float(self.target_scaler.scale_[0]) + float(self.target_scaler.mean_[0])


def read_cells(cells: "pd.Series", column: Column) -> "pd.Series":
    """Cells as text or as what they mean → as they were read from the file; raises `TableError` for other content."""
    import pandas as pd

    form = column.form
    text = cells.map(lambda cell: cell.strip() if isinstance(cell, str) else cell)
    text = text.where(text.notna() & (text != ""))
    if form.kind == "category":
        return text.map(level, na_action="ignore").astype(object)
    if not pd.api.types.is_numeric_dtype(text):
        numbers = text.map(lambda cell: not isinstance(cell, str))
        typed = form.read(text.where(~numbers).astype("str"))
        values = typed.where(~numbers, pd.to_numeric(text.where(numbers), errors="coerce"))
    else:
        values = form.read(text)
    wrong = values.isna() & text.notna()
    if wrong.any():
        raise TableError(f"not_{form.kind}", text=str(text[wrong].iloc[0])[:40], column=column.name)
    return values.astype(float)


def level(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def apply(fitted: Any, frame: "pd.DataFrame", low: "pd.Series", high: "pd.Series") -> NDArray[np.float64]:
    """Raw rows → (n, n_inputs), numbers cut off at the fences first."""
    return np.asarray(fitted.transform(clip(frame, low, high)), np.float64)


def clip(frame: "pd.DataFrame", low: "pd.Series", high: "pd.Series") -> "pd.DataFrame":
    """The frame with the columns of the fences cut off at them."""
    if len(low):
        frame = frame.copy()
        frame[list(low.index)] = frame[list(low.index)].clip(low, high, axis=1)
    return frame


def name_inputs(
    fitted: Any, numbers: list[str], levels: list[str]
) -> tuple[tuple[str, ...], dict[str, tuple[int, ...]]]:
    """The name of each input, and the places of each raw column's inputs."""
    names = list(numbers)
    groups: dict[str, tuple[int, ...]] = {name: (i,) for i, name in enumerate(numbers)}
    for i, name in enumerate(levels):
        encoder = next(step for step in fitted.named_transformers_["levels"] if hasattr(step, "categories_"))
        if hasattr(encoder, "sparse_output"):
            rare = encoder.infrequent_categories_[i]
            seen = [v for v in encoder.categories_[i] if rare is None or v not in set(rare)]
            own = [f"{name} = {v}" for v in seen] + ([] if rare is None else [f"{name} = …"])
        else:
            own = [name]
        groups[name] = tuple(range(len(names), len(names) + len(own)))
        names += own
    return tuple(names), groups


def learned(fitted: Any, numbers: list[str], low: "pd.Series", high: "pd.Series") -> dict[str, dict[str, float]]:
    """What was fitted to each number column: fences, what fills a gap, and (x − centre) / spread."""
    if not numbers:
        return {}
    steps = list(fitted.named_transformers_["numbers"])
    found: dict[str, dict[str, float]] = {}
    for i, name in enumerate(numbers):
        row = {"low": float(low[name]), "high": float(high[name])} if len(low) else {}
        row["fill"] = float(steps[0].statistics_[i])
        if len(steps) > 1:
            centre = next(getattr(steps[1], at) for at in ("mean_", "center_", "data_min_") if hasattr(steps[1], at))
            spread = getattr(steps[1], "data_range_", steps[1].scale_)
            row |= {"centre": float(centre[i]), "spread": float(spread[i]) or 1.0}
        found[name] = row
    return found


def describe(cells: "pd.Series", form: Form) -> Column:
    """What is usual in a column's training rows."""
    known = cells.dropna()
    if form.kind == "category":
        counts = known.value_counts()
        return Column(
            str(cells.name), form, str(counts.index[0]) if len(counts) else "", categories=tuple(sorted(counts.index))
        )
    if not len(known):
        return Column(str(cells.name), form, 0.0, 0.0, 0.0)
    return Column(str(cells.name), form, float(known.median()), float(known.min()), float(known.max()))
