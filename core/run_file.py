"""Run files: a run as JSON, from which training goes on exactly."""

import base64
import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from core.datasets.points import PointsConfig
from core.experiment import Experiment
from core.learner import Frame
from core.run import Run
from core.run_format import VERSION, RunFile, RunFileError, State, parse
from core.settings import SettingError, shorten
from core.trainer import Trainer

NOT_NEGATIVE = ("step", "sum", "square_avg", "exp_avg_sq")  # what optimisers remember as counts and squares


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
