"""Augmented: what augmentation makes of pictures, for a look at it before a network learns from them."""

from torch import Generator, Tensor

from core.datasets.image_augmentation import augment
from core.descent import STRIDE
from core.lessons.images.settings import ImagesExperiment


def augmented(experiment: ImagesExperiment, x: Tensor, step: int = 0) -> Tensor:
    """Pictures (n, c, h, w) of bytes changed by the chance of a step: the batch of that step is changed just so."""
    generator = Generator().manual_seed(experiment.training.seed * STRIDE + step)
    return augment(x, experiment.augmentation, generator)
