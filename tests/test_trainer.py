import math

import pytest
import torch

from core.datasets.own_points import encode_points
from core.experiment import Experiment
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS
from core.settings import SettingError
from core.trainer import MAX_WEIGHT, Trainer

torch.set_num_threads(1)  # small nets are slower on more

FIELDS = Experiment().fields()
HOT = {"dropout", "optimizer", "lr", "batch_size", "l1", "l2", "stop", "stop_value"}
CHANGES = [
    {"lr": 0.5},
    {"optimizer": "rmsprop"},
    {"batch_size": 3},
    {"l1": 0.1},
    {"l2": 0.1},
    {"dropout": 0.5},
    {"lr": 0.3, "l2": 0.01, "batch_size": 40},
]


def same(a, b):
    """Two frames agree in every bit."""

    def identical(one, other):
        if isinstance(one, torch.Tensor):
            return one.dtype == other.dtype and torch.equal(one, other)
        return one == other

    def tables(one, other):
        return one.keys() == other.keys() and all(identical(one[name], other[name]) for name in one)

    return (
        (a.step, a.epoch, a.cursor, a.progress, a.metrics) == (b.step, b.epoch, b.cursor, b.progress, b.metrics)
        and tables(a.weights, b.weights)
        and len(a.optimizer) == len(b.optimizer)
        and all(map(tables, a.optimizer, b.optimizer))
    )


def trainer(**settings):
    return Trainer(Experiment().replace(**settings))


def frames(subject, n):
    found = [subject.frame()]
    for _ in range(n):
        subject.step()
        found.append(subject.frame())
    return found


def assert_same(ours, theirs):
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        assert same(a, b), f"step {a.step}"


@pytest.mark.parametrize(
    "settings", [{}, {"optimizer": "adam", "l1": 0.01}, {"dropout": 0.3}, {"dataset": "pinwheel3"}]
)
def test_the_same_seed_gives_the_same_frames(settings):
    torch.manual_seed(1)
    ours = frames(trainer(**settings), 60)
    torch.manual_seed(2)
    assert_same(ours, frames(trainer(**settings), 60))


def test_another_seed_gives_other_weights_and_another_order():
    one, other = trainer(seed=0), trainer(seed=1)
    assert not torch.equal(one.model.flat, other.model.flat)
    assert not torch.equal(one._x, other._x)
    assert torch.equal(one.x_train, other.x_train)


def test_another_epoch_brings_another_order():
    subject = trainer(batch_size=250)
    subject.step()
    first = subject._x
    subject.step()
    assert not torch.equal(first, subject._x)
    assert torch.equal(first.sort(0).values, subject._x.sort(0).values)


def test_another_seed_drops_other_units():
    def outgoing(seed):
        subject = trainer(seed=seed, dropout=0.5, init="zeros", hidden=(16,), activation="softplus", batch_size=2000)
        subject.step()
        return subject.model.weights[-1]

    assert not torch.allclose(outgoing(1), outgoing(2), rtol=1e-2)
    assert not torch.allclose(outgoing(1), outgoing(1)[:, :1].expand(1, 16), rtol=1e-2)


def test_every_step_drops_other_units():
    subject, states = trainer(dropout=0.5), []
    subject.rule = lambda x, targets, generator: states.append(generator.get_state().numpy().tobytes())
    subject.penalty, subject._update = None, lambda: None
    for _ in range(60):
        subject.step()
    assert len(set(states)) == 60


@pytest.mark.parametrize("settings", [{}, {"dropout": 0.5}])
def test_the_global_generator_is_left_alone(settings):
    torch.manual_seed(5)
    state = torch.get_rng_state()
    subject = trainer(**settings)
    frames(subject, 60)
    subject.restore(subject.frame())
    subject.change(batch_size=7)
    subject.step()
    assert torch.equal(torch.get_rng_state(), state)


@pytest.mark.parametrize(
    ("batch_size", "sizes"), [(10, [10] * 5), (7, [7] * 7 + [1]), (50, [50]), (2000, [50]), (1, [1] * 50)]
)
def test_a_pass_shows_every_sample_once(batch_size, sizes):
    subject, batches = trainer(n_samples=100, batch_size=batch_size), []
    subject.rule = lambda x, targets, generator: batches.append((x, targets))
    subject.penalty, subject._update = None, lambda: None
    for i, size in enumerate(sizes, start=1):
        subject.step()
        assert len(batches[-1][0]) == len(batches[-1][1]) == size
        assert subject.epoch_ended == (i == len(sizes))
    assert subject.frame().progress == 1
    seen = torch.cat([torch.cat(pair, 1) for pair in batches])
    every = torch.cat([subject.x_train, subject.t_train], 1)
    assert sorted(seen.tolist()) == sorted(every.tolist())


def test_progress_and_epoch():
    found = frames(trainer(n_samples=100, batch_size=20), 7)
    assert [frame.step for frame in found] == list(range(8))
    assert [frame.progress for frame in found] == pytest.approx([0, 0.4, 0.8, 1, 1.4, 1.8, 2, 2.4])


def test_a_frame_is_a_copy():
    subject = trainer(optimizer="adam")
    subject.step()
    kept, twin = subject.frame(), subject.frame()
    for _ in range(5):
        subject.step()
    assert same(kept, twin)
    assert not same(kept, subject.frame())


def test_metrics_by_hand():
    subject = trainer(dataset="circle")
    frames(subject, 50)
    metrics = subject.frame().metrics
    assert list(metrics) == ["train_loss", "test_loss", "train_accuracy", "test_accuracy"]
    for part in ("train", "test"):
        x, y = getattr(subject, f"x_{part}"), getattr(subject.data, f"y_{part}")
        z = subject.model(x)[:, 0].detach()
        p = torch.sigmoid(z)
        loss = -(y * p.log() + (1 - y) * (1 - p).log()).mean()
        assert metrics[f"{part}_loss"] == pytest.approx(loss.item(), rel=1e-4)
        assert metrics[f"{part}_accuracy"] == pytest.approx(((z > 0) == (y == 1)).float().mean().item())


def test_numbers_are_scored_by_r2():
    subject = trainer(dataset="plane", lr=0.1)
    first = subject.frame().metrics
    for _ in range(500):
        subject.step()
    last = subject.frame().metrics
    assert list(last) == ["train_loss", "test_loss", "train_r2", "test_r2"]
    assert first["test_r2"] < 0.5 < 0.9 < last["test_r2"] <= 1


def test_penalty_is_no_part_of_the_loss_shown():
    assert trainer(l1=5.0, l2=5.0).frame().metrics == trainer().frame().metrics


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"hidden": ()},
        {"dataset": "spiral", "features": "x1-x2-x1sq-sinx1", "hidden": "8-8", "optimizer": "adam"},
        {"dataset": "pinwheel4", "activation": "relu", "init": "he"},
        {"dataset": "multi_gauss", "loss": "huber", "activation": "silu", "optimizer": "adam"},
        {"dropout": 0.2, "hidden": "16-16"},
    ],
)
def test_training_lowers_the_loss(settings):
    subject = trainer(**settings, lr=0.02)
    before = subject.frame().metrics["train_loss"]
    for _ in range(500):
        subject.step()
    assert subject.frame().metrics["train_loss"] < 0.95 * before


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("settings", [{}, {"dropout": 0.4}, {"l1": 0.01, "l2": 0.02, "batch_size": 7}])
@pytest.mark.parametrize("at", [0, 1, 10, 25, 26])
def test_a_frame_is_enough_to_go_on_from(optimizer, settings, at):
    subject = trainer(optimizer=optimizer, **{"n_samples": 50} | settings, lr=0.01)
    found = frames(subject, 40)
    subject.restore(found[at])
    assert_same(frames(subject, 40 - at), found[at:])

    fresh = trainer(optimizer=optimizer, **{"n_samples": 50} | settings, lr=0.01)
    fresh.restore(found[at])
    assert_same(frames(fresh, 40 - at), found[at:])


def test_restoring_leaves_the_frame_as_it_was():
    subject = trainer(optimizer="adam", n_samples=50)
    found, again = frames(subject, 10), frames(trainer(optimizer="adam", n_samples=50), 10)
    subject.restore(found[4])
    frames(subject, 10)
    assert same(found[4], again[4])


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_hot_change_takes_effect_and_replays(optimizer, change):
    subject, unchanged = trainer(optimizer=optimizer, n_samples=100), trainer(optimizer=optimizer, n_samples=100)
    frames(subject, 12)
    frames(unchanged, 12)
    subject.change(**change)
    found, plain = frames(subject, 20), frames(unchanged, 20)
    assert subject.settings == Experiment().replace(**{"optimizer": optimizer, "n_samples": 100} | change)
    assert same(found[0], plain[0]) or "optimizer" in change
    assert not torch.equal(found[1].weights["flat"], plain[1].weights["flat"])

    subject.restore(found[5])
    assert_same(frames(subject, 15), found[5:])
    subject.restore(found[0])
    assert_same(frames(subject, 20), found)

    replayed = trainer(optimizer=optimizer, n_samples=100)
    for step, settings in subject.changes:
        while replayed.step_count < step:
            replayed.step()
        replayed.change(**settings)
    while replayed.step_count < subject.step_count:
        replayed.step()
    assert same(replayed.frame(), subject.frame())


@pytest.mark.parametrize("change", [change for change in CHANGES if "optimizer" not in change])
def test_a_change_keeps_the_optimisers_memory(change):
    subject = trainer(optimizer="adam")
    frames(subject, 5)
    kept = subject.frame().optimizer
    subject.change(**change)
    (found,) = subject.frame().optimizer
    assert found.keys() == kept[0].keys()
    assert all(torch.equal(found[name], kept[0][name]) for name in found)


@pytest.mark.parametrize("new", OPTIMIZERS)
@pytest.mark.parametrize("old", OPTIMIZERS)
def test_another_optimiser_starts_without_memory(old, new):
    if old == new:
        return
    subject = trainer(optimizer=old)
    found = frames(subject, 5)
    subject.change(optimizer=new)
    after = frames(subject, 10)
    fresh = trainer(optimizer=new)
    fresh.model.load_state_dict(found[-1].weights)
    fresh.step_count, fresh.cursor = 5, 50
    assert_same(after[1:], frames(fresh, 10)[1:])

    for frame in (found[-1], after[0]):  # the same step, before the change and after it
        subject.restore(frame)
        assert_same(frames(subject, 10)[1:], after[1:])


def test_settings_of_now_stay_after_going_back():
    subject = trainer()
    found = frames(subject, 10)
    subject.change(lr=0.5)
    frames(subject, 5)
    subject.restore(found[4])
    assert subject.settings.training.lr == 0.5
    assert subject.changes == [(4, {"lr": 0.5})]
    subject.step()
    assert not torch.equal(subject.frame().weights["flat"], found[5].weights["flat"])


def test_dropout_can_go_on_and_off():
    subject, never = trainer(), trainer()
    frames(subject, 5)
    subject.change(dropout=0.5)
    subject.change(dropout=0.0)
    frames(subject, 5)
    frames(never, 10)
    assert same(subject.frame(), never.frame())


def test_hot_fields():
    assert {name for name, field in FIELDS.items() if (field.json_schema_extra or {}).get("hot")} == HOT


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in HOT])
def test_a_cold_change_is_refused(name):
    subject = trainer()
    experiment, value = subject.settings, subject.settings.values()[name]
    with pytest.raises(SettingError) as caught:
        subject.change(lr=0.5, **{name: value})
    assert caught.value.name == name
    assert subject.settings is experiment
    assert subject.changes == []


@pytest.mark.parametrize(
    "change", [{"lr": 0}, {"lr": math.nan}, {"batch_size": 0}, {"optimizer": "newton"}, {"l1": -1}, {"speed": 1}]
)
def test_an_impossible_change_is_refused(change):
    subject = trainer()
    experiment = subject.settings
    with pytest.raises(SettingError) as caught:
        subject.change(**change)
    assert caught.value.name == next(iter(change))
    assert subject.settings is experiment
    assert subject.changes == []


def test_edit_sets_one_weight():
    subject = trainer(optimizer="adam")
    frames(subject, 5)
    before = subject.model.flat.detach().clone()
    subject.edit(3, -0.25)
    assert (subject.model.flat != before).nonzero().tolist() == [[3]]
    assert subject.model.weights[0][1, 1] == -0.25
    found = frames(subject, 10)
    subject.restore(found[2])
    assert_same(frames(subject, 8), found[2:])
    assert (5, {"weight": (3, -0.25)}) in subject.changes


@pytest.mark.parametrize("value", [1e40, -1e40, math.nan, math.inf, -math.inf, MAX_WEIGHT * 1.01])
def test_edit_refuses_what_no_weight_should_be(value):
    subject = trainer()
    before = subject.frame()
    with pytest.raises(SettingError, match="weight"):
        subject.edit(0, value)
    assert same(subject.frame(), before)
    assert subject.changes == []


@pytest.mark.parametrize("value", [-MAX_WEIGHT, 0, MAX_WEIGHT])
def test_edit_takes_the_bounds(value):
    subject = trainer()
    subject.edit(0, value)
    assert subject.model.flat[0] == value


@pytest.mark.parametrize("loss", LOSSES)
def test_own_points(loss):
    points = torch.tensor([[0, 0, 0], [1, 1, 1], [2, 2, 2], [3, 3, 0], [4, -4, 1]]).double().numpy()
    subject = trainer(dataset="own", points=encode_points(points), loss=loss)
    found = frames(subject, 30)
    assert subject.n_outputs == 3
    assert all(frame.finite for frame in found)


def test_too_few_own_points_are_refused():
    with pytest.raises(ValueError, match="at least 4"):
        trainer(dataset="own")
