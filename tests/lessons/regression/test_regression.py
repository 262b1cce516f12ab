import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression, LogisticRegression, Ridge

from core.lessons.regression.regression import (
    MOMENTUM,
    REGRESSIONS,
    LeastSquares,
    Logistic,
    never_wrong,
    sigmoid,
    widest_margin,
)

CHANCE = np.random.default_rng(0)
X = CHANCE.uniform(-5, 5, (60, 3))
Y = X @ [2.0, -1.0, 0.5] + 3 + CHANCE.normal(size=60)
LABELS = (Y + CHANCE.normal(size=60, scale=3) > 3).astype(float)
TARGETS = {"linear": Y, "logistic": LABELS}
ZERO = np.zeros(4)
SQUARE = np.array([[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]])


def problem(task: str, l2: float = 0.0):
    return REGRESSIONS[task](X, TARGETS[task], l2)


def objective(task: str, theta: torch.Tensor, l2: float) -> torch.Tensor:
    z = torch.from_numpy(X) @ theta[:-1] + theta[-1]
    y = torch.from_numpy(TARGETS[task])
    compare = torch.nn.functional.mse_loss if task == "linear" else torch.nn.functional.binary_cross_entropy_with_logits
    return compare(z, y) + l2 / 2 * (theta[:-1] ** 2).sum()


@pytest.mark.parametrize("task", REGRESSIONS)
@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_objective_gradient_and_hessian_are_those_of_autograd(task, l2):
    theta = torch.tensor([0.4, -0.2, 0.1, 0.7], dtype=torch.float64, requires_grad=True)
    value = objective(task, theta, l2)
    (gradient,) = torch.autograd.grad(value, theta)
    hessian = torch.autograd.functional.hessian(lambda t: objective(task, t, l2), theta)
    mine, at = problem(task, l2), theta.detach().numpy()
    assert mine.objective(at) == pytest.approx(value.item(), rel=1e-12)
    np.testing.assert_allclose(mine.gradient(at), gradient, rtol=1e-10)
    np.testing.assert_allclose(mine.hessian(at), hessian, rtol=1e-10)


def test_least_squares_are_those_of_scikit_learn():
    found, theirs = problem("linear").answer(ZERO), LinearRegression().fit(X, Y)
    assert found.kind == "only"
    np.testing.assert_allclose(found.theta, [*theirs.coef_, theirs.intercept_], rtol=1e-10)
    normal = problem("linear")
    np.testing.assert_allclose(normal.a.T @ normal.a @ found.theta, normal.a.T @ Y, rtol=1e-9)


def test_least_squares_with_l2_is_ridge():
    found, theirs = problem("linear", 0.3).answer(ZERO), Ridge(alpha=0.3 * len(X) / 2).fit(X, Y)
    np.testing.assert_allclose(found.theta, [*theirs.coef_, theirs.intercept_], rtol=1e-9)


@pytest.mark.parametrize("l2", [0.0, 0.05])
def test_newton_ends_where_scikit_learn_does(l2):
    penalty = {"C": 1 / (l2 * len(X))} if l2 else {"C": np.inf}
    theirs = LogisticRegression(tol=1e-12, max_iter=10_000, **penalty).fit(X, LABELS)
    found = problem("logistic", l2).answer(ZERO)
    assert found.kind == "only" and found.steps < 15
    np.testing.assert_allclose(found.theta, [*theirs.coef_[0], *theirs.intercept_], rtol=1e-4)
    assert np.linalg.norm(problem("logistic", l2).gradient(found.theta)) < 1e-9


def test_of_many_answers_it_is_the_one_descent_goes_to():
    few = LeastSquares(X[:2], Y[:2])
    start = np.array([0.5, -1.0, 2.0, 0.3])
    theta = start.copy()
    for _ in range(20_000):
        theta -= 0.02 * few.gradient(theta)
    found = few.answer(start)
    assert found.kind == "many" and found.objective < 1e-20
    np.testing.assert_allclose(found.theta, theta, atol=1e-8)


def test_points_that_can_be_parted_have_no_finite_answer():
    y = (SQUARE[:, 0] > 0).astype(float)
    found = Logistic(SQUARE, y).answer(np.zeros(3))
    assert found.kind == "none" and found.objective == 0
    np.testing.assert_allclose(found.theta, [1, 0, 0], atol=1e-9)
    assert found.distance(np.array([3.0, 3.0, 0])) == pytest.approx(45) and found.distance(np.zeros(3)) == 90
    with_penalty = Logistic(SQUARE, y, 0.1).answer(np.zeros(3))
    assert with_penalty.kind == "only"
    assert np.linalg.norm(Logistic(SQUARE, y, 0.1).gradient(with_penalty.theta)) < 1e-9


def test_touching_classes_have_none_either_and_mixed_ones_have():
    x = np.array([[-1.0], [0.0], [0.0], [1.0]])
    assert Logistic(x, np.array([0.0, 0, 1, 1])).answer(np.zeros(2)).kind == "none"
    assert Logistic(x, np.array([0.0, 1, 0, 0])).answer(np.zeros(2)).kind == "only"


@profile(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.booleans()), min_size=2, max_size=14))
def test_newton_finds_an_answer_exactly_where_the_linear_programme_says_there_is_one(points):
    table = np.array(points, float)
    regression = Logistic(table[:, :2], table[:, 2])
    found = regression.answer(np.zeros(3))
    rows = (2 * table[:, 2:] - 1) * regression.a
    assert (found.kind == "none") == (never_wrong(rows) is not None)
    if found.kind == "none":
        assert (rows @ found.theta).min() > -1e-7 and (rows @ found.theta).max() > 1e-4
    else:
        assert np.linalg.norm(regression.gradient(found.theta)) < 1e-7


def test_the_widest_margin_is_that_of_a_support_vector_machine():
    from sklearn.svm import SVC

    x = np.concatenate([CHANCE.normal(size=(20, 2)) + 4, CHANCE.normal(size=(20, 2)) - 4])
    signs = np.repeat([1.0, -1.0], 20)
    rows = signs[:, None] * np.column_stack([x, np.ones(40)])
    gram = rows @ rows.T  # a machine without a bias of its own: both signs of every row
    theirs = SVC(kernel="precomputed", C=1e8).fit(np.block([[gram, -gram], [-gram, gram]]), np.repeat([1, -1], 40))
    both = np.concatenate([rows, -rows])
    direction = theirs.dual_coef_[0] @ both[theirs.support_]
    np.testing.assert_allclose(widest_margin(rows), direction / np.linalg.norm(direction), atol=1e-4)


@pytest.mark.parametrize("task", REGRESSIONS)
@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_a_slice_holds_the_objective(task, l2):
    mine, theta = problem(task, l2), np.array([0.4, -0.2, 0.1, 0.7])
    across, up = np.linspace(-2, 3, 5), np.linspace(-1, 4, 4)
    found = mine.slice(theta, 0, 3, across, up)
    assert found.shape == (4, 5)
    for row, v in enumerate(up):
        for column, u in enumerate(across):
            there = theta.copy()
            there[[0, 3]] = u, v
            assert found[row, column] == pytest.approx(mine.objective(there), rel=1e-5)


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov"])
def test_just_below_the_largest_rate_descent_stays_and_just_above_it_leaves(name):
    mine = problem("linear")
    rate, goal = mine.largest_rate(ZERO, name), mine.answer(ZERO).theta

    def distance(lr: float) -> float:
        theta = torch.zeros(4, dtype=torch.float64)
        keywords = {} if name == "sgd" else {"momentum": MOMENTUM, "nesterov": name == "nesterov"}
        optimizer = torch.optim.SGD([theta], lr=lr, **keywords)
        for _ in range(1500):
            theta.grad = torch.from_numpy(mine.gradient(theta.numpy()))
            optimizer.step()
        return float(np.linalg.norm(theta.numpy() - goal))

    assert distance(0.99 * rate) < 1 < 100 < distance(1.01 * rate)
    assert np.isnan(mine.largest_rate(ZERO, "adam"))


def test_descent_shrinks_each_direction_by_one_minus_lr_times_its_curvature():
    mine, lr, steps = problem("linear"), 0.01, 25
    goal, theta = mine.answer(ZERO).theta, np.zeros(4)
    for _ in range(steps):
        theta = theta - lr * mine.gradient(theta)
    curvature, directions = np.linalg.eigh(mine.hessian(theta))
    expected = goal + directions @ ((1 - lr * curvature) ** steps * (directions.T @ (ZERO - goal)))
    np.testing.assert_allclose(theta, expected, rtol=1e-9)


def test_condition_is_that_of_the_rows():
    assert problem("linear").condition == pytest.approx(np.linalg.cond(problem("linear").a))
    copies = X[:, [0, 0]] + [0, 1e-6]  # two columns that are nearly one
    assert LeastSquares(copies + CHANCE.normal(size=(60, 2), scale=1e-6), Y).condition > 1e5
    assert LeastSquares(copies, Y, 1.0).condition < 20


def test_sigmoid_does_not_overflow():
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(sigmoid(np.array([-700.0, 0, 700])), [0, 0.5, 1], atol=1e-300)
