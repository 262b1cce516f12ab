"""Few-shot settings: which digits are new, and how much all digits vary."""

from typing import Any, Literal

from pydantic import Field, field_validator

from core.config import Config

TEN = tuple("0123456789")
DigitId = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
SHOTS = (1, 5, 10)


class FewConfig(Config):
    """What the network never sees while its features are learned, and by how much pictures are displaced."""

    new_digits: tuple[DigitId, ...] = Field(
        ("7", "8", "9"),
        min_length=2,
        max_length=6,
        title="New digits",
        description="Two to six digits; features are learned from the others.",
        json_schema_extra={"titles": {id: id for id in TEN}, "allowed": "2 … 6 × 0 … 9 (7-8-9)"},
    )
    shift: float = Field(
        2.0,
        ge=0,
        le=2,
        title="Displacement (pixels)",
        description="Every picture is moved by up to so much, in any direction. 0: all digits stand in the middle.",
        json_schema_extra={"step": 0.25},
    )
    shots: Literal["1", "5", "10"] = Field(
        "5",
        title="Examples shown",
        description="How many of each new digit the pictures below are about.",
        json_schema_extra={"hot": "look", "titles": {str(n): str(n) for n in SHOTS}},
    )

    @field_validator("new_digits", mode="before")
    @classmethod
    def split_digits(cls, value: object) -> object:
        return value.split("-") if isinstance(value, str) else value

    @field_validator("new_digits")
    @classmethod
    def order_digits(cls, value: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(set(value)) < len(value):
            raise ValueError("each digit can be named only once")
        return tuple(sorted(value))
