"""Loops that train on pictures, as tutorials write them and as Hebb does; each yields how many images a step had."""

from dataclasses import replace

import numpy as np
import torch
from torch import nn, optim

from core.datasets.image_store import ImageError
from core.datasets.images import IMAGE_SETS, signed
from core.lessons.images.learner import ImagesLearner
from core.lessons.images.settings import ARCHITECTURES, ImagesExperiment


def experiment(id, **changed):
    return ImagesExperiment().replace(**ARCHITECTURES[id].settings | changed)


def parts(dataset):
    """The set from HEBB_DATA; without it, noise of the same shape, which takes as long."""
    try:
        return IMAGE_SETS[dataset].parts()
    except ImageError:
        chance, shape = torch.Generator().manual_seed(0), IMAGE_SETS[dataset].shape
        return {
            f"{kind}_{part}": torch.randint(0, 256 if kind == "x" else 10, size, generator=chance, dtype=torch.uint8)
            for part, n in (("train", 10_000), ("test", 2_000))
            for kind, size in (("x", (n, *shape)), ("y", (n,)))
        }


def hebb(id, **changed):
    """Hebb's learner; yields how many images each step had."""
    settings = experiment(id, **changed)
    name = settings.data.dataset
    found = parts(name)
    IMAGE_SETS[name] = replace(IMAGE_SETS[name], parts=lambda: found)
    learner = ImagesLearner(settings)
    while True:
        before = learner.cursor % learner.n_train
        learner.step()
        yield learner.cursor - before


def network(id):
    """The network as a tutorial writes it."""
    conv, dense = nn.Conv2d, nn.Linear
    if id == "lenet":
        layers = [conv(3, 6, 5), nn.ReLU(), nn.MaxPool2d(2), conv(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
        return nn.Sequential(*layers, dense(400, 120), nn.ReLU(), dense(120, 84), nn.ReLU(), dense(84, 10))
    layers = [conv(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), conv(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
    return nn.Sequential(*layers, dense(1600, 128), nn.ReLU(), dense(128, 10))


def update(model, optimizer, x, y):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def loader_loop():
    """LeNet on CIFAR-10 the usual way: torchvision's data set, ToTensor, Normalize, a DataLoader of two workers."""
    from torchvision import datasets, transforms

    found = parts("cifar10")
    dataset = datasets.CIFAR10.__new__(datasets.CIFAR10)  # without its files: the pictures come from the store
    dataset.data = np.resize(found["x_train"].permute(0, 2, 3, 1).numpy(), (50_000, 32, 32, 3))  # as many as it has
    dataset.targets = np.resize(found["y_train"].numpy(), 50_000).tolist()
    dataset.transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,) * 3, (0.5,) * 3)])
    dataset.target_transform = None
    model = network("lenet")
    optimizer = optim.SGD(model.parameters(), lr=0.001, momentum=0.9)
    while True:
        for x, y in torch.utils.data.DataLoader(dataset, batch_size=100, shuffle=True, num_workers=2):
            update(model, optimizer, x, y)
            yield len(x)


def tensor_loop():
    """The CNN for MNIST on one float32 tensor that holds all images."""
    found = parts("mnist")
    x_train, y_train = signed(found["x_train"]), found["y_train"].long()
    model = network("mnist_cnn")
    optimizer = optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    while True:
        for batch in torch.randperm(len(x_train)).split(64):
            update(model, optimizer, x_train[batch], y_train[batch])
            yield len(batch)


LOOPS = {
    "DataLoader, 2 workers": loader_loop,
    "Hebb, LeNet": lambda: hebb("lenet"),
    "float32 tensor loop": tensor_loop,
    "Hebb, float32": lambda: hebb("mnist_cnn", precision="float32"),
    "Hebb, bfloat16": lambda: hebb("mnist_cnn", precision="bfloat16"),
}
