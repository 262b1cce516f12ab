"""Race script: a race as a plain PyTorch program that prints where every optimiser is, as the page shows it."""

import inspect
from itertools import groupby
from typing import Any

from core.lessons.optimizers import two_weights
from core.lessons.optimizers.race import REACH, Race
from core.lessons.optimizers.settings import RaceSettings
from core.optimizers import OPTIMIZERS

TEMPLATE = '''\
"""{n} optimisers go down the {surface} from {start} as in Hebb. Steps: {last}."""

import torch
from torch import Tensor


{functions}

{noise}optimizers = {{
{optimizers}}}
weights = {{name: torch.tensor({start}, dtype=torch.float64, requires_grad=True) for name in optimizers}}
optimizers = {{name: make([weights[name]]) for name, make in optimizers.items()}}
{changes}

def inside(w: Tensor) -> bool:
    """Whether the weights are numbers no farther from the plane's middle than {reach} half-widths."""
    return bool(((w.detach() - torch.tensor({middle})).abs() <= {farthest}).all())


for step in range({last}):
{change}    for name, w in weights.items():
        if inside(w):
            optimizers[name].zero_grad()
            {function}(w[0], w[1]).backward()
{noisy}            optimizers[name].step()

print("optimizer,{x},{y},loss")
for name, w in weights.items():
    print(name, w[0].item(), w[1].item(), {function}(w[0], w[1]).item(), sep=",")
'''
NOISE = """\
noise, generator = {noise!r}, torch.Generator()


"""
NOISY = """\
            generator.manual_seed({seed} * 1_000_003 + step)
            w.grad += noise * torch.randn(2, generator=generator, dtype=torch.float64)
"""


def script(race: Race, last: int) -> str:
    """A program on torch alone that repeats the first `last` steps, with all that was changed on the way."""
    settings, surface, table = race.initial, race.surface, change_table(race, last)
    functions = inspect.getsource(surface.value)
    if surface.value is two_weights.network:
        functions = inspect.getsource(two_weights.samples).removeprefix("@cache\n") + "\n\n" + functions
    noisy = settings.noise or any("noise" in row for row in table.values())
    rows = "".join(f"    {step}: {literal(row)},\n" for step, row in table.items())
    taken = "        optimizers[name].param_groups[0].update(change.get(name, {}))\n"
    return TEMPLATE.format(
        n=len(settings.optimizers),
        surface=settings.surface,
        start=[settings.x, settings.y],
        last=last,
        functions=functions,
        function=surface.value.__name__,
        noise=NOISE.format(noise=settings.noise) if noisy else "",
        noisy=NOISY.format(seed=settings.seed) if noisy else "",
        optimizers="".join(f'    "{id}": {made(settings, id)},\n' for id in settings.optimizers),
        changes=f"changes = {{  # step: what was changed before it\n{rows}}}\n" if rows else "",
        change=(
            "    change = changes.get(step, {})\n"
            + ('    noise = change.get("noise", noise)\n' if noisy else "")
            + "    for name in optimizers:\n"
            + taken
            if rows
            else ""
        ),
        reach=f"{REACH:g}",
        middle=list(surface.middle),
        farthest=REACH * surface.width / 2,
        x=surface.weights[0],
        y=surface.weights[1],
    )


def made(settings: RaceSettings, id: str) -> str:
    """What makes an optimiser of given weights."""
    keywords = ", ".join(f"{name}={value!r}" for name, value in settings.arguments(id).items())
    return f"lambda w: torch.optim.{OPTIMIZERS[id].cls.__name__}(w, {keywords})"


def change_table(race: Race, last: int) -> dict[int, dict[str, Any]]:
    """Step → what is new from it on: the noise, and for each optimiser its keywords."""
    table: dict[int, dict[str, Any]] = {}
    settings = race.initial
    for step, group in groupby((c for c in race.changes if c[0] < last), key=lambda change: change[0]):
        before = settings
        for _, change in group:
            settings = settings.replace(**change)
        row: dict[str, Any] = {"noise": settings.noise} if settings.noise != before.noise else {}
        for id in settings.optimizers:
            was = before.arguments(id)
            if new := {name: value for name, value in settings.arguments(id).items() if value != was[name]}:
                row[id] = new
        if row:
            table[step] = row
    return table


def literal(row: dict[str, Any]) -> str:
    return "{" + ", ".join(f'"{name}": {value!r}' for name, value in row.items()) + "}"
