"""Raw table: rows and columns as they were read, before anything is fitted to them."""

import weakref
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from core.datasets.forms import Form
from core.explained import Explained

if TYPE_CHECKING:
    import pandas as pd

MESSAGES: dict[str, str] = {
    "too_large": "The file is larger than {size} MB.",
    "empty": "The file is empty.",
    "workbook": "This is a spreadsheet or an archive, not a text table; save it as CSV and upload that.",
    "binary": "This is not a text table: it holds bytes that are no text. Save it as CSV in UTF-8.",
    "undecodable": "The file cannot be read as {encoding}; choose another encoding, or save it as CSV in UTF-8.",
    "too_many_rows": "The table has {found} rows; at most {rows} are read. Take a sample of them.",
    "too_many_columns": "The table has {found} columns; at most {columns} are read. Leave some out.",
    "one_column": "Only one column was found. Is “{separator}” what stands between the cells?",
    "no_rows": "The table has a header but no rows.",
    "ragged": "Line {line}, the first of the rows, has {found} cells instead of {columns}.",
    "open_quote": "A quotation mark in line {line} is never closed.",
    "missing_file": "This link belongs to a file that is not here: files never leave the session they were uploaded in."
    " Upload the same file to go on with its settings.",
    "no_file": "Upload a file, or choose one of the well-known tables.",
    "no_such_column": "Column {column} is not in the table; it has {columns}.",
    "target_dropped": "“{column}” is to be predicted and cannot be left out.",
    "no_inputs": "No input column is left. Leave fewer columns out.",
    "too_few_rows": "Only {rows} rows are left after cleaning; at least {least} are needed.",
    "one_class": "All rows have the same value of “{column}”: there is nothing to learn.",
    "too_many_classes": "“{column}” has {found} different values; at most {classes} can be told apart. "
    "Choose another column, or predict it as a number.",
    "not_a_number": "“{column}” holds text; it can only be predicted as classes.",
    "rare_class": "The class “{name}” has {found} rows, too few for its share of each of the three sets. "
    "Turn the equal shares off, or leave such rows out of the file.",
    "few_for_classes": "The smallest set has {rows} rows for {classes} classes. "
    "Give it more, or turn the equal shares off.",
    "too_many_inputs": "After encoding there are {found} inputs; at most {inputs} are allowed. "
    "Leave columns with many levels out.",
    "too_many_cells": "{rows} rows of {inputs} inputs are more than the {cells} million cells that can be held. "
    "Leave columns out, or add fewer rows.",
    "column_missing": "The column “{column}” is missing.",
    "not_number": "“{text}” in the column “{column}” is not a number.",
    "not_date": "“{text}” in the column “{column}” is not a date as it is written there.",
}


class TableError(Explained):
    """What is wrong with a table."""

    messages = MESSAGES


@dataclass(frozen=True)
class Reading:
    """How a file was read, enough to read it again: what was found in it, or what the person said it is."""

    encoding: str
    separator: str
    header_width: int  # cells of the line of names, 0 where there is none
    names: tuple[str, ...]
    renamed: bool  # whether the names differ from what stands in the file
    skip: int  # lines before the table
    too_long: int  # lines left out, since they have too many cells
    first_long: int  # the first of them
    too_short: int  # lines filled up with gaps


@dataclass(frozen=True, eq=False)
class RawTable:
    """`frame` holds float64 columns (dates as days since 1970) and text columns; gaps are NaN. `id` names its content.

    `unread[i]` counts the cells of column i that became gaps because they did not fit its form.
    """

    id: str
    frame: "pd.DataFrame"
    forms: tuple[Form, ...]
    reading: Reading | None = None  # None: a table of scikit-learn
    unread: tuple[int, ...] = ()
    target: int = 0  # column to predict where the person names none, counted from 1; 0: the profile's proposal
    kept: dict[Any, Any] = field(default_factory=dict, repr=False)  # what was computed from it, freed with it

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.frame.columns)


SHELF: "weakref.WeakValueDictionary[str, RawTable]" = (
    weakref.WeakValueDictionary()
)  # uploads, as long as a session holds them

BUILT_IN: dict[str, str] = {
    "iris": "Iris (flowers)",
    "wine": "Wine",
    "breast_cancer": "Breast cancer",
    "diabetes": "Diabetes",
}


@cache
def built_in(source: str) -> RawTable:
    """A table that comes with scikit-learn, in its own units; classes by their names."""
    from sklearn import datasets

    extra = {"scaled": False} if source == "diabetes" else {}
    bunch = getattr(datasets, f"load_{source}")(as_frame=True, **extra)
    frame = bunch.frame.astype(float)
    if "target_names" in bunch:
        frame["target"] = bunch.target_names[bunch.target]
    kinds = [Form("category") if frame[name].dtype.kind != "f" else Form("number", "plain") for name in frame]
    return RawTable(source, frame, tuple(kinds), target=frame.shape[1])
