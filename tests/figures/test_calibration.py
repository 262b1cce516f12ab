import numpy as np
import plotly.graph_objects as go
import pytest

from core.figures.calibration import calibration
from core.figures.theme import THEMES


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_shares_stand_over_confidence_with_their_intervals_and_rows(theme) -> None:
    confidence, share = np.array([0.1, 0.8]), np.array([0.2, 0.5])
    low, high, rows = np.array([0.1, 0.3]), np.array([0.5, 0.6]), np.array([7, 30])
    figure = calibration(confidence, share, low, high, rows, theme=theme, x_title="confidence", rows_title="rows")
    go.Figure(figure)
    diagonal, line, bars = figure["data"]
    np.testing.assert_array_equal(diagonal["x"], diagonal["y"])
    np.testing.assert_allclose(line["y"] + line["error_y"]["array"], high, rtol=1e-6)
    np.testing.assert_allclose(line["y"] - line["error_y"]["arrayminus"], low, rtol=1e-6)
    np.testing.assert_array_equal(bars["y"], rows)
    assert figure["layout"]["yaxis2"]["range"] == pytest.approx([0, 33])


def test_nothing_gives_empty_axes() -> None:
    nothing = np.empty(0)
    diagonal, *rest = go.Figure(calibration(nothing, nothing, nothing, nothing, nothing, theme=THEMES["light"])).data
    assert len(diagonal.x) == 2 and all(len(trace.x) == 0 for trace in rest)
