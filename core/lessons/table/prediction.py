"""Prediction: what a trained network says of rows, old and new, and the files a person takes home."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from core.activations import ACTIVATIONS
from core.datasets.csv_file import NUMERIC
from core.datasets.forms import guess
from core.datasets.prepared import Column, Prepared, read_cells
from core.evaluation.report import Answers, Array, baseline, classified, estimated
from core.exports import saved, sequential
from core.learner import Frame
from core.losses import LOSSES
from core.metrics import predicted_classes
from core.run import Run
from core.trainer import Trainer

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 5000  # rows prepared at a time
MOST_NAMED = 5  # names or levels listed in a remark
FORMULA = r"\s*[=+\-@＝＋－＠]|[\t\r\n]"  # how cells begin that a spreadsheet computes

REMARKS: dict[str, str] = {
    "missing": "The file has no column {names}. The network needs every column that it has learned from.",
    "alike": "The file has no column {names}. Is it called {found} there? Rename it in the file.",
    "extra": "These columns are ignored: {names}.",
    "unseen": "Rows with a level of “{column}” that no training row had: {n} ({names}). "
    "There the network can only guess.",
    "gaps": "Empty cells in “{column}”: {n}, filled as in training.",
    "unanswered": "Rows without an answer, since a cell is empty and training left such rows out: {n}.",
    "outside": "Rows with “{column}” outside the {low} … {high} of the training rows: {n}. "
    "There the network extrapolates.",
}  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """`id` is a key of `REMARKS`, `values` fill its template; `fatal` where nothing can be predicted."""

    id: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def fatal(self) -> bool:
        return self.id in ("missing", "alike")


@dataclass(frozen=True)
class Predicted:
    """Answers to n rows: class numbers, or numbers in the target's units; NaN probabilities where there is none."""

    value: Array
    probability: Array | None
    answered: Array


@torch.no_grad()
def answers(prepared: Prepared, loss: str, model: nn.Module, x: Tensor, y: Tensor, positive: int = 1) -> Answers:
    """The network's answers to prepared rows x (n, n_inputs) beside what is right; raises `ValueError`."""
    outputs = model(x)
    if prepared.data.n_classes:
        return classified(outputs, y, loss, positive)
    return estimated(outputs, y, lambda values: prepared.untarget(torch.from_numpy(values)).numpy())


def naive(prepared: Prepared, given: Answers) -> Answers:
    """What the same rows get from the most frequent class, or the mean, of the training rows that were read."""
    y_train = prepared.data.y_train[: prepared.report.n_train - prepared.report.n_added]
    return baseline(y_train.numpy() if prepared.data.n_classes else prepared.untarget(y_train).numpy(), given)


@torch.no_grad()
def predict(prepared: Prepared, loss: str, model: nn.Module, frame: "pd.DataFrame") -> Predicted:
    """Answers to one raw row or more; none to rows with gaps where training left those out. Raises `TableError`."""
    values, probabilities = [], []
    for start in range(0, len(frame), CHUNK):
        x = prepared.transform(frame.iloc[start : start + CHUNK])
        outputs = model(x).double()
        if prepared.data.n_classes:
            probability = shares(loss, outputs)
            known = np.isfinite(probability).all(1)
            values.append(np.where(known, predicted_classes(outputs).numpy(), -1))
            probabilities.append(probability)
        else:
            values.append(prepared.untarget(outputs[:, 0]).numpy())
    value = np.concatenate(values)
    if not prepared.data.n_classes:
        return Predicted(value, None, np.isfinite(value))
    return Predicted(value, np.concatenate(probabilities), value >= 0)


def shares(loss: str, outputs: Tensor) -> Array:
    """Outputs (n, k), or (n, 1) for two classes → probabilities (n, k ≥ 2)."""
    scores = LOSSES[loss].scores(outputs).numpy()
    return np.stack([(1 - scores) / 2, (1 + scores) / 2], 1) if outputs.shape[1] == 1 else scores


def as_written(prepared: Prepared, frame: "pd.DataFrame", separator: str) -> "pd.DataFrame":
    """The text of a new file, with columns read where they are written otherwise than in training, as 3,14 for 3.14."""
    read = {}
    for column in prepared.columns:
        cells = frame.get(column.name)
        if cells is None or column.kind == "category" or column.form.read(cells).notna().equals(cells.notna()):
            continue
        form = guess(cells, separator)
        values = form.read(cells)
        if form.kind == column.kind and values.notna().equals(cells.notna()):
            read[column.name] = values
    return frame.assign(**read)


def remarks(prepared: Prepared, frame: "pd.DataFrame") -> list[Remark]:
    """What a person should know of new rows before believing the answers; raises `TableError` for unreadable cells."""
    names = [column.name for column in prepared.columns]
    missing = [name for name in names if name not in frame]
    others = [str(name) for name in frame if name not in names and name != prepared.data.target_name]
    if missing:
        close = [difflib.get_close_matches(name, others, 1, 0.7) for name in missing]
        if all(close):
            return [Remark("alike", {"names": listed(missing), "found": listed(found[0] for found in close)})]
        return [Remark("missing", {"names": listed(missing)})]
    found = [Remark("extra", {"names": listed(others)})] if others else []
    gap = np.zeros(len(frame), bool)
    for column in prepared.columns:
        cells = read_cells(frame[column.name], column)
        empty = cells.isna().to_numpy()
        gap |= empty
        if empty.any() and prepared.gaps != "drop":
            found.append(Remark("gaps", {"column": column.name, "n": int(empty.sum())}))
        found += strange(column, cells)
    if prepared.gaps == "drop" and gap.any():
        found.append(Remark("unanswered", {"n": int(gap.sum())}))
    return found


def strange(column: Column, cells: "pd.Series") -> list[Remark]:
    """Levels that training never saw, or numbers and days outside its range."""
    known = cells.dropna()
    if column.kind == "category":
        new = known[~known.isin(column.categories)]
        names = listed(new.unique())
        return [Remark("unseen", {"column": column.name, "n": len(new), "names": names})] if len(new) else []
    n = int(((known < column.low) | (known > column.high)).sum())
    ends = {name: text(column, end) for name, end in (("low", column.low), ("high", column.high))}
    return [Remark("outside", {"column": column.name, "n": n, **ends})] if n else []


def text(column: Column, value: float) -> str:
    written = column.form.write(value)
    return f"{written:.6g}" if isinstance(written, float) else str(written)


def listed(names: Iterable[object]) -> str:
    """The first names, in quotation marks."""
    every = [f"“{str(name)[:40]}”" for name in names]
    return ", ".join(every[:MOST_NAMED]) + (f" … ({len(every)})" if len(every) > MOST_NAMED else "")


def predictions_csv(prepared: Prepared, frame: "pd.DataFrame", predicted: Predicted) -> bytes:
    """The rows with their answers, in UTF-8 with the byte order mark that spreadsheets look for.

    Text that a spreadsheet would compute gets an apostrophe in front (OWASP, *CSV injection*); numbers stay numbers.
    """
    import pandas as pd

    names, k = prepared.data.class_names, len(prepared.data.class_names)
    said = [names[v] if v >= 0 else "" for v in predicted.value.tolist()] if names else predicted.value
    columns = [*(frame.iloc[:, i] for i in range(frame.shape[1])), pd.Series(said, frame.index)]
    header = [*map(str, frame.columns), f"{prepared.data.target_name} (predicted)"]
    if predicted.probability is not None:
        columns += [pd.Series(predicted.probability[:, i], frame.index) for i in range(k)]
        header += [f"P({name})" for name in names]
    table = pd.concat([harmless(column) for column in columns], axis=1)
    table.columns = harmless(pd.Series(header)).tolist()
    text = table.to_csv(index=False, float_format="%.6g", lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode()


def harmless(cells: "pd.Series") -> "pd.Series":
    """The cells, such that no spreadsheet takes one for a formula."""
    import pandas as pd

    if pd.api.types.is_numeric_dtype(cells):
        return cells
    words = cells.astype("str")
    risky = words.str.match(FORMULA, na=False) & ~words.str.fullmatch(NUMERIC, na=False)
    return words.where(~risky, "'" + words)


def model_bytes(prepared: Prepared, run: Run[Trainer], frame: Frame) -> bytes:
    """The network at a frame with what is needed to use it, for `torch.load(weights_only=True)`.

    `weights` fit an `nn.Sequential` of `sizes` with `activation` between; `preparation` holds what was fitted to each
    number column: (clip(gap or value) − centre) / spread; `target` brings an output back: output · scale + mean.
    """
    model, data = run.learner.model_at(frame), prepared.data
    mean, scale = prepared.untarget(torch.tensor([0.0, 1.0], dtype=torch.float64)).tolist()
    state: dict[str, Any] = {
        "format": "hebb-model",
        "version": 1,
        "step": frame.step,
        "sizes": list(model.sizes),
        "activation": ACTIVATIONS[run.settings.model.activation].module.__name__,
        "loss": run.settings.loss,
        "weights": sequential(model),
        "inputs": list(data.input_names),
        "preparation": prepared.fitted,
        "categories": {column.name: list(column.categories) for column in prepared.columns if column.categories},
        "classes": list(data.class_names),
        "target": {"name": data.target_name} | ({} if data.n_classes else {"mean": mean, "scale": scale - mean}),
    }
    return saved(state)
