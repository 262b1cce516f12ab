"""The race of optimisers, in both languages, as Streamlit runs it without a browser."""

import re
from urllib.parse import parse_qsl

import pytest

from core.lessons.optimizers.race import Race
from core.lessons.optimizers.settings import RaceSettings
from core.lessons.optimizers.surfaces import SURFACES
from core.lr_range import range_test
from core.ui.language import LANGUAGES, read_prose
from core.ui.views.optimizers.look import RacePicture
from tests.pages.opened import open_page

LINKS = {lang: re.findall(r"\]\(\?([^)]*)\)", read_prose(lang, "optimizers_try")) for lang in LANGUAGES}


def page(**query: str):
    return open_page("Foundations", "optimizers", **query)


def race(query: str) -> Race:
    settings, errors = RaceSettings().from_query(dict(parse_qsl(query)))
    assert not errors
    made = Race(settings)
    while not made.stops:
        made.step()
    return made


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("surface", ["ravine", "network"])
def test_the_page_opens(lang: str, surface: str) -> None:
    at = page(lang=lang, surface=surface)
    assert at.get("bidi_component") and not at.error and not at.warning
    assert at.selectbox(key="surface").value == surface


def test_buttons_move_the_race() -> None:
    at = page()
    held = at.session_state["players"]["optimizers"]
    at.button(key="step").click().run()
    assert held.run.newest.step == 1
    at.button(key="epoch").click().run()
    assert held.run.newest.step == 10
    at.button(key="play").click().run()
    assert held.playing
    at.button(key="reset").click().run()
    assert held.run.newest.step == 0 and not at.exception


def test_a_new_surface_brings_its_start_to_the_controls_and_the_address() -> None:
    at = page()
    at.selectbox(key="surface").set_value("beale").run()
    assert (at.number_input(key="x").value, at.number_input(key="y").value) == SURFACES["beale"].start
    assert at.select_slider(key="lr").value == SURFACES["beale"].lr
    assert at.query_params["surface"] == "beale"
    at.number_input(key="x").set_value(2.0).run()
    assert at.query_params["x"] == "2.0" and at.session_state["players"]["optimizers"].run.settings.x == 2.0


def test_rates_change_while_it_runs_and_other_optimisers_need_a_new_race() -> None:
    at = page()
    at.button(key="epoch").click().run()
    held = at.session_state["players"]["optimizers"]
    at.slider(key="momentum").set_value(0.5).run()
    assert held.run.newest.step == 10 and held.run.learner.changes == [(10, {"momentum": 0.5})]
    at.session_state["optimizers"] = ["sgd", "adamw"]
    at.run()
    assert held.run.newest.step == 0 and held.run.settings.optimizers == ("sgd", "adamw")


@pytest.mark.parametrize(("name", "value"), [("lr", "99"), ("optimizers", "sgd-nobody"), ("y", "far")])
def test_a_bad_address_is_told(name: str, value: str) -> None:
    at = page(**{name: value, "noise": "0.5"})
    assert name in at.warning[0].value and at.select_slider(key="noise").value == 0.5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_to_try_is_an_address_and_starts_on_the_map(lang: str) -> None:
    assert len(LINKS[lang]) >= 11 and LINKS[lang] == LINKS["en"]
    for query in LINKS[lang]:
        asked = dict(parse_qsl(query))
        views = {name: asked.pop(name) for name in RacePicture().owners() if name in asked}
        settings, errors = RaceSettings().from_query(asked)
        assert not errors + RacePicture().from_query(views)[1]
        place = settings.place
        assert place.x_range[0] <= settings.x <= place.x_range[1], query
        assert place.y_range[0] <= settings.y <= place.y_range[1], query


def test_the_link_that_asks_for_a_guess_hides_the_way_ahead() -> None:
    (banana,) = (query for query in LINKS["en"] if "n_steps=3000" in query)
    at = page(**dict(parse_qsl(banana)))
    assert at.toggle(key="ahead").value is False and not at.warning


def test_links_do_what_the_prose_says() -> None:
    edge, over = race("optimizers=sgd&lr=0.079"), race("optimizers=sgd&lr=0.1")
    assert edge.stopped[0] < 0 and (edge.path[:20, 0, 1].sign().diff() != 0).all() and over.stopped[0] > 0
    assert race("optimizers=momentum-nesterov&momentum=0.7").arrived == [13, 13]
    assert min(race("optimizers=momentum-nesterov&momentum=0.3").arrived) > 30
    much = race("optimizers=momentum-nesterov&momentum=0.99").arrived
    assert much[0] < 0 < much[1], "Nesterov forgives it"
    stuck = race("surface=saddle&y=0&optimizers=sgd-momentum-adam")
    assert max(stuck.arrived) < 0 and stuck.positions.abs().max() < 1e-5
    assert min(race("surface=saddle&y=0&optimizers=sgd-momentum-adam&noise=0.01").arrived) > 0
    ends = race("surface=himmelblau&x=0&y=0&lr=0.01&optimizers=sgd-momentum-adam").positions.round().tolist()
    assert ends[0] == ends[2] != ends[1]
    parted = race("surface=himmelblau&x=0&y=-1&lr=0.01&optimizers=sgd-adam").positions.round().tolist()
    assert parted[0] != parted[1]
    leap = race("surface=rosenbrock&optimizers=rmsprop-adam").path
    assert ((leap[1, 0] - leap[0, 0]) / (leap[1, 1] - leap[0, 1])).tolist() == pytest.approx([10, 10], rel=1e-3)
    tired = race("surface=bowl&optimizers=adagrad-rmsprop-adam").arrived
    assert tired[0] < 0 and min(tired[1:]) > 0
    decay = race("surface=himmelblau&optimizers=adam-adamw&weight_decay=1").arrived
    assert decay[0] > 0 > decay[1]
    assert race("surface=network&x=0&y=0").positions.abs().max() == 0
    banana = race("surface=rosenbrock&optimizers=sgd-momentum-nesterov-adagrad-rmsprop-adam&n_steps=3000").arrived
    assert banana.index(min(step for step in banana if step > 0)) == 1
    beale = "surface=beale&optimizers=momentum"
    blown = range_test(Race(race(beale).settings), low=1e-4, high=10, metric="momentum").blown
    assert race(f"{beale}&lr={blown / 10}").arrived[0] > 0 and race(f"{beale}&lr={blown / 2}").stopped[0] > 0


def test_a_start_that_was_clicked_outlives_a_run_of_the_page_that_is_broken_off():
    at = open_page("Foundations", "optimizers")
    held = at.session_state["players"]["optimizers"]
    held.propose(x=2.5)
    held.read = held.proposed  # what a run of the script does before it is broken off for a newer one
    assert held.asked
    at.run()
    assert not held.asked and at.session_state["x"] == 2.5 and at.query_params["x"] == "2.5"
    assert held.settings.x == 2.5
