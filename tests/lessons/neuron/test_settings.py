from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.datasets.gates import GATES
from core.lessons.neuron.settings import EXTENT, REACH, ActivationId, NeuronSettings
from core.settings import SettingError

DEFAULT = NeuronSettings()


def test_every_activation_and_gate_can_be_chosen() -> None:
    assert set(get_args(ActivationId)) == set(ACTIVATIONS)
    assert set(get_args(NeuronSettings.model_fields["gate"].annotation)) == set(GATES)


@pytest.mark.parametrize(("name", "value"), [("w1", 5.1), ("x2", "nan"), ("gate", "maybe"), ("n_inputs", 4), ("lr", 0)])
def test_what_is_not_possible_is_named(name: str, value: object) -> None:
    with pytest.raises(SettingError, match=name):
        DEFAULT.replace(**{name: value})


@given(
    x=st.floats(-EXTENT, EXTENT),
    w=st.floats(-REACH, REACH),
    gate=st.sampled_from(sorted(GATES)),
    activation=st.sampled_from(sorted(ACTIVATIONS)),
    n=st.sampled_from([2, 3]),
)
def test_an_address_brings_the_same_settings_back(x: float, w: float, gate: str, activation: str, n: int) -> None:
    settings = DEFAULT.replace(x1=x, w2=w, b=-w, gate=gate, activation=activation, n_inputs=n)
    assert DEFAULT.from_query(settings.to_query(DEFAULT)) == (settings, [])


def test_vectors_have_as_many_parts_as_inputs() -> None:
    assert DEFAULT.x.tolist() == [1.0, 0.5] and DEFAULT.w.tolist() == [0.8, -0.6]
    assert DEFAULT.replace(n_inputs=3, x3=-1, w3=2).w.tolist() == [0.8, -0.6, 2.0]
