"""Settings with fields of their own and in parts, as a page declares them."""

from typing import Annotated, Literal, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, model_validator

from core.config import Config, extra
from core.settings import SettingError, Settings, allowed, declared


class Round(Config):
    kind: Literal["round"] = "round"
    radius: float = Field(1.0, ge=0.5, le=9, title="Radius")


class Square(Config):
    kind: Literal["square"] = "square"
    side: int = Field(2, ge=1, le=8, json_schema_extra={"hot": True})


class Drawn(Settings):
    shape: Annotated[Round | Square, Field(discriminator="kind")] = Round()
    colour: Literal["red", "blue"] = Field("red", json_schema_extra={"titles": {"red": "Red", "blue": "Blue"}})
    filled: bool = False
    sizes: tuple[int, ...] = (1, 2)

    @model_validator(mode="after")
    def red_is_small(self) -> Self:
        if self.colour == "red" and isinstance(self.shape, Round) and self.shape.radius > 5:
            raise SettingError("radius", self.shape.radius, "0.5 … 5")
        return self


def test_own_fields_and_those_of_parts_are_one_table() -> None:
    assert Drawn().values() == {"colour": "red", "filled": False, "sizes": (1, 2), "radius": 1.0}
    assert Drawn().owners()["radius"] == "shape" and Drawn().owners()["colour"] == ""
    assert list(Drawn(shape=Square()).values()) == ["colour", "filled", "sizes", "side"]


def test_replace_keeps_the_kind_of_a_part() -> None:
    assert Drawn(shape=Square()).replace(side=5, filled=True) == Drawn(shape=Square(side=5), filled=True)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("radius", 10, "0.5 … 9"),
        ("radius", 6, "0.5 … 5"),
        ("colour", "green", "red, blue"),
        ("filled", "perhaps", "True, False"),
        ("side", 3, "radius"),
    ],
)
def test_what_is_not_possible_is_named(name: str, value: object, text: str) -> None:
    with pytest.raises(SettingError) as caught:
        Drawn().replace(**{name: value})
    assert caught.value.name == name and text in caught.value.allowed


def test_an_address_may_need_one_setting_before_another() -> None:
    assert Drawn().from_query({"radius": "6", "colour": "blue"})[0].values()["radius"] == 6
    found, errors = Drawn().from_query({"radius": "6", "filled": "True", "lost": "1"})
    assert found == Drawn(filled=True) and {error.name for error in errors} == {"radius", "lost"}


@given(st.floats(0.5, 5), st.sampled_from(["red", "blue"]), st.booleans())
def test_settings_survive_an_address(radius: float, colour: str, filled: bool) -> None:
    settings = Drawn().replace(radius=radius, colour=colour, filled=filled)
    assert Drawn().from_query(settings.to_query(Drawn())) == (settings, [])
    assert Drawn.from_json(settings.model_dump(mode="json")) == settings


@pytest.mark.parametrize("value", [3, None, {"shape": 1}, {"shape": {"kind": "round", "radius": "far"}}, {"x": 1}])
def test_json_that_is_none_of_it_is_refused(value: object) -> None:
    with pytest.raises(SettingError):
        Drawn.from_json(value)


def test_differences_tell_what_the_other_lacks() -> None:
    assert Drawn(shape=Square()).differences(Drawn()) == {"side": 2}


def test_every_field_of_every_member_is_declared() -> None:
    fields = dict(declared(Drawn))
    assert set(fields) == {"radius", "side", "colour", "filled", "sizes"}
    assert allowed(fields["side"]) == "1 … 8" and extra(fields["side"], "hot") and not extra(fields["radius"], "hot")
