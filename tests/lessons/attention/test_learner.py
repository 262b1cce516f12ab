"""The learner of /attention: repeatable to the bit, honest about what it has not seen, and caught where it breaks."""

import pytest
import torch
import torch.nn.functional as F

from core.lessons.attention.learner import AttentionLearner
from core.run import Run
from core.settings import SettingError
from tests.lessons.attention.small import SMALL, learner, trained
from tests.test_trainer import assert_same, frames, same


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"architecture": "encoder", "positions": "rotary", "norm": "post", "tied": False},
        {"dropout": 0.3, "warmup": 10, "optimizer": "adamw", "l2": 0.1},
        {"task": "text", "length": 8},
    ],
)
def test_the_same_seed_gives_the_same_run_and_a_restored_one_goes_on_the_same(values: dict) -> None:
    first = frames(learner(**values), 6)
    torch.rand(3)  # the global state is nobody's
    subject = learner(**values)
    assert_same(frames(subject, 6), first)
    subject.restore(first[2])
    assert same(subject.frame(), first[2])
    assert_same(frames(subject, 4), first[2:])
    assert not same(learner(**values, seed=1).frame(), first[0])


def test_a_step_is_what_plain_pytorch_does() -> None:
    subject, plain = (learner(warmup=4, tied=False, optimizer="momentum", lr=0.1) for _ in range(2))
    optimizer = torch.optim.SGD(plain.model.parameters(), lr=0.1, momentum=0.9)
    for step in range(6):
        subject.step()
        x, y, mask = vars(plain.data.sample(8, plain.generator.manual_seed(step))).values()
        loss = F.cross_entropy(plain.model(x).transpose(1, 2), y, reduction="none")[mask].mean()
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = 0.1 * min(1, (step + 1) / 4)
        optimizer.step()
        assert subject.frame().metrics["train_loss"] == pytest.approx(loss.item(), rel=1e-5)
    for ours, theirs in zip(subject.model.parameters(), plain.model.parameters(), strict=True):
        assert torch.allclose(ours, theirs, atol=1e-5)


def test_it_learns_to_reverse_what_it_has_never_seen() -> None:
    subject = learner(batch_size=32, lr=0.01)
    before = subject.frame().metrics
    assert before["test_accuracy"] < 0.4
    for _ in range(250):
        subject.step()
    after = subject.frame().metrics
    assert after["test_accuracy"] > 0.99 and after["test_whole"] > 0.95 and after["test_loss"] < 0.1
    assert after["test_bits"] == pytest.approx(after["test_loss"] / 0.693147, rel=1e-5)


def test_scores_are_counted_by_hand() -> None:
    subject = trained(60)
    held, model = subject.held, subject.model
    right = [
        [model(x[None])[0, t].argmax().item() == y[t].item() for t in range(len(x)) if mask[t]]
        for x, y, mask in zip(held.x, held.y, held.mask, strict=True)
    ]
    found = subject.frame().metrics
    assert found["test_accuracy"] == pytest.approx(sum(map(sum, right)) / sum(map(len, right)))
    assert found["test_whole"] == pytest.approx(sum(map(all, right)) / len(right))
    assert found["test_accuracy"] != found["test_whole"]


def test_what_is_only_looked_at_leaves_the_run_alone() -> None:
    subject, other = trained(3), trained(3)
    subject.change(off="1.1", temperature=2.0, prompt="abc")
    assert subject.settings.look.off == "1.1" and not subject.changes
    subject.step()
    other.step()
    assert same(subject.frame(), other.frame())
    subject.change(lr=0.1, off="")
    assert subject.changes == [(4, {"lr": 0.1, "off": ""})]
    with pytest.raises(SettingError, match="n_layers = 3"):
        subject.change(n_layers=3)


@pytest.mark.parametrize(("lr", "outcomes"), [(10.0, {"nan", "infinite", "exploded"})])
def test_a_run_that_breaks_is_caught_and_can_go_back(lr: float, outcomes: set) -> None:
    run = Run(AttentionLearner(SMALL.replace(optimizer="sgd", lr=lr, norm="post", tied=False, activation="linear")))
    run.advance(20.0, 400)
    assert run.outcome in outcomes
    run.rewind(run.frames()[0])
    assert run.outcome is None and run.newest.step == 0


def test_a_run_stops_where_it_was_asked_to() -> None:
    run = Run(learner(stop="epochs", stop_value=1.0, batch_size=400))
    run.advance(20.0, 50)
    assert run.outcome == "done" and run.newest.step == 8
