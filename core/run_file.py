"""Run files: a run as JSON, from which training goes on exactly."""

import base64
import json
import math
from dataclasses import replace
from typing import Annotated, Any, Literal

import numpy as np
import torch
from pydantic import Field, ValidationError
from torch import Tensor

from core.config import Config
from core.datasets.points import PointsConfig
from core.experiment import Experiment
from core.learner import Frame
from core.run import MAX_FRAMES, Run
from core.settings import SettingError, shorten
from core.trainer import Trainer

MAX_SIZE = 5_000_000  # bytes of a file
MAX_CHANGES = 5_000
VERSION = 1
NOT_NEGATIVE = ("step", "sum", "square_avg", "exp_avg_sq")  # what optimisers remember as counts and squares

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


class RunFileError(ValueError):
    """What is wrong with a file: `id` is a key of `MESSAGES`, `values` fill its template."""

    def __init__(self, id: str, **values: object) -> None:
        super().__init__(MESSAGES[id].format(**values))
        self.id = id
        self.values = values


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


def to_json(run: Run[Trainer]) -> str:
    """The whole run but for the weights of earlier frames; `from_json` reads it back to the last bit."""
    with run._lock:
        frames, now, trainer = run.frames(), run.learner.frame(), run.learner
        file = RunFile(
            format="hebb-run",
            version=VERSION,
            initial=trainer.initial.model_dump(mode="json"),
            current=trainer.settings.model_dump(mode="json"),
            changes=_plain(trainer),
            outcome=run.outcome,
            stride=run.history.stride,
            steps=[frame.step for frame in frames],
            epochs=[frame.progress for frame in frames],
            metrics={
                name: [v if math.isfinite(v := frame.metrics[name]) else None for frame in frames]
                for name in now.metrics
            },
            state=State(
                step=now.step,
                epoch=now.epoch,
                cursor=now.cursor,
                weights=_encode(now.weights),
                optimizer=[_encode(memory) for memory in now.optimizer],
            ),
        )
    return json.dumps(file.model_dump(mode="json"), allow_nan=False)


def _plain(trainer: Trainer) -> list[tuple[int, dict[str, Any]]]:
    """The changes with values as the settings hold them."""
    experiment, places, changes = trainer.initial, range(trainer.model.flat.numel()), []
    for step, change in trainer.changes:
        if "weight" in change:
            index, value = change["weight"]
            plain: dict[str, Any] = {"weight": (places[index], float(value))}
        else:
            experiment = experiment.replace(**change)
            plain = {name: experiment.values()[name] for name in change}
        changes.append((step, plain))
    return changes


def from_json(text: str | bytes) -> Run[Trainer]:
    """The run of a file; only its newest frame has weights. Raises `RunFileError`."""
    file = parse(text)
    try:
        initial, current = Experiment.from_json(file.initial), Experiment.from_json(file.current)
    except SettingError as error:
        raise RunFileError("setting", name=error.name, value=error.value, allowed=error.allowed) from None
    if not isinstance(initial.data, PointsConfig):
        raise RunFileError("not_points")
    if not initial.data.ready:
        raise RunFileError("points")
    run = Run(Trainer(initial))
    trainer, broken = run.learner, file.outcome not in (None, "done")
    replay(file, trainer)
    if trainer.settings != current:
        raise RunFileError("mismatch")
    frames, changes = curve(file, run, broken), trainer.changes.copy()
    if broken:  # the first weights are what such a run can still show
        frames[0] = replace(run.newest, metrics=frames[0].metrics)
    trainer.restore(state(file.state, trainer, broken))
    trainer.changes = changes
    run.newest = trainer.frame()
    if not broken:
        if run.newest.progress != file.epochs[-1]:
            raise RunFileError("curve", name="epochs")
        run.newest = frames[-1] = replace(run.newest, metrics=frames[-1].metrics)
    run.history.stride = file.stride
    run.history.frames = [frame for frame in frames if run.history.wants(frame.step)]
    run.outcome = file.outcome
    return run


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


def replay(file: RunFile, trainer: Trainer) -> None:
    """Make the changes again, each at its step."""
    previous = 0
    for number, (step, change) in enumerate(file.changes, start=1):
        try:
            if not previous <= step <= file.state.step:
                raise ValueError
            previous = trainer.step_count = step
            if change.keys() == {"weight"}:
                index, value = change["weight"]
                if (
                    type(index) is not int
                    or type(value) not in (int, float)
                    or index not in range(trainer.model.flat.numel())
                ):
                    raise ValueError
                trainer.edit(index, value)
            elif change.keys() <= trainer.settings.owners().keys():
                trainer.change(**change)
            else:
                raise ValueError
        except (TypeError, ValueError, OverflowError):
            raise RunFileError("change", number=number) from None


def curve(file: RunFile, run: Run[Trainer], broken: bool) -> list[Frame]:
    """Frames without weights: every `stride`-th step up to the newest, and that one too unless it broke."""
    stride, last, names = file.stride, file.state.step, run.newest.metrics.keys()
    grid = range(0, max(last, 1) if broken else last + 1, stride)
    if stride & (stride - 1) or len(grid) > run.history.capacity:
        raise RunFileError("curve", name="stride")
    if file.steps != [*grid, *([last] if not broken and last % stride else [])]:
        raise RunFileError("curve", name="steps")
    if len(file.epochs) != len(file.steps) or file.epochs[0] < 0 or sorted(file.epochs) != file.epochs:
        raise RunFileError("curve", name="epochs")
    if file.metrics.keys() != names or any(len(column) != len(file.steps) for column in file.metrics.values()):
        raise RunFileError("curve", name="metrics")
    columns = [[math.nan if value is None else value for value in file.metrics[name]] for name in names]
    return [
        Frame(step, epochs, dict(zip(names, row, strict=True)), {}, int(epochs))
        for step, epochs, row in zip(file.steps, file.epochs, zip(*columns, strict=True), strict=True)
    ]


def state(file: State, trainer: Trainer, broken: bool) -> Frame:
    """The newest frame without metrics; its optimiser must remember what that of a fresh run does after one step."""
    if file.epoch > file.step or file.cursor > len(trainer.x_train):
        raise RunFileError("state", name="epoch, cursor")
    probe = Trainer(trainer.settings)
    probe.step()
    model = probe.frame()
    if file.optimizer and len(file.optimizer) != len(model.optimizer):
        raise RunFileError("state", name="optimizer")
    weights = _decode(file.weights, model.weights, broken)
    optimizer = [_decode(memory, like, broken) for memory, like in zip(file.optimizer, model.optimizer, strict=False)]
    for memory in optimizer:
        counts = torch.cat([memory[name].view(-1) for name in NOT_NEGATIVE if name in memory] or [torch.zeros(0)])
        if (counts < 0).any() or memory.get("step", 0) > file.step:
            raise RunFileError("state", name="optimizer")
    return Frame(file.step, 0.0, {}, weights, file.epoch, file.cursor, optimizer)


def _encode(tensors: dict[str, Any]) -> dict[str, str]:
    return {k: base64.b64encode(t.numpy().astype("<f4").tobytes()).decode() for k, t in tensors.items()}


def _decode(texts: dict[str, str], like: dict[str, Any], broken: bool) -> dict[str, Tensor]:
    """Tensors of the same names and shapes as others; finite, unless the run broke."""
    if texts.keys() != like.keys():
        raise RunFileError("state", name=shorten(", ".join(texts)))
    tensors = {}
    for name, text in texts.items():
        try:
            values = np.frombuffer(base64.b64decode(text, validate=True), "<f4").astype(np.float32)
            tensors[name] = torch.from_numpy(values).reshape(like[name].shape)
        except (ValueError, RuntimeError):
            raise RunFileError("state", name=name) from None
        if not (broken or tensors[name].isfinite().all()):
            raise RunFileError("state", name=name)
    return tensors
