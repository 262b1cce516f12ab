import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config import extra
from core.lessons.optimizers.settings import RaceSettings
from core.lessons.optimizers.surfaces import SURFACES
from core.optimizers import OPTIMIZERS
from core.settings import SettingError, choices

DEFAULT = RaceSettings()


def test_the_choices_and_the_tables_name_the_same():
    assert choices(DEFAULT.fields()["surface"]) == tuple(SURFACES)
    assert RaceSettings(optimizers=tuple(OPTIMIZERS)).optimizers == tuple(OPTIMIZERS)
    assert list(extra(DEFAULT.fields()["optimizers"], "titles")) == list(OPTIMIZERS)


@pytest.mark.parametrize("id", SURFACES)
def test_a_new_surface_brings_its_start_and_rate(id):
    other = DEFAULT.replace(surface="bowl" if id != "bowl" else "beale").replace(surface=id)
    assert ((other.x, other.y), other.lr) == (SURFACES[id].start, SURFACES[id].lr)
    found, errors = DEFAULT.from_query({"surface": id})
    assert found == DEFAULT.replace(surface=id) and not errors


def test_what_was_chosen_with_the_surface_counts():
    own = DEFAULT.replace(surface="beale", x=2.0)
    assert (own.x, own.y, own.lr) == (2.0, SURFACES["beale"].start[1], SURFACES["beale"].lr)
    assert DEFAULT.replace(surface="beale", lr=0.3).lr == 0.3
    assert DEFAULT.replace(x=2.0, lr=0.3).replace(noise=1).x == 2.0


def test_the_address_of_a_surface_leaves_out_what_is_its_own_and_keeps_what_is_not():
    assert DEFAULT.replace(surface="saddle").to_query(DEFAULT) == {"surface": "saddle"}
    kept = DEFAULT.replace(surface="saddle").replace(x=DEFAULT.x, lr=DEFAULT.lr)
    assert kept.to_query(DEFAULT) == {"surface": "saddle", "x": "-5.0", "lr": "0.05"}
    assert DEFAULT.from_query(kept.to_query(DEFAULT)) == (kept, [])


@given(
    st.sampled_from(list(SURFACES)),
    st.lists(st.sampled_from(list(OPTIMIZERS)), min_size=1, unique=True),
    st.floats(-10, 10),
    st.floats(1e-5, 10),
)
def test_the_address_gives_the_same_settings(surface, optimizers, x, lr):
    settings = DEFAULT.replace(surface=surface).replace(optimizers=tuple(optimizers), x=x, lr=lr)
    assert DEFAULT.from_query(settings.to_query(DEFAULT)) == (settings, [])
    assert RaceSettings.from_json(settings.model_dump()) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("optimizers", "sgd-sgd"),
        ("optimizers", "sgd-none"),
        ("optimizers", ""),
        ("x", "11"),
        ("y", "nan"),
        ("lr", "0"),
        ("momentum", "1"),
        ("surface", "moon"),
        ("n_steps", "100000"),
        ("colour", "1"),
    ],
)
def test_what_is_not_possible_is_named(name, value):
    settings, (error,) = DEFAULT.from_query({name: value, "noise": "0.5"})
    assert error.name == name and error.allowed
    assert settings == DEFAULT.replace(noise=0.5)


def test_each_optimiser_takes_what_is_its_own():
    settings = RaceSettings(lr=0.3, adaptive_lr=0.7, momentum=0.5, rho=0.6, beta1=0.1, beta2=0.2, weight_decay=0.4)
    own = {id: {k: v for k, v in settings.arguments(id).items() if k not in ("foreach", "fused")} for id in OPTIMIZERS}
    assert own == {
        "sgd": {"lr": 0.3},
        "momentum": {"lr": 0.3, "momentum": 0.5},
        "nesterov": {"lr": 0.3, "momentum": 0.5, "nesterov": True},
        "adagrad": {"lr": 0.7},
        "rmsprop": {"lr": 0.7, "alpha": 0.6},
        "adam": {"lr": 0.7, "betas": (0.1, 0.2)},
        "adamw": {"lr": 0.7, "betas": (0.1, 0.2), "weight_decay": 0.4},
    }


def test_an_unknown_name_is_refused():
    with pytest.raises(SettingError):
        DEFAULT.replace(surface="nowhere")
