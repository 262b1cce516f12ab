"""A batch in parts: the same gradient as in one, and the same bits on any number of cores."""

import threading

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from core import cores
from core.learning import shards
from core.learning.shards import LEAST, Shards, together


def network() -> nn.Module:
    torch.manual_seed(0)
    return nn.Sequential(nn.Conv2d(1, 6, 3), nn.Tanh(), nn.Flatten(), nn.Linear(6 * 36, 5))


X = torch.randn(100, 1, 8, 8, generator=torch.Generator().manual_seed(1))
Y = torch.arange(100) % 5


def gradient(model: nn.Module, n_parts: int, n: int = 100) -> list[Tensor]:
    def leave(part_model: nn.Module, part: slice) -> None:
        part_model.zero_grad()
        with torch.enable_grad():
            (F.cross_entropy(part_model(X[:n][part]), Y[:n][part], reduction="sum") / n).backward()

    Shards(model, n_parts)(leave, n)
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
    for n in (1, 2, 3):
        with cores.give(n):
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


def test_one_part_has_the_given_cores_for_every_operation(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def leave(model: nn.Module, part: slice) -> None:
        seen.append(torch.get_num_threads())
        model(X[part]).sum().backward()

    with cores.give(3):
        Shards(network(), 1)(leave, 100)
        Shards(network(), 3)(leave, 100)
    assert seen == [3, 1, 1, 1] and torch.get_num_threads() == 1


@pytest.mark.parametrize("n", [1, 2, 3])
def test_what_tasks_return_comes_in_their_order(n: int) -> None:
    with cores.give(n):
        assert together([lambda i=i: i * i for i in range(7)]) == [i * i for i in range(7)]
        assert together([torch.get_num_threads] * 5) == [1] * 5
        assert together([]) == []
        assert len(set(together([threading.get_ident] * 6))) <= n


def test_tasks_run_at_the_same_time() -> None:
    met = threading.Barrier(3)
    with cores.give(3):
        assert len(together([lambda: met.wait(20)] * 3)) == 3


def test_a_core_that_waited_is_still_one_core() -> None:
    shards._helpers.cache_clear()
    with cores.give(2), cores.within_operations():
        assert together([torch.get_num_threads] * 2) == [2, 1]


def test_an_error_in_a_part_is_told() -> None:
    with cores.give(2):
        for tasks in ([lambda: 1 / 0, lambda: 1], [lambda: 1, lambda: 1 / 0]):
            with pytest.raises(ZeroDivisionError):
                together(tasks)
