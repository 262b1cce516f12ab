"""Measures: what can be read off a program at a frame to tell a mistake from its cure."""

from copy import copy

import torch
from torch import Tensor

from core.learner import Frame
from core.lessons.pitfalls import by_hand, deep_net, digit_nets
from core.lessons.pitfalls.net import Net
from core.metrics import confusion, predicted_classes
from core.pair import Pair, PairFrame

Measured = dict[str, float]


def confidence(program: Net, frame: Frame) -> Tensor:
    """p (n,): what the loss takes for the probability of class 1, on the held-out points."""
    with torch.no_grad():
        return torch.sigmoid(program.output(program.model_at(frame)(program.held_out.x)))[:, 0]


def counts(program: Net, frame: Frame) -> Tensor:
    """Held-out samples by true (row) and predicted (column) class; a class without an output has an empty column."""
    with torch.no_grad():
        outputs, y = program.model_at(frame)(program.held_out.x), program.truth()
    return confusion(outputs, y, max(outputs.shape[1], int(y.max()) + 1))


def matched(program: Net) -> Tensor:
    """What the loss multiplies the log-probabilities of the first ten samples with: (10, 10)."""
    y = program.learned.y[:10]
    broadcast = isinstance(program, digit_nets.IntegerLabelsOfTen | digit_nets.IntegerLabels)
    return y.float().expand(10, 10) if broadcast else torch.nn.functional.one_hot(y, 10).float()


def gradients(program: deep_net.Deep, frame: Frame) -> tuple[list[Tensor], list[Tensor]]:
    """Over all samples, the weight gradients that the program uses and the true ones, first layer first."""
    own = copy(program)
    n = len(program.weights)
    own.weights, own.biases = ([frame.weights[f"{kind}{i + 1}"] for i in range(n)] for kind in "Wb")
    true = copy(own)
    true.back = deep_net.WithDerivative.back  # type: ignore[method-assign]
    return own.gradients(*program.learned)[0], true.gradients(*program.learned)[0]


def cosines(own: list[Tensor], true: list[Tensor]) -> list[float]:
    """How well the directions agree, layer by layer: 1 the same, 0 nothing in common."""
    return [torch.cosine_similarity(a.flatten(), b.flatten(), 0).item() for a, b in zip(own, true, strict=True)]


def angle(frame: Frame) -> float:
    """Degrees between a line's w and the direction from class 0 to class 1 of the two Gaussians, (1, 1)."""
    w = frame.weights["w"]
    cosine = torch.cosine_similarity(w, torch.ones(2), 0)
    return torch.rad2deg(torch.acos(cosine.clamp(-1, 1))).item()


def double_sigmoid(program: Net, frame: Frame) -> Measured:
    p = confidence(program, frame)
    return {"low": p.min().item(), "high": p.max().item(), "loss": frame.metrics["train_loss"]}


def scores(program: Net, frame: Frame) -> Measured:
    n, n_new = len(program.scored(program.learned, program.held_out).x), len(program.held_out.x)
    reported, new = frame.metrics["reported"], frame.metrics["test_accuracy"]
    return {
        "loss": frame.metrics["train_loss"],
        "reported": reported,
        "accuracy": new,
        "correct": round(reported * n),
        "n": n,
        "correct_new": round(new * n_new),
        "n_new": n_new,
    }


def distinct(program: Net, frame: Frame) -> Measured:
    n = len(program.learned.x)
    return scores(program, frame) | {"rows": n, "different": len(torch.unique(program.learned.x, dim=0))}


def classes(program: Net, frame: Frame) -> Measured:
    predicted = (counts(program, frame).sum(0) > 0).sum().item()
    return scores(program, frame) | {"outputs": program.sizes[-1], "predicted": predicted}


def read(program: Net, frame: Frame) -> Measured:
    given = len(program.given(program.settings)[0].x)
    return scores(program, frame) | {"given": given, "samples": len(program.learned.x), "numbers": program.sizes[0]}


def labels(program: Net, frame: Frame) -> Measured:
    with torch.no_grad():
        says = predicted_classes(program.model_at(frame)(program.held_out.x))
    y = program.learned.y
    return scores(program, frame) | {
        "columns": program.learned.x.shape[1],
        "label_0": int((y == 0).sum()),
        "label_1": int((y == 1).sum()),
        "says_0": int((says == 0).sum()),
    }


def weight_of_label(program: Net, frame: Frame) -> Measured:
    return scores(program, frame) | {"sum": matched(program).sum(1).mean().item()}


def own_lines(program: by_hand.Line, frame: Frame) -> Measured:
    w, b = frame.weights["w"].expand(100), frame.weights["b"].expand(100)
    return {
        "lines": frame.weights["w"].numel(),
        "train": frame.metrics["train_loss"],
        "new": frame.metrics["test_loss"],
        "low": w.min().item(),
        "high": w.max().item(),
        "at_zero": b.std(unbiased=False).item(),
    }


def away(program: by_hand.Logistic, frame: Frame) -> Measured:
    return {
        "angle": angle(frame),
        "accuracy": frame.metrics["test_accuracy"],
        "loss": frame.metrics["train_loss"],
        "true": frame.metrics["true_loss"],
    }


def through_layers(program: deep_net.Deep, frame: Frame) -> Measured:
    own, true = gradients(program, frame)
    return {
        "loss": frame.metrics["train_loss"],
        "accuracy": frame.metrics["test_accuracy"],
        "cosine": cosines(own, true)[0],
        "first": own[0].norm().item(),
        "true_first": true[0].norm().item(),
        "depth": program.settings.depth,
    }


def twice(program: Pair, frame: PairFrame) -> Measured:
    first, second = frame.sides["1"], frame.sides["2"]
    run = program.sides["1"]
    assert isinstance(run, Net)
    return scores(run, first) | {
        "other": second.metrics["train_loss"],
        "apart": abs(first.metrics["train_loss"] - second.metrics["train_loss"]),
        "weights": (first.weights["flat"] - second.weights["flat"]).abs().max().item(),
    }


def printed(program: digit_nets.Logged, frame: Frame) -> Measured:
    return scores(program, frame) | {
        "lines": frame.metrics["lines"],
        "batches": frame.step,
        "epochs": frame.progress,
        "every": program.settings.report_every,
        "in_epoch": program.n_rows // program.batch_size,
    }
