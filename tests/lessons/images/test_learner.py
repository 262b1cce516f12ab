"""The learner of pictures: it learns, repeats itself exactly, and says what is wrong."""

import math

import pytest
import torch

from core import cores
from core.datasets.image_store import ImageError
from core.lessons.images import learner as module
from core.lessons.images.augmented import augmented
from core.lessons.images.learner import ImagesLearner, spread
from core.lessons.images.settings import ImagesExperiment
from core.models.layer_table import ShapeError
from core.run import Run

EVER = 1e9


def start(**changed: object) -> Run[ImagesLearner]:
    return Run(ImagesLearner(ImagesExperiment().replace(**changed)))


def same(a: dict, b: dict) -> bool:
    return a.keys() == b.keys() and all(torch.equal(a[name], b[name]) for name in a)


def test_the_default_reads_digits_within_seconds() -> None:
    run = start(stop="test_accuracy", stop_value=0.95)
    run.advance(EVER, 1500)
    assert run.outcome == "done" and run.learner.step_count <= 46 * 25
    metrics = run.newest.metrics
    assert metrics["test_accuracy"] == metrics["whole_test_accuracy"] >= 0.95, "355 pictures are watched whole"
    assert run.history.frames[0].metrics["train_loss"] == pytest.approx(math.log(10), abs=0.1)


SETTINGS: list[dict] = [
    {},
    {"channels": "", "hidden": "20", "pixels": "unit", "optimizer": "adamw", "l2": 0.01},
    {"batch_norm": True, "residual": True, "optimizer": "momentum", "lr": 0.01},
    {"dropout": 0.3, "flip": 0.5, "shift": 0.2, "rotate": 20, "crop": 0.2, "cutout": 0.3},
    {"precision": "bfloat16", "channels": "8-8", "l2": 0.001, "batch_size": 100},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_restore_repeats_bit_for_bit(settings: dict) -> None:
    run = start(n_train=300, **settings)
    run.advance(EVER, 8)
    frame = run.newest
    run.advance(EVER, 9)
    then = run.newest
    run.rewind(frame)
    run.advance(EVER, 9)
    assert same(run.newest.weights, then.weights)
    assert str(run.newest.metrics) == str(then.metrics)
    again = start(n_train=300, **settings)
    again.advance(EVER, 17)
    assert same(again.newest.weights, then.weights)
    assert torch.cat([w.double().flatten() for w in then.weights.values()]).isfinite().all()


def test_the_number_of_cores_changes_no_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where several people train, each has fewer cores; the run stays the same."""
    monkeypatch.setattr(module, "PARALLEL", 0)
    monkeypatch.setattr(cores, "CORES", 3)
    found = []
    for n in (1, 3):
        with cores.give(n):
            run = start(n_train=300, dropout=0.2, batch_size=64)
            run.advance(EVER, 7)
        found.append(run.newest)
    assert len(run.learner.shards.models) == 3
    assert same(found[0].weights, found[1].weights) and str(found[0].metrics) == str(found[1].metrics)


def test_metrics_are_those_of_the_watched_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 120)
    run = start()
    run.advance(EVER, 30)
    learner, frame = run.learner, run.newest
    model = learner.model_at(frame)
    assert {name: len(places) for name, places in learner.watched.items()} == {"train": 40, "test": 80}
    for part, x, y in (("train", "x_train", "y_train"), ("test", "x_test", "y_test")):
        places = learner.watched[part]
        z = model(learner.read(getattr(learner.data, x)[places]))
        labels = getattr(learner.data, y)[places]
        assert frame.metrics[f"{part}_loss"] == pytest.approx(
            torch.nn.functional.cross_entropy(z, labels).item(), rel=1e-4
        )
        assert frame.metrics[f"{part}_accuracy"] == pytest.approx((z.argmax(1) == labels).float().mean().item())


def test_the_whole_test_set_counts_at_the_end_of_an_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 90)
    run = start(n_train=200)
    assert math.isnan(run.newest.metrics["whole_test_accuracy"])
    ended = run.finish_epoch()
    learner = run.learner
    right = learner.model_at(ended)(learner.read(learner.data.x_test)).argmax(1) == learner.data.y_test
    whole = ended.metrics["whole_test_accuracy"]
    assert whole == pytest.approx(right.float().mean().item()) and whole != ended.metrics["test_accuracy"]
    assert run.step().metrics["whole_test_accuracy"] == whole, "it stays until the next"
    monkeypatch.setattr(module, "WHOLE", 0)
    assert run.finish_epoch().metrics["whole_test_accuracy"] == whole
    run.rewind(run.history.frames[0])
    assert math.isnan(run.step().metrics["whole_test_accuracy"])


def test_a_network_too_large_for_that_stops_at_what_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WHOLE", 0)
    run = start(stop="test_accuracy", stop_value=0.01)
    run.advance(EVER, 50)
    assert run.outcome == "done" and run.learner.step_count == 46


def test_the_batch_of_a_step_is_what_a_page_shows() -> None:
    run = start(n_train=150, flip=0.5, batch_size=64)
    seen: list[torch.Tensor] = []
    read = run.learner.read
    run.learner.read = lambda x: (seen.append(x), read(x))[1]  # type: ignore[method-assign]
    for _ in range(5):
        frame = run.newest
        x = run.learner.data.x_train[run.learner.batch_after(frame)]
        seen.clear()
        run.learner.step()
        assert torch.equal(seen[0], augmented(run.settings, x, frame.step))
        run.newest = run.learner.frame()


def test_the_pictures_stay_bytes_that_everybody_shares() -> None:
    one, other = start().learner, start().learner
    assert one.data.x_train.dtype == torch.uint8
    assert one.data.x_train.data_ptr() == other.data.x_train.data_ptr()


def test_too_large_a_step_is_caught() -> None:
    run = start(lr=10.0, optimizer="sgd")
    run.advance(EVER, 200)
    assert run.outcome in ("nan", "infinite", "exploded") and run.frames()[-1].finite


def test_what_may_change_while_it_learns() -> None:
    run = start()
    run.advance(EVER, 3)
    run.change(flip=0.5, dropout=0.2, lr=0.001, precision="bfloat16", batch_size=64)
    assert run.learner.precision == torch.bfloat16 and run.learner.model.dropout == 0.2
    run.advance(EVER, 3)
    assert run.learner.step_count == 6
    with pytest.raises(ValueError, match="new run"):
        run.change(pixels="unit")


def test_how_a_page_should_treat_it() -> None:
    light, heavy = start().learner, ImagesLearner(ImagesExperiment().replace(channels="64-64", batch_size=256))
    assert not light.parallel and heavy.parallel and light.slice < heavy.slice and light.stride < heavy.stride
    light.change(batch_size=512)
    assert light.parallel


def test_what_cannot_be_learned_is_said() -> None:
    with pytest.raises(ShapeError, match="pool 4"):
        start(channels="4-4-4-4")
    with pytest.raises(ImageError, match="Upload"):
        start(dataset="own")


@pytest.mark.parametrize(("n", "wanted"), [(10, 3), (3, 10), (7, 7), (1, 1)])
def test_spread(n: int, wanted: int) -> None:
    places = spread(n, wanted)
    assert len(places.unique()) == len(places) == min(n, wanted) and places.max() < n
