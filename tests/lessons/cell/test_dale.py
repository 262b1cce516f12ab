import numpy as np
import torch

from core.lessons.cell.dale import EXCITATORY, LAWS, bind, signs


def test_free_networks_mix_and_bound_ones_do_not():
    found = {law: signs(law) for law in LAWS}
    assert found["free"].mixed > 8 and found["free"].n_hidden == 32
    assert found["bound"].mixed == found["learned"].mixed == 0
    assert found["free"].accuracy > 0.95 and found["learned"].accuracy > 0.9 > found["bound"].accuracy


def test_under_the_law_each_column_has_the_sign_it_was_given():
    weights = signs("learned").weights
    excites = np.arange(weights.shape[1]) < EXCITATORY * weights.shape[1]
    assert (weights[:, excites] >= 0).all() and (weights[:, ~excites] <= 0).all()
    assert (weights[:, ~excites] < 0).any()


def test_binding_sets_what_has_the_wrong_sign_to_zero():
    weight = torch.tensor([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]])
    bind([weight], [torch.tensor([1.0, 1.0, -1.0])])
    assert weight.tolist() == [[1, 0, 0], [0, 5, -6]]
