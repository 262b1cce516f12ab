"""The table that the page tells of is whole in itself, and one of its runs repeats."""

import pytest

from core.datasets.sequence_tasks import TASKS
from core.lessons.sequences.contrasts import SOLVED, contrasts
from core.lessons.sequences.learner import SequenceDescent
from core.lessons.sequences.settings import SequenceSettings
from core.models.recurrent_cells import CELLS


def test_every_task_of_the_table_has_all_cells_and_five_seeds() -> None:
    rows = contrasts()
    tasks = {row.task for row in rows}
    assert "adding" in tasks <= set(TASKS)
    assert {(row.task, row.cell) for row in rows} == {(task, cell) for task in tasks for cell in CELLS}
    for row in rows:
        assert len(row.steps) == len(row.seconds) == len(row.accuracy) == 5
        for steps, seconds, accuracy in zip(row.steps, row.seconds, row.accuracy, strict=True):
            assert (steps is None) == (seconds is None) == (accuracy < SOLVED)


def test_on_the_first_task_the_gated_cell_is_ahead() -> None:
    rows = {row.cell: row for row in contrasts() if row.task == SequenceSettings().data.task}
    assert rows["lstm"].n_solved == 5 and max(rows["lstm"].seconds) < 60
    assert rows["rnn"].n_solved <= 1 and rows["rnn"].limit == 120


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_a_run_of_the_table_repeats(cell: str) -> None:
    """Remembering a bit with seed 0 is learned within the steps that were measured, give or take other hardware."""
    (row,) = (row for row in contrasts() if (row.task, row.cell) == ("remember", cell))
    learner = SequenceDescent(SequenceSettings().replace(task="remember").replace(cell=cell, versus="none"))
    for _ in range(2 * row.steps[0]):
        learner.step()
        if learner.step_count % 20 == 0 and learner.frame().metrics["test_accuracy"] >= SOLVED:
            break
    assert learner.frame().metrics["test_accuracy"] >= SOLVED
