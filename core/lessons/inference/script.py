"""Inference script: a run as a plain PyTorch program that prints how many answers are right, as the page shows it."""

from itertools import groupby
from typing import Any

from core.activations import ACTIVATIONS
from core.lessons.inference.learner import InferenceLearner
from core.lessons.inference.settings import InferenceSettings
from core.optimizers import OPTIMIZERS

TEMPLATE = '''\
"""{world}: a network is told {n_told} of {n} facts, as in Hebb. Steps: {last}."""

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
answers = {answers}
told = {told}
questions = torch.tensor(list(answers))
targets = torch.zeros(len(answers), {n_outputs})
for row, right in zip(targets, answers.values()):
    row[list(right)] = 1 / len(right)
places = {{question: i for i, question in enumerate(answers)}}

generator = torch.Generator().manual_seed({seed})
a = torch.randn({n_a}, {dim}, generator=generator) * {scale} / {dim}**0.5
{b}
layers = []
for n_in, n_out in {sizes}:
    weight = torch.empty(n_out, n_in).normal_(0, n_in**-0.5, generator=generator)
    layers.append((weight, torch.zeros(n_out)))
parameters = [{tables}, *(p for layer in layers for p in layer)]
for p in parameters:
    p.requires_grad_()


def network(x):
    h = torch.cat([a[x[:, 0]], b[x[:, 1]]], 1)
    for weight, bias in layers[:-1]:
        h = {activation}
    return F.linear(h, *layers[-1])


def shuffled(epoch):
    return torch.randperm(len(told), generator=generator.manual_seed({seed} * 1_000_003 + epoch))


optimizer = torch.optim.{optimizer}
batch_size, l2 = {batch_size}, {l2}
changes = {changes}  # step: what was changed before it
epoch, cursor, order = 0, 0, shuffled(0)
for step in range({last}):
    if step in changes:
        told, batch_size, l2, fresh, keywords = changes[step]
        if fresh:
            optimizer = fresh(parameters)
        optimizer.param_groups[0].update(keywords)
        cursor, order = min(cursor, len(told)), shuffled(epoch)
    if cursor == len(told):
        epoch, cursor = epoch + 1, 0
        order = shuffled(epoch)
    batch = [places[told[i]] for i in order[cursor : cursor + batch_size].tolist()]
    cursor += len(batch)
    optimizer.zero_grad()
    F.cross_entropy(network(questions[batch]), targets[batch]).backward()
    for p in parameters:
        if l2 and p.ndim > 1:
            p.grad += l2 * p.detach()
    optimizer.step()

with torch.no_grad():
    z = network(questions)
rank = z.argsort(1, descending=True).argsort(1)
right = ((rank < (targets > 0).sum(1, keepdim=True)) | (targets == 0)).all(1)
for name, some in ("told", True), ("not told", False):
    chosen = [i for question, i in places.items() if (question in told) == some]
    if chosen:
        loss = F.cross_entropy(z[chosen], targets[chosen])
        print(name, f"right {{right[chosen].float().mean().item():.4f}} loss {{loss.item():.6f}}", sep=",")
'''


def script(learner: InferenceLearner, last: int) -> str:
    """A program on torch alone that repeats the first `last` steps, with all that was changed on the way."""
    settings, facts = learner.initial, learner.initial.data.load()
    model, training = settings.model, settings.training
    width = 2 * model.dim
    sizes = [(width, model.width), (model.width, len(facts.outputs))] if model.width else [(width, len(facts.outputs))]
    b = f"b = torch.randn({len(facts.b_names)}, {model.dim}, generator=generator) * {model.scale} / {model.dim}**0.5"
    return TEMPLATE.format(
        world=settings.data.world,
        n_told=int(facts.told.sum()),
        n=len(facts.answers),
        last=last,
        answers={place: sorted(right) for place, right in sorted(facts.answers.items())},
        told=told(settings),
        n_outputs=len(facts.outputs),
        seed=training.seed,
        n_a=len(facts.a_names),
        dim=model.dim,
        scale=model.scale,
        b="b = a" if facts.shared else b,
        tables="a" if facts.shared else "a, b",
        sizes=sizes,
        activation=f"torch.nn.{ACTIVATIONS[model.activation].module.__name__}()(F.linear(h, weight, bias))",
        optimizer=f"{OPTIMIZERS[training.optimizer].cls.__name__}(parameters, {words(settings)})",
        batch_size=training.batch_size,
        l2=0.0 if OPTIMIZERS[training.optimizer].decoupled else training.l2,
        changes=changes(learner, last),
    )


def told(settings: InferenceSettings) -> list[tuple[int, int]]:
    return [(int(i), int(j)) for i, j in settings.data.load().told.nonzero().tolist()]


def keywords(settings: InferenceSettings) -> dict[str, Any]:
    training = settings.training
    return OPTIMIZERS[training.optimizer].arguments(training.lr, training.l2)


def words(settings: InferenceSettings) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in keywords(settings).items())


def changes(learner: InferenceLearner, last: int) -> str:
    """Step → (told, batch size, L2, a fresh optimiser or None, its keywords) as code."""
    rows, settings = [], learner.initial
    for step, group in groupby((c for c in learner.changes if c[0] < last), key=lambda change: change[0]):
        fresh = "None"
        for _, change in group:
            settings = settings.replace(**change)
            if "optimizer" in change:
                name = OPTIMIZERS[settings.training.optimizer].cls.__name__
                fresh = f"lambda w: torch.optim.{name}(w, {words(settings)})"
        l2 = 0.0 if OPTIMIZERS[settings.training.optimizer].decoupled else settings.training.l2
        rows.append(f"{step}: ({told(settings)}, {settings.training.batch_size}, {l2}, {fresh}, {keywords(settings)})")
    return "{" + ", ".join(rows) + "}"
