"""Table code: the preparation of a table as a script on pandas and scikit-learn that gives the same arrays."""

import inspect
import re
from typing import TYPE_CHECKING

from core.datasets.csv_file import pandas_options
from core.datasets.forms import NUMBERS, Form
from core.datasets.preparation import MAX_LEVELS, SCALERS, classes_of, select, split
from core.datasets.raw_table import RawTable
from core.datasets.row_augmentation import AUGMENTATIONS

if TYPE_CHECKING:
    from core.datasets.table import TableConfig

WIDTH = 116


def preparation_code(config: "TableConfig", table: RawTable, file: str) -> str:
    """The whole script; raises `TableError` where the settings do not fit the table."""
    frame, target, numbers, levels = select(config, table)
    if config.gaps == "drop":
        frame = frame.dropna()
    classes = classes_of(config, table)
    split(config, frame, target, classes)
    sections = [
        imports(config, table, numbers, levels, bool(classes)),
        augmentation(config),
        reading(config, table, file, numbers, levels, target),
        splitting(config, len(frame), bool(classes)),
        outliers(config, numbers),
        fitting(config, numbers, levels),
        targets(bool(classes)),
        adding(config, len(frame)),
        ENDING.format(y="np.int64" if classes else "np.float32"),
    ]
    return "\n".join(section.lstrip("\n") if i else section for i, section in enumerate(filter(None, sections)))


def listed(names: list[str]) -> str:
    """Names as a list literal, over several lines where they need them."""
    text = f"[{', '.join(map(repr, names))}]"
    if len(text) < WIDTH - 12:
        return text
    lines, line = [], "   "
    for name in names:
        if len(line) + len(repr(name)) + 2 > WIDTH:
            lines.append(line)
            line = "   "
        line += f" {name!r},"
    return "[\n" + "\n".join([*lines, line]) + "\n]"


def imports(config: "TableConfig", table: RawTable, numbers: list[str], levels: list[str], classes: bool) -> str:
    encoder = {"one_hot": "OneHotEncoder", "ordinal": "OrdinalEncoder"}[config.encode]
    scaler = SCALERS.get(config.scale)
    used = {"LabelEncoder" if classes else "StandardScaler"} | ({encoder} if levels else set())
    used |= {scaler} if scaler and (numbers or encoder == "OrdinalEncoder") else set()
    builtin = "" if table.reading else f"from sklearn.datasets import load_{config.source}\n"
    return (
        "import numpy as np\nimport pandas as pd\nfrom sklearn.compose import ColumnTransformer\n"
        f"{builtin}from sklearn.impute import SimpleImputer\nfrom sklearn.model_selection import train_test_split\n"
        f"from sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import {', '.join(sorted(used))}\n"
    )


def augmentation(config: "TableConfig") -> str:
    """The function that makes new rows, as it stands in Hebb."""
    if config.augment == "none":
        return ""
    source = inspect.getsource(AUGMENTATIONS[config.augment])
    return re.sub(
        r"(\(|, )(\w+): [\w.]+(?: = (\d[\d.]*))?(?=[,)])", plainly, source.replace(" -> tuple[Array, Array]", "")
    )


def plainly(parameter: re.Match[str]) -> str:
    return parameter[1] + parameter[2] + (f"={parameter[3]}" if parameter[3] else "")


def reading(
    config: "TableConfig", table: RawTable, file: str, numbers: list[str], levels: list[str], target: str
) -> str:
    """The rows, each column as what it is, without what is left out."""
    lines = ["# Read the rows and say what each column is."]
    if table.reading is None:
        extra = ", scaled=False" if config.source == "diabetes" else ""
        lines += [f"table = load_{config.source}(as_frame=True{extra})", "frame = table.frame.astype(float)"]
        if table.forms[-1].kind == "category":
            lines += ['frame["target"] = table.target_names[table.target]']
    else:
        options = pandas_options(table.reading) | {"encoding": table.reading.encoding}
        written = ", ".join(f"{name}={'str' if value is str else repr(value)}" for name, value in options.items())
        if len(written) + len(repr(file)) > WIDTH - 30:
            written = (
                "\n    "
                + written.replace(", dtype=", ",\n    dtype=").replace(", encoding=", ",\n    encoding=")
                + ",\n"
            )
            lines += [f"frame = pd.read_csv(\n    {file!r},{written})"]
        else:
            lines += [f"frame = pd.read_csv({file!r}, {written})"]
        lines += [
            'frame = frame.apply(lambda cells: cells.astype("str").str.strip()).replace("", np.nan)',
            'frame = frame.dropna(how="all", ignore_index=True)  # lines without content',
        ]
    used = [*numbers, *levels, target]
    forms = dict(zip(table.columns, table.forms, strict=True))
    if table.reading is not None:
        lines += typing({name: forms[name] for name in used})
    lines += [f"numbers = {listed(numbers)}", f"levels = {listed(levels)}", f"target = {target!r}"]
    for name in levels:
        if forms[name].kind != "category":
            lines += [f'frame[{name!r}] = frame[{name!r}].map("{{:g}}".format, na_action="ignore")']
    lines += ["frame = frame[[*numbers, *levels, target]].dropna(subset=[target])"]
    if levels:
        lines += ["frame[levels] = frame[levels].astype(object)"]
    if config.gaps == "drop":
        lines += ["frame = frame.dropna()"]
    return "\n".join(lines) + "\n"


def typing(forms: dict[str, Form]) -> list[str]:
    """Lines that turn text into numbers and days."""
    lines = []
    plain = [name for name, form in forms.items() if form.detail == "plain"]
    if plain:
        lines += [
            f"for name in {listed(plain)}:",
            '    frame[name] = pd.to_numeric(frame[name], errors="coerce").astype(float)',
        ]
    for name, form in forms.items():
        if form.kind == "number" and form.detail != "plain":
            replaced = "".join(f".str.replace({old!r}, {new!r}, regex=False)" for old, new in NUMBERS[form.detail])
            lines += [f'frame[{name!r}] = pd.to_numeric(frame[{name!r}]{replaced}, errors="coerce").astype(float)']
        elif form.kind == "date":
            lines += [
                f'moments = pd.to_datetime(frame[{name!r}], format={form.detail!r}, errors="coerce", utc=True)',
                f'frame[{name!r}] = (moments - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)  # days since 1970',
            ]
    if any(form.kind == "number" for form in forms.values()):
        lines += ["frame = frame.replace([np.inf, -np.inf], np.nan)"]
    return lines


def splitting(config: "TableConfig", n: int, classes: bool) -> str:
    n_test, n_valid = config.n_held(n)
    labels = classes and config.stratify
    by, rest_by = (", stratify=frame[target]", ", stratify=rest[target]") if labels else ("", "")
    return f"""
# Split before anything is fitted: the held-out rows must not be known to the preparation.
rest, test = train_test_split(frame, test_size={n_test}, random_state={config.data_seed}{by})
train, valid = train_test_split(rest, test_size={n_valid}, random_state={config.data_seed}{rest_by})
"""


OUTLIERS = """
# Tukey's fences, from the training rows; a column whose quartiles are equal has none.
q1, q3 = train[numbers].quantile(0.25), train[numbers].quantile(0.75)
reach = (1.5 * (q3 - q1)).where(q3 > q1, np.inf)
low, high = q1 - reach, q3 + reach
"""
CLIP = """for part in (train, valid, test):
    part[numbers] = part[numbers].clip(low, high, axis=1)
"""
DROP = """train = train[~(train[numbers].lt(low) | train[numbers].gt(high)).any(axis=1)]  # of training rows only
"""


def outliers(config: "TableConfig", numbers: list[str]) -> str:
    if config.outliers == "keep" or not numbers:
        return ""
    return OUTLIERS + {"clip": CLIP, "drop": DROP}[config.outliers]


def fitting(config: "TableConfig", numbers: list[str], levels: list[str]) -> str:
    """The transformer of scikit-learn, fitted on the training rows."""
    scale = f", {SCALERS[config.scale]}()" if config.scale in SCALERS else ""
    fill = "median" if config.gaps == "drop" else config.gaps
    encoder = (
        f'OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories={MAX_LEVELS}, sparse_output=False)'
        if config.encode == "one_hot"
        else f'OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1){scale}'
    )
    steps = []
    if numbers:
        steps += [f'make_pipeline(SimpleImputer(strategy="{fill}", keep_empty_features=True){scale}), numbers']
    if levels:
        impute = 'SimpleImputer(strategy="most_frequent", keep_empty_features=True)'
        steps += [f"make_pipeline(\n            {impute},\n            {encoder},\n        ), levels"]
    rows = "".join(f'    ("{step.rsplit(" ", 1)[1]}", {step}),\n' for step in steps)
    return f"""
# Fit on the training rows only, then apply to all three sets.
preparation = ColumnTransformer([
{rows}]).fit(train)
x_train, x_valid, x_test = (preparation.transform(part) for part in (train, valid, test))
"""


CLASSES = """target_encoder = LabelEncoder().fit(frame[target])  # classes 0, 1, … in order
y_train, y_valid, y_test = (target_encoder.transform(part[target]) for part in (train, valid, test))
"""
NUMBERS_TARGET = """target_scaler = StandardScaler().fit(train[[target]])  # its inverse_transform gives the units back
y_train, y_valid, y_test = (target_scaler.transform(part[[target]])[:, 0] for part in (train, valid, test))
"""


def targets(classes: bool) -> str:
    return CLASSES if classes else NUMBERS_TARGET


def adding(config: "TableConfig", n: int) -> str:
    if config.augment == "none":
        return ""
    size = f", size={config.noise_size!r}" if config.augment == "noise" else ""
    added = f"n_added = min(round({config.added_share!r} * len(x_train)), 100_000)"
    return f"""
# Add rows to the training set alone.
{added}
x_new, y_new = {config.augment}(x_train, y_train, n_added, np.random.default_rng({config.data_seed}){size})
x_train, y_train = np.concatenate([x_train, x_new]), np.concatenate([y_train, y_new])
"""


ENDING = """
x_train, x_valid, x_test = (x.astype(np.float32) for x in (x_train, x_valid, x_test))
y_train, y_valid, y_test = (y.astype({y}) for y in (y_train, y_valid, y_test))
"""
