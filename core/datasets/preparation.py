"""Preparation: a raw table becomes what a network reads; whatever is fitted is fitted on the training rows alone."""

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from core.datasets.data import Data
from core.datasets.forms import Form
from core.datasets.prepared import Prepared, Report, apply, clip, describe, learned, level, name_inputs
from core.datasets.profile import MAX_CLASSES, fences, looks_like_classes
from core.datasets.raw_table import RawTable, TableError
from core.datasets.row_augmentation import AUGMENTATIONS

if TYPE_CHECKING:
    import pandas as pd

    from core.datasets.table import TableConfig

LEAST_ROWS = 10
MAX_INPUTS = 1000
MAX_LEVELS = 20  # of a category; what is rarer shares one input
MAX_ADDED = 100_000
MAX_CELLS = 20  # millions, after encoding
SCALERS = {
    "z_score": "StandardScaler",
    "min_max": "MinMaxScaler",
    "robust": "RobustScaler",
}  # id → scikit-learn's class


def select(config: "TableConfig", table: RawTable) -> tuple["pd.DataFrame", str, list[str], list[str]]:
    """Rows with a target, its name, the number columns (dates among them) and the category columns that are used."""
    names, target = table.columns, config.target_of(table)
    for number in (target, *config.dropped, *config.categories):
        if number > len(names):
            raise TableError("no_such_column", column=number, columns=len(names))
    if target in config.dropped:
        raise TableError("target_dropped", column=names[target - 1])
    frame = table.frame
    used = [i for i in range(1, len(names) + 1) if i != target and i not in config.dropped]
    used = [i for i in used if frame[names[i - 1]].notna().any()]
    if not used:
        raise TableError("no_inputs")
    kinds = {i: "category" if i in config.categories else table.forms[i - 1].kind for i in used}
    levels = [names[i - 1] for i in used if kinds[i] == "category"]
    numbers = [names[i - 1] for i in used if kinds[i] != "category"]
    frame = frame[[*numbers, *levels, names[target - 1]]]
    for name in levels:
        if frame[name].dtype.kind == "f":
            frame = frame.assign(**{name: frame[name].map("{:g}".format, na_action="ignore")})
    if levels:
        frame = frame.astype(dict.fromkeys(levels, object))
    return frame.dropna(subset=[names[target - 1]]), names[target - 1], numbers, levels


def classes_of(config: "TableConfig", table: RawTable) -> tuple[Any, ...]:
    """The different values of the target where it is taken for classes, in order; none for numbers to predict."""
    target = config.target_of(table)
    if target > len(table.columns):
        raise TableError("no_such_column", column=target, columns=len(table.columns))
    cells, kind = table.frame.iloc[:, target - 1], table.forms[target - 1].kind
    key = ("classes", target, config.task)
    if key not in table.kept:
        if config.task == "numbers" and kind == "category":
            raise TableError("not_a_number", column=cells.name)
        if config.task == "numbers" or (config.task == "auto" and not looks_like_classes(cells, kind)):
            table.kept[key] = ()
        else:
            found = tuple(sorted(cells.dropna().unique().tolist()))
            if len(found) > MAX_CLASSES:
                raise TableError("too_many_classes", column=cells.name, found=len(found), classes=MAX_CLASSES)
            if len(found) < 2:
                raise TableError("one_class", column=cells.name)
            table.kept[key] = found
    found = table.kept[key]
    return found


def split(config: "TableConfig", frame: "pd.DataFrame", target: str, classes: tuple[Any, ...]) -> list["pd.DataFrame"]:
    """Training, validation and test rows, in equal shares of each class where asked; raises `TableError`."""
    from sklearn.model_selection import train_test_split

    n = len(frame)
    if n < LEAST_ROWS:
        raise TableError("too_few_rows", rows=n, least=LEAST_ROWS)
    n_test, n_valid = config.n_held(n)
    labels = bool(classes) and config.stratify
    if labels:
        counts = frame[target].value_counts()
        if counts.min() < 3:
            raise TableError("rare_class", name=level(counts.idxmin()), found=int(counts.min()))
        if min(n_test, n_valid) < len(counts):
            raise TableError("few_for_classes", rows=min(n_test, n_valid), classes=len(counts))
    seed = config.data_seed
    rest, test = train_test_split(
        frame, test_size=n_test, random_state=seed, stratify=frame[target] if labels else None
    )
    train, valid = train_test_split(
        rest, test_size=n_valid, random_state=seed, stratify=rest[target] if labels else None
    )
    return [train, valid, test]


def pipeline(config: "TableConfig", numbers: list[str], levels: list[str]) -> Any:
    """Imputing, scaling and encoding as one transformer of scikit-learn, not yet fitted."""
    from sklearn import preprocessing
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline

    scale = [getattr(preprocessing, SCALERS[config.scale])()] if config.scale in SCALERS else []
    fill = "median" if config.gaps == "drop" else config.gaps
    encoder = (
        [
            preprocessing.OneHotEncoder(
                handle_unknown="infrequent_if_exist", max_categories=MAX_LEVELS, sparse_output=False
            )
        ]
        if config.encode == "one_hot"
        else [preprocessing.OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), *scale]
    )
    steps = [
        ("numbers", make_pipeline(SimpleImputer(strategy=fill, keep_empty_features=True), *scale), numbers),
        ("levels", make_pipeline(SimpleImputer(strategy="most_frequent", keep_empty_features=True), *encoder), levels),
    ]
    return ColumnTransformer([step for step in steps if step[2]])


def prepare(config: "TableConfig", table: RawTable) -> Prepared:
    """Clean, split, fit on train, transform, augment train; raises `TableError`."""
    import pandas as pd
    from sklearn.preprocessing import StandardScaler

    frame, target, numbers, levels = select(config, table)
    inputs, classes = [*numbers, *levels], classes_of(config, table)
    n_target = len(frame)
    frame = frame.dropna() if config.gaps == "drop" else frame
    train, valid, test = split(config, frame, target, classes)

    q1, q3 = train[numbers].quantile(0.25), train[numbers].quantile(0.75)
    ends = fences(q1.to_numpy(), q3.to_numpy()) if config.outliers != "keep" else (q1 - np.inf, q3 + np.inf)
    low, high = (pd.Series(end, index=pd.Index(numbers)) for end in ends)
    outside = sum(
        int((part[numbers].lt(low) | part[numbers].gt(high)).to_numpy().sum()) for part in (train, valid, test)
    )
    n_before = len(train)
    if config.outliers == "drop":
        train = train[~(train[numbers].lt(low) | train[numbers].gt(high)).any(axis=1)]
        if len(train) < 2:
            raise TableError("too_few_rows", rows=len(train), least=LEAST_ROWS)
        low, high = low[:0], high[:0]
    elif config.outliers == "keep":
        low, high = low[:0], high[:0]

    fitted = pipeline(config, numbers, levels).fit(clip(train[inputs], low, high))
    check_size(apply(fitted, train[inputs].head(1), low, high).shape[1], len(frame) + config.n_added(len(train)))
    parts = [apply(fitted, part[inputs], low, high) for part in (train, valid, test)]
    scaler = None if classes else StandardScaler().fit(train[[target]])
    if classes:
        targets = [
            np.searchsorted(np.array(classes, object), part[target].to_numpy(object)) for part in (train, valid, test)
        ]
    else:
        assert scaler is not None
        targets = [scaler.transform(part[[target]])[:, 0] for part in (train, valid, test)]
    x_train, y_train, n_added = augmented(config, parts[0], targets[0])
    imputed = sum(int(part[inputs].isna().to_numpy().sum()) for part in (train, valid, test))
    names, groups = name_inputs(fitted, numbers, levels)
    counts = tuple(tuple(np.bincount(y, minlength=len(classes)).tolist()) for y in targets) if classes else ()
    report = Report(
        n_read=len(table.frame),
        n_without_target=len(table.frame) - n_target,
        n_with_gaps=n_target - len(frame),
        n_outlier_rows=n_before - len(train),
        n_imputed=imputed,
        n_clipped=outside if config.outliers == "clip" else 0,
        n_added=n_added,
        n_train=len(x_train),
        n_valid=len(valid),
        n_held=len(test),
        class_counts=counts,
    )

    def tensor(array: NDArray[Any]) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(array, np.int64 if array.dtype.kind in "iu" else np.float32))

    data = Data(
        tensor(x_train),
        tensor(y_train),
        tensor(parts[1]),
        tensor(targets[1]),
        len(classes),
        names,
        x_held=tensor(parts[2]),
        y_held=tensor(targets[2]),
        class_names=tuple(map(level, classes)),
        target_name=target,
    )
    forms = dict(zip(table.columns, table.forms, strict=True))
    columns = tuple(describe(train[name], forms[name] if name in numbers else Form("category")) for name in inputs)
    return Prepared(
        data, columns, groups, report, learned(fitted, numbers, low, high), config.gaps, low, high, fitted, scaler
    )


def check_size(n_inputs: int, n_rows: int) -> None:
    """Raises `TableError` for more inputs than a network should have, or more cells than memory should."""
    if n_inputs > MAX_INPUTS:
        raise TableError("too_many_inputs", found=n_inputs, inputs=MAX_INPUTS)
    if n_inputs * n_rows > MAX_CELLS * 1_000_000:
        raise TableError("too_many_cells", rows=f"{n_rows:,}", inputs=n_inputs, cells=MAX_CELLS)


def augmented(
    config: "TableConfig", x: NDArray[np.float64], y: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[Any], int]:
    """Training rows with those that augmentation adds behind them."""
    n_added = config.n_added(len(x))
    if not n_added:
        return x, y, 0
    rng = np.random.default_rng(config.data_seed)
    size = {"size": config.noise_size} if config.augment == "noise" else {}
    x_new, y_new = AUGMENTATIONS[config.augment](x, y, n_added, rng, **size)
    return np.concatenate([x, x_new]), np.concatenate([y, y_new]), n_added
