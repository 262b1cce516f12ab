"""Words of the page on images: what layers are called, and why one is impossible."""

from core.models.layer_table import MESSAGES, ShapeError
from core.ui.language import t
from core.ui.look import Look

KINDS = {
    "input": "picture",
    "conv": "convolution",
    "norm": "batch norm",
    "activation": "activation",
    "sum": "residual sum",
    "pool": "pooling",
    "dense": "dense",
    "output": "answer",
}


def span(look: Look, columns: int) -> float:
    """Width in px of a panel that spans so many of the 12 columns."""
    return look.width * (columns / 12 if look.width > 640 else 1) - 12


def layer_name(name: str) -> str:
    """A layer of the table in the page's language: its kind, and its number where there are several."""
    kind, _, n = name.partition(" ")
    return f"{t(KINDS[kind])} {n}".strip() if kind in KINDS else t(name)


def shape_sentence(problem: ShapeError) -> str:
    return t(MESSAGES[problem.id], **problem.values | {"layer": layer_name(str(problem.values["layer"]))})
