"""Table script: a run on a table as a standalone program: reads, prepares, trains, prints the same curve and scores."""

import textwrap
from typing import Any

from core.datasets.table import TableConfig
from core.run import Run
from core.script import LEARNING, network, targets, training
from core.script_changes import change_table
from core.settings import to_text
from core.trainer import Trainer

OPENING = '''\
"""{summary}

{settings}
Needs: pip install torch scikit-learn pandas
With --test it also opens the test set: do that once, when nothing is left to choose.
"""

{math}import sys

import torch
from sklearn import metrics
from torch import Generator, Tensor, nn

'''
JOINING = """

torch.set_num_threads(1)  # small networks are slower on more
generator = Generator()
x = torch.from_numpy(np.concatenate([x_train, x_valid]))  # the first {n_train} to train on, the others to validate on
y = torch.from_numpy(np.concatenate([y_train, y_valid]))
t = {targets}


"""
ENDING = '''

@torch.no_grad()
def evaluate(name: str, x: np.ndarray, y: np.ndarray) -> None:
    """Print every measure of the answers to x (n, {n_inputs}), beside what is right, y (n,)."""
    z = model(torch.from_numpy(x)).double()
{answers}
    for measure, value in measures.items():
        print(name, measure, value, sep=",")


print("\\nrows,measure,value")
evaluate("train", x_train, y_train)
evaluate("valid", x_valid, y_valid)
if "--test" in sys.argv:
    evaluate("test", x_test, y_test)
'''
PROBABILITY: dict[str, tuple[str, str]] = {  # loss → confidence of one output in −1 … 1, and shares of several
    "mse": ("z[:, 0].clamp(-1, 1)", "share((z / 2 + 0.5).clamp(0, 1))"),
    "mae": ("z[:, 0].clamp(-1, 1)", "share((z / 2 + 0.5).clamp(0, 1))"),
    "huber": ("z[:, 0].clamp(-1, 1)", "share((z / 2 + 0.5).clamp(0, 1))"),
    "hinge": ("z[:, 0].clamp(-1, 1)", "share((z / 2 + 0.5).clamp(0, 1))"),
    "bce": ("torch.tanh(z[:, 0] / 2)", "share(torch.sigmoid(z))"),
    "cross_entropy": ("", "torch.softmax(z, 1)"),
}
SHARE = """\
    def share(positive: Tensor) -> Tensor:
        return positive / positive.sum(1, keepdim=True).clamp_min(1e-9)

"""
TWO = """\
    p = ((1 + {confidence}) / 2).numpy()  # probability of {positive!r}
    score, said = z[:, 0].numpy(), (z[:, 0] > 0).numpy()
    both = np.stack([1 - p, p], 1)
    measures = {{
        "accuracy": metrics.accuracy_score(y, said),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, said),
        "f1": metrics.f1_score(y, said, average="macro"),
        "roc_auc": metrics.roc_auc_score(y, score),
        "average_precision": metrics.average_precision_score(y, score),
        "brier": metrics.brier_score_loss(y, p),
        "log_loss": metrics.log_loss(y, both, labels=[0, 1]),
    }}
"""
SEVERAL = """\
{share}    p, said = {probability}.numpy(), z.argmax(1).numpy()
    rest = [(y == c, p[:, c]) for c in np.unique(y)]  # each class there is, against the others
    measures = {{
        "accuracy": metrics.accuracy_score(y, said),
        "balanced_accuracy": metrics.balanced_accuracy_score(y, said),
        "f1": metrics.f1_score(y, said, average="macro"),
        "roc_auc": np.mean([metrics.roc_auc_score(*pair) for pair in rest]),
        "average_precision": np.mean([metrics.average_precision_score(*pair) for pair in rest]),
        "brier": np.mean(np.sum((p - np.eye({k})[y]) ** 2, 1)),
        "log_loss": -np.mean(np.log(np.clip(p[np.arange(len(y)), y], 2.2e-16, 1))),
    }}
"""
NUMBERS = """\
    said, y = (target_scaler.inverse_transform(np.reshape(v, (-1, 1)).astype(float))[:, 0] for v in (z.numpy(), y))
    measures = {
        "r2": metrics.r2_score(y, said),
        "rmse": metrics.root_mean_squared_error(y, said),
        "mae": metrics.mean_absolute_error(y, said),
    }
"""


def table_script(run: Run[Trainer], file: str = "table.csv") -> str:
    """A program on pandas, scikit-learn and torch that prints this run's curve, then what it is worth.

    An upload is read from `file`.
    """
    with run._lock:
        last, stride, table = run.frames()[-1].step, run.history.stride, change_table(run)
    table = {step: row for step, row in table.items() if step <= last}
    config = run.learner.initial.data
    assert isinstance(config, TableConfig)
    pieces = network(run) | training(run, table, last, stride) | {"n_train": len(run.learner.x_train)}
    math = "import math\n" if "math." in pieces["functions"] else ""
    opening = OPENING.format(math=math, **header(run, len(table), last))
    joining = JOINING.format(targets=targets(run), **pieces)
    return opening + config.code(file) + joining + LEARNING.format(**pieces) + ENDING.format(**ending(run))


def header(run: Run[Trainer], n_changes: int, last: int) -> dict[str, str]:
    """What the script does, and the settings it begins with."""
    experiment, sizes = run.learner.initial, "-".join(map(str, run.learner.model.sizes))
    skipped = ("file", "stop", "stop_value")
    values = experiment.values() | {"loss": experiment.loss}
    listed = ", ".join(f"{name} {to_text(value)}" for name, value in values.items() if name not in skipped)
    changed = f", changed {n_changes} time{'s'[: n_changes - 1]} on the way" if n_changes else ""
    return {
        "summary": f"A {sizes} network learns a table as in Hebb. Steps: {last}{changed}.",
        "settings": textwrap.fill(f"It begins with {listed}.", 119, break_on_hyphens=False),
    }


def ending(run: Run[Trainer]) -> dict[str, Any]:
    """The measures, as scikit-learn has them."""
    data, one, several = run.learner.data, *PROBABILITY[run.learner.initial.loss]
    if not data.n_classes:
        answers = NUMBERS
    elif run.learner.n_outputs == 1:
        answers = TWO.format(confidence=one, positive=data.class_names[1])
    else:
        share = SHARE if several.startswith("share") else ""
        answers = SEVERAL.format(probability=several, share=share, k=data.n_classes)
    return {"answers": answers.rstrip("\n"), "n_inputs": data.x_train.shape[1]}
