import numpy as np
import pytest
import torch

from core.datasets.own_points import encode_points
from core.lessons.regression.aim import EDGE, LINE, SIDE, Aim
from core.lessons.regression.line_experiment import LineExperiment
from core.trainer import Trainer


def aim(**settings) -> Aim:
    return Aim(LineExperiment().replace(**settings))


def test_the_answer_is_where_training_ends() -> None:
    found = aim()
    learner = Trainer(found.settings)
    for _ in range(1000):
        learner.step()
    np.testing.assert_allclose(learner.model.flat.detach(), found.answer.theta, atol=1e-4)
    assert found.regression.loss(found.answer.theta) == pytest.approx(learner.frame().metrics["train_loss"], rel=1e-5)


@pytest.mark.parametrize("settings", [{"degree": 4}, {"task": "logistic", "degree": 3, "basis": "powers"}])
def test_the_output_is_that_of_the_network(settings: dict) -> None:
    found = aim(**settings)
    learner = Trainer(found.settings)
    learner.step()
    theta = learner.model.flat.detach().numpy().astype(np.float64)
    with torch.no_grad():
        expected = learner.model(found.data.encode(torch.from_numpy(found.places).float()))[:, 0]
    np.testing.assert_allclose(found.output(theta).ravel(), expected, atol=1e-4)
    np.testing.assert_allclose(found.start, np.zeros(len(theta)))


def test_places_cover_the_picture_row_by_row_from_below() -> None:
    line, plane = aim(), aim(task="logistic")
    assert line.places.shape == (LINE, 1) and line.places[0] == -EDGE and line.places[-1] == EDGE
    assert plane.places.shape == (SIDE**2, 2)
    assert plane.places[0].tolist() == [-EDGE, -EDGE] and plane.places[SIDE - 1].tolist() == [EDGE, -EDGE]
    assert plane.output(np.array([0.0, 1, 0]))[-1, 0] == pytest.approx(EDGE), "the last row is the highest"


def test_the_truth_is_the_line_or_its_two_sides() -> None:
    np.testing.assert_allclose(aim().truth, 2 * aim().places[:, 0] + 3)
    above = aim(task="logistic").truth
    assert above.shape == (SIDE, SIDE) and above[-1, 0] > 0 > above[0, -1]
    points = encode_points(np.array([[0, 1, 0], [1, 2, 0]], float))
    assert aim(dataset="own", points=points).truth is None


def test_the_picture_grows_with_the_points_in_steps() -> None:
    assert aim().y_range == (-10, 20)
    low = encode_points(np.array([[0, -5.5, 0], [1, 2, 0]], float))
    assert aim(dataset="own", points=low).y_range == (-10, 20)
    steep = aim(slope=-3, intercept=-5, n_samples=500)
    assert steep.data.y_train.min() < -20 and steep.y_range == (-25, 20)


def test_losses_of_all_degrees_are_those_of_each() -> None:
    train, test = aim(dataset="wave", n_samples=40).degrees
    assert (np.diff(train) <= 1e-9).all(), "a higher degree never fits worse"
    for degree in (1, 3, 7):
        one = aim(dataset="wave", n_samples=40, degree=degree)
        assert one.regression.loss(one.answer.theta) == pytest.approx(train[degree - 1], rel=1e-6)
        features = one.data.encode(one.data.x_test.double()).numpy()
        miss = features @ one.answer.theta[:-1] + one.answer.theta[-1] - one.data.y_test.numpy()
        assert np.mean(miss**2) == pytest.approx(test[degree - 1], rel=1e-4)


def test_degrees_without_an_answer_have_no_test_loss() -> None:
    train, test = aim(task="logistic", noise=0).degrees
    assert (train == 0).all() and np.isnan(test).all()


def test_what_cannot_be_learned_from_raises() -> None:
    with pytest.raises(ValueError, match="2 points"):
        aim(dataset="own")
