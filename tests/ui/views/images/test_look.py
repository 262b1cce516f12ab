"""What one sees of a network that learns pictures, and what the pointer does there."""

import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from core.figures.theme import DARK, LIGHT
from core.lessons.images.learner import ImagesLearner
from core.lessons.images.settings import ImagesExperiment
from core.ui.language import speaking
from core.ui.live import pack
from core.ui.picture import ImagesPicture
from core.ui.player import Player
from core.ui.stage import Scene, handle, message
from core.ui.views.images.answers import own_place, plane_of
from core.ui.views.images.look import ImagesLook
from core.ui.views.images.panels import VIEWS, without_network

NETS: dict[str, dict[str, Any]] = {
    "small": {},
    "mlp": {"channels": (), "hidden": (20, 12)},
    "rich": {"channels": (4, 4), "batch_norm": True, "residual": True, "pool": "average", "activation": "tanh"},
    "strided": {"channels": (6,), "kernel": 4, "stride": 2, "padding": "valid", "hidden": ()},
}


def opened(view: str = "network", lang: str = "en", **settings: Any) -> Player:
    held = Player(ImagesLearner)
    held.hold(ImagesExperiment().replace(n_train=300, **settings))
    held.scene = Scene(lang, DARK, ImagesPicture(view=view, sample=7), VIEWS[view], ImagesLook, None, "")
    return held


def shown(held: Player) -> dict[str, Any]:
    with speaking(held.scene.language):
        return message(held, held.scene, whole=True)


def look(held: Player) -> ImagesLook:
    seen = ImagesLook(
        held.settings,
        held.run,
        held.frame(),
        held.frames(),
        LIGHT,
        held.scene.picture,
        held.selected,
        None,
        held.picked,
        900,
    )
    return seen


def click(held: Player, trace: str, *custom: int) -> None:
    handle(held, {"kind": "click", "panel": "", "trace": trace, "x": 0, "y": 0, "custom": custom})


def drag(held: Player, path: list[Any], start: bool = False) -> None:
    x, y = path[-1]
    handle(held, {"kind": "drag", "panel": "pad", "x": x, "y": y, "x0": 0, "y0": 0, "start": start, "path": path})


@pytest.mark.parametrize("view", list(VIEWS))
@pytest.mark.parametrize("net", list(NETS))
def test_every_view_of_every_kind_of_network_can_be_sent(view: str, net: str) -> None:
    held = opened(view, "zh", **NETS[net])
    held.step()
    found = shown(held)
    assert set(found["figures"]) == set(VIEWS[view]) and len(pack(found)) < 200_000
    assert dict(found["readout"])["步数"] == "1"


@pytest.mark.parametrize("net", list(NETS))
def test_the_number_that_is_written_out_is_the_one_of_the_map(net: str) -> None:
    held = opened(**NETS[net])
    held.step()
    for stage in range(1, len(look(held).stages)):
        click(held, "map", stage, 2)
        handle(held, {"kind": "hover", "panel": "map", "x": 0.4, "y": 1.2})
        seen = look(held)
        values = seen.stages[stage].values
        value = values[2] if values.ndim == 1 else values[2][seen.place]
        (_, lines) = shown(held)["figures"]["sum"]["text"][0]
        last = [line for line in lines if not line.startswith("of it")][-1]
        assert float(last.split("=")[-1].split("→")[-1].replace("−", "-")) == pytest.approx(
            float(value), rel=1e-4, abs=1e-5
        )
        if lines[0].startswith("sum over"):
            left, right = (part.replace("−", "-").replace("·", "*") for part in lines[0].split(": ")[1].split(" = "))
            terms = re.sub(r" from \d+ more", "", left.replace("bias ", ""))
            assert eval(terms) == pytest.approx(float(right), rel=1e-3, abs=1e-3)
        if lines[-1].startswith("of it"):
            left, right = lines[-1].split(": ")[1].replace("−", "-").replace("·", "*").split(" = ")
            assert eval(left) == pytest.approx(float(right), rel=1e-4, abs=1e-5)


def test_the_window_lies_where_the_number_comes_from() -> None:
    held = opened()
    click(held, "map", 4, 3)  # conv 2
    shown(held)
    handle(held, {"kind": "hover", "panel": "source", "x": 5.5, "y": 0.5})
    assert look(held).place == (0, 3), "the source has 4 pixels and a rim, the map 4"
    seen = shown(held)["figures"]["source"]["drawing"]
    frames = [item["xy"][0] for item in seen["items"] if item.get("line") == 2.5]
    assert len(frames) == 9 and np.max(frames) < seen["width"]


def test_a_slice_of_the_kernel_is_chosen_or_the_one_that_adds_most() -> None:
    held = opened()
    click(held, "map", 4, 0)
    assert look(held).slice == int(np.argmax(np.abs(look(held).contributions)))
    ids = [id for id, _ in shown(held)["choices"]]
    assert ids == ["-1", *map(str, range(8))]
    handle(held, {"kind": "select", "unit": "5"})
    assert look(held).slice == 5 and shown(held)["choice"] == "5"
    click(held, "map", 1, 0)
    assert not shown(held)["choices"], "a grey picture has but one channel"


def test_a_drawing_is_followed_at_once_stroke_by_stroke() -> None:
    held = opened()
    first = look(held).image
    drag(held, [None, [0.5, 0.1], [0.5, 0.5]], start=True)
    drag(held, [[0.5, 0.9], None, [0.3, 0.5]])
    drag(held, [[0.7, float("nan")]])
    assert [len(stroke) for stroke in held.picked["strokes"]] == [3, 2] and look(held).source == "ink"
    assert held.picked["strokes"][1][1] == (0.7, 0.0)
    drawn = look(held).image
    assert drawn.shape == first.shape and drawn.dtype == torch.uint8 and drawn.max() > 100
    pad = shown(held)["figures"]["pad"]["drawing"]
    assert pad["title"] == "Your drawing" and sum(item["kind"] == "links" for item in pad["items"]) == 2
    click(held, "picture", 11, 4, 9)
    assert held.picked["source"] == "test" and held.picked["sample"] == 12 and held.refresh


def test_a_drawing_has_bounded_memory() -> None:
    held = opened()
    for _ in range(60):
        drag(held, [None, *([[0.5, 0.5]] * 1000)], start=True)
    assert len(held.picked["strokes"]) <= 40 and max(map(len, held.picked["strokes"])) <= 600


def test_a_photo_counts_for_the_data_set_it_was_fitted_to() -> None:
    held = opened()
    held.picked |= {"source": "photo", "photo": (("digits", (1, 8, 8)), torch.full((1, 8, 8), 7, dtype=torch.uint8))}
    assert look(held).image.float().mean() == 7
    held.picked["photo"] = (("mnist", (1, 28, 28)), torch.zeros(1, 28, 28, dtype=torch.uint8))
    assert look(held).source == "test"


def test_a_cell_shows_its_pictures_and_gives_way_to_the_most_frequent_mistake() -> None:
    held = opened("answers")
    held.epoch()
    made = look(held).results
    wrong = made.confusion * (1 - np.eye(10, dtype=int))
    assert f": {wrong.max()} (" in shown(held)["figures"]["cell"]["drawing"]["title"]
    true, said = map(int, np.unravel_index(np.argmax(made.confusion), made.confusion.shape))
    click(held, "cells", true, said, 1, 1)
    drawn = shown(held)["figures"]["cell"]["drawing"]
    assert drawn["title"].startswith(f"True {true}, answered {said}: {made.confusion[true, said]} ")
    numbers = drawn["items"][0]["data"]
    assert (look(held).data.y_test[numbers[:, 0]] == true).all() and (numbers[:, 2] == said).all()
    click(held, "cells", true, said, 1, 1)
    assert f": {wrong.max()} (" in shown(held)["figures"]["cell"]["drawing"]["title"]
    held.width = 300
    assert shown(held)["figures"]["cell"]["drawing"]["title"].endswith(f": {wrong.max()}"), "it has one line"


def test_mistakes_are_wrong_and_the_surest_come_first() -> None:
    held = opened("answers")
    held.epoch()
    drawn = shown(held)["figures"]["mistakes"]["drawing"]
    data, words = drawn["items"][0]["data"], drawn["items"][1]["text"]
    sure = [int(text.split()[-1].rstrip("%")) for text in words]
    assert (data[:, 1] != data[:, 2]).all() and sure == sorted(sure, reverse=True)


def test_the_layer_table_stands_where_there_is_no_network() -> None:
    settings = ImagesExperiment().replace(channels=(8, 8, 8, 8))
    with speaking("zh"):
        drawn = without_network(settings, LIGHT, 900)["journey"]["drawing"]
    words = [text for item in drawn["items"] if item["kind"] == "words" for text in item["text"]]
    assert any(text.startswith("汇聚 4 无法实现") for text in words)
    held = Player(ImagesLearner)
    held.hold(settings)
    assert held.run is None and held.problem


def test_a_residual_sum_is_written_with_both_its_terms() -> None:
    held = opened(**NETS["rich"])
    held.step()
    stages = look(held).stages
    at = next(i for i, stage in enumerate(stages) if stage.kind == "sum")
    click(held, "map", at, 2)
    (line,) = shown(held)["figures"]["sum"]["text"][0][1]
    terms, total = line.split(": ")[1].replace("−", "-").replace("(", "").replace(")", "").split(" = ")
    before, rest = map(float, terms.split(" + "))
    assert rest != 0 and before + rest == pytest.approx(float(total), abs=1e-5)


def test_no_layer_sees_more_than_the_picture() -> None:
    drawn = shown(opened("layers"))["figures"]["layers"]["drawing"]
    words = {text for item in drawn["items"] if item["kind"] == "words" for text in item["text"]}
    assert "8 × 8" in words and "10 × 10" not in words


def test_the_page_says_how_it_computes_and_on_how_many_pictures() -> None:
    assert shown(opened())["notes"][0].startswith("Computed in float32.")
    assert "bfloat16" in shown(opened(precision="bfloat16"))["notes"][0]


def test_a_picture_of_the_test_set_lies_where_its_point_is() -> None:
    held = opened("embedding")
    held.step()
    seen = look(held)
    rows, found = plane_of(seen)
    at = seen.results.places.tolist().index(seen.number)
    np.testing.assert_allclose(own_place(seen, rows, found), found.places[at], atol=1e-3)
    drag(held, [None, [0.5, 0.1], [0.5, 0.9]], start=True)
    words = shown(held)["figures"]["embedding"]["drawing"]["items"][-1]
    assert words["text"] == ["Your drawing"]


def test_a_run_that_broke_shows_its_last_good_state() -> None:
    held = opened(optimizer="sgd", lr=10.0, channels=(4,), activation="linear")
    for _ in range(30):
        held.step()
    assert held.run.diverged
    pack(shown(held))
    held.scene = Scene("en", LIGHT, ImagesPicture(view="answers"), VIEWS["answers"], ImagesLook, None, "")
    pack(shown(held))


def test_a_class_of_ones_own_is_shown_as_far_as_there_is_room() -> None:
    names = ("dark", "a long\nname of a folder", "一个名字相当长的文件夹", "automobile")
    settings = ImagesExperiment().replace(dataset="own", file="0123456789abcdef")
    seen = SimpleNamespace(settings=settings, data=SimpleNamespace(class_names=names))
    assert ImagesLook.class_names.fget(seen) == ["dark", "a long nam…", "一个名字相…", "automobile"]
