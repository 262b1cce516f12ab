"""Optimisers: from a gradient g to a change of the weights w, all by `torch.optim`."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from torch import nn, optim


@dataclass(frozen=True)
class OptimizerEntry:
    """A class of `torch.optim` with its fixed keywords; `formula` is its update rule with learning rate α.

    `decoupled` is true where the optimiser itself shrinks the weights by L2, instead of a term in the gradient.
    """

    title: str
    formula: str
    cls: type[optim.Optimizer]
    keywords: dict[str, Any] = field(default_factory=dict)
    decoupled: bool = False

    def arguments(self, lr: float, l2: float) -> dict[str, Any]:
        """The keywords of the call, as the exported script writes them too."""
        return {"lr": lr, **self.keywords, **({"weight_decay": l2} if self.decoupled else {})}

    def make(self, parameters: list[nn.Parameter], lr: float, l2: float) -> optim.Optimizer:
        return self.cls(parameters, **self.arguments(lr, l2))


def update(optimizer: optim.Optimizer) -> Callable[[], Any]:
    """The optimiser's own `step` without the profiling and hooks around it, which cost more than a small net's update.

    To be called without gradient recording.
    """
    return partial(inspect.unwrap(type(optimizer).step), optimizer)


OPTIMIZERS: dict[str, OptimizerEntry] = {
    "sgd": OptimizerEntry("SGD", r"w \leftarrow w - \alpha g", optim.SGD, {"foreach": False}),
    "momentum": OptimizerEntry(
        "SGD with momentum",
        r"v \leftarrow 0.9v + g,\quad w \leftarrow w - \alpha v",
        optim.SGD,
        {"momentum": 0.9, "foreach": False},
    ),
    "nesterov": OptimizerEntry(
        "Nesterov momentum",
        r"v \leftarrow 0.9v + g,\quad w \leftarrow w - \alpha (g + 0.9v)",
        optim.SGD,
        {"momentum": 0.9, "nesterov": True, "foreach": False},
    ),
    "adagrad": OptimizerEntry(
        "Adagrad",
        r"s \leftarrow s + g^2,\quad w \leftarrow w - \alpha\, g / (\sqrt{s} + \epsilon)",
        optim.Adagrad,
        {"fused": True},
    ),
    "rmsprop": OptimizerEntry(
        "RMSprop",
        r"s \leftarrow 0.99s + 0.01g^2,\quad w \leftarrow w - \alpha\, g / (\sqrt{s} + \epsilon)",
        optim.RMSprop,
        {"foreach": False},
    ),
    "adam": OptimizerEntry(
        "Adam",
        r"m \leftarrow 0.9m + 0.1g,\quad s \leftarrow 0.999s + 0.001g^2,\quad"
        r" w \leftarrow w - \alpha\, \hat m / (\sqrt{\hat s} + \epsilon)",
        optim.Adam,
        {"fused": True},
    ),
    "adamw": OptimizerEntry(
        "AdamW",
        r"\text{as Adam, and } w \leftarrow w - \alpha\lambda w",
        optim.AdamW,
        {"fused": True},
        decoupled=True,
    ),
}
