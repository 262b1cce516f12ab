"""Optimisers: from a gradient g to a change of the weights w, all by `torch.optim`."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from torch import nn, optim

OptimizerId = Literal["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"]


@dataclass(frozen=True)
class OptimizerEntry:
    """A class of `torch.optim` with its keywords; `formula` is its update rule with learning rate α.

    `tunable` names the keywords that a page may set otherwise: `momentum` μ, `alpha` ρ and `betas` (β₁, β₂).
    `decoupled` is true where the optimiser itself shrinks the weights by L2, instead of a term in the gradient;
    `adaptive` where it divides each step by the gradient's usual size, so that α is about the length of a step.
    """

    title: str
    formula: str
    cls: type[optim.Optimizer]
    keywords: dict[str, Any] = field(default_factory=dict)
    tunable: tuple[str, ...] = ()
    decoupled: bool = False
    adaptive: bool = False

    def arguments(self, lr: float, l2: float, **tuned: Any) -> dict[str, Any]:
        """The keywords of the call, as the exported script writes them too; of `tuned` it takes what is tunable."""
        taken = {name: value for name, value in tuned.items() if name in self.tunable}
        return {"lr": lr, **self.keywords, **taken, **({"weight_decay": l2} if self.decoupled else {})}

    def make(self, parameters: list[nn.Parameter], lr: float, l2: float, **tuned: Any) -> optim.Optimizer:
        return self.cls(parameters, **self.arguments(lr, l2, **tuned))


def update(optimizer: optim.Optimizer) -> Callable[[], Any]:
    """The optimiser's own `step` without the profiling and hooks around it, which cost more than a small net's update.

    To be called without gradient recording.
    """
    return partial(inspect.unwrap(type(optimizer).step), optimizer)


OPTIMIZERS: dict[str, OptimizerEntry] = {
    "sgd": OptimizerEntry("SGD", r"w \leftarrow w - \alpha g", optim.SGD, {"foreach": False}),
    "momentum": OptimizerEntry(
        "SGD with momentum",
        r"v \leftarrow \mu v + g,\quad w \leftarrow w - \alpha v",
        optim.SGD,
        {"momentum": 0.9, "foreach": False},
        tunable=("momentum",),
    ),
    "nesterov": OptimizerEntry(
        "Nesterov momentum",
        r"v \leftarrow \mu v + g,\quad w \leftarrow w - \alpha (g + \mu v)",
        optim.SGD,
        {"momentum": 0.9, "nesterov": True, "foreach": False},
        tunable=("momentum",),
    ),
    "adagrad": OptimizerEntry(
        "Adagrad",
        r"s \leftarrow s + g^2,\quad w \leftarrow w - \alpha\, g / (\sqrt{s} + \epsilon)",
        optim.Adagrad,
        {"fused": True},
        adaptive=True,
    ),
    "rmsprop": OptimizerEntry(
        "RMSprop",
        r"s \leftarrow \rho s + (1 - \rho) g^2,\quad w \leftarrow w - \alpha\, g / (\sqrt{s} + \epsilon)",
        optim.RMSprop,
        {"foreach": False},
        tunable=("alpha",),
        adaptive=True,
    ),
    "adam": OptimizerEntry(
        "Adam",
        r"m \leftarrow \beta_1 m + (1 - \beta_1) g,\quad v \leftarrow \beta_2 v + (1 - \beta_2) g^2,\quad"
        r" \hat m = \frac{m}{1 - \beta_1^t},\ \hat v = \frac{v}{1 - \beta_2^t},\quad"
        r" w \leftarrow w - \alpha\, \hat m / (\sqrt{\hat v} + \epsilon)",
        optim.Adam,
        {"fused": True},
        tunable=("betas",),
        adaptive=True,
    ),
    "adamw": OptimizerEntry(
        "AdamW",
        r"\text{as Adam, and } w \leftarrow w - \alpha\lambda w",
        optim.AdamW,
        {"fused": True},
        tunable=("betas",),
        decoupled=True,
        adaptive=True,
    ),
}
