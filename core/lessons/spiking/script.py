"""Spiking script: both networks as a plain program that prints their accuracy, spikes and energy, as the page does."""

from collections.abc import Callable
from typing import Any

from core.datasets.images import DIGITS_CODE
from core.datasets.points import DATASETS
from core.datasets.receptive_fields import receptive_fields
from core.lessons.spiking.learner import N_WATCHED, WATCHED_SEED, SpikingPair
from core.lessons.spiking.operations import NUMBERS
from core.neurons.encodings import ENCODINGS
from core.optimizers import OPTIMIZERS
from core.source import source

DIGITS = f"""\
{DIGITS_CODE}
x_train, y_train, x_test, y_test = x[~test], y[~test], x[test], y[test]
"""
POINTS = """\
generator = torch.Generator().manual_seed(0)
x, y = {make}(500, {noise}, generator)
order = torch.randperm(500, generator=generator)
x = receptive_fields(x)
x_train, y_train, x_test, y_test = x[order[:250]], y[order[:250]], x[order[250:]], y[order[250:]]
"""
SKIPPED = """\
((x_test != 0).sum() * width + (F.linear(x_test, w[0], w[1]) > 0).sum() * k).item() / len(x_test)"""
TEMPLATE = '''\
"""An ordinary and a spiking network learn the same task, as in Hebb. Steps: {last}."""

{imports}

torch.set_num_threads(1)
n_steps, beta, threshold, slope, width = {n_steps}, {beta}, {threshold}, {slope}, {width}
seed, batch_size, l2 = {seed}, {batch_size}, {l2}
add, multiply = {add}, {multiply}  # pJ, Horowitz 2014


{functions}


{data}
n, k = x_train.shape[1], int(y_train.max()) + 1
watched = torch.cat([x_train[:{n_watched}], x_test])
encoded = {encode}(watched, n_steps, torch.Generator().manual_seed({watched_seed}))[:, {n_watched}:]


def weights():
    generator = torch.Generator().manual_seed(seed)
    first = torch.randn(width, n, generator=generator) * (2 / n) ** 0.5
    second = torch.randn(k, width, generator=generator) * (2 / width) ** 0.5
    return [first, torch.zeros(width), second, torch.zeros(k)]


def ordinary(x, w):
    return F.linear(torch.relu(F.linear(x, w[0], w[1])), w[2], w[3])


def layer(currents):
    lif = Leaky(beta, threshold, surrogate.fast_sigmoid(slope))
    v, spikes, potentials = torch.zeros_like(currents[0]), [], []
    for current in currents:
        s, v = lif(current, v)
        spikes.append(s)
        potentials.append(v)
    return torch.stack(spikes), torch.stack(potentials)


def spiking(x, w):
    hidden, _ = layer(F.linear(x, w[0], w[1]))
    return hidden, *layer(F.linear(hidden, w[2], w[3]))


def train(w, loss):
    for p in w:
        p.requires_grad_()
    optimizer = torch.optim.{optimizer}
    generator, epoch, cursor = torch.Generator(), -1, 10**9
    for step in range({last}):
        if cursor >= len(x_train):
            epoch, cursor = epoch + 1, 0
            order = torch.randperm(len(x_train), generator=generator.manual_seed(seed * 1_000_003 + epoch))
        batch = order[cursor : cursor + batch_size]
        cursor += batch_size
        generator.manual_seed(seed * 1_000_003 + step)
        optimizer.zero_grad()
        loss(x_train[batch], y_train[batch], w, generator).backward()
        for p in w[::2]:
            p.grad += l2 * p.detach()
        optimizer.step()
    return [p.detach() for p in w]


def spiking_loss(x, y, w, generator):
    v = spiking({encode}(x, n_steps, generator), w)[2]
    return F.cross_entropy(v.flatten(0, 1), y.repeat(n_steps))


w = train(weights(), lambda x, y, w, generator: F.cross_entropy(ordinary(x, w), y))
accuracy = (ordinary(x_test, w).argmax(1) == y_test).float().mean()
products = {ordinary}
energy = ((products + 2 * width + k) * add + products * multiply) / 1000
print(f"ordinary: {{accuracy.item():.4f}} right, {{energy:.2f}} nJ")

w = train(weights(), spiking_loss)
with torch.no_grad():
    hidden, outputs, v = spiking(encoded, w)
decided = (outputs.sum(0) + (1 + F.softsign(v[-1])) / 4).argmax(1)
into, inside, out = (s.sum().item() / len(x_test) for s in (encoded, hidden, outputs))
first = {first}
additions = first + inside * k + 2 * n_steps * (width + k) + inside + out
products = n_steps * (width + k) + {products}
energy = (additions * add + products * multiply) / 1000
accuracy = (decided == y_test).float().mean()
print(f"spiking: {{accuracy.item():.4f}} right, {{energy:.2f}} nJ, {{inside:.1f}} hidden and {{out:.1f}} output spikes")
'''


def script(pair: SpikingPair, last: int) -> str:
    """A program on torch, snntorch and scikit-learn that repeats the first `last` steps with the settings of now."""
    settings = pair.settings
    training, model, data = settings.training, settings.model, settings.data
    entry, number, encoding = OPTIMIZERS[training.optimizer], NUMBERS[settings.count.numbers], ENCODINGS[model.encoding]
    words = "".join(f", {name}={value!r}" for name, value in entry.arguments(training.lr, training.l2).items())
    functions: list[Callable[..., Any]] = [encoding.encode]
    if data.plane:
        functions += [DATASETS[data.task].make, receptive_fields]
    found = source(*functions)
    imports = ["import torch", "import torch.nn.functional as F"]
    imports = (["import math"] if ("math", "") in found.imports else []) + imports
    imports += [] if data.plane else ["from sklearn.datasets import load_digits"]
    current = not encoding.spikes
    return TEMPLATE.format(
        last=last,
        imports="\n".join([*imports, "from snntorch import Leaky, surrogate"]),
        functions=found.body,
        data=POINTS.format(make=DATASETS[data.task].make.__name__, noise=data.noise) if data.plane else DIGITS,
        encode=encoding.encode.__name__,
        n_steps=model.n_steps,
        beta=model.beta,
        threshold=model.threshold,
        slope=model.slope,
        width=model.width,
        seed=training.seed,
        batch_size=training.batch_size,
        l2=0.0 if entry.decoupled else training.l2,
        add=number.add,
        multiply=number.multiply,
        n_watched=N_WATCHED,
        watched_seed=WATCHED_SEED,
        optimizer=f"{entry.cls.__name__}(w{words})",
        ordinary=SKIPPED if settings.count.skip else "n * width + width * k",
        first="n * width" if current else "into * width",
        products="n * width" if current else "0",
    )
