"""Every symptom shows, at several seeds, as its text says; and the cure does not have it."""

import math
from typing import Any

import pytest
import torch
from sklearn.metrics import confusion_matrix

from core.lessons.pitfalls import digit_nets, measures, nets
from core.lessons.pitfalls.learner import PitfallPair, PitfallSettings
from core.lessons.pitfalls.table import PITFALLS

SEEDS = (0, 1, 2)
FLOOR = (math.log(2) + math.log(1 + 1 / math.e)) / 2


def seen(pitfall: str, seed: int, steps: int, **settings: Any) -> dict[str, Any]:
    pair = PitfallPair(PitfallSettings(pitfall=pitfall, seed=seed, **settings))
    for _ in range(steps):
        pair.step()
    values = pair.symptom(pair.frame())
    assert PITFALLS[pitfall].symptom.format(**values)
    return values


@pytest.mark.parametrize("seed", SEEDS)
def test_double_sigmoid_stays_in_the_middle(seed: int) -> None:
    v = seen("double_sigmoid", seed, 600)
    assert v["low"] >= 0.5 and v["high"] <= 1 / (1 + 1 / math.e) + 1e-6
    assert FLOOR < v["loss"] < 0.53 and pytest.approx(0.5032, abs=1e-4) == FLOOR
    assert v["cure_low"] < 0.01 and v["cure_high"] > 0.99 and v["cure_loss"] < 0.02


@pytest.mark.parametrize("seed", SEEDS)
def test_stacked_rows_gain_nothing_and_turned_ones_do(seed: int) -> None:
    v = seen("stacked_rows", seed, 800)
    plain = nets.Ring(PitfallSettings(seed=seed))
    while plain.step_count < 800:
        plain.step()
    assert abs(v["accuracy"] - plain.frame().metrics["test_accuracy"]) < 0.015, "as many updates on the rows alone"
    assert v["cure_accuracy"] > v["accuracy"] + 0.02
    assert (v["rows"], v["different"], v["cure_rows"], v["cure_different"]) == (80, 40, 80, 80)


def test_the_gradient_over_stacked_rows_is_that_over_the_rows() -> None:
    program = nets.Ring(PitfallSettings())
    x, y = program.learned
    flat = program.model.flat
    once = torch.autograd.grad(program.loss(program.model(x), y), flat)[0]
    twice = torch.autograd.grad(program.loss(program.model(torch.cat([x, x])), torch.cat([y, y])), flat)[0]
    assert torch.allclose(once, twice, atol=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_training_score_falls_apart_on_new_points(seed: int) -> None:
    v = seen("train_score", seed, 1000)
    assert v["reported"] == 1 and v["accuracy"] < 0.92
    assert v["cure_reported"] == v["cure_accuracy"] == v["accuracy"]
    assert v["correct_new"] == round(v["accuracy"] * 1000)


@pytest.mark.parametrize("pitfall", ["two_outputs", "not_flattened", "integer_labels"])
@pytest.mark.parametrize("seed", SEEDS)
def test_loud_mistakes_stop_at_the_first_step_and_their_cures_learn(pitfall: str, seed: int) -> None:
    v = seen(pitfall, seed, 300)
    expected = {"two_outputs": "IndexError: Target", "not_flattened": "160x8 and 64x32", "integer_labels": "a (20)"}
    assert expected[pitfall] in v["message"] and v["cure_accuracy"] > 0.85


@pytest.mark.parametrize("seed", SEEDS)
def test_two_outputs_leave_eight_columns_empty_and_the_loss_looks_fine(seed: int) -> None:
    v = seen("two_outputs_silent", seed, 400)
    assert v["predicted"] <= 2 and v["accuracy"] < 0.25 and v["loss"] < v["cure_loss"]
    assert v["cure_predicted"] == 10 and v["cure_accuracy"] > 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_own_lines_fit_their_points_and_nothing_else(seed: int) -> None:
    v = seen("own_lines", seed, 600)
    assert v["lines"] == 100 and v["train"] < 1e-3 and v["new"] > 5
    assert v["cure_lines"] == 1 and v["cure_train"] < 1.5 and v["cure_new"] < 1.5


@pytest.mark.parametrize("seed", SEEDS)
def test_the_wrong_sign_turns_the_line_away(seed: int) -> None:
    v = seen("wrong_sign", seed, 600)
    assert v["angle"] > 150 and v["accuracy"] < 0.1 and v["true"] > 5
    assert v["cure_angle"] < 40 and v["cure_accuracy"] > 0.9 and v["cure_true"] < 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_read_as_samples_are_mostly_unreadable(seed: int) -> None:
    v = seen("rows_as_samples", seed, 400)
    assert (v["given"], v["samples"], v["numbers"]) == (1000, 8000, 8)
    assert v["accuracy"] < 0.4 and v["cure_accuracy"] > 0.85


@pytest.mark.parametrize("seed", SEEDS)
def test_integer_labels_in_batches_of_ten_teach_nothing(seed: int) -> None:
    v = seen("integer_labels_silent", seed, 500)
    assert v["loss"] > 50 and v["accuracy"] < 0.2 and v["sum"] > 10
    assert v["cure_loss"] < 1.2 and v["cure_accuracy"] > 0.8 and v["cure_sum"] == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_without_a_seed_two_runs_differ_and_with_one_they_do_not(seed: int) -> None:
    v = seen("not_reproducible", seed, 300)
    assert v["apart"] > 1e-4 and v["weights"] > 0.1 and v["reported"] > v["accuracy"]
    assert v["cure_apart"] == 0 and v["cure_weights"] == 0 and v["cure_reported"] == v["cure_accuracy"]


def test_without_shuffling_the_network_drifts_to_the_digits_it_read_last() -> None:
    """Within each pass the reported score falls, since the last batches are all nines; shuffled, it hardly moves."""
    swings = {}
    for program in (digit_nets.NotReproducible, digit_nets.Reproducible):
        run = program(PitfallSettings(), clock=1)
        scores = []
        for _ in range(200):
            run.step()
            scores.append(run.frame().metrics["test_accuracy"])
        swings[program] = torch.tensor(scores[100:]).diff().abs().mean().item()
    assert swings[digit_nets.NotReproducible] > 2 * swings[digit_nets.Reproducible]


@pytest.mark.parametrize("seed", SEEDS)
def test_without_f_prime_tanh_stalls_at_a_straight_line(seed: int) -> None:
    v = seen("no_derivative", seed, 1000)
    assert v["loss"] > 0.2 and v["accuracy"] < 0.92 and abs(v["cosine"]) < 0.6
    assert v["cure_loss"] < 0.05 and v["cure_accuracy"] > 0.97 and v["cure_cosine"] == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_f_prime_six_layers_of_relu_diverge_and_the_cure_goes_on(seed: int) -> None:
    v = seen("no_derivative", seed, 1000, activation="relu", depth=6)
    assert math.isnan(v["loss"]) and v["cure_accuracy"] > 0.95


@pytest.mark.parametrize("seed", SEEDS)
def test_with_six_layers_of_sigmoid_the_true_gradient_is_the_worse_one(seed: int) -> None:
    v = seen("no_derivative", seed, 1000, activation="sigmoid", depth=6)
    assert v["accuracy"] > 0.8 and v["cure_accuracy"] < 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_a_deleted_label_leaves_one_class_and_a_perfect_score(seed: int) -> None:
    v = seen("label_deleted", seed, 400)
    assert (v["label_0"], v["label_1"], v["reported"]) == (400, 0, 1) and v["accuracy"] < 0.5
    assert v["says_0"] == v["n_new"] == 169 and v["cure_label_1"] > 200 and v["cure_accuracy"] > 0.93


def test_the_log_stays_silent_and_the_networks_are_the_same() -> None:
    pair = PitfallPair(PitfallSettings(pitfall="silent_log"))
    for _ in range(4100):
        pair.step()
    frame = pair.frame()
    v, metrics = pair.symptom(frame), frame.metrics
    assert (v["lines"], v["cure_lines"], v["in_epoch"]) == (0, 2, 500)
    assert metrics["a.train_loss"] == metrics["b.train_loss"]
    log = frame.sides[pair.right].weights["log"]
    assert log[:, :2].tolist() == [[4, 500], [8, 500]]


def test_every_500_batches_both_logs_are_the_same() -> None:
    v = seen("silent_log", 0, 1000, report_every=500)
    assert v["lines"] == v["cure_lines"] == 2


def test_counts_are_scikit_learns_confusion_matrix() -> None:
    program = digit_nets.TenOutputs(PitfallSettings())
    for _ in range(60):
        program.step()
    frame = program.frame()
    with torch.no_grad():
        says = program.model(program.held_out.x).argmax(1)
    expected = confusion_matrix(program.held_out.y, says)
    assert measures.counts(program, frame).tolist() == expected.tolist()


def test_what_the_integer_labels_multiply_is_what_broadcasting_makes_of_them() -> None:
    program = digit_nets.IntegerLabelsOfTen(PitfallSettings())
    z, y = torch.randn(10, 10), program.learned.y[:10]
    told = -(measures.matched(program) * z.log_softmax(1)).sum(1).mean()
    assert program.loss(z, y).item() == pytest.approx(told.item(), rel=1e-5)
