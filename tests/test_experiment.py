import json
import math

import numpy as np
import pytest
from annotated_types import MaxLen
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from core.datasets.own_points import encode_points
from core.datasets.points import DATASETS, FEATURES, PointsConfig
from core.experiment import Experiment
from core.learning.backprop import BackpropConfig
from core.losses import LOSSES
from core.models.mlp import MLPConfig
from core.settings import SettingError, allowed, bounds, choices, shorten, to_text

DEFAULT = Experiment()
FIELDS, PART_OF, PARTS = DEFAULT.fields(), DEFAULT.owners(), ("data", "model", "training")
BOUNDED = [name for name, field in FIELDS.items() if bounds(field)[0] is not None]
CHOSEN = [name for name, field in FIELDS.items() if choices(field)]
OWN = st.lists(st.tuples(*[st.integers(-6000, 6000)] * 2, st.integers(0, 7)), max_size=30)


def values(name):
    """Every value that the declaration of a field allows."""
    field = FIELDS[name]
    low, high = bounds(field)
    if choices(field):
        return st.sampled_from(choices(field))
    if field.annotation is int:
        return st.integers(low, high)
    if field.annotation is float:
        return st.floats(low, high)
    if name == "hidden":
        (longest,) = [part.max_length for part in field.metadata if isinstance(part, MaxLen)]
        return st.lists(st.integers(1, 32), max_size=longest).map(tuple)
    if name == "features":
        return st.lists(st.sampled_from(list(FEATURES)), min_size=1, unique=True).map(tuple)
    if name == "points":
        return OWN.map(lambda rows: encode_points(np.array(rows, float).reshape(-1, 3) / [1000, 1000, 1]))
    raise AssertionError(f"no values for {name}")


def fits(chosen):
    loss = chosen["loss"]
    return loss == "auto" or DATASETS[chosen["dataset"]].n_classes or LOSSES[loss].regression


EXPERIMENTS = (
    st.fixed_dictionaries({name: values(name) for name in FIELDS})
    .filter(fits)
    .map(lambda chosen: DEFAULT.replace(**chosen))
)
JUNK = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", "nan", "inf", "-inf", "1e999", "-1", "0", "9" * 400, "1.5", "8-8-0", "-", "plane", "hinge", "None", "[]"]
    ),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*PARTS, *FIELDS, "kind"]) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_fields_are_those_of_the_three_parts_each_name_once():
    names = [
        name for config in (PointsConfig, MLPConfig, BackpropConfig) for name in config.model_fields if name != "kind"
    ]
    assert list(FIELDS) == names
    assert len(set(names)) == len(names)
    assert set(PART_OF.values()) == set(PARTS)


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_says_what_a_widget_needs(name):
    field = FIELDS[name]
    assert field.title
    assert field.description.endswith(".")
    assert choices(field) or field.annotation in (str,) or name in ("hidden", "features") or None not in bounds(field)
    assert DEFAULT.values()[name] == field.default


@pytest.mark.parametrize("name", BOUNDED)
def test_bounds_hold(name):
    low, high = bounds(FIELDS[name])
    assert low < high
    for edge in (low, high):
        assert DEFAULT.replace(**{name: edge}).values()[name] == edge
    for beyond in (low - 1, high + 1, math.nan, math.inf):
        with pytest.raises(SettingError) as caught:
            DEFAULT.replace(**{name: beyond})
        assert (caught.value.name, caught.value.allowed) == (name, f"{low} … {high}")


@pytest.mark.parametrize("name", CHOSEN)
def test_choices_hold(name):
    for id in choices(FIELDS[name]):
        assert DEFAULT.replace(**{name: id}).values()[name] == id
    with pytest.raises(SettingError) as caught:
        DEFAULT.replace(**{name: "other"})
    assert (caught.value.name, caught.value.value) == (name, "other")
    assert caught.value.allowed == ", ".join(choices(FIELDS[name]))


@settings(max_examples=150, deadline=None)
@given(EXPERIMENTS, EXPERIMENTS)
def test_query_round_trip(experiment, default):
    query = experiment.to_query(default)
    assert all(isinstance(text, str) for text in query.values())
    assert default.from_query(query) == (experiment, [])
    assert query.keys() == experiment.differences(default).keys()


@settings(max_examples=100, deadline=None)
@given(EXPERIMENTS)
def test_json_round_trip(experiment):
    text = experiment.model_dump_json()
    assert Experiment.from_json(json.loads(text)) == experiment
    assert Experiment.model_validate_json(text) == experiment
    assert hash(Experiment.from_json(json.loads(text))) == hash(experiment)


@settings(max_examples=50, deadline=None)
@given(EXPERIMENTS)
def test_the_default_leaves_the_address_empty(experiment):
    assert experiment.to_query(experiment) == {}
    assert experiment.from_query({}) == (experiment, [])
    assert experiment.replace(**experiment.values()) == experiment


def test_query_holds_what_differs_as_text():
    experiment = DEFAULT.replace(hidden=(8, 8), lr=0.1, features=("sinx1", "x1"), optimizer="adam", noise=0.1)
    assert experiment.to_query(DEFAULT) == {
        "features": "x1-sinx1",
        "hidden": "8-8",
        "optimizer": "adam",
        "lr": "0.1",
    }
    assert DEFAULT.replace(hidden=()).to_query(DEFAULT) == {"hidden": ""}
    assert to_text((8, 8, 8)) == "8-8-8"


BAD = {
    "dataset": "square",
    "n_samples": "9",
    "noise": "0.6",
    "train_share": "much",
    "data_seed": "-1",
    "features": "x1-x1",
    "points": "?",
    "hidden": "8-33",
    "activation": "",
    "init": "XAVIER",
    "dropout": "nan",
    "loss": "none",
    "optimizer": "lion",
    "lr": "1e999",
    "batch_size": "2.5",
    "l1": "-0.1",
    "l2": "ten",
    "seed": "1000000",
    "stop": "now",
    "stop_value": "inf",
}
GOOD = {"n_samples": "300", "hidden": "6-5", "activation": "relu", "lr": "0.5", "seed": "7"}


@pytest.mark.parametrize("name", FIELDS)
def test_a_bad_value_is_named_and_the_good_ones_survive(name):
    good = {key: text for key, text in GOOD.items() if key != name}
    found, errors = DEFAULT.from_query({name: BAD[name]} | good)
    assert [error.name for error in errors] == [name]
    assert errors[0].allowed
    assert all(part in str(errors[0]) for part in (name, errors[0].value, errors[0].allowed))
    assert found == DEFAULT.replace(**good)
    assert found.values()[name] == DEFAULT.values()[name]
    if name != "hidden":
        assert errors[0].value == BAD[name] or name == "features"


def test_every_bad_value_is_told():
    found, errors = DEFAULT.from_query(BAD | {"colour": "red"})
    assert found == DEFAULT
    assert sorted(error.name for error in errors) == sorted([*BAD, "colour"])


@pytest.mark.parametrize("order", [("dataset", "loss", "lr"), ("lr", "loss", "dataset")])
def test_settings_possible_only_together_survive_a_bad_third(order):
    query = {"dataset": "plane", "loss": "mse", "lr": "fast"}
    found, errors = DEFAULT.replace(loss="hinge").from_query({name: query[name] for name in order})
    assert found == DEFAULT.replace(dataset="plane", loss="mse")
    assert [error.name for error in errors] == ["lr"]


@pytest.mark.parametrize("order", [("dataset", "loss"), ("loss", "dataset")])
def test_of_two_that_do_not_fit_the_data_counts(order):
    query = {"dataset": "plane", "loss": "bce"}
    found, errors = DEFAULT.from_query({name: query[name] for name in order})
    assert found == DEFAULT.replace(dataset="plane")
    assert [(error.name, error.value) for error in errors] == [("loss", "bce")]


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*FIELDS, *PARTS, "self", "cls", "kind", "lang"]) | st.text(max_size=5), JUNK, max_size=8
    )
)
def test_junk_in_the_address_never_breaks_it(query):
    found, errors = DEFAULT.from_query(query)
    assert isinstance(found, Experiment)
    assert all(isinstance(error, SettingError) and len(str(error)) < 500 for error in errors)
    assert Experiment.from_json(json.loads(found.model_dump_json())) == found
    untouched = FIELDS.keys() - query.keys()
    assert all(found.values()[name] == DEFAULT.values()[name] for name in untouched)


@settings(max_examples=300, deadline=None)
@given(JSON)
def test_junk_in_a_file_is_refused_in_a_sentence(value):
    try:
        found = Experiment.from_json(value)
    except SettingError as error:
        assert error.allowed
    else:
        assert isinstance(found, Experiment)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(FIELDS)), JSON)
def test_junk_in_one_setting_of_a_file_names_it(name, value):
    table = DEFAULT.model_dump()
    table[PART_OF[name]][name] = value
    try:
        found = Experiment.from_json(table)
    except SettingError as error:
        assert error.name == name
    else:
        assert found == DEFAULT.replace(**{name: found.values()[name]})


@pytest.mark.parametrize(
    "value", [[], "{}", 3, None, {"data": 5}, {"optimiser": {}}, {"data": {"size": 5}}, {"data": {"kind": "text"}}]
)
def test_what_is_no_experiment_is_refused(value):
    with pytest.raises(SettingError):
        Experiment.from_json(value)


def test_unknown_settings_are_refused():
    with pytest.raises(SettingError) as caught:
        DEFAULT.replace(learning_rate=0.1)
    assert caught.value.name == "learning_rate"
    assert "lr" in caught.value.allowed


def test_the_loss_has_to_fit_the_data():
    with pytest.raises(SettingError) as caught:
        DEFAULT.replace(dataset="plane", loss="bce")
    assert (caught.value.name, caught.value.value) == ("loss", "bce")
    assert caught.value.allowed == ", ".join(["auto", *(id for id in LOSSES if LOSSES[id].regression)])
    with pytest.raises(SettingError):
        Experiment.from_json({"data": {"dataset": "plane"}, "training": {"loss": "hinge"}})


@pytest.mark.parametrize(
    ("dataset", "loss"), [("circle", "bce"), ("pinwheel3", "cross_entropy"), ("plane", "mse"), ("own", "bce")]
)
def test_auto_loss(dataset, loss):
    assert DEFAULT.replace(dataset=dataset).loss == loss
    assert DEFAULT.replace(dataset=dataset, loss="mae").loss == "mae"


def test_own_points_decide_the_loss_by_their_classes():
    points = encode_points(np.array([[0, 0, 0], [1, 1, 2.0]]))
    assert DEFAULT.replace(dataset="own", points=points).loss == "cross_entropy"


def test_an_experiment_never_changes():
    with pytest.raises(ValidationError):
        DEFAULT.data = PointsConfig()
    with pytest.raises(ValidationError):
        DEFAULT.training.lr = 1
    assert DEFAULT.replace(lr=1) is not DEFAULT
    assert Experiment() == DEFAULT


def test_differences():
    other = DEFAULT.replace(lr=0.5, hidden=(3,))
    assert other.differences(DEFAULT) == {"hidden": (3,), "lr": 0.5}
    assert DEFAULT.differences(other) == {"hidden": (4, 2), "lr": 0.03}


def test_a_setting_error_is_a_sentence():
    error = SettingError("lr", 11, "1e-05 … 10")
    assert str(error) == "lr = 11 is not possible; allowed is 1e-05 … 10."
    assert isinstance(error, ValueError)
    assert len(SettingError("points", "a" * 1000, "text").value) == 40
    assert shorten("a" * 40) == "a" * 40
    assert shorten([1, 2]) == "[1, 2]"


@pytest.mark.parametrize("name", FIELDS)
def test_what_is_allowed(name):
    assert allowed(FIELDS[name])
