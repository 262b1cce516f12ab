"""Messages: small programs that end in an error, the message as it was caught, and what its words mean."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from core.pair import ERRORS


def two_outputs() -> None:
    logits = torch.zeros(4, 2)  # 4 samples, 2 outputs
    F.cross_entropy(logits, torch.tensor([0, 1, 7, 1]))


def two_columns() -> None:
    probabilities = np.full((4, 2), 0.5)
    probabilities[np.arange(4), [0, 1, 7, 1]]


def not_flattened() -> None:
    images = torch.zeros(20, 8, 8)
    nn.Linear(64, 32)(images)


def no_channels() -> None:
    images = torch.zeros(20, 8, 8)
    nn.Conv2d(1, 6, kernel_size=3)(images)


def rows_without_labels() -> None:
    images, labels = torch.zeros(20, 8, 8), torch.zeros(20, dtype=torch.long)
    F.cross_entropy(nn.Linear(8, 10)(images.reshape(-1, 8)), labels)


def integer_labels() -> None:
    logits, labels = torch.zeros(20, 10), torch.zeros(20, dtype=torch.long)
    -(labels * logits.log_softmax(1)).sum(1).mean()


def onehot_integers() -> None:
    logits, labels = torch.zeros(20, 10), torch.zeros(20, dtype=torch.long)
    F.cross_entropy(logits, F.one_hot(labels, 10))


def float_labels() -> None:
    logits, labels = torch.zeros(20, 10), torch.zeros(20)
    F.cross_entropy(logits, labels)


def raw_outputs() -> None:
    outputs, labels = torch.tensor([-1.5, 2.0]), torch.tensor([0.0, 1.0])
    F.binary_cross_entropy(outputs, labels)


def five_new_points() -> None:
    w, b = torch.zeros(100), torch.zeros(100)
    w * torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0]) + b


def missing_column() -> None:
    import pandas

    table = pandas.DataFrame({"radius": [17.9, 13.5], "diagnosis": [0, 1]})
    table = table.drop(columns=["diagnosis"])
    table["diagnosis"]


@dataclass(frozen=True)
class Case:
    """A program that ends in an error, and what to change in it."""

    program: Callable[[], None]
    change: str


CASES: dict[str, tuple[Case, ...]] = {  # pitfall → its errors
    "double_sigmoid": (
        Case(
            raw_outputs,
            "The opposite slip: this loss wants probabilities. Give it torch.sigmoid(outputs), or raw outputs "
            "to binary_cross_entropy_with_logits.",
        ),
    ),
    "two_outputs": (
        Case(two_outputs, "Give the last layer as many outputs as there are classes."),
        Case(two_columns, "The same slip in NumPy: as many columns as there are classes."),
    ),
    "two_outputs_silent": (Case(two_outputs, "PyTorch’s own loss would have said it."),),
    "own_lines": (Case(five_new_points, "Average the gradient over the samples, so that w stays one number."),),
    "not_flattened": (
        Case(not_flattened, "Flatten each image first: images.flatten(1) is (20, 64)."),
        Case(no_channels, "A convolution wants (samples, channels, height, width): images[:, None] is (20, 1, 8, 8)."),
    ),
    "rows_as_samples": (
        Case(rows_without_labels, "Do not repeat the labels to please the loss; keep one row for each image."),
    ),
    "integer_labels": (
        Case(integer_labels, "Make rows of the labels, F.one_hot(labels, 10), or use F.cross_entropy(logits, labels)."),
        Case(onehot_integers, "Rows of 0 and 1 have to be floating point numbers here: F.one_hot(labels, 10).float()."),
        Case(float_labels, "Class numbers have to be whole: labels.long()."),
    ),
    "integer_labels_silent": (Case(integer_labels, "With 20 samples a batch, the same line would have said it."),),
    "label_deleted": (Case(missing_column, "Keep the label, and name it when you split the table."),),
}

READINGS: tuple[tuple[str, str], ...] = (  # pattern → what it means
    (r"^IndexError", "Something was asked for by a number that nothing has."),
    (r"^RuntimeError", "PyTorch could not carry out an operation with the tensors it was given."),
    (r"^KeyError", "Something was asked for by a name that nothing has."),
    (r"Target (?P<label>\d+)", "A label of the batch is {label}: the output with this number was looked for."),
    (
        r"is out of bounds\.?$",
        "There are fewer outputs; they are counted from 0, so the last one is their number less 1.",
    ),
    (r"index (?P<index>\d+)", "The place {index} was asked for."),
    (r"axis (?P<axis>\d+)", "Axes are counted from 0: axis {axis} is the columns."),
    (r"with size (?P<size>\d+)", "There are only {size} places along it."),
    (r"^ValueError", "A value does not fit what was asked for."),
    (r"mat1 and mat2", "Two matrices: mat1 is what comes in, mat2 the layer’s weights, transposed."),
    (r"\((?P<rows>\d+)x(?P<columns>\d+) and", "mat1: {rows} rows of {columns} numbers."),
    (r"and (?P<n_in>\d+)x(?P<n_out>\d+)\)", "mat2: for {n_in} numbers in, {n_out} out."),
    (r"shapes cannot be multiplied", "The second number of mat1 must equal the first of mat2."),
    (
        r"weight of size \[(?P<n_out>\d+), (?P<n_in>\d+), (?P<height>\d+), (?P<width>\d+)\]",
        "The kernels: {n_out} of them, for {n_in} channel, {height} × {width} pixels.",
    ),
    (
        r"expected input\[(?P<n>\d+), (?P<channels>\d+), (?P<height>\d+), (?P<width>\d+)\]",
        "How the input was understood: {n} image of {channels} channels.",
    ),
    (r"but got (?P<channels>\d+) channels", "The {channels} images were taken for the channels of one image."),
    (
        r"input batch_size \((?P<rows>\d+)\) to match target batch_size \((?P<labels>\d+)\)",
        "{rows} answers were given for {labels} labels.",
    ),
    (r"size of tensor a \((?P<a>\d+)\)", "The left factor has {a} places along this axis."),
    (r"size of tensor b \((?P<b>\d+)\)", "The right one has {b}."),
    (
        r"at non-singleton dimension (?P<axis>\d+)",
        "It is about axis {axis}, counted from 0; only an axis of length 1 could be stretched to fit.",
    ),
    (r"got Long", "The targets are whole numbers (Long)."),
    (r"floating point type for target with class probabilities", "Targets in rows are read as probabilities."),
    (r"expected target dtype to be Long", "One label a sample is read as a class number, which is whole (Long)."),
    (r"but got Float", "The labels are floating point numbers."),
    (r"between 0 and 1", "A number below 0 or above 1 is no probability."),
    (r"KeyError: '(?P<name>\w+)'", "There is no column “{name}” any more."),
)


def caught(program: Callable[[], None]) -> str:
    """The message of the error that a program ends in, as Python prints it."""
    try:
        program()
    except ERRORS as error:
        return f"{type(error).__name__}: {error}"
    raise AssertionError(f"{program.__name__} ended without an error")


def code(program: Callable[[], None]) -> str:
    """The lines of a program."""
    return inspect.cleandoc(inspect.getsource(program).partition("\n")[2])


def reading(message: str) -> list[tuple[str, str, dict[str, str]]]:
    """The parts of a message that can be explained, in the order they stand: words, meaning, the meaning's values."""
    found = [(m.start(), m[0], text, m.groupdict()) for pattern, text in READINGS if (m := re.search(pattern, message))]
    return [(words, text, values) for _, words, text, values in sorted(found, key=lambda part: part[0])]
