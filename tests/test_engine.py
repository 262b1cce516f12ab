import gc

import pytest
import torch

from core import cores, engine
from core.experiment import Experiment
from core.run import Run
from core.trainer import Trainer


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock that stands still until a test moves it, and no runs of other tests."""
    now = [100.0]
    monkeypatch.setattr(engine.time, "monotonic", lambda: now[0])
    gc.collect()
    engine._advanced.clear()
    return now


def test_start_gives_a_run_of_the_experiment():
    experiment = Experiment().replace(hidden=(3,))
    run = engine.start(Trainer, experiment)
    assert isinstance(run, Run)
    assert run.settings == experiment
    assert run.newest.step == 0


def test_start_refuses_data_that_cannot_be_loaded():
    with pytest.raises(ValueError, match="at least 4"):
        engine.start(Trainer, Experiment().replace(dataset="own"))


def test_torch_uses_one_thread():
    assert torch.get_num_threads() == 1


def test_a_single_run_gets_the_whole_slice():
    run = engine.start(Trainer, Experiment())
    assert engine.share(run, 0.04) == engine.share(run, 0.04) == 0.04


def test_watched_runs_share_the_slice(clock):
    runs = [engine.start(Trainer, Experiment()) for _ in range(4)]
    assert [engine.share(run, 1.2) for run in runs] == pytest.approx([1.2, 0.6, 0.4, 0.3])
    clock[0] += 0.5
    assert engine.share(runs[0], 1.2) == pytest.approx(0.3)


def test_a_run_nobody_watches_gives_its_share_back(clock):
    one, other = engine.start(Trainer, Experiment()), engine.start(Trainer, Experiment())
    engine.share(other, 1.0)
    assert engine.share(one, 1.0) == 0.5
    clock[0] += engine.ACTIVE_SECONDS
    assert engine.share(one, 1.0) == 1.0


def test_a_turn_gives_cores_to_those_who_can_use_them(monkeypatch):
    monkeypatch.setattr(cores, "CORES", 4)
    runs = [engine.start(Trainer, Experiment()) for _ in range(2)]
    with engine.turn(runs[0], 1.0) as seconds:
        assert (seconds, cores.given()) == (1.0, 1)
    runs[0].learner.parallel = True
    with engine.turn(runs[0], 1.0):
        assert cores.given() == 4
    engine.share(runs[1], 1.0)
    with pytest.raises(RuntimeError), engine.turn(runs[0], 1.0) as seconds:
        assert (seconds, cores.given()) == (0.5, 2)
        raise RuntimeError
    assert cores.given() == 1


def test_a_run_that_is_gone_gives_its_share_back():
    one, other = engine.start(Trainer, Experiment()), engine.start(Trainer, Experiment())
    engine.share(other, 1.0)
    del other
    gc.collect()
    assert engine.share(one, 1.0) == 1.0
