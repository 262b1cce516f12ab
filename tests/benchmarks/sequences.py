"""How fast recurrent cells and Transformers learn sequences: `python -m tests.benchmarks.sequences [entry …]`.

Without names all entries but "table" are run. `table [task …]` repeats the five-seed comparison of all cells, which the
page shows, task by task (or of one cell: `adding.lstm`), and writes it down; `characters [text …]` reads only these.
Seconds are those of one core (CPU time).
"""

import json
import math
import statistics
import sys
import time
from collections.abc import Callable

import torch
from torch import nn

from core.datasets.sequence_tasks import TASKS
from core.datasets.text import BUILT_IN, built_in
from core.figures.theme import THEMES
from core.learning import sequence_loss
from core.lessons.sequences.contrasts import FILE, SOLVED, Contrast
from core.lessons.sequences.learner import SequenceDescent, SequencePair
from core.lessons.sequences.settings import SequenceSettings
from core.models.recurrent_cells import CELLS
from core.ui.player import Player
from core.ui.stage import Scene, next_picture
from core.ui.views.sequences.look import SequenceLook
from core.ui.views.sequences.panels import panels
from core.ui.views.sequences.sequence_picture import SequencePicture
from tests.benchmarks import attention

SEEDS = range(5)
LIMITS = {"adding": 120, "names": 15, "text": 15}  # seconds that a run of the table gets
LIMIT = 20
ROUNDS = 5  # of `watched`
LOOK = 20  # steps between two looks at the held-out set
PATIENCE = 15  # seconds


def settings(task: str, **values) -> SequenceSettings:
    return SequenceSettings().replace(task=task, **values)


def learn(wanted: SequenceSettings, limit: float, goal: float = SOLVED) -> tuple[SequenceDescent, dict]:
    """Train one cell until its held-out accuracy reaches the goal, or for `limit` seconds; looking does not count."""
    learner, spent, found = SequenceDescent(wanted), 0.0, {"steps": None, "seconds": None}
    best = math.inf
    while spent < limit:
        begin = time.process_time()
        for _ in range(LOOK):
            learner.step()
        spent += time.process_time() - begin
        metrics = learner.frame().metrics
        best = min(best, metrics.get("test_bits", math.inf))
        if metrics["test_accuracy"] >= goal:
            found = {"steps": learner.step_count, "seconds": round(spent, 1)}
            break
    return learner, found | {"accuracy": round(metrics["test_accuracy"], 3), "bits": round(best, 3)}


def contrast(task: str, cell: str, limit: float) -> Contrast:
    """The runs of one cell on one task, from the task's own settings."""
    runs = [learn(settings(task).replace(cell=cell, versus="none", seed=seed), limit)[1] for seed in SEEDS]
    columns = {name: [run[name] for run in runs] for name in ("steps", "seconds", "accuracy")}
    return Contrast(task, cell, limit, **columns, bits=[run["bits"] for run in runs] if task == "text" else None)


def row(found: Contrast) -> str:
    """A line of the table."""
    solved = [value for value in found.seconds if value is not None]
    steps = [value for value in found.steps if value is not None]
    middle = f"{statistics.median(steps):6,.0f} {statistics.median(solved):6.1f}" if solved else f"{'–':>6} {'–':>6}"
    bits = f"  {statistics.median(found.bits):.2f} bits" if found.bits else ""
    ends = f"{min(found.accuracy):.0%} … {max(found.accuracy):.0%}"
    return f"{found.task:10}{found.cell:6}{found.n_solved} of {len(found.steps)}  {middle}   {ends:>14}{bits}"


HEAD = f"{'task':10}{'cell':6}{'solved':8}{'steps':>6} {'s':>6}   {'accuracy':>14}   (median of those that solved it)"


def table(*tasks: str) -> None:
    """Every cell on every task over five seeds, printed and written down."""
    print(HEAD)
    for named in tasks or TASKS:
        task, _, only = named.partition(".")
        for cell in [only] if only else CELLS:
            found = contrast(task, cell, LIMITS.get(task, LIMIT))
            print(row(found), flush=True)
            write_down(found)


def write_down(found: Contrast) -> None:
    """Put a row in its place in the table that the page shows."""
    known = [Contrast(**row) for row in json.loads(FILE.read_text("utf-8"))] if FILE.exists() else []
    rows = [row for row in known if (row.task, row.cell) != (found.task, found.cell)] + [found]
    rows.sort(key=lambda row: (list(TASKS).index(row.task), list(CELLS).index(row.cell)))
    FILE.write_text("[\n" + ",\n".join(json.dumps(row._asdict()) for row in rows) + "\n]\n", "utf-8")


def gated(*_: str) -> None:
    """The page's own settings: the gated cell within 60 s, the plain RNN of equal size in 120 s, five seeds."""
    default = SequenceSettings()
    print(f"{default.data.task}, length {default.data.length}, {default.model.hidden_size} units, five seeds\n{HEAD}")
    print(row(contrast(default.data.task, default.model.cell, 60)), flush=True)
    print(row(contrast(default.data.task, "rnn", 120)), flush=True)


def read(wanted: SequenceSettings, limit: float) -> tuple[float, int, float, float | None]:
    """Learn a text for `limit` seconds, or until its least bits are `PATIENCE` seconds old: those bits, at which step
    and after how many seconds; and the seconds until they were below the bigram's."""
    learner, spent, best, below = SequenceDescent(wanted), 0.0, (math.inf, 0, 0.0), None
    while spent < limit and spent - best[2] < PATIENCE:
        begin = time.process_time()
        for _ in range(LOOK):
            learner.step()
        spent += time.process_time() - begin
        bits = learner.frame().metrics["test_bits"]
        best = min(best, (bits, learner.step_count, spent))
        below = below or (spent if bits < learner.sequences.text.bigram else None)
    return *best, below


def characters(*names: str) -> None:
    """Bits a character on the end of each text, which is not trained on, beside those of counting; five seeds."""
    print(f"{'text':9}{'unigram':>8}{'bigram':>8}{'seed':>6}{'bits':>8}{'step':>7}{'s':>6}   first below the bigram")
    for name in names or BUILT_IN:
        text = built_in(name)
        for seed in SEEDS:
            bits, step, seconds, below = read(settings("text", versus="none").replace(text=name, seed=seed), 60)
            first = f"{below:.1f} s" if below else "never"
            print(
                f"{name:9}{text.unigram:8.3f}{text.bigram:8.3f}{seed:6}{bits:8.3f}{step:7,}{seconds:6.1f}   {first}",
                flush=True,
            )


def bare(wanted: SequenceSettings) -> Callable[[], None]:
    """A step of the loop that a tutorial writes: the same sequences, cell, readout and optimiser."""
    learner = SequenceDescent(wanted)
    sequences, training = learner.sequences, wanted.training
    cells, readout = learner.model.cells, learner.model.readout
    parameters = [*cells.parameters(), *readout.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=training.lr)
    generator = torch.Generator().manual_seed(wanted.training.seed)

    def step() -> None:
        batch = sequences.sample(training.batch_size, generator)
        x = learner.model.encode(batch.x)
        optimizer.zero_grad()
        sequence_loss.loss(readout(cells(x)[0]), batch).backward()
        nn.utils.clip_grad_norm_(parameters, training.clip)
        optimizer.step()

    return step


def pictures(wanted: SequenceSettings) -> Callable[[], int]:
    """A picture of the page: its slice of training, the frame, the look and the message that the view is sent."""
    held = Player(SequencePair)
    held.follow(wanted)
    shown = SequencePicture()
    held.scene = Scene("en", THEMES["light"], shown, panels(wanted, shown), SequenceLook, None, "")
    held.width, held.playing = 1200, True

    def steps() -> int:
        before = held.run.newest.step
        next_picture(held, None)
        return held.run.newest.step - before

    return steps


def plain(wanted: SequenceSettings) -> Callable[[], int]:
    """One step of every side, each in a bare loop."""
    loops = [bare(side) for side in wanted.sides.values()]

    def steps() -> int:
        for step in loops:
            step()
        return 1

    return steps


def watched(*_: str) -> None:
    """Steps a second of both cells, bare and watched (with the server's part of every picture); pictures a second."""
    print(f"{'task':10}{'bare':>8}{'watched':>9}{'ratio':>7}{'pictures/s':>12}   median of {ROUNDS} rounds of 3 s each")
    for task in ("adding", "remember", "text"):
        loops = plain(settings(task)), pictures(settings(task))
        rounds = [[attention.speed(loop) for loop in loops] for _ in range(ROUNDS)]
        slow, live = (statistics.median(pair[i][0] for pair in rounds) for i in (0, 1))
        shown = statistics.median(pair[1][1] for pair in rounds)
        print(f"{task:10}{slow:8.0f}{live:9.0f}{live / slow:7.2f}{shown:12.1f}", flush=True)


ENTRIES: dict[str, Callable[..., None]] = {
    "gated": gated,
    "characters": characters,
    "watched": watched,
    **attention.ENTRIES,
}
NAMED: dict[str, Callable[..., None]] = {"table": table, "characters": characters}  # may be told of what


def main() -> None:
    torch.set_num_threads(1)
    names = sys.argv[1:]
    if names and names[0] in NAMED:
        NAMED[names[0]](*names[1:])
        return
    for name in names or ENTRIES:
        print(f"\n{name}: {ENTRIES[name].__doc__}")
        ENTRIES[name]()


if __name__ == "__main__":
    main()
