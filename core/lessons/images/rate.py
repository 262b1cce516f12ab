"""Rate: the learning-rate range test of an images experiment."""

from core.lessons.images.learner import ImagesLearner
from core.lessons.images.settings import ImagesExperiment
from core.lr_range import RangeTest, range_test
from core.optimizers import OPTIMIZERS

SMOOTHING = 0.8


def find_rate(experiment: ImagesExperiment, n: int = 100) -> RangeTest:
    """n steps of a fresh network with growing rates: up to 1, and for plain and momentum SGD up to 10."""
    high = 1.0 if OPTIMIZERS[experiment.training.optimizer].adaptive else 10.0
    return range_test(ImagesLearner(experiment), low=1e-5, high=high, n=n, smoothing=SMOOTHING)
