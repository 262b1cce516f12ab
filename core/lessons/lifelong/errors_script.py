"""Errors script: the rules side by side as a program on torch and scikit-learn that prints what the screen shows."""

from typing import Any

from core.datasets.images import DIGITS_CODE
from core.initializations import INITIALIZATIONS
from core.learning.error_signals import ERROR_SIGNALS
from core.learning.feedback_alignment import backpropagation
from core.learning.signals import Circuit, angle
from core.lessons.lifelong.errors import INIT, WATCHED, ErrorRules
from core.optimizers import OPTIMIZERS
from core.source import import_lines, source

FUNCTIONS = {  # activation → f(z) and f′ from z and a
    "tanh": "torch.tanh, lambda z, a: 1 - a * a",
    "relu": "torch.relu, lambda z, a: (z > 0).float()",
    "sigmoid": "torch.sigmoid, lambda z, a: a - a * a",
}
TEMPLATE = '''\
"""How errors go back: {names}, as in Hebb. Steps: {last}."""

{imports}

torch.set_num_threads(1)


{body}


{digits}
x_train, y_train = x[~test], y[~test]

sizes, seed = {sizes}, {seed}
activation = Activation("", "", {activation}, torch.nn.Identity)
rules = {{{rules}}}  # name: signals, what feedback weights stand for, whether they change as the others do
optimizers = {{{optimizers}}}
changes = {changes}  # step: settings changed before it


def error_of(labels):
    return lambda z: torch.softmax(z, 1) - F.one_hot(labels, 10)


def learn(signals, ideal, copies):
    s = {settings}
    generator = torch.Generator().manual_seed(seed)
    weights = [{init}(torch.empty(n, m), generator) for m, n in zip(sizes[:-1], sizes[1:])]
    biases = [torch.zeros(n) for n in sizes[1:]]
    feedback = [{init}(torch.empty(w.shape), generator) * {back_scale} for w in ideal(weights)] if ideal else []
    parameters = [*weights, *biases, *(feedback if copies else [])]
    net = Circuit(weights, biases, activation, feedback, s["n_relax"], s["relax_rate"], s["nudge"])
    optimizer = optimizers[s["optimizer"]](parameters, s["lr"], s["l2"])
    epoch, cursor = -1, len(x_train)
    for step in range({last}):
        if step in changes:
            s |= changes[step]
            net = Circuit(weights, biases, activation, feedback, s["n_relax"], s["relax_rate"], s["nudge"])
            kept, optimizer = optimizer.state, optimizers[s["optimizer"]](parameters, s["lr"], s["l2"])
            if "optimizer" not in changes[step]:
                optimizer.state = kept
        if cursor == len(x_train):
            epoch, cursor = epoch + 1, 0
            order = torch.randperm(len(x_train), generator=generator.manual_seed(seed * 1_000_003 + epoch))
        batch = order[cursor : cursor + s["batch_size"]]
        cursor += len(batch)
        weight_grads, bias_grads = signals(net, x_train[batch], error_of(y_train[batch])).gradient()
        if s["frozen"]:
            weight_grads[-1].zero_(), bias_grads[-1].zero_()
        decay = 0 if s["optimizer"] == "adamw" else s["l2"]
        for p, g in zip(parameters, [*weight_grads, *bias_grads, *weight_grads[1:]]):
            p.grad = g + decay * p if p.ndim > 1 else g.clone()
        optimizer.step()
    return net


with torch.no_grad():
    for name, (signals, ideal, copies) in rules.items():
        net = learn(signals, ideal, copies)
        right = (net.forward(x[test])[0][-1].argmax(1) == y[test]).float().mean().item()
        watched, error = x_train[:{watched}], error_of(y_train[:{watched}])
        pairs = zip(signals(net, watched, error).gradient()[0], backpropagation(net, watched, error).gradient()[0])
        print(f"{{name}}: {{right:.4f}} right; degrees to the gradient:", *(f"{{angle(a, b):.2f}}" for a, b in pairs))
        if ideal:
            pairs = zip(net.feedback, ideal(net.weights))
            print("    degrees between feedback weights and theirs:", *(f"{{angle(a, b):.2f}}" for a, b in pairs))
'''


def script(learner: ErrorRules, last: int) -> str:
    """A program that repeats the first `last` steps of every rule, with all that was changed on the way."""
    side = next(iter(learner.sides.values()))
    start, own = side.initial, side.initial.errors
    entries = {rule: ERROR_SIGNALS[rule] for rule in learner.sides}
    fill = INITIALIZATIONS[INIT.get(own.neuron, "xavier")].fill
    ideals = [entry.ideal for entry in entries.values() if entry.ideal]
    found = source(backpropagation, *(e.signals for e in entries.values()), *ideals, Circuit, angle, fill)
    changes: dict[int, dict[str, Any]] = {}
    for step, change in side.changes:
        changes[step] = changes.get(step, {}) | change
    used = [start.training.optimizer, *(c["optimizer"] for c in changes.values() if "optimizer" in c)]
    names = ("optimizer", "lr", "l2", "batch_size", "n_relax", "relax_rate", "nudge", "frozen")
    values = start.values()
    return TEMPLATE.format(
        digits=DIGITS_CODE,
        names=", ".join(entry.title for entry in entries.values()),
        last=last,
        imports=import_lines({*found.imports, ("torch", ""), ("torch.nn.functional", ""), IMPORTED}).strip(),
        body=found.body,
        sizes=(64, *(start.model.width,) * start.model.depth, 10),
        seed=start.training.seed,
        activation=FUNCTIONS[own.neuron],
        rules=", ".join(f'"{e.title}": ({words(e)}, {e.copies})' for e in entries.values()),
        optimizers=", ".join(f'"{id}": {made(id)}' for id in dict.fromkeys(used)),
        changes={step: {k: v for k, v in change.items() if k in names} for step, change in changes.items()},
        settings={name: values[name] for name in names},
        init=fill.__name__,
        back_scale=own.back_scale,
        watched=WATCHED,
    )


IMPORTED = ("sklearn.datasets", "load_digits")


def words(entry: Any) -> str:
    """A rule's functions by name."""
    return f"{entry.signals.__name__}, {entry.ideal.__name__ if entry.ideal else None}"


def made(optimizer: str) -> str:
    """A function from parameters, learning rate and L2 to an optimiser, as code."""
    entry = OPTIMIZERS[optimizer]
    keywords = "".join(f", {name}={value!r}" for name, value in entry.keywords.items())
    decay = ", weight_decay=l2" if entry.decoupled else ""
    return f"lambda p, lr, l2: torch.optim.{entry.cls.__name__}(p, lr=lr{keywords}{decay})"
