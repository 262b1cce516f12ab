"""The network of an exported script, layer by layer."""

import inspect
import math

from core.activations import ACTIVATIONS, Step
from core.lessons.images.settings import ImagesExperiment

RESIDUAL = '''\
class Residual(nn.Module):
    """y = body(x) + skip(x)."""

    def __init__(self, body: nn.Module, skip: nn.Module) -> None:
        super().__init__()
        self.body, self.skip = body, skip

    def forward(self, x: Tensor) -> Tensor:
        return self.body(x) + self.skip(x)
'''
DROP = '''\
class Drop(nn.Module):
    """Leaves neurons out in training, by the masks that are drawn for each step."""

    def draw(self, n: int, share: float, generator: Generator) -> None:
        kept = torch.rand(n, self.width, generator=generator) >= share if share else torch.ones(n, self.width)
        self.mask = kept / (1 - share)

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width

    def forward(self, x: Tensor) -> Tensor:
        return x * self.mask if self.training else x
'''


def layers(experiment: ImagesExperiment, dropout: bool) -> list[str]:
    """The modules in their order, as code."""
    model, (n_in, *_), found = experiment.model, experiment.data.shape, []
    module = ACTIVATIONS[model.activation].module
    activation = f"{'' if module is Step else 'nn.'}{module.__name__}()"
    padding = model.kernel // 2 if model.padding == "same" else 0
    for n_out in model.channels:
        bias = ", bias=False" if model.batch_norm else ""
        body = [f"nn.Conv2d({n_in}, {n_out}, {model.kernel}, {model.stride}, {padding}{bias})"]
        body += [f"nn.BatchNorm2d({n_out})"] if model.batch_norm else []
        body.append(activation)
        if model.residual:
            changes = n_in != n_out or model.stride > 1
            skip = f"nn.Conv2d({n_in}, {n_out}, 1, {model.stride}, bias=False)" if changes else "nn.Identity()"
            body = [f"Residual(nn.Sequential({', '.join(body)}), {skip})"]
        found += body
        found += {"max": ["nn.MaxPool2d(2)"], "average": ["nn.AvgPool2d(2)"], "none": []}[model.pool]
        n_in = n_out
    n = math.prod(next(row for row in experiment.rows if row.kind == "flatten").shape)
    found.append("nn.Flatten()")
    for width in model.hidden:
        found += [f"nn.Linear({n}, {width})", activation, *([f"Drop({width})"] if dropout else [])]
        n = width
    return [*found, f"nn.Linear({n}, {experiment.data.n_classes})"]


def classes(experiment: ImagesExperiment, dropout: bool) -> list[str]:
    """The classes that these layers need beside PyTorch's."""
    step = ACTIVATIONS[experiment.model.activation].module is Step
    needed = {inspect.getsource(Step): step, RESIDUAL: experiment.model.residual, DROP: dropout}
    return [code for code, wanted in needed.items() if wanted]
