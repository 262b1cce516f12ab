import sys
import threading

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from core import run as module
from core.experiment import Experiment
from core.learner import Frame
from core.run import History, Run
from core.settings import SettingError
from core.trainer import Trainer
from tests.test_trainer import assert_same, same

EVER = 1e9  # seconds
SMALL = {"n_samples": 60, "hidden": (3,)}
OUTCOMES = {
    "exploded": {"dataset": "plane", "activation": "linear", "loss": "mse", "lr": 10, "hidden": (8, 8)},
    "infinite": {"dataset": "plane", "activation": "linear", "loss": "mse", "lr": 10, "hidden": (8,) * 8},
    "nan": {
        "dataset": "plane",
        "activation": "linear",
        "loss": "mse",
        "lr": 10,
        "hidden": (8,) * 8,
        "init": "too_large",
    },
}


def start(**changed):
    return Run(Trainer(Experiment().replace(**SMALL | changed)))


def blank(step):
    return Frame(step, 0.0, {}, {"w": torch.zeros(1)})


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(module, "MAX_FRAMES", 64)


@settings(max_examples=40)
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 1000), st.sampled_from([1, 2, 8]))
def test_history_keeps_every_stride_th_step(capacity, kept, last, first_stride):
    history = History(capacity, kept, first_stride)
    for step in range(last + 1):
        if history.wants(step):
            history.add(blank(step))
        assert len(history.frames) <= capacity
    steps = [frame.step for frame in history.frames]
    assert steps == list(range(0, last + 1, history.stride))
    assert history.stride == first_stride or last // (history.stride // 2) >= capacity
    weighted = [frame.step for frame in history.frames if frame.weights]
    assert weighted == [step for step in steps if step % history.weight_stride == 0]
    assert 1 <= len(weighted) <= kept
    assert history.weight_stride == first_stride or last // (history.weight_stride // 2) >= kept


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"dropout": 0.3},
        {"optimizer": "adam"},
        {"stop": "epochs", "stop_value": 60},
        {"stop": "test_loss", "stop_value": 0.6},
        *OUTCOMES.values(),
    ],
)
@settings(max_examples=6, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["advance", "step", "finish_epoch"]), st.integers(1, 90)), max_size=8))
def test_history_depends_on_the_steps_alone(changed, slices):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MAX_FRAMES", 64)
        whole, sliced = start(**changed), start(**changed)
    whole.advance(EVER, 300)
    for kind, n in slices:
        if kind == "advance":
            sliced.advance(EVER, min(n, 300 - sliced.newest.step))
        elif 300 - sliced.newest.step >= 3:
            getattr(sliced, kind)()
    sliced.advance(EVER, 300 - sliced.newest.step)
    assert sliced.outcome == whole.outcome
    if not whole.diverged:
        assert same(sliced.newest, whole.newest)
    assert sliced.history.stride == whole.history.stride
    assert_same(sliced.frames(), whole.frames())


def test_history_is_the_same_whatever_the_clock_says():
    timed = start()
    for seconds in (0.03, 0.0, 0.001, 0.02):
        timed.advance(seconds)
    counted = start()
    counted.advance(EVER, timed.newest.step)
    assert timed.newest.step > 10
    assert_same(timed.frames(), counted.frames())


@pytest.mark.parametrize("stride", [1, 4, 16])
def test_an_explosion_is_found_at_the_same_step_in_every_slicing(stride):
    def ended(n):
        run = start(**OUTCOMES["exploded"], optimizer="adam")
        run.history.stride = stride
        while run.outcome is None and run.newest.step < 100:
            run.advance(EVER, n)
        return run.outcome, run.newest.step

    assert ended(1) == ended(3) == ended(100) == ("exploded", stride)


def test_advance_takes_one_step_at_least_and_no_more_than_asked():
    run = start()
    assert run.advance(0.0).step == 1
    assert run.advance(-1.0).step == 2
    assert run.advance(EVER, 0).step == 2
    assert run.advance(EVER, 5).step == 7
    assert run.step().step == 8
    assert run.newest.step == run.learner.step_count == 8


def test_finish_epoch():
    run = start()  # three steps an epoch
    assert [run.finish_epoch().step for _ in range(2)] == [3, 6]
    run.step()
    assert run.finish_epoch().step == 9
    assert run.newest.progress == 3


def test_an_epoch_that_takes_too_long_is_left_and_taken_up_again():
    run = start()
    assert run.finish_epoch(0.0).step == 1
    assert run.finish_epoch(EVER).step == 3
    step = run.learner.step
    run.learner.step = lambda: (step(), run.hurry())
    assert run.finish_epoch().step == 4, "somebody waits"


def test_history_is_bounded(short):
    run = start()
    longest = 0
    for _ in range(40):
        run.advance(EVER, 50)
        longest = max(longest, len(run.history.frames), len(run.frames()) - 1)
    assert run.newest.step == 2000
    assert 32 < longest <= 64
    assert [frame.step for frame in run.frames()] == [*range(0, 2000, 32), 2000]


@pytest.mark.parametrize("hidden", [(1,), (8, 8), (32,) * 8])
def test_history_fits_its_share_of_memory(hidden):
    run = start(hidden=hidden, optimizer="adam")
    run.advance(EVER, 600)
    kept = [frame for frame in run.history.frames if frame.weights]
    held = sum(w.nbytes for frame in kept for w in frame.weights.values())
    held += sum(v.nbytes for frame in kept for state in frame.optimizer for v in state.values())
    assert held <= 1.05 * module.HISTORY_BYTES
    assert len(kept) >= 64
    assert len(run.history.frames) > module.MAX_FRAMES / 2


def test_going_back_to_where_only_the_curve_is_known(monkeypatch):
    monkeypatch.setattr(module, "HISTORY_BYTES", 0)
    run = start()
    run.advance(EVER, 20)
    frames = run.frames()
    assert [frame.step for frame in frames] == list(range(21))
    assert [frame.step for frame in frames if frame.weights] == [0, 8, 16, 20]
    with pytest.raises(ValueError, match="only the curve"):
        run.rewind(frames[5])
    run.rewind(frames[8])
    run.advance(EVER, 12)
    assert_same(run.frames()[-1:], frames[-1:])


def test_frames_end_with_the_newest(short):
    run = start()
    run.advance(EVER, 101)
    found = run.frames()
    assert run.history.stride == 2
    assert [frame.step for frame in found] == [*range(0, 101, 2), 101]
    assert found[-1] is run.newest
    run.step()
    assert [frame.step for frame in run.frames()] == list(range(0, 103, 2))
    assert [frame.step for frame in found] == [*range(0, 101, 2), 101]


def test_frames_of_a_run_are_no_part_of_it():
    run = start()
    run.frames().clear()
    run.step()
    assert [frame.step for frame in run.frames()] == [0, 1]


@pytest.mark.parametrize(
    ("stop", "value", "reached"),
    [
        ("epochs", 5, lambda frame: frame.progress >= 5),
        ("epochs", 2.5, lambda frame: frame.progress >= 2.5),
        ("test_loss", 0.5, lambda frame: frame.metrics["test_loss"] <= 0.5),
        ("test_accuracy", 0.8, lambda frame: frame.metrics["test_accuracy"] >= 0.8),
    ],
)
def test_stops_at_the_end_of_the_first_epoch_that_reaches_it(stop, value, reached):
    run, free = start(stop=stop, stop_value=value, lr=0.1), start(lr=0.1)
    run.advance(EVER, 3000)
    expected = free.finish_epoch()
    while not reached(expected):
        expected = free.finish_epoch()
    assert run.outcome == "done"
    assert not run.diverged
    assert same(run.newest, expected)
    assert run.frames()[-1] is run.newest


def test_stops_at_r2_where_numbers_are_predicted():
    run = start(dataset="plane", stop="test_accuracy", stop_value=0.9, lr=0.1)
    run.advance(EVER, 3000)
    assert run.outcome == "done"
    assert run.newest.metrics["test_r2"] >= 0.9


def test_never_stops():
    run = start(stop="never", stop_value=0)
    run.advance(EVER, 300)
    assert run.outcome is None
    assert run.newest.step == 300


def test_a_run_that_is_done_stays_until_it_is_changed():
    run = start(stop="epochs", stop_value=2)
    run.advance(EVER, 100)
    assert run.newest.step == 6
    for go_on in (run.step, run.finish_epoch, lambda: run.advance(0.01)):
        assert go_on().step == 6
    run.change(stop_value=4)
    assert run.outcome is None
    run.advance(EVER, 100)
    assert (run.outcome, run.newest.step) == ("done", 12)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_broken_run_ends_and_keeps_what_was_finite(outcome):
    run = start(**OUTCOMES[outcome])
    run.advance(EVER, 100)
    assert run.outcome == outcome
    assert run.diverged
    assert run.newest.finite == (outcome == "exploded")
    step = run.newest.step
    assert 0 < step < 100
    assert [frame.step for frame in run.frames()] == list(range(step))
    assert all(frame.finite for frame in run.frames())
    for go_on in (run.step, run.finish_epoch, lambda: run.advance(0.01)):
        assert go_on().step == step
    with pytest.raises(SettingError):
        run.change(lr=100)
    run.change(lr=0.01)
    assert run.outcome == outcome


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_broken_run_can_be_rewound_and_mended(outcome):
    run = start(**OUTCOMES[outcome])
    run.advance(EVER, 100)
    run.rewind(run.frames()[-1])
    assert run.outcome is None
    run.change(lr=1e-5, optimizer="adam")
    run.advance(EVER, 50)
    assert run.outcome is None
    assert all(frame.finite for frame in run.frames())


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam", "adagrad"])
def test_rewind_repeats_the_run(optimizer, short):
    run = start(optimizer=optimizer)
    run.advance(EVER, 150)
    frames = run.frames()
    for frame in (frames[20], frames[0]):
        run.rewind(frame)
        assert run.newest is frame
        assert run.frames()[-1] is frame
        assert run.learner.step_count == frame.step
        run.advance(EVER, 150 - frame.step)
        assert_same(run.frames(), frames)


@pytest.mark.parametrize("change", [{"lr": 0.5}, {"optimizer": "adam"}, {"batch_size": 30}, {"dropout": 0.5}])
def test_rewind_branches(change):
    run = start(optimizer="momentum")
    run.advance(EVER, 40)
    old = run.frames()
    run.rewind(old[10])
    run.change(**change)
    run.advance(EVER, 30)
    new = run.frames()
    assert [frame.step for frame in new] == list(range(41))
    assert_same(new[:11], old[:11])
    assert not any(torch.equal(a.weights["flat"], b.weights["flat"]) for a, b in zip(new[11:], old[11:], strict=True))


def test_rewind_to_where_the_optimiser_changed():
    run = start(optimizer="momentum")
    before = run.advance(EVER, 10)
    run.change(optimizer="adam")
    run.advance(EVER, 10)
    after = run.frames()
    run.rewind(before)
    run.advance(EVER, 10)
    assert_same(run.frames(), after)


def test_edit_takes_the_place_of_its_step():
    run = start()
    run.advance(EVER, 10)
    run.edit(2, 0.5)
    assert run.newest.weights["flat"][2] == 0.5
    assert [frame.step for frame in run.frames()] == list(range(11))
    assert run.frames()[-1] is run.newest
    run.advance(EVER, 5)
    assert [frame.step for frame in run.frames()] == list(range(16))


def test_edit_before_the_first_step():
    run = start()
    run.edit(0, 0.5)
    run.edit(1, 0.25)
    assert [frame.step for frame in run.frames()] == [0]
    assert run.frames()[0].weights["flat"][:2].tolist() == [0.5, 0.25]
    run.advance(EVER, 5)
    assert [frame.step for frame in run.frames()] == list(range(6))


@pytest.mark.parametrize("steps", [0, 7])
def test_edits_that_break_the_run_leave_frames_to_go_back_to(steps):
    run = start(dataset="plane", activation="linear", hidden=(1, 1, 1, 1, 1), loss="mse")
    run.advance(EVER, steps)
    for layer in range(5):
        run.edit(2 * layer + (1 if layer else 0), 1e6)
    assert run.outcome in ("exploded", "infinite")
    assert run.frames()
    run.rewind(run.frames()[0])
    assert run.newest.step == 0
    assert (run.outcome is None) and run.step().step == 1


def test_edit_refuses_and_changes_nothing():
    run = start()
    run.advance(EVER, 3)
    frames = run.frames()
    with pytest.raises(SettingError):
        run.edit(0, 1e40)
    assert_same(run.frames(), frames)


def test_edit_of_a_run_that_is_done_goes_on():
    run = start(stop="test_loss", stop_value=0.6, lr=0.1)
    run.advance(EVER, 3000)
    assert run.outcome == "done"
    run.edit(0, 50.0)
    assert (run.outcome is None) == (run.newest.metrics["test_loss"] > 0.6)


def test_change_applies_from_the_next_step():
    run, plain = start(), start()
    run.advance(EVER, 5)
    run.change(lr=1.0)
    assert run.newest.step == 5
    run.step()
    plain.advance(EVER, 6)
    assert run.settings.training.lr == 1.0
    assert not same(run.newest, plain.newest)


def test_model_at_a_frame():
    run = start()
    run.advance(EVER, 20)
    frames = run.frames()
    x = run.learner.x_test
    early = run.learner.model_at(frames[3])(x).clone()
    late = run.learner.model_at(run.newest)(x)
    assert torch.equal(late, run.learner.model(x))
    assert not torch.equal(early, late)
    other = start()
    other.advance(EVER, 3)
    assert torch.equal(early, other.learner.model(x))


@pytest.fixture
def restless():
    """Threads that hand over as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def together(*jobs):
    errors = []

    def guarded(job):
        try:
            job()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_two_scripts_advance_one_run(restless, short):
    run, alone = start(optimizer="adam", dropout=0.2), start(optimizer="adam", dropout=0.2)
    alone.advance(EVER, 300)
    together(*[lambda: [run.advance(EVER, 3) for _ in range(50)]] * 2)
    assert run.newest.step == 300
    assert_same(run.frames(), alone.frames())


def test_one_script_reads_and_steers_while_the_other_advances(restless):
    run, seen = start(), []

    def steer():
        for i in range(60):
            steps = [frame.step for frame in run.frames()]
            seen.append(steps == list(range(len(steps))))
            run.change(lr=0.01 + 0.001 * (i % 5))
            if i % 10 == 9:
                run.rewind(run.frames()[-1])
                run.edit(0, 0.1)

    together(lambda: [run.advance(EVER, 2) for _ in range(100)], steer)
    assert all(seen)
    assert run.newest.step == run.learner.step_count
    assert all(frame.finite for frame in run.frames())


def test_data_that_cannot_be_loaded_is_refused():
    with pytest.raises(ValueError, match="at least 4"):
        start(dataset="own")
