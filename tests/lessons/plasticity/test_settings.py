import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lessons.plasticity.settings import SCENES, PlasticitySettings
from core.settings import SettingError

DEFAULT = PlasticitySettings()


@given(
    st.fixed_dictionaries(
        {
            "scene": st.sampled_from(list(SCENES)),
            "shown": st.sets(st.sampled_from("12345678"), min_size=1).map(tuple),
            "stored": st.sets(st.sampled_from("0123456789"), min_size=1).map(tuple),
            "start": st.sampled_from(["", "0f" * 8, "123456789abcdef0"]),
            "angle": st.floats(-90, 90),
            "a_plus": st.floats(-5, 5),
            "centred": st.booleans(),
        }
    )
)
def test_an_address_gives_the_same_settings_back(values: dict) -> None:
    settings = DEFAULT.replace(**values)
    found, errors = DEFAULT.from_query(settings.to_query(DEFAULT))
    assert found == settings and not errors


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stored", "4-4"),
        ("stored", ""),
        ("shown", "9"),
        ("start", "xyz"),
        ("start", "0f"),
        ("lr", 7),
        ("scene", "none"),
    ],
)
def test_what_is_not_possible_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(SettingError) as caught:
        DEFAULT.replace(**{name: value})
    assert caught.value.name == name and caught.value.allowed


def test_lists_come_in_order() -> None:
    assert DEFAULT.replace(stored="8-0-3").memory.stored == ("0", "3", "8")
    assert DEFAULT.replace(shown=["3", "1"]).bars.shown == ("1", "3")


def test_a_new_cue_forgets_the_pen_and_a_new_picture_does_not() -> None:
    drawn = DEFAULT.replace(start="0f" * 8)
    assert drawn.replace(damage=0.3).memory.start == "" == drawn.replace(cue="7", start="0f" * 8).memory.start
    assert drawn.replace(stored="1-4").memory.start == "0f" * 8
    assert DEFAULT.replace(cue="7", start="0f" * 8).memory.start == "0f" * 8
