"""Networks that are told their errors in different ways, side by side on digits."""

import contextlib
import io
import re

import pytest
import torch

from core.learning.error_signals import ERROR_SIGNALS
from core.lessons.lifelong.errors import WATCHED, ErrorRules, TaughtNet
from core.lessons.lifelong.errors_script import script
from core.lessons.lifelong.settings import LifelongSettings
from core.settings import SettingError
from tests.test_trainer import assert_same, frames

torch.set_num_threads(1)
BASE = LifelongSettings().replace(part="errors")
ALL = "-".join(ERROR_SIGNALS)


def trained(rule, n, **values):
    side = TaughtNet(BASE.replace(rules=rule, **values), rule)
    for _ in range(n):
        side.step()
    return side


def pair(n=0, **values):
    found = ErrorRules(BASE.replace(**values))
    for _ in range(n):
        found.step()
    return found


@pytest.mark.parametrize("rule", ERROR_SIGNALS)
def test_every_rule_reads_digits(rule):
    """Backpropagation and feedback alignment both above 90 %, and so the others."""
    assert trained(rule, 345).frame().metrics["test_accuracy"] > 0.9


def test_feedback_alignment_aligns():
    """At first its update stands at right angles to the gradient; then the weights turn, and with them the update."""
    before, after = (trained("feedback", n).frame().metrics for n in (0, 345))
    assert all(80 < before[name] < 100 for name in ("angle_1", "angle_2", "back_1", "back_2"))
    assert all(after[name] < 70 for name in ("angle_1", "angle_2", "back_2"))
    assert before["angle_3"] == after["angle_3"] == pytest.approx(0, abs=0.1)


def test_with_the_output_layer_still_nothing_aligns():
    subject = trained("feedback", 230, frozen=True, depth=1)
    first = trained("feedback", 0, depth=1)
    assert torch.equal(subject.model.weights[-1], first.model.weights[-1])
    assert not torch.equal(subject.model.weights[0], first.model.weights[0])
    metrics = subject.frame().metrics
    assert metrics["back_1"] > 80 and metrics["test_accuracy"] < 0.6


def test_backpropagation_is_its_own_gradient():
    assert all(trained("backprop", 5).frame().metrics[f"angle_{i}"] < 0.1 for i in (1, 2, 3))


def test_kolen_pollack_forgets_where_it_differed():
    """W − B shrinks by 1 − ηλ at every step, and fixed feedback weights never move."""
    start, after = trained("kolen_pollack", 0), trained("kolen_pollack", 40, l2=0.5)
    for index in range(2):
        gap = [s.model.weights[index + 1] - s.model.ways(s.model.feedback.data)[index] for s in (start, after)]
        torch.testing.assert_close(gap[1], gap[0] * (1 - 0.1 * 0.5) ** 40, atol=1e-5, rtol=1e-3)
    assert torch.equal(trained("feedback", 5, l2=0.5).model.feedback, trained("feedback", 0).model.feedback)


def test_all_start_from_the_same_weights():
    sides = list(pair(rules=ALL).sides.values())
    assert len(sides) == 6 and all(torch.equal(s.model.flat, sides[0].model.flat) for s in sides)
    assert not torch.equal(sides[0].model.weights[1], sides[1].model.ways(sides[1].model.feedback.data)[0])


@pytest.mark.parametrize("values", [{}, {"optimizer": "adam", "lr": 0.003, "l2": 0.01}])
def test_going_back_repeats_the_run(values):
    subject = pair(5, rules="backprop-kolen_pollack-predictive", **values)
    kept = subject.frame()
    then = frames(subject, 4)
    subject.restore(kept)
    assert_same(frames(subject, 4), then)


def test_watching_a_digit_does_not_teach():
    subject, other = trained("predictive", 4), trained("predictive", 4)
    told, exact = subject.messages(subject.frame(), WATCHED + 3)
    assert [post.shape for post in told.post] == [post.shape for post in exact.post] == [(1, 64), (1, 64), (1, 10)]
    assert_same(frames(subject, 3), frames(other, 3))


def test_rules_are_named_once_and_in_order():
    assert BASE.replace(rules="predictive-backprop").errors.rules == ("backprop", "predictive")
    for wrong in ("backprop-backprop", "hebb", ""):
        with pytest.raises(SettingError):
            BASE.replace(rules=wrong)


def test_a_loss_that_breaks_ends_its_own_network_alone():
    subject = pair(rules="backprop-predictive", neuron="relu", lr=10.0)
    first = subject.frame()
    for _ in range(12):
        subject.step()
    sides = {rule: side.verdict(subject.frame().sides[rule], first.sides[rule]) for rule, side in subject.sides.items()}
    assert sides["predictive"] in ("nan", "infinite", "exploded") and subject.errors == {}
    assert subject.verdict(subject.frame(), first) == (sides["backprop"] and sides["predictive"])


def test_the_script_prints_what_the_screen_shows():
    subject = pair(20, rules=ALL, width=16, l2=0.001)
    subject.change(lr=0.05, n_relax=5)
    subject.change(frozen=True)
    for _ in range(15):
        subject.step()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(script(subject, 35), "script", "exec"), {"__name__": "script"})
    blocks = re.split(r"^(?! )", said.getvalue().strip(), flags=re.M)[1:]
    for block, side in zip(blocks, subject.sides.values(), strict=True):
        metrics = side.frame().metrics
        shown = [metrics["test_accuracy"], *(v for k, v in metrics.items() if k.startswith(("angle", "back")))]
        assert [float(n) for n in re.findall(r"\d+\.\d+", block)] == pytest.approx(shown, abs=0.05)
