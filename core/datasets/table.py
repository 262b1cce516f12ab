"""Table: a table of one's own, or a well-known one, and how its rows are made ready for a network."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from core.config import Config
from core.datasets.csv_file import MAX_COLUMNS
from core.datasets.data import Data
from core.datasets.preparation import MAX_ADDED, Prepared, classes_of, prepare
from core.datasets.profile import profile
from core.datasets.raw_table import BUILT_IN, SHELF, RawTable, TableError, built_in
from core.datasets.table_code import preparation_code

SOURCES: dict[str, Any] = {"titles": BUILT_IN | {"upload": "A file of mine"}}
KEPT = 2  # preparations that a table remembers


def _numbers(value: object) -> object:
    if isinstance(value, str):
        return value.split("-") if value else []
    return value


Columns = Annotated[
    tuple[Annotated[int, Field(ge=1, le=MAX_COLUMNS)], ...], BeforeValidator(_numbers), Field(max_length=MAX_COLUMNS)
]


class TableConfig(Config):
    """A table, its target column, and how its rows are cleaned, scaled, encoded, augmented and split.

    Columns are named by their number in the table, from 1. An uploaded file is named by the hash of its content: the
    address holds no data.
    """

    kind: Literal["table"] = "table"
    source: Literal["breast_cancer", "iris", "wine", "diabetes", "upload"] = Field(
        "breast_cancer",
        title="Table",
        description="A well-known table, or a file of yours.",
        json_schema_extra=SOURCES,
    )
    file: str = Field("", pattern="^([0-9a-f]{16})?$", title="File", description="The hash of the uploaded file.")
    target: int = Field(
        0,
        ge=0,
        le=MAX_COLUMNS,
        title="To predict",
        description="The column the network learns to predict from the others.",
    )
    task: Literal["auto", "classes", "numbers"] = Field(
        "auto",
        title="Predict as",
        description="Classes, or a number. Automatic: text and few whole numbers are classes.",
        json_schema_extra={"titles": {"auto": "Automatic", "classes": "Classes", "numbers": "A number"}},
    )
    dropped: Columns = Field((), title="Leave out", description="Columns that the network does not read.")
    categories: Columns = Field(
        (), title="Read as categories", description="Columns of numbers that are only names, such as a postal code."
    )
    gaps: Literal["median", "mean", "most_frequent", "drop"] = Field(
        "median",
        title="Gaps",
        description="What fills an empty cell; categories take their most frequent level.",
        json_schema_extra={
            "titles": {
                "median": "Fill with the median",
                "mean": "Fill with the mean",
                "most_frequent": "Fill with the most frequent",
                "drop": "Leave the rows out",
            }
        },
    )
    outliers: Literal["keep", "clip", "drop"] = Field(
        "keep",
        title="Outliers",
        description="Numbers further than 1.5 interquartile ranges from the quartiles.",
        json_schema_extra={
            "titles": {"keep": "Keep them", "clip": "Clip to the fences", "drop": "Leave out of training"}
        },
    )
    scale: Literal["z_score", "min_max", "robust", "none"] = Field(
        "z_score",
        title="Scaling",
        description="Brings all numbers to a like size, so that none drowns the others.",
        json_schema_extra={
            "titles": {
                "z_score": "Z-scores",
                "min_max": "Smallest 0, largest 1",
                "robust": "Median and quartiles",
                "none": "As they are",
            }
        },
    )
    encode: Literal["one_hot", "ordinal"] = Field(
        "one_hot",
        title="Categories",
        description="One input for each level, or one number for each level.",
        json_schema_extra={"titles": {"one_hot": "One-hot", "ordinal": "Numbered"}},
    )
    augment: Literal["none", "noise", "mixup", "smote"] = Field(
        "none",
        title="Augmentation",
        description="Further training rows made from those there are.",
        json_schema_extra={
            "titles": {
                "none": "None",
                "noise": "Copies with noise",
                "mixup": "Mixup",
                "smote": "Between neighbours (SMOTE)",
            }
        },
    )
    added_share: float = Field(
        1.0,
        ge=0.1,
        le=3,
        title="Rows added",
        description="New rows for each training row.",
        json_schema_extra={"step": 0.1},
    )
    noise_size: float = Field(
        0.1, ge=0.01, le=1, title="Size of the noise", description="In standard deviations of each input.",
        json_schema_extra={"step": 0.01},
    )  # fmt: skip
    valid_share: float = Field(
        0.2, ge=0.05, le=0.4, title="Validation share", description="Rows that the curves watch while it trains."
    )
    test_share: float = Field(
        0.2, ge=0.05, le=0.4, title="Test share", description="Rows that nobody looks at before the end."
    )
    stratify: bool = Field(
        True, title="Equal shares of classes", description="Each class has the same share of all three sets."
    )
    data_seed: int = Field(
        0,
        ge=0,
        le=9999,
        title="Data seed",
        description="Another seed splits the same rows anew.",
        json_schema_extra={"widget": "number", "step": 1},
    )

    @property
    def table(self) -> RawTable:
        """The raw rows; raises `TableError` where the file is not here."""
        if self.source != "upload":
            return built_in(self.source)
        table = SHELF.get(self.file)
        if table is None:
            raise TableError("missing_file")
        return table

    @property
    def n_classes(self) -> int:
        """Number of classes, 0 for numbers to predict; 2, which fits every loss, while the table is not known."""
        try:
            return len(classes_of(self, self.table))
        except TableError:
            return 2

    def target_of(self, table: RawTable) -> int:
        """The column to predict, counted from 1."""
        return self.target or profile(table).target

    def n_held(self, n: int) -> tuple[int, int]:
        """How many of n rows test, and how many validate."""
        return max(1, round(self.test_share * n)), max(1, round(self.valid_share * n))

    def n_added(self, n: int) -> int:
        """How many rows augmentation adds to n."""
        return 0 if self.augment == "none" else min(round(self.added_share * n), MAX_ADDED)

    def prepare(self) -> Prepared:
        """The rows ready for a network; computed once for a table and its settings. Raises `TableError`."""
        table = self.table
        kept = table.kept.setdefault("prepared", {})
        prepared: Prepared | None = kept.get(self)
        if prepared is None:
            prepared = kept[self] = prepare(self, table)
            for old in list(kept)[:-KEPT]:
                kept.pop(old, None)
        return prepared

    def load(self) -> Data:
        return self.prepare().data

    def code(self, file: str = "table.csv") -> str:
        """The preparation as a script on pandas and scikit-learn that reads an upload from `file`; raises `TableError`.

        It ends with x_train, y_train, x_valid, y_valid, x_test, y_test as numpy arrays: float32, classes as int64.
        """
        return preparation_code(self, self.table, file)
