"""What is said of a run follows from its numbers."""

import pytest

from core.diagnosis import FINDINGS, findings
from core.probe import Units

AWAKE = Units((), ())


@pytest.mark.parametrize(
    ("norms", "units", "loss", "ids"),
    [
        ([0.5, 0.6], AWAKE, 0.7, []),
        ([1e-6, 0.5], AWAKE, 0.7, ["vanishing"]),
        ([0.0, 0.5], AWAKE, 0.7, ["no_gradient"]),
        ([0.0, 0.0, 0.0], AWAKE, 0.7, ["no_gradient"]),
        ([0.0, 0.0], AWAKE, 0.001, []),
        ([float("nan"), 0.5], AWAKE, 0.7, []),
        ([0.5, 0.6], Units(((1, 0),), ((1, 1), (1, 2))), 0.7, ["dead", "saturated"]),
    ],
)
def test_findings(norms: list[float], units: Units, loss: float, ids: list[str]) -> None:
    found = findings(norms, units, 8, loss)
    assert [finding.id for finding in found] == ids
    for finding in found:
        assert "{" not in FINDINGS[finding.id].format(**finding.values)
