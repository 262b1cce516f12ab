"""Errors: networks that learn to read digits, each told its errors in another way, side by side."""

from typing import Any

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.activations import ACTIVATIONS
from core.datasets.images import digits
from core.descent import Descent
from core.initializations import INITIALIZATIONS, Initialization
from core.learner import Frame, Learner
from core.learning.error_signals import ERROR_SIGNALS, ErrorSignal
from core.learning.feedback_alignment import backpropagation
from core.learning.signals import Circuit, Error, Signals, angle
from core.models.mlp import MLP
from core.optimizers import OPTIMIZERS
from core.pair import Pair

SIDE, N_CLASSES = 8, 10
WATCHED = 128  # training digits on which the gradients are compared
INIT = {"relu": "he"}  # where it is not Xavier


class ErrorNet(MLP):
    """A multilayer perceptron with feedback weights, drawn after the others and all in one parameter `feedback`."""

    def __init__(self, sizes: tuple[int, ...], rule: ErrorSignal, *, activation: str) -> None:
        super().__init__(sizes[0], sizes[1:-1], sizes[-1], activation=activation)
        shapes = [w.shape for w in rule.ideal(self.weights)] if rule.ideal else []
        self.feedback = nn.Parameter(torch.zeros(sum(shape.numel() for shape in shapes)))
        self.feedback_shapes = shapes

    def ways(self, flat: Tensor) -> list[Tensor]:
        """The feedback weights of each hidden layer as views of a flat tensor laid out as `feedback` is."""
        parts = flat.split([shape.numel() for shape in self.feedback_shapes])
        return [part.view(shape) for part, shape in zip(parts, self.feedback_shapes, strict=True)]

    def fill(self, init: Initialization, scale: float, generator: Generator) -> None:
        """First weights, then those of the way back, `scale` times as large."""
        with torch.no_grad():
            for weight in self.weights:
                init.fill(weight, generator)
            for way in self.ways(self.feedback.data):
                init.fill(way, generator).mul_(scale)


class TaughtNet(Descent):
    """64 pixels of 0…1 → hidden layers → 10 digits, by cross-entropy; `rule` says how neurons are told their errors."""

    model: ErrorNet

    def __init__(self, settings: Any, rule: str) -> None:
        self.rule = ERROR_SIGNALS[rule]
        super().__init__(settings)

    def load(self) -> None:
        parts = digits()
        self.x_train, self.x_test = (parts[f"x_{part}"].flatten(1).float() / 255 for part in ("train", "test"))
        self.y_train, self.y_test = (parts[f"y_{part}"].long() for part in ("train", "test"))
        self.n_train = len(self.x_train)
        self.watched = slice(0, WATCHED)

    def build(self, generator: Generator) -> ErrorNet:
        own, net = self.settings.errors, self.settings.model
        model = ErrorNet((SIDE * SIDE, *(net.width,) * net.depth, N_CLASSES), self.rule, activation=own.neuron)
        model.fill(INITIALIZATIONS[INIT.get(own.neuron, "xavier")], own.back_scale, generator)
        return model

    def prepare(self) -> None:
        model = self.model
        model.flat.grad = torch.zeros_like(model.flat)
        self._grads = model.views(model.flat.grad)
        if self.rule.copies:
            model.feedback.grad = torch.zeros_like(model.feedback)

    def circuit(self, model: ErrorNet) -> Circuit:
        own = self.settings.errors
        ways = model.ways(model.feedback.data)
        entry = ACTIVATIONS[own.neuron]
        return Circuit(model.weights, model.biases, entry, ways, own.n_relax, own.relax_rate, own.nudge)

    def error(self, places: Any) -> Error:
        """∂L/∂z = softmax(z) − onehot(y) of some training digits."""
        targets = F.one_hot(self.y_train[places], N_CLASSES).float()
        return lambda z: torch.softmax(z, 1) - targets

    def signals(self, model: ErrorNet, places: Any) -> tuple[Signals, Signals]:
        """What the neurons are told of some training digits, and what backpropagation would tell at these weights."""
        net, x, error = self.circuit(model), self.x_train[places], self.error(places)
        return self.rule.signals(net, x, error), backpropagation(net, x, error)

    def gradient(self, batch: slice) -> None:
        places, training = self.order[batch], self.settings.training
        told = self.rule.signals(self.circuit(self.model), self.x_train[places], self.error(places))
        for kept, found in zip(self._grads, told.gradient(), strict=True):
            for into, value in zip(kept, found, strict=True):
                into.copy_(value)
        if self.settings.errors.frozen:
            self._grads[0][-1].zero_()
            self._grads[1][-1].zero_()
        if self.rule.copies:
            assert self.model.feedback.grad is not None
            decay = 0.0 if OPTIMIZERS[training.optimizer].decoupled else training.l2
            copied = torch.cat([weight.flatten() for weight in self._grads[0][1:]])
            torch.add(copied, self.model.feedback.data, alpha=decay, out=self.model.feedback.grad)

    def metrics(self, model: ErrorNet) -> dict[str, float]:
        """Losses, accuracies; `angle_l`: degrees between the update of layer l and backpropagation's gradient there;
        `back_l`: degrees between the feedback weights to hidden layer l and what they would have to equal."""
        found = {}
        for part, x, y in (("train", self.x_train, self.y_train), ("test", self.x_test, self.y_test)):
            z = model(x)
            found[f"{part}_loss"] = F.cross_entropy(z, y).item()
            found[f"{part}_accuracy"] = (z.argmax(1) == y).float().mean().item()
        ours, exact = (signals.gradient()[0] for signals in self.signals(model, self.watched))
        found |= {f"angle_{i + 1}": angle(a, b) for i, (a, b) in enumerate(zip(ours, exact, strict=True))}
        if self.rule.ideal:
            pairs = zip(model.ways(model.feedback.data), self.rule.ideal(model.weights), strict=True)
            found |= {f"back_{i + 1}": angle(a, b) for i, (a, b) in enumerate(pairs)}
        return found

    @torch.no_grad()
    def messages(self, frame: Frame, digit: int) -> tuple[Signals, Signals]:
        """What the neurons are told of one training digit at a frame, and what backpropagation would tell them."""
        return self.signals(self.model_at(frame), slice(digit, digit + 1))

    def model_at(self, frame: Frame) -> ErrorNet:
        self._view.load_state_dict(frame.weights)
        return self._view


class ErrorRules(Pair):
    """One network a rule, from the same first weights, with the same digits in the same order."""

    stride = 4
    sides: dict[str, TaughtNet]  # type: ignore[assignment]

    def __init__(self, settings: Any) -> None:
        sides: dict[str, Learner] = {rule: TaughtNet(settings, rule) for rule in settings.errors.rules}
        super().__init__(settings, sides)
