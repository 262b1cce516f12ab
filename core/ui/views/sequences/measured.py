"""Measured runs: which cell learned which task how fast, over five seeds, and where a simple cell is enough."""

import statistics
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.datasets.sequence_tasks import TASKS
from core.lessons.sequences.contrasts import SOLVED, Contrast, contrasts
from core.ui.language import t
from core.ui.views.sequences.side import SHORT

Rows = dict[str, Contrast]  # of one task, by cell


def measured(task: str) -> None:
    """The table, the present task first, and what follows from it."""
    rows = by_task(contrasts())
    ordered = sorted(rows, key=lambda id: id != task)
    st.markdown(
        t(
            "**Measured, not assumed.** Each cell learned each task from five seeds, with the settings that this page "
            "starts the task from. A run counts as solved when {share} of the held-out answers are right; the seconds "
            "are the median, of one core, of the runs that solved it.",
            share=f"{SOLVED:.0%}",
        )
    )
    st.dataframe(pd.DataFrame([line(id, rows[id]) for id in ordered]), hide_index=True, height="content")
    for sentence, tasks in conclusions(rows).items():
        st.markdown("- " + t(sentence, tasks=t(", ").join(t(TASKS[id].title) for id in tasks)))


def by_task(found: Sequence[Contrast]) -> dict[str, Rows]:
    tasks: dict[str, Rows] = {}
    for row in found:
        tasks.setdefault(row.task, {})[row.cell] = row
    return tasks


def line(task: str, rows: Rows) -> dict[str, str]:
    """A row of the table."""
    limit = max(row.limit for row in rows.values())
    told = {SHORT[cell]: result(rows[cell]) for cell in SHORT if cell in rows}
    return {t("Task"): t(TASKS[task].title)} | told | {t("Limit"): t("{n} s", n=f"{limit:g}")}


def result(row: Contrast) -> str:
    """How often a cell solved a task and how fast; else how far it came."""
    n = len(row.steps)
    if row.bits:
        return t("{bits} bits a character", bits=f"{statistics.median(row.bits):.2f}")
    if row.n_solved:
        seconds = statistics.median(s for s in row.seconds if s is not None)
        return t("{k} of {n}, {seconds} s", k=row.n_solved, n=n, seconds=f"{seconds:.3g}")
    return t("0 of {n}, {share} right", n=n, share=f"{statistics.median(row.accuracy):.0%}")


ENOUGH = "**A simple cell is enough**: {tasks}. The plain RNN solved each from every seed."
GATES = "**Gates help**: {tasks}. There an LSTM or a GRU solved it from more seeds than the plain RNN."
NONE = "**No cell is done in that time**: {tasks}. Compare how far each came."
CONCLUSIONS = (ENOUGH, GATES, NONE)


def conclusions(rows: dict[str, Rows]) -> dict[str, list[str]]:
    """Which sentence holds for which tasks; tasks that fit none are left to the table."""
    found: dict[str, list[str]] = {sentence: [] for sentence in CONCLUSIONS}
    for task, cells in rows.items():
        simple = cells["rnn"]
        best = max(row.n_solved for row in cells.values())
        if simple.n_solved == len(simple.steps):
            found[ENOUGH].append(task)
        elif best > simple.n_solved:
            found[GATES].append(task)
        elif best == 0:
            found[NONE].append(task)
    return {sentence: tasks for sentence, tasks in found.items() if tasks}
