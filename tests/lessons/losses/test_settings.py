import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config import extra
from core.datasets.rows import ROWS
from core.lessons.losses.pointwise import NUMBERS
from core.lessons.losses.settings import RIVALS, SCENES, LossSettings
from core.losses import LOSSES
from core.settings import SettingError, bounds, choices

DEFAULT = LossSettings()
FIELDS = DEFAULT.fields()


def values(name):
    """Any possible value of a setting."""
    field = FIELDS[name]
    if choices(field):
        return st.sampled_from(choices(field))
    if field.annotation is bool:
        return st.booleans()
    return st.floats(*bounds(field))


def test_choices_are_those_of_the_tables():
    assert choices(FIELDS["loss"]) == tuple(LOSSES)
    assert choices(FIELDS["rows"]) == tuple(ROWS)
    assert choices(FIELDS["scene"]) == tuple(SCENES)
    assert choices(FIELDS["rival"]) == RIVALS


@pytest.mark.parametrize("name", [name for name in FIELDS if choices(FIELDS[name])])
def test_every_choice_has_a_title(name):
    assert tuple(extra(FIELDS[name], "titles")) == choices(FIELDS[name])


@given(st.data())
def test_every_possible_set_goes_into_an_address_and_back(data):
    wanted = {name: data.draw(values(name), name) for name in FIELDS}
    try:
        settings = DEFAULT.replace(**wanted)
    except SettingError as error:
        assert error.name == "loss"
        return
    assert DEFAULT.from_query(settings.to_query(DEFAULT)) == (settings, [])


@pytest.mark.parametrize(("scene", "more"), [("one", {"answer": "number"}), ("rows", {"rows": "jumps"})])
def test_numbers_refuse_what_needs_classes(scene, more):
    for loss in LOSSES:
        if loss in NUMBERS:
            assert DEFAULT.replace(scene=scene, loss=loss, **more).numbers
        else:
            with pytest.raises(SettingError, match="mse, mae, huber"):
                DEFAULT.replace(scene=scene, loss=loss, **more)


def test_only_what_fits_is_offered():
    number = DEFAULT.values() | {"answer": "number"}
    assert DEFAULT.offered("loss", number) == NUMBERS
    assert DEFAULT.offered("loss", DEFAULT.values()) == tuple(LOSSES)
    assert DEFAULT.offered("loss", DEFAULT.values() | {"scene": "rows", "rows": "iris"}) == tuple(LOSSES)
    assert DEFAULT.offered("truth", number) == ("1", "0")


def test_a_wrong_value_is_named():
    _, errors = DEFAULT.from_query({"z": "9", "truth": "2", "loss": "l1"})
    assert {error.name for error in errors} == {"z", "truth", "loss"}
