"""Difference: one thing that w·x + b leaves out, said, computed and sourced."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.figures.figure import Figure


@dataclass(frozen=True)
class Difference:
    """What the sum says and what the cell does, two figures with their descriptions, and where it is known from.

    `widgets` are the settings that a person moves here, `settings` what shows it on the cell of the live view.
    """

    sum: str
    cell: str
    source: str
    left: tuple[Figure, str]
    right: tuple[Figure, str]
    widgets: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
