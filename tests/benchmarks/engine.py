"""Epochs per second of Hebb's trainer and of the loop a tutorial writes: `python -m tests.benchmarks.engine`."""

import statistics
import time

import torch
from torch import nn, optim

from core.experiment import Experiment
from core.trainer import Trainer

ROUNDS, SECONDS, LR, BATCH_SIZE = 7, 0.5, 0.03, 10
PLAIN = {"sgd": optim.SGD, "adam": optim.Adam}


def ours(optimizer):
    """A function that trains for one epoch with Hebb."""
    trainer = Trainer(
        Experiment().replace(hidden=(8, 8), loss="bce", optimizer=optimizer, lr=LR, batch_size=BATCH_SIZE)
    )
    n_steps = len(trainer.x_train) // BATCH_SIZE

    def epoch():
        for _ in range(n_steps):
            trainer.step()

    return epoch


def plain(optimizer):
    """The same with `nn.Sequential`, autograd and `torch.optim`."""
    trainer = Trainer(Experiment())
    x_train, y_train = trainer.x_train, trainer.data.y_train[:, None].float()
    model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 1))
    criterion = nn.BCEWithLogitsLoss()
    updater = PLAIN[optimizer](model.parameters(), lr=LR)

    def epoch():
        order = torch.randperm(len(x_train))
        for start in range(0, len(x_train), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            updater.zero_grad()
            loss = criterion(model(x_train[batch]), y_train[batch])
            loss.backward()
            updater.step()

    return epoch


def speed(epoch):
    """Epochs per second over one round."""
    n, begin = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - begin) < SECONDS:
        epoch()
        n += 1
    return n / elapsed


def main():
    torch.set_num_threads(1)
    print(f"2-8-8-1 tanh, BCE, batch {BATCH_SIZE}, 250 points; epochs/s, median of {ROUNDS} rounds (least … most)\n")
    print(f"{'':10}{'plain':>22}{'Hebb':>22}{'ratio':>8}")
    for optimizer in PLAIN:
        loops = {"plain": plain(optimizer), "Hebb": ours(optimizer)}
        found = {name: [] for name in loops}
        for epoch in loops.values():
            epoch()
        for _ in range(ROUNDS):
            for name, epoch in loops.items():
                found[name].append(speed(epoch))
        medians = {name: statistics.median(rounds) for name, rounds in found.items()}
        cells = [f"{medians[name]:.0f} ({min(rounds):.0f} … {max(rounds):.0f})" for name, rounds in found.items()]
        print(f"{optimizer:10}{cells[0]:>22}{cells[1]:>22}{medians['Hebb'] / medians['plain']:>7.1f}×")


if __name__ == "__main__":
    main()
