import pytest
import torch

from core.lessons.inference.facts import WORLDS
from core.lessons.inference.learner import InferenceLearner
from core.lessons.inference.script import script
from core.lessons.inference.settings import InferenceSettings
from core.run import Run
from core.settings import SettingError
from tests.alone import printed_alone
from tests.test_trainer import assert_same, frames

torch.set_num_threads(1)


def learner(**settings):
    return InferenceLearner(InferenceSettings().replace(**settings))


def trained(n, **settings):
    subject = learner(**settings)
    for _ in range(n):
        subject.step()
    return subject


@pytest.mark.parametrize("world", WORLDS)
def test_every_world_is_learned_and_its_settings_travel(world):
    settings = InferenceSettings().replace(world=world)
    assert settings.values()["n"] == WORLDS[world].own.get("n", 7)
    assert InferenceSettings().from_query(settings.to_query(InferenceSettings())) == (settings, [])
    subject = trained(60, world=world)
    first, then = learner(world=world).frame().metrics, subject.frame().metrics
    assert then["train_loss"] < first["train_loss"]


def test_an_address_can_undo_what_a_world_brings():
    settings = InferenceSettings().replace(world="modular").replace(l2=0, n=7)
    found, errors = InferenceSettings().from_query(settings.to_query(InferenceSettings()))
    assert found == settings and not errors


def test_only_what_is_told_is_learned():
    one, other = learner(world="sum"), learner(world="sum")
    other.targets = other.targets.clone()
    other.targets[other.asked] = 1 / other.targets.shape[1]  # other answers to what is never told
    for subject in (one, other):
        for _ in range(30):
            subject.step()
    assert torch.equal(one.model.a, other.model.a)


def test_an_answer_is_right_when_all_right_outputs_are_the_largest():
    subject = learner(world="family")
    z = subject.targets.clone()
    assert subject.right(z).all()
    two = (subject.targets > 0).sum(1) == 2
    z[two] *= torch.where(z[two].cumsum(1) > 0.5, -1, 1)  # of two right answers one is the least
    right = subject.right(z)
    assert not right[two].any() and right[~two].all()


def test_an_order_is_worked_out_from_neighbours_and_margins_grow():
    for seed in range(3):
        subject = trained(400, seed=seed, width=0)
        z = subject.logits(subject.frame())
        assert subject.frame().metrics["test_accuracy"] == 1
        ahead = z[..., 1] - z[..., 0]
        means = [ahead.diagonal(d).mean() for d in range(1, 7)]
        assert means == sorted(means)


def test_one_link_joins_two_halves():
    subject = trained(300, linked=False)
    before = subject.frame().metrics["test_accuracy"]
    subject.change(linked=True)
    for _ in range(200):
        subject.step()
    assert before < 0.9 < subject.frame().metrics["test_accuracy"]


def test_the_clock_is_worked_out_later_than_it_is_learned_by_heart():
    subject, known, found = learner(world="modular"), None, None
    for step in range(1500):
        subject.step()
        if step % 50 == 49:
            metrics = subject.frame().metrics
            known = known or (metrics["train_accuracy"] > 0.99 and step)
            found = found or (metrics["test_accuracy"] > 0.99 and step)
    assert known and found and found > known


def test_equality_is_not_carried_over_to_new_things():
    subject = trained(1500, world="same")
    right = subject.right(subject.logits(subject.frame()).flatten(0, 1)).view(12, 12).diagonal()
    untold = ~subject.facts.told.diagonal()
    assert untold.any() and not right[untold].any() and right[~untold].all()


@pytest.mark.parametrize("settings", [{}, {"world": "family", "optimizer": "sgd", "l2": 0.01, "batch_size": 7}])
def test_going_back_repeats_the_run(settings):
    subject = learner(**settings)
    for _ in range(10):
        subject.step()
    kept = subject.frame()
    then = frames(subject, 12)
    subject.restore(kept)
    assert_same(frames(subject, 12), then)


def test_the_link_is_hot_and_the_world_is_not():
    run = Run(learner(linked=False))
    run.advance(1e9, 8)
    run.change(linked=True)
    assert run.learner.n_train == 12
    run.rewind(run.frames()[3])
    run.advance(1e9, 8)
    with pytest.raises(SettingError):
        run.change(world="sum")


@pytest.mark.parametrize("n", [("order", 13), ("both", 3), ("sum", 25)])
def test_a_world_has_room_for_so_many(n):
    with pytest.raises(SettingError):
        InferenceSettings().replace(world=n[0], n=n[1])


def test_the_script_prints_what_the_page_shows(tmp_path):
    steered = learner(linked=False, optimizer="adam", l2=0.001, batch_size=4)
    for step in range(40):
        if step == 15:
            steered.change(linked=True, lr=0.02)
        if step == 25:
            steered.change(optimizer="momentum", batch_size=5)
        steered.step()
    agrees(printed_alone(script(steered, 40), tmp_path), steered)
    family = trained(30, world="family", width=0)
    agrees(printed_alone(script(family, 30), tmp_path), family)


def agrees(printed, subject):
    """Both lines that the script prints are what the page shows."""
    metrics = subject.frame().metrics
    for line, split in zip(printed.strip().split("\n"), ("train", "test"), strict=True):
        right, loss = (float(word) for word in line.split(",")[1].split()[1::2])
        assert right == pytest.approx(metrics[f"{split}_accuracy"], abs=1e-4)
        assert loss == pytest.approx(metrics[f"{split}_loss"], rel=1e-3, abs=1e-5)
