"""Race: several optimisers of `torch.optim` go down the same surface from the same start."""

import math
from operator import sub
from typing import Any

import torch
from torch import Generator, Tensor, nn

from core.config import extra
from core.learner import Frame
from core.lessons.optimizers.settings import RaceSettings
from core.optimizers import OPTIMIZERS, update
from core.settings import SettingError

REACH = 3.0  # an optimiser farther from the plane's middle than this many half-widths has left
GOAL = 0.02  # of the plane's width: so near to a minimum it has arrived
PASS = 10  # steps that stand for a pass


@torch.no_grad()
def gradients(settings: RaceSettings, positions: Tensor, step: int) -> Tensor:
    """The gradient at positions (n, 2) in the step after `step` ones, with the noise of (seed, step), (n, 2)."""
    exact = torch.stack(settings.place.gradient(*positions.unbind(-1)), -1)
    if not settings.noise:
        return exact
    generator = Generator().manual_seed(settings.seed * 1_000_003 + step)
    return exact + settings.noise * torch.randn(2, generator=generator, dtype=torch.float64)


class Race:
    """The learner of `RaceSettings`: each step, every optimiser still in the race takes one of its own.

    Who leaves the plane (see `REACH`) or is no longer a number stops there. `stopped` and `arrived` hold the step at
    which that happened, −1 where it has not; who goes past a minimum and away again has not arrived. The noise of a
    step is the same for all and comes from (seed, step). `path` (n_steps + 1, n, 2) is where each has been.
    """

    def __init__(self, settings: RaceSettings) -> None:
        self.settings = self.initial = settings
        self.surface = settings.place
        self.changes: list[tuple[int, dict[str, Any]]] = []
        n = len(settings.optimizers)
        self.positions = torch.tensor([[settings.x, settings.y]] * n, dtype=torch.float64)  # (n, 2)
        self.stopped, self.arrived = [-1] * n, [-1] * n
        self.path = torch.full((settings.n_steps + 1, n, 2), torch.nan, dtype=torch.float64)
        self.step_count = 0
        self._reach, self._goal = REACH * self.surface.width / 2, GOAL * self.surface.width
        self._prepare()
        self._note()

    def _prepare(self) -> None:
        """An optimiser for each row of the positions, which it moves in place."""
        self.parameters = [nn.Parameter(row) for row in self.positions]
        self.optimizers = [
            OPTIMIZERS[id].cls([parameter], **self.settings.arguments(id))
            for id, parameter in zip(self.settings.optimizers, self.parameters, strict=True)
        ]
        self._updates = [update(optimizer) for optimizer in self.optimizers]

    def gradients(self) -> Tensor:
        """The gradient that each optimiser sees in the coming step, (n, 2)."""
        return gradients(self.settings, self.positions, self.step_count)

    @torch.no_grad()
    def step(self) -> None:
        gradients = self.gradients()
        for i, step in enumerate(self._updates):
            if self.stopped[i] < 0:
                self.parameters[i].grad = gradients[i]
                step()
        self.step_count += 1
        self._note()

    def _note(self) -> None:
        """Where all are, and who has left or arrived."""
        if self.step_count < len(self.path):
            self.path[self.step_count] = self.positions
        for i, place in enumerate(self.positions.tolist()):  # plain numbers: quicker than tensors of two
            if self.stopped[i] < 0 and not max(map(abs, map(sub, place, self.surface.middle))) <= self._reach:
                self.stopped[i] = self.step_count  # not within reach, or no number at all
            near = min(math.dist(place, minimum) for minimum in self.surface.minima) <= self._goal
            if not near or self.stopped[i] >= 0:
                self.arrived[i] = -1
            elif self.arrived[i] < 0:
                self.arrived[i] = self.step_count

    @property
    def epoch_ended(self) -> bool:
        return self.step_count % PASS == 0

    @property
    def stops(self) -> bool:
        return self.step_count >= self.settings.n_steps or min(self.stopped) >= 0

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """ "exploded" where all have left, "done" after the last step."""
        if (frame.weights["stopped"] >= 0).all():
            return "exploded"
        return "done" if frame.step >= self.settings.n_steps else None

    @torch.no_grad()
    def frame(self) -> Frame:
        """The state now, with each optimiser's loss under its id and the least of those in the race."""
        losses = self.surface.value(*self.positions.unbind(-1))
        racing = [loss for loss, stopped in zip(losses.tolist(), self.stopped, strict=True) if stopped < 0]
        return Frame(
            step=self.step_count,
            progress=self.step_count / PASS,
            metrics=dict(zip(self.settings.optimizers, losses.tolist(), strict=True))
            | {"train_loss": min(racing, default=math.inf)},
            weights={
                "positions": self.positions.clone(),
                "stopped": torch.tensor(self.stopped),
                "arrived": torch.tensor(self.arrived),
            },
            optimizer=[_copy(o.state.get(p, {})) for o, p in zip(self.optimizers, self.parameters, strict=True)],
        )

    @torch.no_grad()
    def restore(self, frame: Frame) -> None:
        """Go back, or on, to a frame; changes made after it are forgotten, the settings of now stay.

        In `path` the steps that this race has not made itself stay unknown.
        """
        self.positions = frame.weights["positions"].clone()
        self.stopped, self.arrived = frame.weights["stopped"].tolist(), frame.weights["arrived"].tolist()
        self.step_count = frame.step
        self.changes = [(step, change) for step, change in self.changes if step < frame.step]
        then = self.initial
        for _, change in self.changes:
            then = then.replace(**change)
        self._changed(self.settings.differences(then))
        self._prepare()
        for optimizer, parameter, state in zip(self.optimizers, self.parameters, frame.optimizer, strict=True):
            if state:
                optimizer.state[parameter] = _copy(state)
        self._note()

    def change(self, **values: Any) -> None:
        """Go on with other rates, momenta, decay or noise; raises `SettingError` for what needs a new race."""
        settings, fields = self.settings.replace(**values), self.settings.fields()
        if cold := next((name for name in values if not extra(fields[name], "hot")), None):
            raise SettingError(cold, values[cold], "a new run")
        self.settings = settings
        self._changed(values)
        for optimizer, id in zip(self.optimizers, settings.optimizers, strict=True):
            optimizer.param_groups[0].update(settings.arguments(id))

    def _changed(self, values: dict[str, Any]) -> None:
        """Note what is different from this step on; before the first step it is so from the beginning."""
        if self.step_count == 0:
            self.initial = self.settings
        elif values:
            same = bool(self.changes) and self.changes[-1][0] == self.step_count
            before = self.changes.pop()[1] if same else {}
            self.changes.append((self.step_count, before | values))


def ahead(settings: RaceSettings, frame: Frame, n: int) -> Tensor:
    """Where each optimiser will be in the next n steps after a frame, (n + 1, n_optimizers, 2), itself included."""
    race = Race(settings)
    race.restore(frame)
    course = [race.positions.clone()]
    for _ in range(n):
        race.step()
        course.append(race.positions.clone())
    return torch.stack(course)


def _copy(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value.clone() if isinstance(value, Tensor) else value for name, value in state.items()}
