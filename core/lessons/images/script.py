"""Script: a run on pictures as a program on plain PyTorch that prints the same curve."""

import inspect
import textwrap

from core.datasets import image_augmentation
from core.datasets.image_augmentation import CHANGES
from core.datasets.images import PIXELS
from core.initializations import INITIALIZATIONS
from core.lessons.images.learner import ImagesLearner
from core.lessons.images.script_data import load
from core.lessons.images.script_network import classes, layers
from core.lessons.images.script_steps import HOT, changes, literal, loop, taken
from core.lessons.images.settings import ImagesExperiment
from core.run import Run
from core.script_changes import optimizer
from core.settings import to_text

TEMPLATE = '''\
"""{summary}

{settings}
"""

{math}{imports}
import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

{data}
{order}

{functions}

model = nn.Sequential(
{layers})
seed = {seed}
generator = Generator().manual_seed(seed)
with torch.no_grad():
    for layer in model.modules():
        if isinstance(layer, nn.Conv2d | nn.Linear):
            {init}(layer.weight, generator)
            if layer.bias is not None:
                layer.bias.zero_()


optimizer = {optimizer}
batch_size = {batch_size}
{first}

def answer(x: Tensor) -> Tensor:
    """The outputs for pictures of bytes."""
{answer}

@torch.no_grad()
def report(step: int, whole: float) -> None:
    """Print loss and accuracy on some pictures to learn from and to test on, and the accuracy on all to test on."""
    model.eval()
    parts = [(x_train[train], y_train[train]), (x_test[test], y_test[test])]
    columns = [(F.cross_entropy(z, y).item(), (z.argmax(1) == y).float().mean().item())
               for z, y in ((answer(x), y) for x, y in parts)]
    print(step, *columns[0], *columns[1], whole, sep=",")
    model.train()


train = torch.arange({n_watched_train}) * {n_train} // {n_watched_train}
test = torch.arange({n_watched_test}) * {n_test} // {n_watched_test}
{changes}print("{columns}")
order, epoch, whole = [], 0, float("nan")
for step in range({last} + 1):
{change}    {when}report(step, whole)
    if step == {last}:
        break
    if len(order) == 0:  # a new pass through the pictures, in a new order
        order = torch.randperm({n_train}, generator=generator.manual_seed(seed * 1_000_003 + epoch))
        epoch += 1
    batch, order = order[:batch_size], order[batch_size:]
    generator.manual_seed(seed * 1_000_003 + step)
    x = x_train[batch]
{augment}{masks}    loss = F.cross_entropy(answer(x), y_train[batch])
{penalty}    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
{whole}'''

AUTOCAST = """\
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
        return model(read(x)).float()
"""
MASKS = """\
    for layer in model:
        if isinstance(layer, Drop):
            layer.draw(len(x), dropout, generator)
"""
PENALTY = "    loss = loss + l2 / 2 * sum((w**2).sum() for w in model.parameters() if w.ndim > 1)\n"
WHOLE = """\
    if len(order) == 0:
        model.eval()
        with torch.no_grad():
            whole = (torch.cat([answer(x) for x in x_test.split(500)]).argmax(1) == y_test).float().mean().item()
        model.train()
"""


def script(run: Run[ImagesLearner]) -> str:
    """A program on torch, and what the pictures come from, that trains as this run did and prints its curve at the
    steps of `run.frames()`; in 16 bits, or with batches in parts, to rounding."""
    with run._lock:
        learner, last, stride = run.learner, run.frames()[-1].step, run.history.stride
        table = changes(learner, last)
    first = learner.initial
    values = loop(first, learner.flops)
    changed = {name for row in table.values() for name in row}
    used = {name for name in HOT if values[name] or name in changed}
    augmentations = [name for name in CHANGES if name in used]
    listed = ", ".join(f"{name} {to_text(value)}" for name, value in first.values().items() if value != "")
    rows = "".join(f"    {step}: {literal(row)},\n" for step, row in table.items())
    code = functions(first, augmentations, "dropout" in used)
    return TEMPLATE.format(
        math="import math\n\n" if "math." in code else "",
        summary=f"A network learns {first.data.dataset} as in Hebb. Steps: {last}.",
        settings=textwrap.fill(f"It begins with {listed}.", 119, break_on_hyphens=False),
        functions=code,
        layers="".join(f"    {layer},\n" for layer in layers(first, "dropout" in used)),
        seed=first.training.seed,
        init=INITIALIZATIONS[first.model.init].fill.__name__,
        optimizer=optimizer(first),
        batch_size=values["batch_size"],
        first="".join(f"{name} = {values[name]!r}\n" for name in HOT[1:] if name in used and name not in CHANGES)
        + "".join(f"{name}_by = {values[name]!r}\n" for name in augmentations),
        answer=AUTOCAST if "bfloat16" in used else "    return model(read(x))\n",
        n_watched_train=len(learner.watched["train"]),
        n_watched_test=len(learner.watched["test"]),
        n_train=learner.n_train,
        n_test=len(learner.data.x_test),
        changes=f"CHANGES = {{  # step: what was changed by hand before it\n{rows}}}\n" if rows else "",
        columns=",".join(["step", *run.newest.metrics]),
        last=last,
        change=taken(changed) if rows else "",
        when=f"if step % {stride} == 0 or step == {last}:\n        " if stride > 1 else "",
        augment="".join(applied(name, changed) for name in augmentations),
        masks=MASKS if "dropout" in used else "",
        penalty=PENALTY if "l2" in used else "",
        whole=WHOLE,
        **load(first),
    )


def functions(first: ImagesExperiment, augmentations: list[str], dropout: bool) -> str:
    """How weights begin and pixels are read, the classes that PyTorch lacks, and the augmentations in use."""
    fill, encode = INITIALIZATIONS[first.model.init].fill, PIXELS[first.data.pixels].encode
    read = inspect.getsource(encode).replace(f"def {encode.__name__}(", "def read(")
    needed = [name for name in ("uniform", "affine") if augmentations]
    found = [getattr(image_augmentation, name) for name in (*needed, *augmentations)]
    return "\n\n".join([inspect.getsource(fill), read, *classes(first, dropout), *map(inspect.getsource, found)])


def applied(name: str, changed: set[str]) -> str:
    """An augmentation in the loop, with the condition that it is on where it was not always so."""
    call = f"x = {name}(x, {name}_by, generator)"
    return f"    if {name}_by:\n        {call}\n" if name in changed else f"    {call}\n"
