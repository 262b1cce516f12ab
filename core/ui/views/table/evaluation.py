"""Evaluation: what the network is worth on rows it has not learned from, and on the test set when a person asks."""

import copy
import weakref
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from core.datasets.prepared import Prepared
from core.evaluation.caveats import CAVEATS, Caveat, caveats
from core.evaluation.intervals import Interval, intervals
from core.evaluation.measures import measures, scores
from core.evaluation.report import Answers
from core.learner import Frame
from core.lessons.table.prediction import answers, naive
from core.models.mlp import MLP
from core.ui.language import sentence, t
from core.ui.permalink import MARKS
from core.ui.player import Player
from core.ui.views.table import evaluation_figures as figures

ROWS = {"valid": "Validation", "train": "Training", "test": "Test"}


@dataclass(frozen=True)
class Judged:
    """One set of rows judged at a frame; nothing here changes any more."""

    frame: Frame
    answers: Answers
    scores: dict[str, float]
    intervals: dict[str, Interval]
    naive: dict[str, float]
    caveats: list[Caveat]


def judge(held: Player, prepared: Prepared, rows: str, positive: int = 1) -> Judged | None:
    """The answers to "train", "valid" or "test" at the frame shown, computed once; raises `ValueError`."""
    frame, data = held.frame(), prepared.data
    if held.run is None or frame is None:
        return None
    kept: dict[Any, Judged] = held.picked.setdefault("judged", {})
    key = (rows, positive, held.settings.data)
    if key not in kept or kept[key].frame is not frame:
        sets: dict[str, tuple[Any, Any]] = {"train": (data.x_train, data.y_train), "valid": (data.x_test, data.y_test)}
        x, y = sets.get(rows, (data.x_held, data.y_held))
        assert x is not None and y is not None
        loss = held.run.settings.loss
        given = answers(prepared, loss, network(held, frame), x, y, positive)
        plain = naive(prepared, given)
        spread = {} if rows == "train" else intervals(given)
        found = caveats(given, scores(plain), loss, data.class_names)
        for old in [old for old, judged in kept.items() if judged.frame is not frame]:
            del kept[old]
        kept[key] = Judged(frame, given, scores(given), spread, scores(plain), found)
    return kept[key]


def network(held: Player, frame: Frame) -> MLP:
    """A copy of the network at a frame, so that long work on it holds up nobody."""
    assert held.run is not None
    with held.lock:
        model: MLP = copy.deepcopy(held.run.learner.model_at(frame))
    return model


def evaluate(held: Player, prepared: Prepared) -> None:
    """The tab: every measure on the three sets beside the naive answer, and the figures behind the measures."""

    @st.fragment
    def drawn() -> None:
        row = st.container(horizontal=True, vertical_alignment="bottom")
        positive = 1
        names = prepared.data.class_names
        if len(names) == 2:
            positive = row.selectbox(
                t("Positive class"), [0, 1], 1, lambda place: names[place], key="judge_positive", width=220
            )
        row.button(t("Refresh"), key="judge_refresh", icon=":material/refresh:")
        try:
            judged = {rows: judge(held, prepared, rows, positive) for rows in ("train", "valid")}
        except ValueError as error:
            st.error(sentence(error))
            return
        if judged["valid"] is None:
            st.info(t("There is no network to judge yet."))
            return
        run, looked_at = held.picked.get("opened", (None, {}))
        opened = looked_at.get(positive) if run is not None and run() is held.run else None
        step = f"{judged['valid'].frame.step:,}"
        row.caption(
            t("As of step {step}. Refresh to bring it up to date.", step=step)
            if held.playing
            else t("As of step {step}.", step=step)
        )
        st.table(side_by_side(judged["train"], judged["valid"], opened), hide_index=True, alt=t("Every measure"))
        st.caption(
            t(
                "Naive: always the most frequent class (as probabilities: the shares of the classes), or the mean, of "
                "the training rows. In brackets 95% confidence intervals for rows of the same kind: Wilson's for "
                "accuracy, a bootstrap of the rows for the others. A perfect score gets none there: a bootstrap cannot "
                "imagine errors that it never saw."
            )
        )
        for caveat in judged["valid"].caveats:
            st.warning(told(caveat))
        open_test(held, prepared, positive)
        looked = row_choice(held, judged, opened)
        figures.draw(looked.answers, names)

    drawn()


def told(caveat: Caveat) -> str:
    """A caveat as a sentence, with the names of a person's own classes as plain text."""
    values = {name: t(str(value)) if name == "name" else value for name, value in caveat.values.items()}
    return MARKS.sub(r"\\\1", t(CAVEATS[caveat.id], **values))


def open_test(held: Player, prepared: Prepared, positive: int) -> None:
    """The test set is closed until a click, then kept as it was at that step; says how often it was opened."""
    data = held.settings.data
    split = (data.source, data.file, data.target, data.data_seed, data.test_share, data.stratify)
    looks: dict[Any, int] = held.picked.setdefault("looks", {})
    st.markdown(
        t(
            "**The test set.** Each look at it spends some of its worth: whoever tries settings until the test score "
            "is good has fitted them to the test rows. Choose by the validation set, and open this once, at the end."
        )
    )

    def look() -> None:
        assert held.run is not None
        looks[split] = looks.get(split, 0) + 1
        places = {positive, 1 - positive}
        seen = {place: judge(held, prepared, "test", place) for place in places}
        held.picked["opened"] = (weakref.ref(held.run), seen)

    row = st.container(horizontal=True, vertical_alignment="center")
    row.button(t("Open the test set"), key="judge_test", icon=":material/lock_open:", on_click=look)
    if n := looks.get(split, 0):
        row.caption(
            t("Opened once with this split. Its score is honest.")
            if n == 1
            else t("Opened {n} times with this split: the score is honest only if no choice was made by it.", n=n)
        )


def row_choice(held: Player, judged: dict[str, Judged | None], opened: Judged | None) -> Judged:
    """Which rows the figures show."""
    every = judged | ({"test": opened} if opened else {})
    options = [rows for rows in ROWS if rows in every]
    chosen = st.segmented_control(
        t("Rows shown"),
        options,
        format_func=lambda rows: t(ROWS[rows]),
        default="valid",
        required=True,
        key="judge_rows",
    )
    found = every[chosen or "valid"]
    assert found is not None
    if chosen == "test" and found.frame is not (judged["valid"] or found).frame:
        st.caption(t("The test set as it was opened, at step {step}.", step=f"{found.frame.step:,}"))
    return found


def side_by_side(train: Judged | None, valid: Judged | None, test: Judged | None) -> pd.DataFrame:
    """One row a measure: the naive answer, train, validation and test, the last two with their intervals."""
    assert train is not None and valid is not None

    def said(judged: Judged, name: str) -> str:
        value, interval = number(judged.scores[name], name), judged.intervals.get(name)
        if interval is None:
            return value
        return f"{value} [{number(interval.low, name)}, {number(interval.high, name)}]"

    at = f" ({t('step {n}', n=f'{test.frame.step:,}')})" if test and test.frame is not valid.frame else ""
    rows = [
        {
            t("Measure"): f"{t(measure.title)} {'↑' if measure.higher else '↓'}",
            t("Naive"): number(valid.naive[name], name),
            t("Training"): said(train, name),
            t("Validation"): said(valid, name),
            t("Test") + at: said(test, name) if test else t("closed"),
        }
        for name, measure in measures(valid.answers).items()
    ]
    return pd.DataFrame(rows)


def number(value: float, measure: str) -> str:
    """Four significant digits for what has the target's units, else three after the point; "–" if undefined."""
    text = "–" if value != value else f"{value:.4g}" if measure in ("rmse", "mae") else f"{value:.3f}"
    return text.replace("-", "−")
