import torch
from torch import Generator

from core.models.linear import LinearConfig


def test_it_is_a_weighted_sum_from_the_weights_that_were_set() -> None:
    model = LinearConfig(start_w=2, start_w2=-1, start_b=0.5).build(3, 1, Generator())
    assert model.weights[0].tolist() == [[2, -1, 0]] and model.biases[0].tolist() == [0.5]
    x = torch.randn(7, 3, generator=Generator().manual_seed(0))
    torch.testing.assert_close(model(x), x @ model.weights[0].T + 0.5)


def test_one_input_has_one_weight_and_there_is_no_chance_in_it() -> None:
    model = LinearConfig(start_w=2, start_w2=-1).build(1, 1, Generator())
    assert model.sizes == (1, 1) and model.weights[0].tolist() == [[2]]
    assert LinearConfig().build(90, 1, Generator().manual_seed(3)).flat.abs().sum() == 0
