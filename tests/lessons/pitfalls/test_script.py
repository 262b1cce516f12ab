"""The scripts of the Code tab print the numbers that the page shows."""

import ast
import contextlib
import io

import pytest

from core.lessons.pitfalls.learner import PitfallSettings
from core.lessons.pitfalls.script import script
from core.lessons.pitfalls.table import PITFALLS

STEPS = 40
ERRORS = {"two_outputs", "not_flattened", "integer_labels"}


def printed(source: str) -> list[list[float]]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(source, "script", "exec"), {"__name__": "script"})
    return [[float(v) for v in line.split(",")] for line in out.getvalue().splitlines() if not line.startswith("[")]


@pytest.mark.parametrize("cure", [False, True])
@pytest.mark.parametrize("pitfall", PITFALLS)
def test_script_prints_the_numbers_of_the_page(pitfall: str, cure: bool) -> None:
    settings, entry = PitfallSettings(pitfall=pitfall, seed=3), PITFALLS[pitfall]
    source = script(settings, cure, STEPS)
    if pitfall in ERRORS and not cure:
        with pytest.raises((IndexError, RuntimeError)):
            printed(source)
        return
    rows = printed(source)
    clocks = (7, 8) if entry.twice else (0,)
    for n, clock in enumerate(clocks):
        program = (entry.cure if cure else entry.mistake)(settings, clock=clock)
        for row in rows[n * len(rows) // len(clocks) : (n + 1) * len(rows) // len(clocks)]:
            while program.step_count < row[0]:
                program.step()
            metrics = program.frame().metrics
            names = [name for name in ("train_loss", "reported", "test_loss", "test_accuracy") if name in metrics]
            assert row[1:] == pytest.approx([metrics[name] for name in names], rel=1e-3, abs=2e-3)
    assert rows[-1][0] == STEPS


@pytest.mark.parametrize("cure", [False, True])
@pytest.mark.parametrize("pitfall", PITFALLS)
def test_script_imports_only_what_it_uses(pitfall: str, cure: bool) -> None:
    tree = ast.parse(script(PitfallSettings(pitfall=pitfall), cure, STEPS))
    imported = {
        a.asname or a.name for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom) for a in n.names
    }
    assert imported <= {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
