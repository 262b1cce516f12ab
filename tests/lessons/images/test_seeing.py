"""What a network makes of one picture, against PyTorch and sums by hand."""

import numpy as np
import pytest
import torch

from core.datasets.images import unit
from core.lessons.images.learner import ImagesLearner
from core.lessons.images.seeing import Stage, filters, probabilities, product, templates, walk
from core.lessons.images.settings import ImagesExperiment
from core.models.cnn import CNN

NETWORKS: dict[str, dict] = {
    "small": {},
    "mlp": {"channels": "", "hidden": "20-12"},
    "all": {"channels": "4-6", "batch_norm": True, "residual": True, "pool": "average", "hidden": "9-7"},
    "valid": {"channels": "5", "padding": "valid", "stride": 2, "kernel": 2, "pool": "none", "hidden": ""},
}


def seen(name: str) -> tuple[ImagesLearner, CNN, list[Stage]]:
    learner = ImagesLearner(ImagesExperiment().replace(**NETWORKS[name]))
    for _ in range(3):
        learner.step()
    model = learner.model_at(learner.frame())
    return learner, model, walk(model, learner.data.x_test[5])


@pytest.mark.parametrize("name", NETWORKS)
def test_the_stages_are_the_rows_of_the_layer_table(name: str) -> None:
    learner, model, stages = seen(name)
    rows = [row for row in learner.settings.rows if row.kind != "flatten"]
    assert [(stage.name, stage.values.shape) for stage in stages[1:]] == [(row.name, row.shape) for row in rows]
    assert [stage.kind for stage in stages] == ["input", *(row.name.split()[0] for row in rows)]
    x = learner.data.encode(learner.data.x_test[5:6])
    np.testing.assert_array_equal(stages[0].values, x[0])
    np.testing.assert_allclose(stages[-1].values, model(x)[0].detach(), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(
        probabilities(model, learner.data.x_test[:9]).sum(1), 1, rtol=1e-5
    )  # and softmax of the last
    np.testing.assert_allclose(
        probabilities(model, learner.data.x_test[5:6])[0], torch.softmax(torch.from_numpy(stages[-1].values), 0), 1e-4
    )


@pytest.mark.parametrize("name", NETWORKS)
def test_every_number_is_explained_by_the_stage_before(name: str) -> None:
    learner, model, stages = seen(name)
    weighted = set()
    for i, stage in enumerate(stages[1:], start=1):
        places = [(0, 0, 0), tuple(n - 1 for n in stage.values.shape), tuple(n // 2 for n in stage.values.shape)]
        for place in places:
            found = product(model, stages, i, *place[: stage.values.ndim])
            assert found.value == pytest.approx(float(stage.values[place[: stage.values.ndim]]))
            if found.weights.size:
                weighted.add(stage.kind)
                assert found.weights.shape == found.inputs.shape
                total = float((found.weights * found.inputs).sum()) + found.bias
                total = max(0.0, total) if stage.kind == "dense" else total
                assert total == pytest.approx(found.value, rel=1e-4, abs=1e-4)
            elif stage.kind == "pool":
                made = found.inputs.mean() if learner.settings.model.pool == "average" else found.inputs.max()
                assert found.inputs.shape == (2, 2) and made == pytest.approx(found.value, abs=1e-6)
            elif stage.kind == "activation":
                assert max(0.0, float(found.inputs[0, 0])) == pytest.approx(found.value)
    assert "output" in weighted and ("conv" in weighted) == bool(learner.settings.model.channels)


def test_filters_and_templates() -> None:
    assert filters(seen("small")[1]).shape == (8, 1, 3, 3) and filters(seen("small")[1], 1).shape == (16, 8, 3, 3)
    learner, model, _ = seen("mlp")
    pictures = templates(model, learner.settings.data.shape)
    assert pictures.shape == (20, 1, 8, 8)
    np.testing.assert_array_equal(pictures[3].ravel(), model.linears[0].weight[3].detach())


def test_pixels_are_read_as_the_data_says() -> None:
    learner, model, _ = seen("small")
    stages = walk(model, learner.data.x_test[5], unit)
    np.testing.assert_allclose(stages[0].values, learner.data.x_test[5] / 255, rtol=1e-6)
