"""Compare script: the digit reader as a plain PyTorch program that prints how it bears damage, as the page shows it."""

from core.datasets.images import DIGITS_CODE
from core.lessons.compare.digit_reader import DRAWS, DigitReader
from core.lessons.compare.settings import CompareSettings
from core.optimizers import OPTIMIZERS

TEMPLATE = '''\
"""A network reads digits and loses neurons, as in Hebb. Steps: {last}."""

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits

torch.set_num_threads(1)
{digits}

width, dropout, seed, batch_size, l2 = {width}, {dropout}, {seed}, {batch_size}, {l2}
generator = torch.Generator().manual_seed(seed)
shapes = [(width, 64), (10, width)]
weights = [torch.randn(shape, generator=generator) * (2 / shape[1]) ** 0.5 for shape in shapes]
biases = [torch.zeros(width), torch.zeros(10)]
parameters = [*weights, *biases]
for p in parameters:
    p.requires_grad_()
optimizer = torch.optim.{optimizer}


def network(x, kept=1.0):
    h = torch.relu(F.linear(x, weights[0], biases[0])) * kept
    return F.linear(h, weights[1], biases[1])


epoch, cursor, x_train, y_train = -1, 10**9, x[~test], y[~test]
for step in range({last}):
    if cursor >= len(x_train):
        epoch, cursor = epoch + 1, 0
        order = torch.randperm(len(x_train), generator=generator.manual_seed(seed * 1_000_003 + epoch))
    batch = order[cursor : cursor + batch_size]
    cursor += batch_size
    kept = 1.0
    if dropout:
        generator.manual_seed(seed * 1_000_003 + step)
        kept = (torch.rand(len(batch), width, generator=generator) >= dropout) / (1 - dropout)
    optimizer.zero_grad()
    F.cross_entropy(network(x_train[batch], kept), y_train[batch]).backward()
    for w in weights:
        w.grad += l2 * w.detach()
    optimizer.step()

with torch.no_grad():
    for share in (0, 0.25, 0.5, 0.75):
        scores = []
        for draw in range({draws}):
            order = torch.randperm(width, generator=generator.manual_seed(draw))
            kept = torch.ones(width)
            kept[order[: round(share * width)]] = 0
            scores.append((network(x[test], kept).argmax(1) == y[test]).float().mean())
        print(f"{{share:.0%}} taken away at random: {{torch.stack(scores).mean().item():.4f}} right")
'''


def script(learner: DigitReader, last: int) -> str:
    """A program on torch and scikit-learn that repeats the first `last` steps with the settings of now."""
    settings: CompareSettings = learner.settings
    training, entry = settings.training, OPTIMIZERS[settings.training.optimizer]
    words = "".join(f", {name}={value!r}" for name, value in entry.arguments(training.lr, training.l2).items())
    return TEMPLATE.format(
        digits=DIGITS_CODE,
        last=last,
        width=settings.model.width,
        dropout=settings.model.dropout,
        seed=training.seed,
        batch_size=training.batch_size,
        l2=0.0 if entry.decoupled else training.l2,
        optimizer=f"{entry.cls.__name__}(parameters{words})",
        draws=DRAWS,
    )
