"""Every program: deterministic, restorable, and refusing what it cannot change."""

import pytest
import torch

from core.lessons.pitfalls.learner import PitfallSettings
from core.lessons.pitfalls.program import Program
from core.lessons.pitfalls.table import PITFALLS
from core.settings import SettingError

PROGRAMS = [program for entry in PITFALLS.values() for program in (entry.mistake, entry.cure)]
STOPS = {"TwoOutputs", "NotFlattened", "IntegerLabels"}


@pytest.mark.parametrize("program", [p for p in PROGRAMS if p.__name__ not in STOPS], ids=lambda p: p.__name__)
def test_restore_and_step_repeat_a_program_exactly(program: type[Program]) -> None:
    settings = PitfallSettings(seed=4, n_samples=40, report_every=100)
    one, other = program(settings, clock=1), program(settings, clock=1)
    frames = []
    for step in range(130):
        if step in (0, 13, 100):
            frames.append(one.frame())
        one.step()
    last = one.frame()
    for frame in frames:
        other.restore(frame)
        while other.step_count < last.step:
            other.step()
        again = other.frame()
        assert again.metrics == last.metrics and (again.epoch, again.cursor) == (last.epoch, last.cursor)
        assert all(torch.equal(value, again.weights[name]) for name, value in last.weights.items())


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.__name__)
def test_a_mistake_and_its_cure_begin_alike(program: type[Program]) -> None:
    entry = next(e for e in PITFALLS.values() if program in (e.mistake, e.cure))
    pair = [p(PitfallSettings(seed=2), clock=2) for p in (entry.mistake, entry.cure)]
    for part in range(2):
        first, second = (p.given(p.settings)[part] for p in pair)
        assert torch.equal(first.x, second.x) and torch.equal(first.y, second.y)
    states = [p.state() for p in pair]
    alike = [torch.equal(states[0][n], states[1][n]) for n in states[0] if states[0][n].shape == states[1][n].shape]
    assert all(alike)


def test_another_seed_gives_other_data_and_weights() -> None:
    for entry in PITFALLS.values():
        one, other = (entry.cure(PitfallSettings(seed=seed), clock=seed) for seed in (0, 1))
        assert not torch.equal(one.given(one.settings)[0].x, other.given(other.settings)[0].x)


def test_a_program_changes_nothing_while_it_runs() -> None:
    program = PROGRAMS[0](PitfallSettings())
    with pytest.raises(SettingError):
        program.change(lr_factor=2.0)
    with pytest.raises(SettingError):
        program.change(lr_factor=1e9)
