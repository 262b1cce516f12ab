import numpy as np
import pytest
import torch
import torch.nn.functional as F

from core.lessons.losses.pointwise import sigmoid
from core.lessons.losses.race import LEARNED, LONGEST, LossRace
from core.lessons.losses.settings import RIVALS, LossSettings
from core.run import Run
from core.settings import SettingError

RIVAL_OF = {
    "mse": F.mse_loss,
    "mae": F.l1_loss,
    "huber": F.huber_loss,
    "hinge": lambda p, y: torch.relu(1 - (2 * y - 1) * torch.logit(p)),
}


def race(**settings):
    return LossRace(LossSettings(**settings))


def finished(**settings):
    run = Run(race(**settings))
    there = 0
    while run.outcome is None and run.learner.step_count < 10_000:
        run.step()
        if not there and abs(sigmoid(run.learner.z[1]) - run.settings.y) < LEARNED:
            there = run.learner.step_count
    return run, there


@pytest.mark.parametrize("truth", ["0", "1"])
@pytest.mark.parametrize("rival", RIVALS)
def test_both_descend_as_autograd_says(rival, truth):
    subject, y = race(rival=rival, truth=truth, start=-3.0, lr=0.7), torch.tensor(float(truth), dtype=torch.float64)
    z = [torch.tensor(-3.0, dtype=torch.float64) for _ in range(2)]
    for _ in range(40):
        for i, loss in enumerate((RIVAL_OF[rival], F.binary_cross_entropy)):
            logit = z[i].clone().requires_grad_()
            (slope,) = torch.autograd.grad(loss(torch.sigmoid(logit), y), logit)
            z[i] = z[i] - 0.7 * slope
        subject.step()
    np.testing.assert_allclose(subject.z, torch.stack(z), rtol=1e-9)


def test_cross_entropy_is_there_long_before_squared_error():
    run, there = finished()
    assert (run.outcome, there) == ("done", 30)
    assert run.learner.step_count == 141


def test_the_more_confident_the_mistake_the_longer_squared_error_takes():
    run, there = finished(start=-8.0)
    assert there == 38
    assert run.learner.step_count > 3000


def test_from_the_middle_they_are_close():
    run, there = finished(start=0.0)
    assert (there, run.learner.step_count) == (20, 71)


def test_hinge_stops_at_its_margin():
    subject = race(rival="hinge")
    for _ in range(2000):
        subject.step()
    assert sigmoid(subject.z[0]) == pytest.approx(0.7310586, abs=1e-6)
    assert subject.verdict(subject.frame(), subject.frame()) is None


def test_a_frame_holds_all_and_restoring_it_repeats_the_race():
    subject = race(lr=1.0)
    for _ in range(5):
        subject.step()
    frame = subject.frame()
    after = [(subject.step(), subject.z.copy())[1] for _ in range(5)]
    subject.restore(frame)
    assert subject.step_count == 5
    again = [(subject.step(), subject.z.copy())[1] for _ in range(5)]
    np.testing.assert_array_equal(after, again)
    assert frame.weights["z"].tolist() != subject.z.tolist()
    assert frame.metrics["learned"] == -1
    assert frame.finite
    assert frame.metrics["train_loss"] == pytest.approx(-np.log(sigmoid(frame.weights["z"][1])))


@pytest.mark.parametrize(("name", "value"), [("start", 1.0), ("rival", "mae"), ("lr", 2.0)])
def test_a_change_needs_a_new_race(name, value):
    with pytest.raises(SettingError, match=f"{name} = .*a new run"):
        race().change(**{name: value})


def test_restoring_forgets_what_was_learned_later():
    subject = race()
    for _ in range(29):
        subject.step()
    before = subject.frame()
    subject.step()
    after = subject.frame()
    assert (before.metrics["learned"], after.metrics["learned"]) == (-1, 30)
    assert after.metrics["rival_then"] == pytest.approx(sigmoid(subject.z[0]))
    subject.restore(before)
    assert subject.frame().metrics == before.metrics
    subject.restore(after)
    assert subject.frame().metrics == after.metrics


def test_it_ends():
    subject = race(rival="hinge")
    subject.step_count = LONGEST
    assert subject.verdict(subject.frame(), subject.frame()) == "done"
