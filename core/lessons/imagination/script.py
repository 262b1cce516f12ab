"""Imagination script: a maker as a plain PyTorch program that prints what the page shows of its losses."""

import inspect

from core.datasets.images import DIGITS_CODE
from core.lessons.imagination import makers
from core.lessons.imagination.imagination import WATCHED, Imagination
from core.optimizers import OPTIMIZERS

TEMPLATE = '''\
"""A network learns to make digits, as in Hebb. Steps, with the settings of now: {last}."""

from itertools import pairwise

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import Generator, Tensor, nn

torch.set_num_threads(1)
{digits}
x_train, x_test = x[~test], x[test]


{source}

generator = Generator()
model = {maker}(64, {code}, {width}, generator.manual_seed({seed}))
optimizer = torch.optim.{optimizer}
epoch, cursor = -1, 10**9
for step in range({last}):
    if cursor >= len(x_train):
        epoch, cursor = epoch + 1, 0
        order = torch.randperm(len(x_train), generator=generator.manual_seed({seed} * 1_000_003 + epoch))
    batch = order[cursor : cursor + {batch_size}]
    cursor += {batch_size}
    model.zero_grad()
    model.backward(x_train[batch], {strength}, generator.manual_seed({seed} * 1_000_003 + step))
    optimizer.step()

with torch.no_grad():
    for part, pictures in ("train", x_train), ("test", x_test):
        losses = model.losses(pictures[:{watched}], {strength}, generator.manual_seed(1_000_003))
        print(part, *(f"{{name}} {{value.item():.5f}}" for name, value in losses.items()))
'''


def script(learner: Imagination, last: int) -> str:
    """A program on torch and scikit-learn that takes `last` steps with the settings of now."""
    model, training = learner.settings.model, learner.settings.training
    cls, entry = makers.MAKERS[model.maker], OPTIMIZERS[training.optimizer]
    classes = [makers.Autoencoder, makers.VAE] if cls is makers.VAE else [cls]
    words = "".join(f", {name}={value!r}" for name, value in entry.arguments(training.lr, training.l2).items())
    return TEMPLATE.format(
        digits=DIGITS_CODE,
        last=last,
        source="\n\n".join(inspect.getsource(part) for part in (makers.layers, makers.difference, *classes)),
        maker=cls.__name__,
        code=model.code,
        width=model.width,
        seed=training.seed,
        batch_size=training.batch_size,
        optimizer=f"{entry.cls.__name__}(model.parameters(){words})",
        strength=learner.strength,
        watched=WATCHED,
    )
