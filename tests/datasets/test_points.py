import base64
import inspect
import math
import pickle
import re
import struct
from typing import get_args

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from torch.nn import Linear, Sequential, Tanh
from torch.nn.functional import cross_entropy, mse_loss

from core.datasets.own_points import EXTENT, MAX_POINTS, decode_points, encode_points
from core.datasets.points import DATASETS, FEATURE_CODE, FEATURE_LABELS, FEATURES, DatasetId, FeatureId, PointsConfig

MADE = [name for name in DATASETS if name != "own"]
CLASSIFICATION = [name for name in MADE if DATASETS[name].n_classes]
POINT = st.tuples(*[st.integers(-6000, 6000).map(lambda v: v / 1000)] * 2, st.integers(0, 7))
FOUR = np.array([[0, 0, 0], [1, 1, 1], [2, 2, 2], [3, 3, 0]], float)


def pack(*values):
    return base64.urlsafe_b64encode(struct.pack("<" + "hhB" * (len(values) // 3), *values)).decode()


def make(name, n_samples=400, noise=0.0, seed=0):
    return DATASETS[name].make(n_samples, noise, torch.Generator().manual_seed(seed))


def test_ids_and_tables_agree():
    assert list(DATASETS) == list(get_args(DatasetId))
    assert list(FEATURES) == list(FEATURE_CODE) == list(FEATURE_LABELS) == list(get_args(FeatureId))


@pytest.mark.parametrize("noise", [0.0, 0.5])
@pytest.mark.parametrize("n_samples", [10, 61, 2000])
@pytest.mark.parametrize("name", MADE)
def test_shapes_types_and_range(name, n_samples, noise):
    x, y = make(name, n_samples, noise)
    assert x.shape == (n_samples, 2) and x.dtype == torch.float32 and torch.isfinite(x).all()
    assert y.shape == (n_samples,)
    assert x.abs().max() <= (EXTENT if noise == 0 else 2 * EXTENT)
    if DATASETS[name].n_classes:
        assert y.dtype == torch.int64
        counts = torch.bincount(y, minlength=DATASETS[name].n_classes)
        assert len(counts) == DATASETS[name].n_classes and counts.max() - counts.min() <= 1
    else:
        assert y.dtype == torch.float32 and y.abs().max() <= 1


@pytest.mark.parametrize("name", MADE)
def test_only_the_given_generator_decides(name):
    before = torch.get_rng_state()
    x, y = make(name, noise=0.2)
    assert torch.equal(before, torch.get_rng_state())
    again, y_again = make(name, noise=0.2)
    assert torch.equal(x, again) and torch.equal(y, y_again)
    assert not torch.equal(x, make(name, noise=0.2, seed=1)[0])


@pytest.mark.parametrize("name", DATASETS)
def test_source_stands_alone(name):
    function = DATASETS[name].make
    scope = {"torch": torch, "math": math}
    exec(inspect.getsource(function), scope)
    x, y = scope[function.__name__](50, 0.3, torch.Generator().manual_seed(3))
    x_here, y_here = make(name, 50, 0.3, seed=3)
    assert torch.equal(x, x_here) and torch.equal(y, y_here)


@pytest.mark.parametrize("name", CLASSIFICATION)
def test_clean_classes_lie_apart(name):
    x, y = make(name, 1000)
    distance = torch.cdist(x, x).fill_diagonal_(torch.inf)
    share = (y[distance.argmin(dim=1)] == y).float().mean()
    assert share == 1 if name != "checkerboard" else share > 0.97


def test_clean_labels_follow_their_formula():
    x, y = make("circle")
    assert torch.equal(y == 1, x.norm(dim=1) < 3)
    x, y = make("xor")
    assert torch.equal(y == 1, x[:, 0] * x[:, 1] > 0)
    x, y = make("gaussians")
    assert torch.equal(y == 1, x.sum(dim=1) > 0)
    x, y = make("checkerboard")
    assert torch.equal(y, ((x + 5) / 2.5).floor().sum(dim=1).long() % 2)
    x, y = make("plane")
    assert torch.allclose(y, (x[:, 0] + x[:, 1]) / 10)
    x, y = make("multi_gauss", 2000)
    near = (x - torch.tensor([0, -2.5])).norm(dim=1) < 0.3
    assert near.any() and (y[near] > 0.9).all()


@pytest.mark.parametrize("name", MADE)
def test_more_noise_moves_points_further(name):
    x, _ = make(name)
    shifts = [(make(name, noise=noise)[0] - x).norm(dim=1).mean() for noise in (0.1, 0.3, 0.5)]
    assert 0 < shifts[0] < shifts[1] < shifts[2]


@pytest.mark.parametrize("name", MADE)
def test_a_small_network_learns_it(name):
    data = PointsConfig(dataset=name, n_samples=1000, noise=0).load()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = Sequential(Linear(2, 16), Tanh(), Linear(16, 16), Tanh(), Linear(16, max(data.n_classes, 1)))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(600):
        logits = model(data.x_train)
        loss = cross_entropy(logits, data.y_train) if data.n_classes else mse_loss(logits[:, 0], data.y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        logits = model(data.x_test)
    if data.n_classes:
        assert (logits.argmax(dim=1) == data.y_test).float().mean() > 0.93
    else:
        assert mse_loss(logits[:, 0], data.y_test) < 0.05 * data.y_test.var()


def test_features_match_formulas_and_code():
    x = make("gaussians", noise=0.3)[0]
    a, b = x.numpy().T
    expected = [a, b, a * a, b * b, a * b, np.sin(a), np.sin(b), np.cos(a), np.cos(b)]
    for feature, values in zip(FEATURES, expected, strict=True):
        np.testing.assert_allclose(FEATURES[feature](x), values, rtol=1e-4, atol=1e-6)
        assert torch.equal(eval(FEATURE_CODE[feature], {"torch": torch, "x": x}), FEATURES[feature](x))


def test_load_splits_and_encodes():
    config = PointsConfig(dataset="pinwheel3", n_samples=100, train_share=0.3, features="x1x2-x2")
    data = config.load()
    assert data.x_train.shape == (30, 2) and data.x_test.shape == (70, 2) and len(data.y_test) == 70
    assert data.n_classes == config.n_classes == 3
    assert data.input_names == ("x₂", "x₁x₂")
    inputs = data.encode(data.x_train)
    assert torch.equal(inputs, torch.stack([data.x_train[:, 1], data.x_train[:, 0] * data.x_train[:, 1]], dim=1))
    x, _ = DATASETS["pinwheel3"].make(100, config.noise, torch.Generator().manual_seed(0))
    assert sorted(torch.cat([data.x_train, data.x_test]).tolist()) == sorted(x.tolist())


def test_load_is_deterministic_and_picklable():
    config = PointsConfig(dataset="spiral", data_seed=5)
    before = torch.get_rng_state()
    data, again = config.load(), pickle.loads(pickle.dumps(config.load()))
    assert torch.equal(before, torch.get_rng_state())
    assert torch.equal(data.x_train, again.x_train) and torch.equal(
        data.encode(data.x_test), again.encode(again.x_test)
    )
    assert not torch.equal(data.x_train, config.model_copy(update={"data_seed": 6}).load().x_train)


def test_features_are_unique_and_in_table_order():
    assert PointsConfig(features="x2-x1").features == PointsConfig(features=["x2", "x1"]).features == ("x1", "x2")
    assert PointsConfig(features="-".join(FEATURES)).features == tuple(FEATURES)
    for wrong in ("", "x1-", "x1-x1", "x3", (), 7, None):
        with pytest.raises(ValidationError, match="features"):
            PointsConfig(features=wrong)


def test_every_field_has_a_title_and_a_description():
    fields = {name: field for name, field in PointsConfig.model_fields.items() if name != "kind"}
    assert all(field.title and field.description for field in fields.values())


def test_json_round_trip():
    config = PointsConfig(dataset="own", features="sinx1-x1", points=encode_points(FOUR))
    assert PointsConfig.model_validate_json(config.model_dump_json()) == config


def test_own_points():
    config = PointsConfig(dataset="own", points=encode_points(FOUR), train_share=0.9)
    data = config.load()
    assert config.ready and config.n_classes == data.n_classes == 3
    assert len(data.x_train) == 3 and len(data.x_test) == 1
    assert data.x_train.dtype == torch.float32 and data.y_train.dtype == torch.int64
    assert len(config.model_copy(update={"train_share": 0.1}).load().x_train) == 1


@pytest.mark.parametrize("points", [FOUR[:0], FOUR[:3], FOUR * [1, 1, 0]])
def test_too_few_own_points_are_legal_but_not_ready(points):
    config = PointsConfig(dataset="own", points=encode_points(points))
    assert not config.ready and config.n_classes >= 2
    with pytest.raises(ValueError, match="at least 4"):
        config.load()


def test_made_sets_are_always_ready():
    assert PointsConfig().ready and PointsConfig(points=encode_points(FOUR)).n_classes == 2


@given(st.lists(POINT, max_size=60))
def test_own_points_round_trip(points):
    table = np.array(points, float).reshape(-1, 3)
    text = encode_points(table)
    assert re.fullmatch(r"[A-Za-z0-9_-]*", text)
    np.testing.assert_array_equal(decode_points(text), table)


@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]{0,60}", fullmatch=True))
def test_junk_text_gives_points_or_a_value_error(text):
    try:
        points = decode_points(text)
    except ValueError:
        with pytest.raises(ValidationError, match="points"):
            PointsConfig(dataset="own", points=text)
    else:
        assert points.shape[1] == 3 and len(points) <= MAX_POINTS
        np.testing.assert_array_equal(decode_points(encode_points(points)), points)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([6.01, 0, 0], "outside"),
        ([0, -40, 0], "outside"),
        ([math.nan, 0, 0], "outside"),
        ([0, 0, 8], "label"),
        ([0, 0, -1], "label"),
        ([0, 0, 0.5], "label"),
    ],
)
def test_encode_refuses(row, message):
    with pytest.raises(ValueError, match=message):
        encode_points(np.array([row], float))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ab*d", "base64"),
        ("é", "base64"),
        ("AAAA", "whole point"),
        (pack(0, 0, 8), "label"),
        (pack(0, 6001, 0), "outside"),
        (pack(-32768, 0, 0), "outside"),
        (pack(*[0, 0, 0] * (MAX_POINTS + 1)), "at most 1000"),
    ],
)
def test_decode_refuses(text, message):
    with pytest.raises(ValueError, match=message):
        decode_points(text)


def test_most_points_fit():
    assert decode_points(encode_points(np.zeros((MAX_POINTS, 3)))).shape == (MAX_POINTS, 3)
