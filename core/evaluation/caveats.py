"""Caveats: what to know before believing a score."""

from dataclasses import dataclass, field

import numpy as np

from core.evaluation.measures import measures, scores
from core.evaluation.report import PROBABILISTIC, Answers, Array, Classified

FEW = 30  # rows below which a score says little
UNBALANCED = 0.8  # share of the largest class from which accuracy flatters

CAVEATS: dict[str, str] = {
    "few": "Only {n} rows are judged here: one row more or less moves the accuracy by {step}.",
    "few_numbers": "Only {n} rows are judged here; a single one can move every value.",
    "one_class": "All rows here are of one class, so ROC and precision–recall curves do not exist.",
    "absent": "No row here is of class {names}; the averages leave it out.",
    "never": "The network never says {names}.",
    "unbalanced": "{share} of the rows are of one class, so always saying it is right that often. "
    "Look at balanced accuracy, F1 and average precision instead of accuracy.",
    "no_better": "It is no better than the naive answer: {name} {score} against {naive}.",
    "not_probability": "The loss in use does not ask for probabilities, so calibration, Brier score and log loss judge "
    "what was never promised.",
    "constant": "The target does not vary here, so R² is not defined.",
}  # fmt: skip


@dataclass(frozen=True)
class Caveat:
    """`id` is a key of `CAVEATS`, `values` fill its template."""

    id: str
    values: dict[str, object] = field(default_factory=dict)


def caveats(answers: Answers, naive: dict[str, float], loss: str, class_names: tuple[str, ...] = ()) -> list[Caveat]:
    """What limits the scores of these answers; `naive` are those of the naive answer to the same rows."""
    n = len(answers.y)
    found = _of_classes(answers, class_names) if isinstance(answers, Classified) else _of_numbers(answers)
    name, measure = next(iter(measures(answers).items()))
    reached = scores(answers)[name]
    if reached <= naive[name]:
        told: dict[str, object] = {"name": measure.title, "score": f"{reached:.3g}", "naive": f"{naive[name]:.3g}"}
        found.append(Caveat("no_better", told))
    if isinstance(answers, Classified) and loss not in PROBABILISTIC:
        found.append(Caveat("not_probability"))
    if n < FEW and isinstance(answers, Classified):
        found.append(Caveat("few", {"n": n, "step": f"{1 / max(n, 1):.1%}"}))
    elif n < FEW:
        found.append(Caveat("few_numbers", {"n": n}))
    return found


def _of_numbers(answers: Answers) -> list[Caveat]:
    return [Caveat("constant")] if len(np.unique(answers.y)) == 1 else []


def _of_classes(a: Classified, class_names: tuple[str, ...]) -> list[Caveat]:
    names = class_names or tuple(map(str, range(a.n_classes)))
    true = np.bincount(a.y, minlength=a.n_classes)
    said = np.bincount(a.predicted, minlength=a.n_classes)

    def listed(places: Array) -> str:
        return ", ".join(names[i] for i in places[:5]) + (" …" if len(places) > 5 else "")

    found = []
    if (true > 0).sum() == 1:
        found.append(Caveat("one_class"))
    elif (true == 0).any():
        found.append(Caveat("absent", {"names": listed(np.flatnonzero(true == 0))}))
    if (never := np.flatnonzero((said == 0) & (true > 0))).size:
        found.append(Caveat("never", {"names": listed(never)}))
    if UNBALANCED <= (share := true.max() / max(len(a.y), 1)) < 1:
        found.append(Caveat("unbalanced", {"share": f"{share:.0%}"}))
    return found
