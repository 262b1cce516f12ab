"""A run on pictures as a standalone PyTorch program that prints the numbers over the picture."""

import inspect
import textwrap
from itertools import pairwise

import torch

from core.activations import ACTIVATIONS, Step
from core.datasets import image_augmentation
from core.datasets.images import IMAGE_SETS
from core.descent import STRIDE
from core.initializations import INITIALIZATIONS
from core.lessons.images.learner import ImagesLearner
from core.models.cnn import CNNConfig
from core.optimizers import OPTIMIZERS
from core.settings import to_text

DIGITS = """\
found = load_digits()
x = torch.from_numpy(found.images / 16 * 255).round().to(torch.uint8)[:, None]
y = torch.from_numpy(found.target)
place = torch.stack([(y[:i] == y[i]).sum() for i in range(len(y))])  # of a picture among those of its class
test = place % 5 == 4
x_train, y_train, x_test, y_test = x[~test], y[~test], x[test], y[test]
"""
DOWNLOADED = """\
train, test = (datasets.{name}("data", train=part, download=True) for part in (True, False))
x_train, x_test = ({pixels} for part in (train, test))  # (n, c, h, w) of bytes
y_train, y_test = (torch.as_tensor(part.targets) for part in (train, test))
"""
GREY, COLOURED = "part.data[:, None]", "torch.from_numpy(part.data).permute(0, 3, 1, 2)"
SETS = {  # id → what is imported, how the pictures are had
    "digits": ("from sklearn.datasets import load_digits", DIGITS),
    "mnist": ("from torchvision import datasets", DOWNLOADED.format(name="MNIST", pixels=GREY)),
    "fashion_mnist": ("from torchvision import datasets", DOWNLOADED.format(name="FashionMNIST", pixels=GREY)),
    "cifar10": ("from torchvision import datasets", DOWNLOADED.format(name="CIFAR10", pixels=COLOURED)),
}
SOME = """\
order = torch.randperm(len(x_train), generator=Generator().manual_seed({data_seed}))[:{n_train}]
x_train, y_train = x_train[order], y_train[order]
"""
ENCODE = {"signed": "(x.float() - 127.5) / 127.5", "unit": "x.float() / 255"}
RESIDUAL = '''

class Residual(nn.Module):
    """y = body(x) + skip(x)"""

    def __init__(self, *body: nn.Module, skip: nn.Module) -> None:
        super().__init__()
        self.body, self.skip = nn.Sequential(*body), skip

    def forward(self, x: Tensor) -> Tensor:
        return self.body(x) + self.skip(x)
'''
DROPOUT = '''

class Dropout(nn.Module):
    """Leaves out neurons by the chance of the step."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        return x * (torch.rand(x.shape, generator=generator) >= {dropout}) / (1 - {dropout})
'''
LOOP = '''\
{sources}
generator = Generator().manual_seed({seed})
model = nn.Sequential(
{layers})
with torch.no_grad():
    for layer in model.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            {init}(layer.weight, generator)
            if layer.bias is not None:
                layer.bias.zero_()
model = model.to(memory_format=torch.channels_last)
optimizer = {optimizer}


def answers(x: Tensor) -> Tensor:
    """Outputs for pictures of bytes."""
    x = ({encode}).contiguous(memory_format=torch.channels_last)
    {answer}


order, epoch = torch.empty(0), 0
for step in range({steps}):
    if len(order) == 0:  # a new pass through the training set, in a new order
        order = torch.randperm(len(x_train), generator=generator.manual_seed({seed} * {stride} + epoch))
        epoch += 1
    batch, order = order[:{batch_size}], order[{batch_size}:]
    generator.manual_seed({seed} * {stride} + step)
    x = x_train[batch]
{augment}    loss = F.cross_entropy(answers(x), y_train[batch])
{penalty}    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

model.eval()
with torch.no_grad():
    for name, x, y, k in (("train", x_train, y_train, {n_train}), ("test", x_test, y_test, {n_test})):
        some = torch.arange(k) * len(x) // k  # the pictures that are asked while it learns
        z = answers(x[some])
        loss, right = F.cross_entropy(z, y[some]), (z.argmax(1) == y[some]).float().mean()
        print(name, f"loss {{loss.item():.4f}}", f"accuracy {{100 * right.item():.1f}} %")
'''


def script(learner: ImagesLearner, steps: int) -> str | None:
    """A program that learns so many steps with the settings of now; None for an archive that others do not have."""
    settings, training = learner.settings, learner.settings.training
    if settings.data.dataset not in SETS:
        return None
    named, source = SETS[settings.data.dataset]
    some = learner.n_train < len(IMAGE_SETS[settings.data.dataset].parts()["x_train"])
    optimizer = OPTIMIZERS[training.optimizer]
    keywords = ", ".join(f"{name}={value!r}" for name, value in optimizer.arguments(training.lr, training.l2).items())
    changes = {name: value for name, value in settings.augmentation.model_dump().items() if value}
    penalty = training.l2 and not optimizer.decoupled
    exact = learner.precision == torch.float32
    listed = ", ".join(f"{name} {to_text(value)}" for name, value in settings.values().items() if value not in ("", ()))
    loop = LOOP.format(
        sources=sources(learner, tuple(changes)),
        seed=training.seed,
        layers="".join(
            f"    {line},\n" for line in layers(settings.model, settings.data.shape, learner.data.n_classes)
        ),
        init=INITIALIZATIONS[settings.model.init].fill.__name__,
        optimizer=f"torch.optim.{optimizer.cls.__name__}(model.parameters(), {keywords})",
        encode=ENCODE[settings.data.pixels],
        answer="return model(x)" if exact else AUTOCAST,
        steps=steps,
        stride=f"{STRIDE:_}",
        batch_size=training.batch_size,
        augment="".join(f"    x = {name}(x, {value!r}, generator)\n" for name, value in changes.items()),
        penalty=f"    loss = loss + {training.l2!r} / 2 * sum((w**2).sum() for w in model.parameters() if w.ndim > 1)\n"
        if penalty
        else "",
        n_train=len(learner.watched["train"]),
        n_test=len(learner.watched["test"]),
    )
    head = textwrap.fill(f"{steps} steps as in Hebb, with {listed}.", 119, break_on_hyphens=False)
    math = "import math\n\n" if "math." in loop else ""
    imports = f"{math}import torch\nimport torch.nn.functional as F\n{named}\nfrom torch import Generator, Tensor, nn\n"
    fewer = SOME.format(data_seed=settings.data.data_seed, n_train=learner.n_train) if some else ""
    threads = "" if learner.parallel else "torch.set_num_threads(1)  # small networks are slower on more\n\n"
    return f'"""{head}"""\n\n{imports}\n{threads}{source}{fewer}\n\n{loop}'


AUTOCAST = 'with torch.autocast("cpu", dtype=torch.bfloat16):\n        return model(x).float()'


def sources(learner: ImagesLearner, changes: tuple[str, ...]) -> str:
    """The functions and classes that the program needs, as they stand in Hebb."""
    model = learner.settings.model
    found = [inspect.getsource(INITIALIZATIONS[model.init].fill)]
    if ACTIVATIONS[model.activation].module is Step:
        found.append("\n\n" + inspect.getsource(Step))
    found += [RESIDUAL] * model.residual + [DROPOUT.format(dropout=model.dropout)] * bool(model.dropout)
    helpers = ("uniform", "affine") if set(changes) - {"flip", "cutout"} else ()
    for name in (*helpers, *changes):
        found.append("\n\n" + inspect.getsource(getattr(image_augmentation, name)))
    return "".join(found)


def layers(config: CNNConfig, shape: tuple[int, int, int], n_classes: int) -> list[str]:
    """The network as lines of an `nn.Sequential`."""
    module = ACTIVATIONS[config.activation].module
    activation = f"{'' if module is Step else 'nn.'}{module.__name__}()"
    padding = config.kernel // 2 if config.padding == "same" else 0
    made: list[str] = []
    for n_in, n_out in pairwise((shape[0], *config.channels)):
        bias = ", bias=False" if config.batch_norm else ""
        body = [f"nn.Conv2d({n_in}, {n_out}, {config.kernel}, {config.stride}, {padding}{bias})"]
        body += [f"nn.BatchNorm2d({n_out})"] * config.batch_norm + [activation]
        if config.residual:
            changes = n_in != n_out or config.stride > 1
            skip = f"nn.Conv2d({n_in}, {n_out}, 1, {config.stride}, bias=False)" if changes else "nn.Identity()"
            body = [f"Residual({', '.join(body)}, skip={skip})"]
        made += body + {"max": ["nn.MaxPool2d(2)"], "average": ["nn.AvgPool2d(2)"], "none": []}[config.pool]
    flat = next(row for row in config.rows(shape, n_classes) if row.kind == "flatten").shape[0]
    made.append("nn.Flatten()")
    for n_in, n_out in pairwise((flat, *config.hidden)):
        made += [f"nn.Linear({n_in}, {n_out})", activation, *(["Dropout()"] if config.dropout else [])]
    return [*made, f"nn.Linear({(flat, *config.hidden)[-1]}, {n_classes})"]
