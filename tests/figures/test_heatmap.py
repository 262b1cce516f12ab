"""Tables of numbers as colours."""

import numpy as np

from core.figures.heatmap import heatmap, whole
from core.figures.theme import LIGHT


def test_row_0_is_on_top_and_zero_is_the_background() -> None:
    values = np.array([[0.0, 2.0, -1.0], [4.0, -2.0, 1.0]])
    drawing = heatmap(values, theme=LIGHT, limit=2.0, row=1)["drawing"]
    image = drawing["items"][0]
    assert image["pixels"][0][::-1].tolist() == [[128, 255, 64], [255, 0, 191]]
    np.testing.assert_allclose(image["values"][0][::-1] * image["scale"], values, atol=1e-3)
    left, top, width, height = image["at"][0]
    plane = drawing["plane"]
    assert plane["x_range"] == [-0.5, 2.5] and plane["y_range"] == [1.5, -0.5]
    ends = drawing["items"][-1]["ends"]
    np.testing.assert_allclose([ends[:, 1].min(), ends[:, 1].max()], [top + height / 2, top + height], atol=0.01)
    assert (left, width) == (plane["x"], plane["width"])


def test_axes_count_from_0_in_whole_numbers() -> None:
    assert whole(1, 5) == [0] and whole(2, 5) == [0, 1] and whole(64, 5) == [0, 20, 40, 60]
