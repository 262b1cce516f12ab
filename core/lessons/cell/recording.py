"""Recording: one cell in time, a millisecond a step, with everything that was measured of it so far."""

from typing import Any

import numpy as np
import torch

from core.config import extra
from core.learner import Frame
from core.lessons.cell.settings import CellSettings
from core.settings import SettingError

LONGEST = 30_000  # ms
PASS = 4  # steps that stand for a pass


class Recording:
    """The learner of `CellSettings`, though it learns nothing: each step, a millisecond passes in the cell.

    `trace` (n, d + 1) holds, for each of the cell's samples from 0 to now, its state and the current that flows from
    there on; what this recording has not made itself is NaN. `spikes` are their times in ms.
    """

    def __init__(self, settings: CellSettings) -> None:
        self.settings = self.initial = settings
        self.changes: list[tuple[int, dict[str, Any]]] = []
        self.step_count = 0
        self.trace = np.empty((0, len(settings.cell.variables) + 1), np.float32)
        self._begin()

    def _begin(self) -> None:
        """The cell at rest."""
        self.state = self.settings.cell.rest(self.settings.input.base)
        self.spikes: list[float] = []
        self._note_now()

    def _note_now(self) -> None:
        """The state now, and the current that flows from here on."""
        samples = self.settings.cell.samples
        sample = self.step_count * samples
        self._note(sample, self.state[None], self.settings.input.values(sample, 1, samples))

    def _note(self, first: int, states: np.ndarray, currents: np.ndarray) -> None:
        """Write states (n, d) and currents (n,) into the trace from a sample on."""
        end = first + len(states)
        if end > len(self.trace):
            grown = np.full((max(end, 2 * len(self.trace), 1000), self.trace.shape[1]), np.nan, np.float32)
            grown[: len(self.trace)] = self.trace
            self.trace = grown
        self.trace[first:end, :-1], self.trace[first:end, -1] = states, currents

    def step(self) -> None:
        cell = self.settings.cell
        first = self.step_count * cell.samples
        currents = self.settings.input.values(first, cell.samples, cell.samples)
        states, spikes = cell.advance(self.state, currents.tolist())
        self.spikes += [self.step_count + spike for spike in spikes]
        self.trace[first, -1] = currents[0]
        self._note(first + 1, states, np.append(currents[1:], currents[-1]))
        self.state = states[-1]
        self.step_count += 1

    @property
    def epoch_ended(self) -> bool:
        return self.step_count % PASS == 0

    @property
    def stops(self) -> bool:
        return self.step_count >= LONGEST or not np.isfinite(self.state).all()

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """ "nan" where the state is no number, "done" when the recording is full."""
        if not torch.isfinite(frame.weights["state"]).all():
            return "nan"
        return "done" if frame.step >= LONGEST else None

    def frame(self) -> Frame:
        """The state now; the metrics are what it adds to a curve, and no loss is among them."""
        return Frame(
            step=self.step_count,
            progress=self.step_count / PASS,
            metrics={"v": float(self.state[0]), "spikes": float(len(self.spikes))},
            weights={"state": torch.from_numpy(self.state.copy())},
        )

    def restore(self, frame: Frame) -> None:
        """Go back, or on, to a frame; changes made after it are forgotten, the settings of now stay."""
        self.state, self.step_count = frame.weights["state"].numpy().copy(), frame.step
        self.spikes = [spike for spike in self.spikes if spike <= frame.step]
        self._note_now()
        self.changes = [(step, change) for step, change in self.changes if step < frame.step]
        then = self.initial
        for _, change in self.changes:
            then = then.replace(**change)
        self._changed(self.settings.differences(then))

    def change(self, **values: Any) -> None:
        """Go on with another current or other parameters; raises `SettingError` for what needs a new recording."""
        settings, fields = self.settings.replace(**values), self.settings.fields()
        if cold := next((name for name in values if not extra(fields[name], "hot")), None):
            raise SettingError(cold, values[cold], "a new run")
        self.settings = settings
        self._changed(values)

    def _changed(self, values: dict[str, Any]) -> None:
        """Note what is different from this step on; before the first step it is so from the beginning."""
        fields = self.settings.fields()
        values = {name: value for name, value in values.items() if extra(fields[name], "hot") is True}
        if self.step_count == 0:
            self.initial = self.settings
            self._begin()
        elif values:
            self._note_now()
            same = bool(self.changes) and self.changes[-1][0] == self.step_count
            before = self.changes.pop()[1] if same else {}
            self.changes.append((self.step_count, before | values))
