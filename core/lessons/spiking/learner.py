"""Spiking learner: an ordinary and a spiking network that start from the same weights and see the same batches."""

from typing import Any, NamedTuple, cast

import torch
import torch.nn.functional as F
from torch import Generator, Tensor

from core.datasets.data import Data
from core.descent import Descent
from core.learner import Frame, Learner
from core.lessons.spiking.operations import Part, Sizes, Spikes, ordinary, spiking
from core.lessons.spiking.settings import SpikingSettings
from core.models.mlp import MLP, WideMLPConfig
from core.models.spiking import Activity, Spiking
from core.neurons.encodings import ENCODINGS
from core.pair import Pair

N_WATCHED = 64  # training samples that the metrics of a frame are taken on
WATCHED_SEED = 20_261_122  # of the draws in which test examples are encoded


class Reader(Descent):
    """One hidden layer that learns the task by cross-entropy; `metrics` are taken on all test samples."""

    settings: SpikingSettings

    def load(self) -> None:
        data: Data = self.settings.data.load()
        self.data, self.n_train = data, len(data.x_train)
        self.x_train, self.y_train = data.encode(data.x_train), data.y_train
        self.watched = torch.cat([self.x_train[:N_WATCHED], data.encode(data.x_test)])
        self.answers = torch.cat([data.y_train[:N_WATCHED], data.y_test])
        self.n_watched = min(N_WATCHED, self.n_train)

    @property
    def sizes(self) -> Sizes:
        return self.x_train.shape[1], self.settings.model.width, self.data.n_classes

    def build(self, generator: Generator) -> MLP:
        n_inputs, width, n_outputs = self.sizes
        return WideMLPConfig(hidden=(width,), activation="relu", init="he").build(n_inputs, n_outputs, generator)

    def gradient(self, batch: slice) -> None:
        places = self.order[batch]
        self.model.zero_grad()
        with torch.enable_grad():
            self.loss(self.x_train[places], self.y_train[places]).backward()

    def loss(self, x: Tensor, y: Tensor) -> Tensor:
        raise NotImplementedError


class Ordinary(Reader):
    """Inputs → hidden neurons with ReLU → classes."""

    model: MLP

    def loss(self, x: Tensor, y: Tensor) -> Tensor:
        return F.cross_entropy(self.model(x), y)

    def metrics(self, model: MLP) -> dict[str, float]:
        """Losses and accuracy, and how many inputs and hidden values of a test sample are not 0."""
        z, n = model(self.watched), self.n_watched
        hidden = torch.relu(F.linear(self.watched[n:], model.weights[0], model.biases[0]))
        return {
            "train_loss": F.cross_entropy(z[:n], self.answers[:n]).item(),
            "test_loss": F.cross_entropy(z[n:], self.answers[n:]).item(),
            "test_accuracy": (z[n:].argmax(1) == self.answers[n:]).float().mean().item(),
            "inputs": (self.watched[n:] != 0).float().sum(1).mean().item(),
            "hidden": (hidden != 0).float().sum(1).mean().item(),
        }

    def parts(self, frame: Frame) -> list[Part]:
        """The operations of a decision."""
        n_inputs, width, _ = self.sizes
        skip = self.settings.count.skip
        inputs, hidden = (frame.metrics["inputs"], frame.metrics["hidden"]) if skip else (n_inputs, width)
        return ordinary(self.sizes, inputs, hidden)


class After(NamedTuple):
    """If it had to decide after 1, 2 … T steps: accuracy (T,) on the test set, the operations until then; and of all
    steps the spikes, and the share of decisions without one."""

    accuracy: Tensor
    parts: list[list[Part]]
    spikes: Spikes
    silent: float


class SpikingReader(Reader):
    """The same weights between spiking neurons, and the same inputs encoded in time."""

    model: Spiking

    def build(self, generator: Generator) -> Spiking:
        first = super().build(generator)
        model = Spiking(first.sizes[0], first.sizes[1:-1], first.sizes[-1])
        model.load_state_dict(first.state_dict())
        self.set(model)
        return model

    def set(self, model: Spiking) -> None:
        neurons = self.settings.model
        model.set(neurons.beta, neurons.threshold, neurons.slope)

    def prepare(self) -> None:
        self.set(self.model)
        self.set(self._view)
        self.encoded = self.encode(self.watched, Generator().manual_seed(WATCHED_SEED))

    def encode(self, x: Tensor, generator: Generator) -> Tensor:
        """Numbers (n, n_inputs) of 0…1 → what arrives, (T, n, n_inputs)."""
        neurons = self.settings.model
        return ENCODINGS[neurons.encoding].encode(x, neurons.n_steps, generator)

    def loss(self, x: Tensor, y: Tensor) -> Tensor:
        found: Activity = self.model(self.encode(x, self.chance()))
        return found.loss(y)

    def metrics(self, model: Spiking) -> dict[str, float]:
        """Losses and accuracy, and the mean spikes of a decision on a test sample."""
        found, n = model(self.encoded), self.n_watched
        parts = {"train": slice(0, n), "test": slice(n, None)}
        halves = {part: cut(found, places) for part, places in parts.items()}
        counts = self.spikes(halves["test"])[-1]
        return {
            "train_loss": halves["train"].loss(self.answers[:n]).item(),
            "test_loss": halves["test"].loss(self.answers[n:]).item(),
            "test_accuracy": (halves["test"].decisions() == self.answers[n:]).float().mean().item(),
            "inputs": counts.inputs,
            "hidden": counts.hidden,
            "outputs": counts.outputs,
            "silent": silent(halves["test"]),
        }

    @property
    def current(self) -> bool:
        return not ENCODINGS[self.settings.model.encoding].spikes

    def spikes(self, activity: Activity) -> list[Spikes]:
        """Mean spikes a sample until each of the T steps; a current is none."""
        layers = (activity.inputs, *activity.spikes)
        inputs, hidden, outputs = (layer.sum(2).mean(1).cumsum(0).tolist() for layer in layers)
        silent = [0.0] * len(inputs) if self.current else inputs
        return [Spikes(*each) for each in zip(silent, hidden, outputs, strict=True)]

    def counted(self, frame: Frame) -> Spikes:
        """Mean spikes of a decision when the frame was taken."""
        return Spikes(*(frame.metrics[name] for name in ("inputs", "hidden", "outputs")))

    def parts(self, spikes: Spikes) -> list[Part]:
        """The operations of a decision with so many spikes."""
        return spiking(self.sizes, self.settings.model.n_steps, spikes, current=self.current)

    def model_at(self, frame: Frame) -> Spiking:
        return cast(Spiking, super().model_at(frame))

    @torch.no_grad()
    def activity(self, frame: Frame, arriving: Tensor) -> Activity:
        """What the network of a frame does with what arrives, (T, n, n_inputs)."""
        found: Activity = self.model_at(frame)(arriving)
        return found

    @torch.no_grad()
    def after(self, frame: Frame) -> After:
        found = cut(self.model_at(frame)(self.encoded), slice(self.n_watched, None))
        right = found.scores().argmax(2) == self.answers[self.n_watched :]
        counts = self.spikes(found)
        parts = [spiking(self.sizes, t + 1, each, current=self.current) for t, each in enumerate(counts)]
        return After(right.float().mean(1), parts, counts[-1], silent(found))


def silent(activity: Activity) -> float:
    """Share of the samples for which no output neuron spiked."""
    return (activity.spikes[-1].sum((0, 2)) == 0).float().mean().item()


def cut(activity: Activity, places: slice) -> Activity:
    """What the network did with some of the samples."""
    layers = ([layer[:, places] for layer in part] for part in (activity.potentials, activity.spikes))
    return Activity(activity.inputs[:, places], *layers)


class SpikingPair(Pair):
    """Sides "ordinary" and "spiking": the same first weights, the same batches in the same order."""

    stride = 5  # a frame costs more than a step
    settings: SpikingSettings
    sides: dict[str, Any]

    def __init__(self, settings: SpikingSettings) -> None:
        sides: dict[str, Learner] = {"ordinary": Ordinary(settings), "spiking": SpikingReader(settings)}
        super().__init__(settings, sides)

    @property
    def ordinary(self) -> Ordinary:
        return cast(Ordinary, self.sides["ordinary"])

    @property
    def spiking(self) -> SpikingReader:
        return cast(SpikingReader, self.sides["spiking"])
