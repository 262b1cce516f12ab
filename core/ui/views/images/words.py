"""Words of the page on images: what layers are called, and why one is impossible."""

from core.activations import ACTIVATIONS
from core.models.layer_table import MESSAGES, ShapeError
from core.ui.language import t
from core.ui.look import Look

KINDS = {
    "input": "picture",
    "conv": "conv",
    "norm": "norm",
    "activation": "activation",
    "sum": "add",
    "pool": "pool",
    "flatten": "flatten",
    "dense": "dense",
    "output": "output",
}


def span(look: Look, columns: int) -> float:
    """Width in px of a panel that spans so many of the 12 columns."""
    return look.width * (columns / 12 if look.width > 640 else 1) - 12


def layer_name(name: str, activation: str) -> str:
    """A layer of the table in the page's language: its kind, an activation by its own name, and its number."""
    kind, _, n = name.partition(" ")
    return f"{t(ACTIVATIONS[activation].title if kind == 'activation' else KINDS[kind])} {n}".strip()


def shape_sentence(problem: ShapeError) -> str:
    return t(MESSAGES[problem.id], **problem.values | {"layer": layer_name(str(problem.values["layer"]), "relu")})
