import numpy as np
import plotly.graph_objects as go

from core.figures.confusion import confusion, predicted_against_actual
from core.figures.theme import LIGHT


def test_confusion_shows_counts_and_shares() -> None:
    counts = np.array([[8, 2], [0, 0]])
    figure = confusion(counts, class_names=["cat", "dog"], theme=LIGHT, x_title="predicted", y_title="actual")
    go.Figure(figure)
    (area,) = figure["data"]
    np.testing.assert_array_equal(area["text"], counts)
    np.testing.assert_allclose(area["z"], [[0.8, 0.2], [0, 0]])
    assert area["colorscale"][0] == [0.0, LIGHT.background]
    assert figure["layout"]["xaxis"]["ticktext"] == ["cat", "dog"]
    low, high = figure["layout"]["yaxis"]["range"]
    assert low > high  # the first class is on top


def test_predictions_stand_against_the_diagonal() -> None:
    y, prediction = np.array([0.2, -0.4]), np.array([0.3, -0.3])
    figure = predicted_against_actual(y, prediction, theme=LIGHT, title="R²")
    go.Figure(figure)
    line, dots, handles = figure["data"]
    np.testing.assert_array_equal(line["x"], line["y"])
    np.testing.assert_allclose(handles["x"], y, rtol=1e-6)
    np.testing.assert_allclose(handles["y"], prediction, rtol=1e-6)
    centres = np.nanmean(dots["x"].reshape(2, 9), 1)
    np.testing.assert_allclose(centres, y, atol=1e-6)
    assert figure["layout"]["xaxis"]["range"] == figure["layout"]["yaxis"]["range"] == [-0.5, 0.5]


def test_given_limits_hold() -> None:
    figure = predicted_against_actual(np.array([9.0]), np.array([9.0]), theme=LIGHT, limits=(0, 1))
    assert figure["layout"]["xaxis"]["range"] == [0, 1]
