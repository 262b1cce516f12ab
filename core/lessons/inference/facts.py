"""Facts: worlds of two-part questions with their answers, of which the network is told only some."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import torch
from torch import Generator, Tensor

from core.lessons.inference.family import PEOPLE, RELATIONS

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWX"
COLOURS = ("red", "green", "blue", "yellow", "black", "white", "pink", "brown", "grey", "purple", "orange", "gold")
SHAPES = ("circle", "square", "star", "cross", "heart", "moon", "arrow", "ring", "cube", "cone", "leaf", "wave")


@dataclass(frozen=True)
class Facts:
    """All questions (a, b) of a world: `answers[i, j]` is the set of right answers (empty: there is no question, or no
    answer), `told[i, j]` whether the network learns it.

    `shared`: both parts are things of the same kind, with one embedding.
    """

    a_names: tuple[str, ...]
    b_names: tuple[str, ...]
    outputs: tuple[str, ...]
    answers: dict[tuple[int, int], frozenset[int]]
    told: Tensor  # (n_a, n_b) bool
    shared: bool = False
    links: tuple[tuple[int, int], ...] = field(default=())  # of `told`, those that join two halves

    @property
    def targets(self) -> Tensor:
        """(n_a, n_b, n_outputs): 1/m at each of m right answers."""
        found = torch.zeros(len(self.a_names), len(self.b_names), len(self.outputs))
        for place, right in self.answers.items():
            for k in right:
                found[*place, k] = 1 / len(right)
        return found


def order(n: int, *, linked: bool, circle: bool = False) -> Facts:
    """A > B, B > C, …: told are the neighbours alone; without the link the two halves know nothing of each other.

    In a circle the last is above the first, so that no order exists and only neighbours have an answer.
    """
    steps = [(i, (i + 1) % n) for i in range(n if circle else n - 1)]
    half = (n // 2 - 1, n // 2)
    told = torch.zeros(n, n, dtype=torch.bool)
    for i, j in steps:
        if linked or (i, j) != half:
            told[i, j] = told[j, i] = True
    right = {(i, j): frozenset({int(i < j)}) for i, j in product(range(n), repeat=2) if i != j}
    if circle:
        right = {place: frozenset({k}) for i, j in steps for place, k in (((i, j), 1), ((j, i), 0))}
    names = tuple(LETTERS[:n])
    return Facts(names, names, ("<", ">"), right, told, True, (half, half[::-1]))


def rule(
    n: int,
    answer: Callable[[int, int, int], set[int]],
    outputs: tuple[str, ...],
    names: tuple[tuple[str, ...], tuple[str, ...]],
    held_out: float,
    seed: int,
) -> Facts:
    """A rule over an n × n table, of which a share is held out: at random, but every row and column keeps a fact."""
    right = {(i, j): frozenset(answer(i, j, n)) for i, j in product(range(n), repeat=2)}
    return Facts(names[0], names[1], outputs, right, told(n, n, list(right), held_out, seed), names[0] == names[1])


def family(held_out: float, seed: int) -> Facts:
    """Hinton's two families: 104 questions such as "Colin's aunt?", some with two answers."""
    relations = tuple(RELATIONS)
    right = {
        (i, j): frozenset(PEOPLE.index(name) for name in RELATIONS[relation](person))
        for (i, person), (j, relation) in product(enumerate(PEOPLE), enumerate(relations))
    }
    right = {place: answers for place, answers in right.items() if answers}
    mask = told(len(PEOPLE), len(relations), list(right), held_out, seed)
    return Facts(PEOPLE, relations, PEOPLE, right, mask)


def told(n_a: int, n_b: int, places: list[tuple[int, int]], held_out: float, seed: int) -> Tensor:
    """Which questions are told: all but ⌊held_out · n⌋, as far as every thing still stands in one that is told."""
    mask = torch.zeros(n_a, n_b, dtype=torch.bool)
    for place in places:
        mask[place] = True
    left = int(held_out * len(places))
    for index in torch.randperm(len(places), generator=Generator().manual_seed(seed)).tolist():
        i, j = places[index]
        if left and mask[i].sum() > 1 and mask[:, j].sum() > 1:
            mask[i, j] = False
            left -= 1
    return mask


@dataclass(frozen=True)
class World:
    """A kind of question: what it asks, its facts from (n, linked, held_out, seed), the settings that these read, and
    what a person finds set when choosing it. `limits`: how few and how many things there can be.
    """

    title: str
    question: str
    facts: Callable[[int, bool, float, int], Facts]
    reads: tuple[str, ...]
    own: dict[str, Any]
    limits: tuple[int, int] = (4, 24)

    @property
    def sided(self) -> bool:
        """Whether the two outputs are two sides of one answer, so that it has a direction."""
        return self.question == "{a} > {b}?"


def digits(n: int) -> tuple[str, ...]:
    return tuple(map(str, range(n)))


TABLE = ("n", "held_out", "data_seed")  # what a world of a rule reads
WORLDS: dict[str, World] = {
    "order": World(
        "An order",
        "{a} > {b}?",
        lambda n, linked, h, s: order(n, linked=linked),
        ("n", "linked"),
        {"n": 7, "l2": 0.0},
        (4, 12),
    ),
    "circle": World(
        "A circle",
        "{a} > {b}?",
        lambda n, linked, h, s: order(n, linked=True, circle=True),
        ("n",),
        {"n": 6, "l2": 0.0},
        (4, 12),
    ),
    "both": World(
        "Colour and shape",
        "{a} {b}: which colour, which shape?",
        lambda n, linked, h, s: rule(
            n, lambda i, j, n: {i, n + j}, COLOURS[:n] + SHAPES[:n], (COLOURS[:n], SHAPES[:n]), h, s
        ),
        TABLE,
        {"n": 8, "l2": 0.3, "held_out": 0.2},
        (4, 12),
    ),
    "sum": World(
        "Sum",
        "{a} + {b} = ?",
        lambda n, linked, h, s: rule(n, lambda i, j, n: {i + j}, digits(2 * n - 1), (digits(n),) * 2, h, s),
        TABLE,
        {"n": 20, "l2": 0.5, "held_out": 0.2},
    ),
    "modular": World(
        "Sum on a clock",
        "{a} + {b} = ? (mod {n})",
        lambda n, linked, h, s: rule(n, lambda i, j, n: {(i + j) % n}, digits(n), (digits(n),) * 2, h, s),
        TABLE,
        {"n": 23, "l2": 1.0, "held_out": 0.2},
    ),
    "maximum": World(
        "The larger",
        "max({a}, {b}) = ?",
        lambda n, linked, h, s: rule(n, lambda i, j, n: {max(i, j)}, digits(n), (digits(n),) * 2, h, s),
        TABLE,
        {"n": 12, "l2": 0.3, "held_out": 0.2},
    ),
    "same": World(
        "Same or different",
        "{a} = {b}?",
        lambda n, linked, h, s: rule(
            n, lambda i, j, n: {int(i == j)}, ("≠", "="), (tuple(LETTERS[:n]), tuple(LETTERS[:n])), h, s
        ),
        TABLE,
        {"n": 12, "l2": 0.3, "held_out": 0.2},
    ),
    "family": World(
        "Two families",
        "Who is {b} of {a}?",
        lambda n, linked, h, s: family(h, s),
        ("held_out", "data_seed"),
        {"l2": 0.3, "held_out": 0.05},
    ),
}
