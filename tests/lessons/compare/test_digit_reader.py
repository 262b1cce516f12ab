import contextlib
import io

import pytest
import torch
import torch.nn.functional as F

from core.lessons.compare.digit_reader import DRAWS, DigitReader
from core.lessons.compare.quantities import BRAINS, MACHINES, QUANTITIES, own
from core.lessons.compare.script import script
from core.lessons.compare.settings import CompareSettings
from tests.test_trainer import assert_same, frames

torch.set_num_threads(1)
SHARES = torch.tensor([0.0, 0.25, 0.5, 0.75])


def trained(n, **settings):
    subject = DigitReader(CompareSettings().replace(**settings))
    for _ in range(n):
        subject.step()
    return subject


@pytest.fixture(scope="module")
def reader():
    return trained(500)


def test_it_learns_to_read(reader):
    assert reader.frame().metrics["test_accuracy"] > 0.95


def test_nothing_taken_away_changes_nothing(reader):
    frame = reader.frame()
    assert reader.scores(frame, torch.ones(1, 64)).item() == pytest.approx(frame.metrics["test_accuracy"])
    damage = reader.damage(frame, SHARES)
    assert damage.shape == (DRAWS, 4) and (damage[:, 0] == damage[0, 0]).all()


def test_a_neuron_taken_away_is_one_without_weights(reader):
    frame, mask = reader.frame(), torch.ones(64)
    mask[[3, 17, 40]] = 0
    model = reader.model_at(frame)
    with torch.no_grad():
        model.weights[1][:, [3, 17, 40]] = 0
        expected = model(reader.x_test)
    torch.testing.assert_close(reader.outputs(frame, mask[None])[0], expected)


def test_importance_is_the_loss_without_each_neuron(reader):
    frame, found = reader.frame(), reader.importance(reader.frame())
    for j in (0, 20, 63):
        model = reader.model_at(frame)
        with torch.no_grad():
            whole = F.cross_entropy(model(reader.x_train), reader.y_train)
            model.weights[1][:, j] = 0
            without = F.cross_entropy(model(reader.x_train), reader.y_train)
        assert found[j].item() == pytest.approx((without - whole).item(), abs=1e-5)


def test_the_most_important_hurt_most():
    for seed in range(2):
        damage = {}
        for order in ("random", "most", "least"):
            subject = trained(500, seed=seed, order=order)
            damage[order] = subject.damage(subject.frame(), torch.tensor([0.2])).mean().item()
        assert damage["most"] < damage["random"] < damage["least"] + 0.02


def test_dropout_bears_damage():
    def half_left(dropout):
        subject = trained(900, dropout=dropout)
        return subject.damage(subject.frame(), torch.tensor([0.5])).mean().item()

    assert half_left(0.5) > half_left(0.0) + 0.1


def test_the_curve_is_that_of_the_masks(reader):
    frame = reader.frame()
    damage = reader.damage(frame, SHARES)
    masks = torch.stack([reader.kept(frame, share, draw=5) for share in SHARES.tolist()])
    assert torch.equal(damage[5], reader.scores(frame, masks))


def test_looking_changes_nothing_that_is_learned():
    one, other = trained(20), trained(10)
    other.change(removed=0.5, order="most", brain="fly", machine="alexnet")
    assert not other.changes and other.settings.model.removed == 0.5
    for _ in range(10):
        other.step()
    assert_same([one.frame()], [other.frame()])


def test_going_back_repeats_the_run():
    subject = trained(10, dropout=0.3)
    kept = subject.frame()
    then = frames(subject, 5)
    subject.change(removed=0.2)
    subject.restore(kept)
    assert_same(frames(subject, 5), then)


def test_the_script_prints_the_damage():
    subject, told = trained(60, dropout=0.2, width=24, l2=0.001), io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(script(subject, 60), {})
    printed = [float(line.split()[-2]) for line in told.getvalue().strip().split("\n")]
    assert printed == pytest.approx(subject.damage(subject.frame(), SHARES).mean(0).tolist(), abs=2e-3)


def test_every_number_has_its_place_and_source():
    for side in (*BRAINS.values(), *MACHINES.values(), own(64, 64, 10)):
        assert side.values.keys() <= QUANTITIES.keys()
        for value in side.values.values():
            assert 0 < value.low <= value.best <= value.high and value.source


def test_the_own_network_is_counted():
    model = DigitReader(CompareSettings()).model
    assert own(64, 64, 10).values["synapses"].best == model.flat.numel() == 64 * 65 + 10 * 65
    human = BRAINS["human"].values
    assert human["learning"].best == pytest.approx(20 * 20 * 8766 / 1000)
