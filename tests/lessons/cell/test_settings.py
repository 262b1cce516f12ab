"""What a neuron or a pattern brings along, and what of it stands in the address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lessons.cell.settings import CellSettings
from core.neurons.neurons import NEURONS
from core.neurons.patterns import PATTERNS
from core.settings import SettingError, bounds, choices

DEFAULT = CellSettings()


@pytest.mark.parametrize("id", PATTERNS)
def test_a_pattern_brings_its_parameters_and_input_and_needs_no_more_in_the_address(id):
    settings = DEFAULT.replace(neuron="izhikevich", pattern=id)
    values = settings.values()
    assert all(values[name] == value for name, value in (PATTERNS[id].cell | PATTERNS[id].input).items())
    query = settings.to_query(DEFAULT)
    assert set(query) <= {"neuron", "pattern"}
    assert DEFAULT.from_query(query) == (settings, [])


def test_what_was_set_by_hand_is_kept_when_it_comes_with_a_pattern():
    settings = DEFAULT.replace(neuron="izhikevich", pattern="resonator", gap=20.0, a=0.2)
    assert settings.input.gap == 20 and settings.izhikevich.a == 0.2 and settings.input.current == 0.65
    query = settings.to_query(DEFAULT)
    assert query == {"neuron": "izhikevich", "pattern": "resonator", "gap": "20.0", "a": "0.2"}
    assert DEFAULT.from_query(query) == (settings, [])


def test_another_pattern_changes_nothing_of_another_neuron():
    settings = DEFAULT.replace(current=33.0)
    assert settings.replace(pattern="rs").input == settings.input
    assert settings.replace(pattern="rs").replace(neuron="izhikevich").input.current == 14


def test_each_neuron_keeps_its_parameters():
    settings = DEFAULT.replace(g_na=80.0).replace(neuron="lif", tau=5.0)
    assert settings.input.current == 0.6 and settings.cell.tau == 5 and settings.cell.unit == "nA"
    back = settings.replace(neuron="hodgkin_huxley")
    assert back.cell.g_na == 80 and back.input.current == 10 and back.lif.tau == 5


@pytest.mark.parametrize(("name", "value"), [("neuron", "squid"), ("pattern", "none"), ("current", 1e9), ("g_l", 0)])
def test_what_is_not_possible_is_refused(name, value):
    with pytest.raises(SettingError):
        DEFAULT.replace(**{name: value})


@st.composite
def asked(draw):
    fields = DEFAULT.fields()
    found = {}
    for name in draw(st.lists(st.sampled_from(sorted(fields)), max_size=6, unique=True)):
        low, high = bounds(fields[name])
        if choices(fields[name]):
            found[name] = draw(st.sampled_from(choices(fields[name])))
        elif fields[name].annotation is bool:
            found[name] = draw(st.booleans())
        elif fields[name].annotation is int:
            found[name] = draw(st.integers(low, high))
        else:
            found[name] = draw(st.floats(low, high))
    return found


@given(asked())
def test_every_address_gives_the_settings_it_was_made_of(values):
    settings = DEFAULT.replace(**values)
    assert DEFAULT.from_query(settings.to_query(DEFAULT)) == (settings, [])
    assert all(name in settings.fields() for names in settings.shown().values() for name in names)
    assert settings.cell is getattr(settings, settings.neuron) and settings.neuron in NEURONS
