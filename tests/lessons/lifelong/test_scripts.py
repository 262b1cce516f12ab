"""The scripts print what the page shows."""

from contextlib import redirect_stdout
from io import StringIO

from core.lessons.lifelong import few_script, task_script
from core.lessons.lifelong.few_settings import SHOTS
from core.lessons.lifelong.settings import LifelongSettings, learner


def printed(code: str) -> list[str]:
    with redirect_stdout(StringIO()) as out:
        exec(compile(code, "script", "exec"), {"__name__": "script"})
    return out.getvalue().splitlines()


def test_the_script_of_tasks_prints_every_matrix():
    run = learner(LifelongSettings().replace(task_list="points", task_steps=20))
    for step in range(30):
        if step == 25:
            run.change(ewc_lambda=50.0, lr=0.001)
        run.step()
    frame, expected = run.frame(), []
    for method, side in frame.sides.items():
        rows = [side.weights["record"][1].tolist(), [side.metrics[f"task_{k}"] for k in range(4)]]
        expected += [method, *(" ".join(f"{value:.4f}" for value in row) for row in rows)]
    assert printed(task_script.script(run, 30)) == expected


def test_the_script_of_few_examples_prints_the_accuracies():
    run = learner(LifelongSettings().replace(part="few"))
    for _ in range(10):
        run.step()
    metrics = run.frame().metrics
    expected = [f"{n}: {metrics[f'shots_{n}']:.4f} ± {metrics[f'spread_{n}']:.4f}" for n in SHOTS]
    assert printed(few_script.script(run, 10)) == expected
