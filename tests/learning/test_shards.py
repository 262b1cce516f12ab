"""A batch in parts: the same gradient as in one, and the same bits on any number of cores."""

from collections.abc import Iterator

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core.learning import shards
from core.learning.shards import LEAST, Shards, together


@pytest.fixture(autouse=True)
def threads() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 6, 3), nn.Tanh(), nn.Flatten(), nn.Linear(6 * 36, 5))


X = torch.randn(100, 1, 8, 8, generator=torch.Generator().manual_seed(1))
Y = torch.arange(100) % 5


def gradient(model: nn.Module, n_parts: int, n: int = 100) -> list[Tensor]:
    def loss(part_model: nn.Module, part: slice) -> Tensor:
        return F.cross_entropy(part_model(X[:n][part]), Y[:n][part], reduction="sum") / n

    Shards(model, n_parts)(loss, n)
    return [parameter.grad.clone() for parameter in model.parameters()]


@pytest.mark.parametrize("n_parts", [1, 2, 3, 8])
def test_the_sum_over_parts_is_the_gradient_of_the_batch(n_parts: int) -> None:
    model = network()
    F.cross_entropy(model(X), Y).backward()
    whole = [parameter.grad.clone() for parameter in model.parameters()]
    for found, expected in zip(gradient(model, n_parts), whole, strict=True):
        torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-6)


def test_the_number_of_cores_changes_no_bit() -> None:
    found = []
    for cores in (1, 2, 3):
        torch.set_num_threads(cores)
        found.append(gradient(network(), 3))
    assert all(torch.equal(a, b) for other in found[1:] for a, b in zip(found[0], other, strict=True))


def test_few_samples_are_one_part() -> None:
    assert all(
        torch.equal(a, b)
        for a, b in zip(gradient(network(), 8, 2 * LEAST - 1), gradient(network(), 1, 2 * LEAST - 1), strict=True)
    )


def test_the_parts_follow_the_weights() -> None:
    model = network()
    shards = Shards(model, 2)
    other = network()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(0.5).add_(0.01)
    assert torch.equal(shards.models[1](X), model(X))
    model.load_state_dict(other.state_dict())
    assert torch.equal(shards.models[1](X), other(X))


@pytest.mark.parametrize("cores", [1, 2, 3])
def test_what_tasks_return_comes_in_their_order(cores: int) -> None:
    torch.set_num_threads(cores)
    assert together([lambda i=i: i * i for i in range(7)]) == [i * i for i in range(7)]
    seen = together([torch.get_num_threads] * 5)
    assert seen == [1] * 5 and torch.get_num_threads() == cores
    assert together([]) == []


def test_a_core_that_waited_is_still_one_core() -> None:
    shards._cores.cache_clear()
    torch.set_num_threads(2)
    together([lambda: None] * 2)
    torch.set_num_threads(3)
    assert together([torch.get_num_threads] * 2) == [1, 1]


def test_an_error_in_a_part_is_told() -> None:
    torch.set_num_threads(2)
    with pytest.raises(ZeroDivisionError):
        together([lambda: 1 / 0, lambda: 1])
