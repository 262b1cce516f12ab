import math

import pytest
import torch

from core.datasets.sequence_tasks import TASKS
from core.lessons.sequences.learner import STRIDE, SequenceDescent, SequencePair
from core.lessons.sequences.settings import SequenceSettings
from core.run import Run
from core.settings import SettingError

SMALL = SequenceSettings().replace(hidden_size=5, batch_size=4, length=8)


def weights(frame) -> list[torch.Tensor]:
    return [value for side in frame.sides.values() for value in side.weights.values()]


def same(first, second) -> bool:
    return first.metrics == second.metrics and all(map(torch.equal, weights(first), weights(second)))


@pytest.mark.parametrize("task", TASKS)
def test_the_same_seed_gives_the_same_run_and_another_another(task: str) -> None:
    settings = SequenceSettings().replace(task=task, hidden_size=5, batch_size=4)
    runs = [SequencePair(settings.replace(seed=seed)) for seed in (3, 3, 4)]
    for pair in runs:
        for _ in range(2):
            pair.step()
    first, second, other = (pair.frame() for pair in runs)
    assert same(first, second) and not same(first, other)
    known = {"train_loss", "test_loss", "train_accuracy", "test_accuracy", "train_whole", "test_whole", "gradient_norm"}
    scores = {"train_r2", "test_r2"} if TASKS[task].n_inputs else {"train_bits", "test_bits"}
    assert first.sides["a"].metrics.keys() == known | scores
    assert all(map(math.isfinite, first.metrics.values()))


def test_going_back_repeats_the_run_bit_for_bit() -> None:
    run = Run(SequencePair(SMALL))
    run.advance(60.0, 2 * STRIDE)
    middle, end = run.frames()[1], run.advance(60.0, STRIDE + 3)
    run.rewind(middle)
    assert run.newest.step == STRIDE and same(run.advance(60.0, 2 * STRIDE + 3), end)


def test_both_cells_read_the_same_sequences() -> None:
    pair = SequencePair(SMALL)
    read: dict[str, list] = {"a": [], "b": []}
    for name, side in pair.sides.items():
        draw = side.sequences.sample
        side.sequences.sample = lambda n, g, part="train", *, draw=draw, name=name: (
            read[name].append(draw(n, g, part)) or read[name][-1]
        )
    for _ in range(3):
        pair.step()
    assert len(read["a"]) == 3 and all(torch.equal(a.x, b.x) for a, b in zip(read["a"], read["b"], strict=True))
    assert not torch.equal(read["a"][0].x, read["a"][1].x), "every step has new ones"


def test_a_gradient_is_that_of_autograd_shortened_to_the_clip() -> None:
    free, clipped = (SequenceDescent(SMALL.replace(clip=clip, optimizer="sgd")) for clip in (0.0, 0.01))
    for learner in (free, clipped):
        learner.step()
    norms = [torch.cat([p.grad.flatten() for p in learner.model.parameters()]).norm() for learner in (free, clipped)]
    assert free.gradient_norm == pytest.approx(norms[0].item(), rel=1e-4)
    assert clipped.gradient_norm == free.gradient_norm, "told is how long it was before"
    assert norms[0] > 0.01 and norms[1].item() == pytest.approx(0.01, rel=1e-3)


def test_truncation_changes_what_is_learned_not_what_is_said() -> None:
    whole, cut = (SequenceDescent(SMALL.replace(bptt=bptt)) for bptt in (0, 3))
    assert whole.frame().metrics == cut.frame().metrics
    for learner in (whole, cut):
        learner.step()
    assert whole.frame().metrics != cut.frame().metrics


def test_what_may_change_on_the_way_changes_both_and_the_rest_needs_a_new_run() -> None:
    pair = SequencePair(SMALL)
    pair.change(lr=0.001, clip=0.5, bptt=4)
    assert {side.settings.training.lr for side in pair.sides.values()} == {0.001} == {pair.settings.training.lr}
    with pytest.raises(SettingError, match="hidden_size"):
        pair.change(hidden_size=7)


def test_a_run_stops_where_it_was_told_to() -> None:
    easy = {"task": "parity", "length": 2, "hidden_size": 8, "batch_size": 64, "lr": 0.03}
    run = Run(SequencePair(SMALL.replace(**easy, stop="test_accuracy", stop_value=0.9)))
    run.advance(60.0, 1000)
    assert run.outcome == "done" and min(run.newest.metrics[f"{side}.test_accuracy"] for side in "ab") >= 0.9


def test_a_cell_that_blows_up_is_named_and_the_other_goes_on() -> None:
    exploding = {"cell": "rnn", "versus": "lstm", "activation": "relu", "clip": 0.0, "optimizer": "sgd", "lr": 10.0}
    run = Run(SequencePair(SMALL.replace(task="remember", **exploding)))
    run.advance(60.0, 100)
    first, sides = run.frames()[0].sides, run.newest.sides
    assert run.newest.step == 100 and run.outcome is None and sides["b"].finite
    assert run.learner.sides["a"].verdict(sides["a"], first["a"]) in ("nan", "infinite")
