"""Templates: the programs of the scripts, with gaps for what differs."""

HEAD = '''"""{title} ({role}), as in Hebb."""

import math

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional as F

torch.set_num_threads(1)  # small networks are slower on more
'''

POINTS = """

{source}


n = {n}
x, y = {dataset}(n + {n_held_out}, {noise}, Generator().manual_seed({seed}))
learned, held_out = (x[:n], y[:n]), (x[n:], y[n:])
"""

DIGITS = """
from sklearn.datasets import load_digits

digits = load_digits()
x, y = torch.from_numpy(digits.images / 16).float(), torch.from_numpy(digits.target).long()
places = torch.randperm(len(x), generator=Generator().manual_seed({seed}))
x, y = x[places], y[places]
learned, held_out = (x[:{n}], y[:{n}]), (x[1000:], y[1000:])
"""

FOLDERS = """folder = learned[1].argsort(stable=True)  # all zeros first, all nines last
learned = learned[0][folder], learned[1][folder]
"""

TUMOURS = """
from sklearn.datasets import load_breast_cancer

cancer = load_breast_cancer()
table = torch.cat([torch.from_numpy(cancer.data), torch.from_numpy(cancer.target)[:, None]], 1).float()
table = table[torch.randperm(len(table), generator=Generator().manual_seed({seed}))]
y = table[:, -1].long()
learned, held_out = (table[:400], y[:400]), (table[400:], y[400:])
truth = held_out[1]
"""

STANDARDISED = """middle, spread = learned[0].mean(0), learned[0].std(0)
learned = (learned[0] - middle) / spread, learned[1]
held_out = (held_out[0] - middle) / spread, held_out[1]
"""

NET = """

def accuracy(z: Tensor, y: Tensor) -> float:
    says = (z[:, 0] > 0) if z.shape[1] == 1 else z.argmax(1)
    return (says == y).float().mean().item()


@torch.no_grad()
def report(step: int, model: nn.Module) -> None:
    x, y = learned
    train_loss = {train_loss}
    shown_x, shown_y = {scored}
    on_new = accuracy(model({new_x}), {new_y})
    print(step, train_loss, accuracy(model(shown_x), shown_y), on_new, sep=",")


def train(seed: int, steps: int) -> None:
    generator = Generator().manual_seed(seed)
    model = nn.Sequential({layers})
    with torch.no_grad():
        for linear in model[::2]:
            linear.weight.normal_(0, math.sqrt(2 / linear.in_features), generator=generator)
            linear.bias.zero_()
    optimizer = torch.optim.SGD(model.parameters(), lr={lr!r})
    x, y = learned
    places, epoch = torch.empty(0), -1
    {running}for step in range(steps):
        if step % {every} == 0:
            report(step, model)
        if len(places) == 0:  # a new pass
            epoch += 1
            generator.manual_seed(seed * 1_000_003 + epoch)
            places = {order}
        batch, places = places[:{batch_size}], places[{batch_size}:]
        error = {batch_loss}
        optimizer.zero_grad()
        error.backward()
        optimizer.step()
{log}    report(steps, model)


{calls}
"""

LOG = """        running.append(error.item())
        batch_number = (len(x) - len(places)) // {batch_size} - 1
        if prints(batch_number, step, {report_every}):
            print(f"[{{epoch + 1}}, {{batch_number + 1:5d}}] loss: {{sum(running) / len(running):.3f}}")
            running = []
"""

LINE = """

{functions}
generator = Generator().manual_seed({seed})
x = 10 * torch.rand(200, generator=generator) - 5
y = 2 * x + 3 + torch.randn(200, generator=generator)
x, y, x_new, y_new = x[:100], y[:100], x[100:], y[100:]
w, b = torch.zeros(()), torch.zeros(())
for step in range({steps} + 1):
    if step % {every} == 0 or step == {steps}:
        train, new = ((w * x + b - y) ** 2).mean(), ((w * x_new + b - y_new) ** 2).mean()
        print(step, train.item(), new.item(), sep=",")
    dw, db = gradient(w * x + b - y, x)
    w, b = w - {lr!r} * dw, b - {lr!r} * db
"""

LOGISTIC = """
{data}

{functions}
(x, y), (x_new, y_new) = learned, held_out
w, b = 0.3 * torch.randn(2, generator=Generator().manual_seed({seed})), torch.zeros(())
for step in range({steps} + 1):
    z = x @ w + b
    if step % {every} == 0 or step == {steps}:
        right = ((x_new @ w + b > 0) == (y_new > 0)).float().mean()
        print(step, loss(z, y.float()).item(), right.item(), sep=",")
    s = slope(torch.sigmoid(z), y.float())
    w, b = w - {lr!r} * (s @ x) / len(x), b - {lr!r} * s.mean()
"""

DEEP = """
{data}

{functions}
def forward(x: Tensor) -> list[Tensor]:
    a = [x]
    for w, b in zip(weights[:-1], biases[:-1]):
        a.append(torch.{activation}(F.linear(a[-1], w, b)))
    return [*a, F.linear(a[-1], weights[-1], biases[-1])]


(x, y), (x_new, y_new) = learned, held_out
generator = Generator().manual_seed({seed})
sizes = {sizes}
shapes = list(zip(sizes[1:], sizes))
weights = [math.sqrt({gain} / n_in) * torch.randn(n_out, n_in, generator=generator) for n_out, n_in in shapes]
biases = [torch.zeros(n_out) for n_out in sizes[1:]]
places, epoch = torch.empty(0), -1
for step in range({steps} + 1):
    if step % {every} == 0 or step == {steps}:
        z, z_new = forward(x)[-1][:, 0], forward(x_new)[-1][:, 0]
        right = ((z_new > 0) == (y_new > 0)).float().mean()
        print(step, F.binary_cross_entropy_with_logits(z, y.float()).item(), right.item(), sep=",")
    if len(places) == 0:  # a new pass
        epoch += 1
        places = torch.randperm(len(x), generator=generator.manual_seed({seed} * 1_000_003 + epoch))
    batch, places = places[:20], places[20:]
    a = forward(x[batch])
    delta = (torch.sigmoid(a[-1][:, 0]) - y[batch].float())[:, None] / len(batch)
    for layer in reversed(range(len(weights))):
        dw, db = delta.t() @ a[layer], delta.sum(0)
        if layer:
            delta = back(delta, weights[layer], {slope})
        weights[layer] = weights[layer] - {lr!r} * dw
        biases[layer] = biases[layer] - {lr!r} * db
"""
SLOPES = {"tanh": "1 - a[layer] ** 2", "sigmoid": "a[layer] * (1 - a[layer])", "relu": "(a[layer] > 0).float()"}
