import base64
import copy
import json
import math

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from core.datasets.points import DATASETS
from core.exports import curves_csv
from core.optimizers import OPTIMIZERS
from core.run_file import from_json, to_json
from core.run_format import MAX_SIZE, MESSAGES, RunFileError
from core.script import script
from tests.test_script import POINTS, steered, trained


def broken():
    return trained(3000, dataset="plane", activation="relu", lr=10.0)


def thinned():
    """A run whose history has doubled its stride twice, at a step that the stride leaves out."""
    return trained(1301, optimizer="adam", n_samples=30)


def assert_same(run, other):
    assert [(f.step, f.progress) for f in run.frames()] == [(f.step, f.progress) for f in other.frames()]
    for frame, again in zip(run.frames(), other.frames(), strict=True):
        assert list(frame.metrics) == list(again.metrics)
        for name, value in frame.metrics.items():
            assert value == again.metrics[name] or (math.isnan(value) and math.isnan(again.metrics[name]))
    assert run.learner.frame().weights["flat"].equal(other.learner.frame().weights["flat"]) or run.diverged
    assert (run.outcome, run.settings, run.learner.initial) == (
        other.outcome,
        other.settings,
        other.learner.initial,
    )
    assert (run.history.stride, run.history.capacity) == (other.history.stride, other.history.capacity)
    assert (run.newest.step, run.newest.epoch, run.newest.cursor) == (
        other.newest.step,
        other.newest.epoch,
        other.newest.cursor,
    )


def same_optimizer(run, other):
    for memory, again in zip(run.learner.frame().optimizer, other.learner.frame().optimizer, strict=True):
        assert memory.keys() == again.keys()
        assert all(memory[name].equal(again[name]) and memory[name].dtype == again[name].dtype for name in memory)


RUNS = {
    "fresh": lambda: trained(0),
    "steered": steered,
    "broken": broken,
    "thinned": thinned,
    "one sample": lambda: trained(30, dataset="plane", n_samples=10, train_share=0.1),
    "done": lambda: trained(500, stop="epochs", stop_value=3),
    **{f"adam on {d}": lambda d=d: trained(77, dataset=d, points=POINTS, optimizer="adam") for d in DATASETS},
    **{o: lambda o=o: trained(33, optimizer=o, dropout=0.2, hidden="8-8") for o in OPTIMIZERS},
}


@pytest.mark.parametrize("make", RUNS.values(), ids=RUNS.keys())
def test_training_goes_on_as_it_would_have(make):
    run = make()
    text = to_json(run)
    again = from_json(text.encode())
    assert_same(run, again)
    same_optimizer(run, again)
    assert to_json(again) == text
    assert script(again) == script(run)
    assert curves_csv(again) == curves_csv(run)
    assert all(frame.weights == {} for frame in again.frames()[1:-1])
    assert any(frame.weights for frame in again.frames()), "something to look at"
    for steps in (1, 30, 700):
        run.advance(60, steps), again.advance(60, steps)
        assert_same(run, again)
        same_optimizer(run, again)


@pytest.mark.parametrize("first", OPTIMIZERS)
@pytest.mark.parametrize("then", OPTIMIZERS)
def test_saved_right_after_a_change(first, then):
    run = trained(33, optimizer=first)
    run.change(optimizer=then)
    run.edit(2, 0.75)
    run.change(lr=0.01)
    again = from_json(to_json(run))
    assert again.learner.changes == run.learner.changes
    for _ in range(2):
        run.advance(60, 20), again.advance(60, 20)
        assert_same(run, again)
        same_optimizer(run, again)
        run.change(lr=0.02, batch_size=3), again.change(lr=0.02, batch_size=3)


def test_only_frames_with_weights_can_be_gone_back_to():
    run = from_json(to_json(trained(40)))
    saved = run.newest
    run.advance(60, 20)
    after = run.newest
    with pytest.raises(ValueError):
        run.rewind(run.frames()[3])
    run.rewind(saved)
    run.advance(60, 20)
    assert run.newest.weights["flat"].equal(after.weights["flat"])


def test_a_broken_run_stays_broken_and_can_be_looked_at():
    run = from_json(to_json(broken()))
    assert run.diverged and run.advance(1, 5).step == run.newest.step


VALID = json.loads(to_json(trained(45, optimizer="adam", n_samples=40)))
STEERED = json.loads(to_json(steered()))


def complaint(source):
    with pytest.raises(RunFileError) as caught:
        from_json(source if isinstance(source, (str, bytes)) else json.dumps(source))
    assert str(caught.value) == MESSAGES[caught.value.id].format(**caught.value.values)
    return caught.value.id


def changed(path, value):
    """The valid file with one value replaced (or removed, where the value is `...`)."""
    file = copy.deepcopy(STEERED)
    *parents, last = path
    target = file
    for key in parents:
        target = target[key]
    if value is ...:
        del target[last]
    else:
        target[last] = value
    return file


NAN = "AADAfw=="


@pytest.mark.parametrize(
    ("path", "value", "id"),
    [
        (["format"], "other", "format"),
        (["format"], ..., "format"),
        (["version"], 2, "version"),
        (["version"], ..., "field"),
        (["more"], 1, "field"),
        (["initial", "training", "lr"], 1e9, "setting"),
        (["initial", "data"], {"kind": "points", "dataset": "own"}, "points"),
        (["initial", "training", "seed"], 7, "mismatch"),
        (["current", "training", "lr"], 0.5, "mismatch"),
        (["changes", 0, 0], 10**6, "change"),
        (["changes", 1, 0], 0, "change"),
        (["changes", 0, 1], {"seed": 3}, "change"),
        (["changes", 0, 1], {"self": 3}, "change"),
        (["changes", 0, 1], {"lr": "fast"}, "change"),
        (["changes", 0, 1], {"weight": [10**6, 1.0]}, "change"),
        (["changes", 0, 1], {"weight": [0, 1e7]}, "change"),
        (["changes", 0, 1], {"weight": [0, 10**400]}, "change"),
        (["changes", 0, 1], {"weight": [0, True]}, "change"),
        (["changes", 0, 1], {"weight": 3}, "change"),
        (["stride"], 3, "curve"),
        (["stride"], 1, "curve"),
        (["stride"], 2**39, "curve"),
        (["steps", 1], 3, "curve"),
        (["steps", -1], ..., "curve"),
        (["epochs", -1], ..., "curve"),
        (["epochs", -1], 1e6, "curve"),
        (["epochs", 0], -1, "curve"),
        (["epochs", 0], 99, "curve"),
        (["epochs", 0], None, "field"),
        (["metrics", "test_loss"], ..., "curve"),
        (["metrics", "test_loss", 4], ..., "curve"),
        (["metrics", "test_loss", 4], "0.1", "field"),
        (["metrics", "test_loss", 4], math.nan, "field"),
        (["metrics", "test_loss", 4], math.inf, "field"),
        (["outcome"], "bored", "field"),
        (["state", "step"], -1, "field"),
        (["state", "step"], True, "field"),
        (["state", "step"], 10**30, "field"),
        (["state", "epoch"], 10**11, "state"),
        (["state", "cursor"], 1000, "state"),
        (["state", "weights", "flat"], ..., "state"),
        (["state", "weights", "flat"], "AAAA", "state"),
        (["state", "weights", "flat"], "ä", "state"),
        (["state", "weights", "flat"], NAN, "state"),
        (["state", "optimizer", 0, "step"], NAN, "state"),
        (["state", "optimizer", 0, "step"], "AACAvw==", "state"),
        (["state", "optimizer", 0, "step"], "AAB6Sg==", "state"),
        (["state", "optimizer", 0, "exp_avg"], ..., "state"),
        (["state", "optimizer"], [{}, {}], "state"),
    ],
)
def test_names_what_is_wrong(path, value, id):
    assert complaint(changed(path, value)) == id


def test_weights_that_are_not_finite():
    n = 4 * trained(0, hidden="8-8").learner.model.flat.numel()
    text = base64.b64encode(b"\xff" * n).decode()
    assert complaint(changed(["state", "weights", "flat"], text)) == "state"


@pytest.mark.parametrize(
    ("source", "id"),
    [
        ("", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        ("\ud800", "not_json"),
        ("[" * 100_000, "not_json"),
        ("null", "format"),
        ("[]", "format"),
        ("{}", "format"),
        ("1" * 5_000, "not_json"),
        (" " * (MAX_SIZE + 1), "too_large"),
        ("é" * (MAX_SIZE // 2 + 1), "too_large"),
        ('{"format": "hebb-run", "version": "\\ud800"}', "not_json"),
    ],
)
def test_what_is_no_run_file(source, id):
    assert complaint(source) == id


def test_a_byte_order_mark_does_no_harm():
    assert from_json(b"\xef\xbb\xbf" + json.dumps(VALID).encode()).newest.step == 45


def loads(source):
    """Read or complain, nothing else; what was read can be trained and saved."""
    try:
        run = from_json(source)
    except RunFileError as error:
        assert str(error) == MESSAGES[error.id].format(**error.values)
        return
    run.advance(60, 3)
    from_json(to_json(run))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([0, 1, -1, 2**31, 2**63, 10**30, 10**400])
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["weight", "lr", "AAAAAA==", "own", "bce", "adam", "8-8", "nan"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["weight", "lr", "data", "training", "flat", "step"]) | st.text(max_size=4), inner
        )
    ),
    max_leaves=8,
)


@given(st.binary(max_size=200) | st.text(max_size=200) | JSON.map(json.dumps))
def test_anything_gives_a_run_or_a_run_file_error(source):
    loads(source)


@profile(deadline=None, max_examples=300)
@given(st.data(), st.sampled_from([VALID, STEERED]))
def test_damaged_files_give_a_run_or_a_run_file_error(data, valid):
    file = copy.deepcopy(valid)
    for _ in range(data.draw(st.integers(1, 3))):
        target = file
        while True:
            keys = list(target) if isinstance(target, dict) else list(range(len(target)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if isinstance(target[key], (dict, list)) and data.draw(st.integers(0, 3)):
                target = target[key]
                continue
            if data.draw(st.booleans()):
                target[key] = data.draw(JSON)
            elif isinstance(target, dict):
                del target[key]
            else:
                target.insert(key, data.draw(JSON))
            break
    loads(json.dumps(file))


@profile(deadline=None)
@given(st.data())
def test_bytes_flipped_in_a_file(data):
    source = bytearray(json.dumps(VALID).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    loads(bytes(source))


@profile(deadline=None)
@given(st.dictionaries(st.sampled_from(list(VALID["initial"]["training"]) + list(VALID["initial"]["model"])), JSON))
def test_any_settings_in_the_changes(change):
    file = copy.deepcopy(VALID)
    file["changes"] = [[45, change]]
    loads(json.dumps(file))
