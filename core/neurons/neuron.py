"""Neuron: what every model of a single nerve cell offers, whatever its equations."""

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from numpy.typing import NDArray
from pydantic import Field

Array = NDArray[Any]


def parameter(default: float, low: float, high: float, title: str, description: str, step: float) -> Any:
    """A field that may change while the cell lives."""
    more: dict[str, Any] = {"hot": True, "step": step}
    return Field(float(default), ge=low, le=high, title=title, description=description, json_schema_extra=more)


class Neuron(Protocol):
    """A model of a membrane: its parameters are a frozen config, its state an array, its input a current.

    The state's first variable is the membrane potential v in mV. `unit` is that of the current, `reach` the least and
    greatest current that is of interest, `samples` how many steps are taken in a millisecond, and `peak` up to where
    in mV the view draws a spike that the equations leave out; None where they make it themselves.
    """

    title: ClassVar[str]
    variables: ClassVar[tuple[str, ...]]
    unit: ClassVar[str]
    reach: ClassVar[tuple[float, float]]
    peak: ClassVar[float | None]

    @property
    def samples(self) -> int:
        """Steps in a millisecond; the current is constant within one."""

    def rest(self, current: float) -> Array:
        """The state (d,) in which the cell waits under a constant current, or where it begins if it cannot rest."""

    def advance(self, state: Array, currents: Sequence[float]) -> tuple[Array, list[float]]:
        """The states after each of n steps (n, d), and the times of the spikes in ms from the first step's start."""

    def __hash__(self) -> int: ...

    def model_dump(self) -> dict[str, Any]: ...
