"""Few-shot: prototypes against scikit-learn's, and where learned features are worth more than pixels."""

import pytest
import torch
from sklearn.neighbors import NearestCentroid

from core.lessons.lifelong.few_settings import SHOTS
from core.lessons.lifelong.few_shot import FewShot
from core.lessons.lifelong.from_few import fresh, outputs, trained
from core.lessons.lifelong.settings import LifelongSettings

DEFAULT = LifelongSettings().replace(part="few")


@pytest.mark.filterwarnings("ignore:.*")  # of deviations, which one example does not have
def test_scores_are_those_of_nearest_centroids():
    learner = FewShot(DEFAULT)
    for k, shots in enumerate(SHOTS):
        places = learner.chosen[3, :, :shots].flatten()
        nearest = NearestCentroid().fit(learner.x_few[places].numpy(), learner.y_few[places].numpy())
        expected = nearest.score(learner.x_test.numpy(), learner.y_test.numpy())
        assert learner.by_pixels[k][3].item() == pytest.approx(expected)


def test_no_new_digit_is_learned_from_and_examples_are_of_their_class():
    learner = FewShot(DEFAULT.replace(new_digits="0-9"))
    assert learner.known == [1, 2, 3, 4, 5, 6, 7, 8] and len(learner.pools) == 8
    assert all((learner.y_few[learner.chosen[:, k]] == k).all() for k in range(2))
    assert all(len(set(row)) == max(SHOTS) for row in learner.chosen.flatten(0, 1).tolist())


def test_a_run_goes_on_from_any_frame_bit_for_bit():
    learner = FewShot(DEFAULT)
    learner.step()
    middle = learner.frame()
    learner.step()
    end = learner.frame()
    learner.restore(middle)
    learner.step()
    assert torch.equal(learner.frame().weights["flat"], end.weights["flat"]) and learner.frame().metrics == end.metrics


@pytest.mark.parametrize(("shift", "wins"), [(2.0, True), (0.0, False)])
def test_learned_features_are_worth_more_than_pixels_where_they_carry_over_what_varies(shift, wins):
    learner = FewShot(DEFAULT.replace(shift=shift))
    for _ in range(200):
        learner.step()
    found = learner.frame().metrics["shots_5"]
    others = learner.by_pixels[1].mean().item(), learner.from_scratch[1].mean().item()
    assert found > max(others) + 0.1 if wins else found < min(others)


def test_networks_trained_together_are_those_trained_alone():
    generator = torch.Generator().manual_seed(0)
    layers, x, y = fresh(3, (5, 4, 2), generator), torch.randn(3, 6, 5, generator=generator), torch.arange(6) % 2
    together = outputs(trained(layers, x, y), x)
    for i in range(3):
        alone = outputs(trained([(w[i : i + 1], b[i : i + 1]) for w, b in layers], x[i : i + 1], y), x[i : i + 1])
        torch.testing.assert_close(alone[0], together[i], rtol=1e-4, atol=1e-4)
