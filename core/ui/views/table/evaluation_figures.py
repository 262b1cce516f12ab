"""Evaluation figures: what stands behind the measures: confusion, trade-offs, calibration, residuals."""

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.evaluation.calibration import reliability
from core.evaluation.report import Answers, Classified, Estimated, report
from core.evaluation.thresholds import TradeOff, point
from core.evaluation.thresholds import precision_recall as precision_recall_of
from core.evaluation.thresholds import roc as roc_of
from core.figures.calibration import calibration
from core.figures.confusion import confusion, predicted_against_actual
from core.figures.figure import Figure, label
from core.figures.rates import Rate, precision_recall, roc
from core.figures.residuals import residuals
from core.figures.theme import THEMES, Theme
from core.ui.language import t

HEIGHT = 330
MOST = 1500  # points of a scatter
MOST_NAMED = 30  # classes that a confusion matrix has room for


def theme() -> Theme:
    return THEMES.get(st.context.theme.type or "light", THEMES["light"])


def show(place: DeltaGenerator, figure: Figure, alt: str, key: str, height: int = HEIGHT) -> None:
    """A chart that changes on a click only."""
    figure["layout"]["height"] = height
    place.plotly_chart(figure, theme=None, config={"displayModeBar": False}, key=key, alt=alt)


def draw(answers: Answers, names: tuple[str, ...]) -> None:
    """The figures that fit the answers."""
    if isinstance(answers, Estimated):
        numbers(answers)
    else:
        classes(answers, names)


def numbers(a: Estimated) -> None:
    left, right = st.columns(2)
    keep = np.sort(np.random.default_rng(0).permutation(len(a.y))[:MOST])
    against = predicted_against_actual(
        a.y[keep],
        a.prediction[keep],
        theme=theme(),
        limits=ends(a),
        title=t("Predicted against true"),
        x_title=t("true"),
        y_title=t("predicted"),
    )
    left_over = residuals(
        a.prediction,
        a.residual,
        theme=theme(),
        title=t("Residuals"),
        x_title=t("predicted"),
        y_title=t("true − predicted"),
        rows_title=t("rows"),
    )
    show(left, against, t("Predictions over true values; the dotted line is where they agree."), "judge_against")
    show(
        right,
        left_over,
        t("Residuals over predictions, their mean and spread, and how many rows have which."),
        "judge_left",
    )
    st.caption(
        t(
            "The line is the mean residual of tenths of the rows, the band one standard deviation around it. "
            "Away from zero: something is not learned. Wider on one side: the errors grow there."
        )
    )


def ends(a: Estimated) -> tuple[float, float]:
    """The range of true and predicted values, with a little room."""
    both = np.concatenate([a.y, a.prediction])
    low, high = float(both.min()), float(both.max())
    room = 0.04 * (high - low) or 1.0
    return low - room, high + room


def classes(a: Classified, names: tuple[str, ...]) -> None:
    """Confusion, ROC, precision–recall and calibration; with two classes, where the threshold stands on them."""
    at = None
    if a.n_classes == 2:
        threshold = st.slider(
            t("Threshold: “{name}” is said from this probability on", name=names[a.positive]),
            0.0, 1.0, 0.5, 0.01, key="judge_threshold",
        )  # fmt: skip
        a = a.at(threshold)
        at = point(a)
        written_out(a, at)
    upper, lower = st.columns(2), st.columns(2)
    counts = report(a).confusion
    if len(counts) <= MOST_NAMED:
        figure = confusion(
            counts,
            class_names=[label(name, 14) for name in names],
            theme=theme(),
            title=t("Confusion"),
            x_title=t("predicted"),
            y_title=t("true"),
        )
        figure["layout"]["margin"]["l"] = 40 + 7 * min(max(map(len, names)), 14)
        show(upper[0], figure, t("How often each class was predicted as which."), "judge_confusion")
    trade_offs(a, names, at, upper[1], lower[0])
    bins = reliability(a)
    figure = calibration(
        bins.confidence,
        bins.share,
        bins.low,
        bins.high,
        bins.rows,
        theme=theme(),
        title=t("Calibration, expected error {ece}", ece=f"{bins.ece:.3f}"),
        x_title=t("predicted probability") if a.n_classes == 2 else t("probability of the class said"),
        y_title=t("it was so"),
        rows_title=t("rows"),
    )
    show(
        lower[1], figure, t("How often it was so, over the predicted probability, with intervals."), "judge_calibration"
    )
    shares = {name: st.column_config.NumberColumn(format="%.3f") for name in (t("Precision"), t("Recall"), "F1")}
    alt = t("Precision, recall and F1 of each class")
    st.dataframe(class_by_class(a, names), hide_index=True, column_config=shares, alt=alt)


def trade_offs(
    a: Classified,
    names: tuple[str, ...],
    at: dict[str, float] | None,
    first: DeltaGenerator,
    second: DeltaGenerator,
) -> None:
    """ROC and precision–recall, where rows of more than one class are there."""

    def rates(found: list[TradeOff]) -> list[Rate]:
        return [Rate(names[trade.positive], trade.x, trade.y, trade.area, trade.positive) for trade in found]

    def headed(title: str, found: list[TradeOff]) -> str:
        return f"{title} {np.mean([trade.area for trade in found]):.3f}"

    lines, trades = roc_of(a), precision_recall_of(a)
    if not lines:
        return
    chance = t("chance")
    figure = roc(
        rates(lines),
        theme=theme(),
        at=(at["false_positive_rate"], at["recall"]) if at else None,
        title=headed(t("ROC, area"), lines),
        x_title=t("false positive rate"),
        y_title=t("recall"),
        chance=chance,
    )
    show(first, figure, t("Recall over the false positive rate, for every threshold."), "judge_roc")
    figure = precision_recall(
        rates(trades),
        theme=theme(),
        shares=[float(np.mean(a.y == trade.positive)) for trade in trades],
        at=(at["recall"], at["precision"]) if at else None,
        title=headed(t("Precision and recall, average precision"), trades),
        x_title=t("recall"),
        y_title=t("precision"),
        chance=chance,
    )
    show(second, figure, t("Precision over recall, for every threshold."), "judge_pr")


def written_out(a: Classified, at: dict[str, float]) -> None:
    """Precision, recall, F1 and false positive rate at the threshold, with the counts put in."""
    said, true = a.predicted == a.positive, a.y == a.positive
    tp, fp, fn, tn = (int(np.sum(cells)) for cells in (said & true, said & ~true, ~said & true, ~said & ~true))

    def share(part: str, whole: str, value: float) -> str:
        return f"{part} / ({whole}) = " + ("–" if value != value else f"{value:.3f}")

    f1 = 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else float("nan")
    lines = [
        f"{t('precision')} = TP / (TP + FP) = {share(str(tp), f'{tp} + {fp}', at['precision'])}",
        f"{t('recall')} = TP / (TP + FN) = {share(str(tp), f'{tp} + {fn}', at['recall'])}",
        f"F1 = 2TP / (2TP + FP + FN) = {share(str(2 * tp), f'{2 * tp} + {fp} + {fn}', f1)}",
        f"{t('false positive rate')} = FP / (FP + TN) = {share(str(fp), f'{fp} + {tn}', at['false_positive_rate'])}",
        f"{t('accuracy')} = (TP + TN) / n = {share(f'({tp} + {tn})', str(len(a.y)), (tp + tn) / max(len(a.y), 1))}",
    ]
    st.code("\n".join(lines), language=None, wrap_lines=True)


def class_by_class(a: Classified, names: tuple[str, ...]) -> pd.DataFrame:
    """One row a class: precision, recall, F1, rows of it, rows said to be."""
    told = report(a)
    return pd.DataFrame(
        {
            t("Class"): names,
            t("Precision"): told.precision,
            t("Recall"): told.recall,
            "F1": told.f1,
            t("Rows"): told.true,
            t("Said"): told.said,
        }
    )
