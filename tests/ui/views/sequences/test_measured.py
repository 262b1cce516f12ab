"""What is concluded from measured runs."""

from core.lessons.sequences.contrasts import Contrast
from core.ui.language import speaking
from core.ui.views.sequences.measured import ENOUGH, GATES, NONE, by_task, conclusions, line, result


def row(
    task: str, cell: str, steps: list[int | None], accuracy: float = 0.5, bits: list[float] | None = None
) -> Contrast:
    seconds = [None if step is None else step / 100 for step in steps]
    return Contrast(task, cell, 60, steps, seconds, [accuracy] * len(steps), bits)


FOUND = [
    row("parity", "rnn", [300, 100, 200], 1.0),
    row("parity", "lstm", [300, 400, 500], 1.0),
    row("adding", "rnn", [None, None, 900], 0.4),
    row("adding", "lstm", [500, None, 700], 0.9),
    row("names", "rnn", [None, None, None], 0.61),
    row("names", "lstm", [None, None, None], 0.7),
    row("text", "rnn", [None, None, None], 0.5, [2.5, 2.75, 2.25]),
    row("depth", "rnn", [None, 100, 200], 0.9),
    row("depth", "lstm", [None, None, 500], 0.8),
]


def test_each_task_falls_under_the_sentence_that_its_runs_bear_out() -> None:
    assert conclusions(by_task(FOUND)) == {ENOUGH: ["parity"], GATES: ["adding"], NONE: ["names", "text"]}
    assert conclusions(by_task(FOUND[:2])) == {ENOUGH: ["parity"]}


def test_a_result_tells_how_often_and_how_fast_or_how_far() -> None:
    with speaking("en"):
        assert result(FOUND[0]) == "3 of 3, 2 s", "the median"
        assert result(FOUND[3]) == "2 of 3, 6 s", "of the runs that solved it"
        assert result(FOUND[4]) == "0 of 3, 61% right"
        assert result(FOUND[6]) == "2.50 bits a character"
        assert line("adding", by_task(FOUND)["adding"]) == {
            "Task": "Add two marked numbers",
            "RNN": "1 of 3, 9 s",
            "LSTM": "2 of 3, 6 s",
            "Limit": "60 s",
        }
