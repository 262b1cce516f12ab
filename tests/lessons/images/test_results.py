"""What a network answers to many pictures at once, against scikit-learn and by hand."""

import numpy as np
import pytest
import torch

from core.lessons.images.embedding import principal
from core.lessons.images.learner import ImagesLearner
from core.lessons.images.rate import find_rate
from core.lessons.images.results import Results, results
from core.lessons.images.settings import ImagesExperiment
from core.run import Run

P = np.array([[0.7, 0.2, 0.1], [0.9, 0.05, 0.05], [0.6, 0.3, 0.1], [0.1, 0.2, 0.7], [0.0, 0.0, 1.0]])
FIVE = Results(np.array([10, 20, 30, 40, 50]), P, np.array([0, 1, 1, 2, 0]), P)


def test_by_hand() -> None:
    assert FIVE.predicted.tolist() == [0, 0, 0, 2, 2] and FIVE.accuracy == 0.4
    assert FIVE.confusion.tolist() == [[1, 0, 1], [2, 0, 0], [0, 0, 1]]
    assert FIVE.cell(1, 0).tolist() == [20, 30] and FIVE.cell(0, 1).tolist() == [] and FIVE.cell(2, 2).tolist() == [40]
    assert FIVE.mistakes(2).tolist() == [50, 20] and FIVE.mistakes(9).tolist() == [50, 20, 30]


def test_of_a_network() -> None:
    from sklearn.metrics import confusion_matrix

    learner = ImagesLearner(ImagesExperiment().replace(pixels="unit"))
    for _ in range(60):
        learner.step()
    model = learner.model_at(learner.frame())
    found = results(learner, model)
    z = model(learner.data.encode(learner.data.x_test))
    np.testing.assert_allclose(found.probabilities, torch.softmax(z, 1).detach(), rtol=1e-3, atol=1e-6)
    np.testing.assert_array_equal(found.confusion, confusion_matrix(learner.data.y_test, found.predicted))
    assert found.last.shape == (355, 32) and found.accuracy == pytest.approx(learner.metrics(model)["test_accuracy"])
    some = results(learner, model, torch.tensor([7, 100]))
    np.testing.assert_allclose(some.probabilities, found.probabilities[[7, 100]], rtol=1e-4, atol=1e-6)
    assert some.places.tolist() == [7, 100] and set(some.mistakes(5)) <= {7, 100}


def test_no_more_of_the_last_layer_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = ImagesLearner(ImagesExperiment())
    model = learner.model_at(learner.frame())
    whole = results(learner, model)
    monkeypatch.setattr("core.lessons.images.results.KEPT", 32 * 120)
    learner.chunk = 50
    found = results(learner, model)
    np.testing.assert_allclose(found.last, whole.last[:120], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found.probabilities, whole.probabilities, rtol=1e-4, atol=1e-6)


def test_the_plane_of_fewer_points_than_numbers() -> None:
    from sklearn.decomposition import PCA

    points = np.random.default_rng(0).normal(size=(9, 40)) @ np.diag([5, 3, *[1] * 38]) + 4
    found, expected = principal(points), PCA(9).fit(points)
    np.testing.assert_allclose(found.shares, expected.explained_variance_ratio_[:2], rtol=1e-6)
    np.testing.assert_allclose(np.abs(found.axes), np.abs(expected.components_[:2]), atol=1e-6)
    np.testing.assert_allclose(np.abs(found.places), np.abs(expected.transform(points)[:, :2]), atol=1e-6)
    assert (principal(np.ones((1, 40))).places == 0).all() and not principal(np.ones((3, 40))).shares.any()


def test_the_plane_of_the_last_layer() -> None:
    from sklearn.decomposition import PCA

    points = np.random.default_rng(0).normal(size=(60, 7)) @ np.diag([5, 3, 1, 1, 1, 1, 1]) + 4
    plane, reference = principal(points), PCA(2).fit(points)
    np.testing.assert_allclose(plane.shares, reference.explained_variance_ratio_, rtol=1e-6)
    np.testing.assert_allclose(np.abs(plane.places), np.abs(reference.transform(points)), rtol=1e-6, atol=1e-9)
    turned = principal(points + 0.01, -plane.places)
    np.testing.assert_allclose(turned.places, -plane.places, atol=1e-6)


@pytest.mark.parametrize("d", [1, 2])
def test_few_units_leave_no_plane(d: int) -> None:
    plane = principal(np.random.default_rng(0).normal(size=(9, d)).astype(np.float32))
    assert plane.places.shape == (9, 2) and plane.axes.shape == (2, d) and plane.shares.sum() == pytest.approx(1)
    assert principal(np.ones((4, 3))).shares.tolist() == [0, 0]


def test_the_learning_rate_finder() -> None:
    found = find_rate(ImagesExperiment().replace(n_train=200), n=40)
    assert found.steepest is not None and 1e-4 < found.steepest < 0.5
    assert found.losses[0] == pytest.approx(np.log(10), abs=0.1)
    assert found.blown is None or found.blown > found.steepest


@pytest.mark.parametrize(("optimizer", "seed"), [("adam", 2), ("momentum", 0)])
def test_the_rate_it_proposes_learns_where_the_steepest_does_not(optimizer: str, seed: int) -> None:
    settings = ImagesExperiment().replace(optimizer=optimizer, seed=seed)
    test = find_rate(settings)
    right = {}
    for name, rate in (("good", test.good), ("steepest", test.steepest)):
        run = Run(ImagesLearner(settings.replace(lr=rate)))
        for _ in range(4):
            frame = run.finish_epoch()
        right[name] = frame.metrics["whole_test_accuracy"]
    assert right["good"] > 0.9 > right["steepest"]
