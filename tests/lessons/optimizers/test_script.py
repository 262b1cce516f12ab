import pytest

from core.lessons.optimizers.race import Race
from core.lessons.optimizers.script import script
from core.lessons.optimizers.settings import RaceSettings
from core.lessons.optimizers.surfaces import SURFACES
from core.optimizers import OPTIMIZERS
from tests.alone import printed_alone

ALL = tuple(OPTIMIZERS)


def printed(race, steps, folder):
    header, *rows = printed_alone(script(race, steps), folder).splitlines()
    assert header == ",".join(["optimizer", *race.surface.weights, "loss"])
    return {name: tuple(map(float, rest)) for name, *rest in (row.split(",") for row in rows)}


def compare(race, steps, folder):
    found = printed(race, steps, folder)
    assert list(found) == list(race.settings.optimizers)
    losses = race.frame().metrics
    for (id, (x, y, loss)), position in zip(found.items(), race.positions.tolist(), strict=True):
        assert (x, y) == pytest.approx(position, rel=1e-6, abs=1e-9), id
        assert loss == pytest.approx(losses[id], rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("surface", ["network", "beale"])
def test_it_prints_what_the_race_shows(surface, tmp_path):
    race = Race(RaceSettings().replace(surface=surface, optimizers=ALL, noise=0.05, seed=3))
    for _ in range(40):
        race.step()
    compare(race, 40, tmp_path)


def test_it_repeats_changes_and_stops_who_leaves(tmp_path):
    race = Race(RaceSettings(optimizers=ALL))
    for step in range(60):
        if step == 10:
            race.change(lr=0.3)
            race.change(beta1=0.5, noise=0.2)
        if step == 30:
            race.change(momentum=0.5, weight_decay=0.1)
        race.step()
    assert max(race.stopped) >= 0 > min(race.stopped)
    compare(race, 60, tmp_path)
    assert "changes = {" in script(race, 60) and "changes" not in script(race, 10)


@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_makes_a_script_that_compiles(surface):
    text = script(Race(RaceSettings().replace(surface=surface)), 5)
    compile(text, "script", "exec")
    assert "\n\n\n\n" not in text and "Generator" not in text
