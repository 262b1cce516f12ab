"""Plasticity, in both languages, as Streamlit runs it without a browser."""

import re
from urllib.parse import parse_qsl

import numpy as np
import pytest

from core.lessons.plasticity.settings import SCENES, PlasticitySettings, learner
from core.run import Run
from core.ui.language import LANGUAGES, read_prose
from core.ui.views.plasticity.scene import GROUPS, PlasticityPicture
from tests.pages.opened import open_page

LINKS = {lang: re.findall(r"\]\(\?([^)]*)\)", read_prose(lang, "plasticity_try")) for lang in LANGUAGES}


def page(**query: str):
    return open_page("Brain", "plasticity", **query)


def run(query: str, steps: int = 20_000, **more: object) -> Run:
    settings, errors = PlasticitySettings().from_query(dict(parse_qsl(query)))
    assert not errors
    made = Run(learner(settings.replace(**more)))
    made.advance(60, steps)
    return made


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_opens_with_its_own_controls(lang: str, scene: str) -> None:
    at = page(lang=lang, scene=scene)
    assert at.get("bidi_component") and not at.error and not at.warning
    assert at.session_state["players"]["plasticity"].run.settings.scene == scene
    for names in GROUPS[scene].values():
        assert all(name in at.session_state for name in names)
    assert len(at.dataframe) == 1


def test_buttons_move_the_run_and_a_scene_starts_its_own() -> None:
    at = page()
    held = at.session_state["players"]["plasticity"]
    at.button(key="step").click().run()
    assert held.run.newest.step == 1
    at.button(key="epoch").click().run()
    assert held.run.newest.step == 20
    at.button(key="play").click().run()
    assert held.playing
    at.session_state["scene"] = "stdp"
    at.button(key="new_weights").click().run()
    assert held.run.settings.seed == 1
    at.button(key="reset").click().run()
    assert held.run.newest.step == 0 and not at.exception


def test_a_new_scene_waits_and_stands_in_the_address() -> None:
    at = page(lr="0.01")
    held = at.session_state["players"]["plasticity"]
    at.button(key="play").click().run()
    at.segmented_control(key="scene").set_value("hopfield").run()
    assert not at.exception and not held.playing and held.run.settings.scene == "hopfield"
    assert at.query_params["scene"] == "hopfield" and at.query_params["lr"] == "0.01"


def test_the_noise_slider_damages_and_forgets_the_pen() -> None:
    at = page(scene="hopfield", start="0f" * 8)
    held = at.session_state["players"]["plasticity"]
    assert held.settings.memory.start
    at.slider(key="damage").set_value(0.4).run()
    assert held.settings.memory.start == "" and held.settings.memory.damage == 0.4 and "start" not in at.query_params


@pytest.mark.parametrize(("name", "value"), [("lr", "99"), ("stored", "4-x"), ("start", "zz"), ("scene", "none")])
def test_a_bad_address_is_told_and_the_rest_counts(name: str, value: str) -> None:
    at = page(**{name: value, "seed": "7"})
    assert name in at.warning[0].value and at.number_input(key="seed").value == 7


def test_every_link_to_try_is_an_address() -> None:
    assert len(LINKS["en"]) >= 20 and LINKS["zh"] == LINKS["en"]
    for query in LINKS["en"]:
        asked = dict(parse_qsl(query))
        assert not PlasticitySettings().from_query(asked)[1] and not asked.keys() & PlasticityPicture().owners().keys()


def test_links_do_what_the_prose_says() -> None:
    early, late = (run(f"lr={lr}", 4000).learner.ran_away for lr in (0.005, 0.0025))
    assert late == pytest.approx(2 * early, rel=0.05)
    assert run("long=0.7&short=0.7", 1000).newest.metrics["angle_oja"] > 20
    assert run("mean_x=-1.2&mean_y=1", 4000).newest.metrics["angle_oja"] > 50
    assert run("mean_x=-1.2&mean_y=1&centred=True", 4000).newest.metrics["angle_oja"] < 2
    assert run("lr=0.5").outcome == "nan"
    swings = [frame.metrics["largest"] for frame in run("scene=bcm&tau=150", 6000).frames()[-100:]]
    assert max(swings) > 4 * min(swings) and run("scene=bcm&tau=1000", 2000).outcome == "exploded"
    wide, narrow = run("scene=bcm&bar_width=1.5", 2500), run("scene=bcm", 2500)
    assert 0.5 < wide.newest.metrics["selectivity"] < narrow.newest.metrics["selectivity"]
    at_once = run("scene=stdp&spread=0", 200).newest.metrics
    assert min(at_once["early"], at_once["late"]) > 0.9
    forgiving = run("scene=stdp&a_minus=0", 200).newest.metrics
    assert forgiving["early"] > 0.9 and forgiving["late"] > 0.49
    turned = run("scene=stdp&a_plus=-0.3&a_minus=-0.6", 200).newest.metrics
    assert turned["fired"] == 100 and turned["late"] > turned["early"]


def test_links_to_the_memory_do_what_the_prose_says() -> None:
    ten = "scene=hopfield&stored=0-1-2-3-4-5-6-7-8-9"
    assert run(f"{ten}&damage=0").newest.metrics["overlap_3"] < 0.9
    for cue in "0123456789":
        assert run(f"{ten}&storage=projection&damage=0.15", cue=cue).newest.metrics[f"overlap_{cue}"] == 1
    forty = [run("scene=hopfield&damage=0.4", seed=seed).newest.metrics["overlap_3"] for seed in range(8)]
    assert min(forty) < 1 == max(forty)
    nine, memory = run("scene=hopfield&cue=9&damage=0"), run("scene=hopfield&damage=0")
    most = np.sign(nine.learner.patterns.sum(0))
    assert (nine.learner.s == most).all(), "a mixture: each pixel as in two of the three"
    assert nine.newest.metrics["energy"] < memory.newest.metrics["energy"]
    assert run("scene=hopfield&start=e797e7e7f3f9d9e3").newest.metrics["overlap_3"] == -1
