"""Profile: what each column of a table holds, what is missing or far out, and what it is good for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.datasets.forms import Kind
from core.datasets.raw_table import RawTable

if TYPE_CHECKING:
    import pandas as pd

MAX_CLASSES = 20
FEW = 10  # at most so many different whole numbers are taken for classes
BINS = 16
TARGETS = ("target", "label", "class", "y", "outcome", "species", "diagnosis", "类别", "标签", "目标", "结果", "y值")

REASONS: dict[str, str] = {  # why a column had better be left out
    "empty": "no cell holds a value",
    "constant": "every row has the same value",
    "row_number": "it only counts the rows",
    "unique": "nearly every row has its own text: a name, an id or free text",
    "gaps": "more than half of its cells are gaps",
}


@dataclass(frozen=True)
class ColumnProfile:
    """One column: what it holds, its gaps, its outliers by Tukey's fences, and a reason to leave it out, if any."""

    name: str
    kind: Kind
    n_gaps: int
    n_unread: int  # of the gaps, those with a content that did not fit the column
    n_different: int
    n_outliers: int
    low: float  # numbers and dates: smallest, quartiles, largest; NaN for categories
    q1: float
    median: float
    q3: float
    high: float
    counts: NDArray[np.int64]  # numbers: 16 equal bins; categories: the 16 most frequent levels
    levels: tuple[str, ...]  # of those
    reason: str = ""


@dataclass(frozen=True)
class Profile:
    """Every column, and which of them to predict, counted from 1."""

    columns: tuple[ColumnProfile, ...]
    target: int

    @property
    def proposed_drops(self) -> tuple[int, ...]:
        return tuple(i for i, column in enumerate(self.columns, 1) if column.reason and i != self.target)


def profile(table: RawTable) -> Profile:
    """What every column of a table holds; computed once."""
    if "profile" not in table.kept:
        unread = table.unread or (0,) * len(table.forms)
        columns = tuple(
            profile_column(table.frame[name], form.kind, n)
            for name, form, n in zip(table.columns, table.forms, unread, strict=True)
        )
        table.kept["profile"] = Profile(columns, table.target or propose_target(columns))
    found: Profile = table.kept["profile"]
    return found


def fences(q1: NDArray[np.float64], q3: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Tukey's fences q1 − 1.5 (q3 − q1) and q3 + 1.5 (q3 − q1); none where the quartiles are equal (Tukey 1977)."""
    reach = np.where(q3 > q1, 1.5 * (q3 - q1), np.inf)
    return q1 - reach, q3 + reach


def profile_column(cells: "pd.Series", kind: Kind, n_unread: int) -> ColumnProfile:
    known = cells.dropna()
    n_gaps, n_different = len(cells) - len(known), int(known.nunique())
    if kind == "category":
        top = known.value_counts().head(BINS)
        five, counts, levels, n_outliers = [float("nan")] * 5, top.to_numpy(np.int64), tuple(map(str, top.index)), 0
    else:
        values = known.to_numpy(np.float64)
        five = np.quantile(values, [0, 0.25, 0.5, 0.75, 1]).tolist() if len(values) else [float("nan")] * 5
        least, most = fences(np.array(five[1]), np.array(five[3]))
        n_outliers = int(((values < least) | (values > most)).sum())
        counts, levels = bins(values, five[0], five[4]), ()
    low, q1, median, q3, high = five
    why = reason(known, kind, n_gaps, n_different)
    return ColumnProfile(
        str(cells.name), kind, n_gaps, n_unread, n_different, n_outliers, low, q1, median, q3, high, counts, levels, why
    )


def bins(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.int64]:
    """Counts in `BINS` equal bins; none where the spread is too large to be a number."""
    if not len(values) or high / 2 - low / 2 > np.finfo(float).max / 2:
        return np.zeros(BINS, np.int64)
    if not low + (high - low) / BINS > low:  # too narrow to be cut
        return np.bincount([0], [len(values)], BINS).astype(np.int64)
    return np.histogram(values, BINS, (low, high))[0].astype(np.int64)


def reason(known: "pd.Series", kind: Kind, n_gaps: int, n_different: int) -> str:
    """Why a column had better be left out: a key of `REASONS`, or nothing."""
    n = len(known)
    if not n:
        return "empty"
    if n_different == 1:
        return "constant"
    if n_gaps > n:
        return "gaps"
    if kind == "number" and n >= 10 and n_different == n:
        steps = np.diff(known.to_numpy())
        return "row_number" if (steps == 1).all() else ""
    if kind == "category" and n_different > max(MAX_CLASSES, n / 2):
        return "unique"
    return ""


def propose_target(columns: tuple[ColumnProfile, ...]) -> int:
    """The column named as targets are; else the last that can be learned; counted from 1."""
    fit = [i for i, column in enumerate(columns, 1) if not column.reason] or [len(columns)]
    named = [i for i in fit if columns[i - 1].name.lower() in TARGETS]
    return (named or fit)[-1]


def looks_like_classes(cells: "pd.Series", kind: Kind) -> bool:
    """Whether a column to predict holds classes: text, or at most `FEW` different whole numbers."""
    if kind == "category":
        return True
    different = cells.dropna().unique()
    return kind == "number" and len(different) <= FEW and bool((different == np.round(different)).all())
