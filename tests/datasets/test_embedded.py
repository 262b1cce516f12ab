"""The data sets that come with scikit-learn."""

import torch
from sklearn.datasets import load_breast_cancer, load_digits

from core.datasets.embedded import breast_cancer, digits


def test_digits_are_those_of_scikit_learn_between_0_and_1() -> None:
    images, classes = digits()
    assert images.shape == (1797, 8, 8) and images.min() == 0 and images.max() == 1
    assert torch.equal(images.flatten(1), torch.from_numpy(load_digits().data).float() / 16)
    assert classes.bincount().tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]


def test_tumours_have_the_diagnosis_in_the_last_of_their_columns() -> None:
    table, names = breast_cancer()
    assert table.shape == (569, 31) and names[-2:] == ("worst fractal dimension", "diagnosis")
    assert table[:, -1].tolist() == load_breast_cancer().target.tolist()
    assert table[:, -2].min() > 0 and table[:, -2].max() < 1, "as whole numbers they are all zero"
