"""Run format: what the JSON of a run holds, and what is wrong with one that is none."""

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from core.config import Config
from core.explained import Explained
from core.run import MAX_FRAMES
from core.settings import shorten

MAX_SIZE = 5_000_000  # bytes of a file
MAX_CHANGES = 5_000
VERSION = 1

MESSAGES: dict[str, str] = {
    "too_large": "The file is larger than {size} MB.",
    "not_json": "The file is not JSON, or damaged.",
    "format": "The file is not a run that Hebb saved.",
    "version": "The file has version {found} of the format; only version {version} can be read.",
    "field": "“{name}” is missing, or not what Hebb writes there.",
    "setting": "{name} = {value} is not possible; allowed is {allowed}.",
    "points": "The points in the file are too few: at least 4, of at least 2 classes, are needed.",
    "not_points": "The run in the file learned from a table; only runs on points of the plane can be loaded here.",
    "change": "Change {number} is at the wrong step, or not possible while a run goes on.",
    "mismatch": "The changes do not lead to the settings at the end.",
    "curve": "The curve does not fit the run: “{name}”.",
    "state": "The last state does not fit the network: “{name}”.",
}

Count = Annotated[int, Field(ge=0, le=10**12)]
Column = Annotated[list[float | None], Field(max_length=MAX_FRAMES + 1)]  # None stands for a number that is not finite


class RunFileError(Explained):
    """What is wrong with a file."""

    messages = MESSAGES


class State(Config):
    """The newest frame; tensors are base64 of little-endian float32."""

    step: Count
    epoch: Count
    cursor: Count
    weights: dict[str, str]
    optimizer: list[dict[str, str]]


class RunFile(Config):
    """What the JSON holds; `stride` and the curve are those of the run's history."""

    format: Literal["hebb-run"]
    version: Literal[1]
    initial: dict[str, Any]
    current: dict[str, Any]
    changes: list[tuple[Count, dict[str, Any]]] = Field(max_length=MAX_CHANGES)
    outcome: Literal["done", "nan", "infinite", "exploded"] | None
    stride: Annotated[int, Field(ge=1, le=2**40)]
    steps: Annotated[list[Count], Field(max_length=MAX_FRAMES + 1)]
    epochs: Annotated[list[float], Field(max_length=MAX_FRAMES + 1)]
    metrics: dict[str, Column]
    state: State


def parse(text: str | bytes) -> RunFile:
    """The file as it is written, its parts not yet compared with each other."""
    try:
        source = text.encode() if isinstance(text, str) else text
    except UnicodeEncodeError:
        raise RunFileError("not_json") from None
    if len(source) > MAX_SIZE:
        raise RunFileError("too_large", size=MAX_SIZE // 1_000_000)
    try:
        return RunFile.model_validate_json(source.removeprefix(b"\xef\xbb\xbf"), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        raise RunFileError("not_json")
    if not first["loc"] or first["loc"][0] == "format":
        raise RunFileError("format")
    if first["loc"] == ("version",) and first["type"] != "missing":
        raise RunFileError("version", found=shorten(first["input"]), version=VERSION)
    raise RunFileError("field", name=shorten(".".join(map(str, first["loc"]))))
