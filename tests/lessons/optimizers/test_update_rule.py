import math
import re

import pytest
import torch

from core.lessons.optimizers.race import Race
from core.lessons.optimizers.settings import RaceSettings
from core.lessons.optimizers.update_rule import RULES, written_out
from core.optimizers import OPTIMIZERS

every = pytest.mark.parametrize("id", OPTIMIZERS)


def lines_of(race):
    (id,) = race.settings.optimizers
    frame = race.frame()
    gradient = race.gradients()[0]
    return written_out(id, race.positions[0].clone(), gradient, frame.optimizer[0], race.settings.arguments(id))


def test_every_optimiser_has_its_rule():
    assert list(RULES) == list(OPTIMIZERS)


@every
@pytest.mark.parametrize("surface", ["ravine", "beale", "network"])
def test_what_is_written_is_what_torch_does_next(id, surface):
    settings = RaceSettings().replace(
        surface=surface, optimizers=(id,), noise=0.1, weight_decay=0.3, rho=0.8, beta2=0.95
    )
    race = Race(settings)
    for _ in range(30):
        expected = lines_of(race)[-1].value
        race.step()
        torch.testing.assert_close(race.positions[0], expected, rtol=1e-12, atol=1e-12)


@every
def test_the_numbers_put_in_give_the_value_to_the_printed_digits(id):
    race = Race(RaceSettings(optimizers=(id,), noise=0.5, seed=3))
    for _ in range(7):
        race.step()
    for line in lines_of(race):
        for component in (0, 1):
            text = re.sub(r"\(([^(),]+), ([^(),]+)\)", lambda m: f"({m[1 + component]})", line.filled())  # noqa: B023
            text = text.replace("−", "-").replace("²", "**2").replace("·", "*").replace("^", "**")
            text = re.sub(r"√\(([^()]+)\)", r"math.sqrt(\1)", text)
            worth = eval(text, {"math": math})
            assert worth == pytest.approx(line.value[component].item(), rel=2e-3, abs=2e-4)


def test_nesterov_looks_ahead_and_heavy_ball_does_not():
    w, g = torch.tensor([1.0, 2.0]), torch.tensor([0.5, -1.0])
    state = {"momentum_buffer": torch.tensor([2.0, 0.0])}
    ball = written_out("momentum", w, g, state, {"lr": 0.1, "momentum": 0.5})
    assert ball[-1].value.tolist() == pytest.approx([1 - 0.15, 2 + 0.1])
    ahead = written_out("nesterov", w, g, state, {"lr": 0.1, "momentum": 0.5, "nesterov": True})
    assert ahead[-1].value.tolist() == pytest.approx([1 - 0.1 * (0.5 + 0.75), 2 + 0.1 * 1.5])


def test_numbers_are_told_with_so_many_digits():
    (line,) = written_out("sgd", torch.tensor([1.23456, -2.0]), torch.tensor([0.5, 1e-7]), {}, {"lr": 0.1})
    assert line.filled(3) == "(1.23, −2) − 0.1·(0.5, 1e−07)"
    assert line.filled(6).startswith("(1.23456, −2)")
