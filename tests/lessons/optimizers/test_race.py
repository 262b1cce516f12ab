import numpy as np
import pytest
import torch

from core.lessons.optimizers.race import GOAL, Race, ahead
from core.lessons.optimizers.settings import RaceSettings
from core.lessons.optimizers.surfaces import SURFACES
from core.optimizers import OPTIMIZERS
from core.run import Run
from core.settings import SettingError

ALL = tuple(OPTIMIZERS)


def race(n=0, **values):
    made = Race(RaceSettings().replace(**values))
    for _ in range(n):
        made.step()
    return made


@pytest.mark.parametrize("surface", SURFACES)
def test_every_optimiser_moves_as_torch_with_autograd(surface):
    ours = race(40, surface=surface, optimizers=ALL)
    settings = ours.settings
    for i, id in enumerate(ALL):
        w = torch.tensor([settings.x, settings.y], dtype=torch.float64, requires_grad=True)
        optimizer = OPTIMIZERS[id].cls([w], **settings.arguments(id))
        for _ in range(40):
            optimizer.zero_grad()
            SURFACES[surface].value(*w).backward()
            optimizer.step()
        torch.testing.assert_close(ours.positions[i], w.detach(), rtol=1e-7, atol=1e-9)


def test_the_bowl_in_closed_form():
    bowl = race(25, surface="bowl", optimizers=("sgd", "momentum"), lr=0.1, momentum=0.5)
    start = np.array([bowl.settings.x, bowl.settings.y])
    np.testing.assert_allclose(bowl.positions[0].numpy(), start * 0.9**25, rtol=1e-12)
    step = np.array([[0.5, 1.0], [-0.05, 0.9]])  # (v, w) → (μv + w, w − α(μv + w)) in each coordinate
    expected = np.linalg.matrix_power(step, 25) @ [0, 1]
    np.testing.assert_allclose(bowl.positions[1].numpy(), start * expected[1], rtol=1e-10)


@pytest.mark.parametrize(("lr", "leaves"), [(0.0799, False), (0.0801, True)])
def test_sgd_in_the_ravine_diverges_beyond_two_over_the_curvature(lr, leaves):
    ravine = race(3000, lr=lr, optimizers=("sgd", "adam"), n_steps=3000)
    assert (ravine.stopped[0] >= 0) == leaves
    assert (abs(ravine.positions[0, 1].item()) > 1) == leaves
    assert ravine.stopped[1] < 0 and ravine.arrived[1] >= 0, "the other goes on"


def test_who_leaves_stays_where_it_is_and_the_race_goes_on():
    rosenbrock = race(0, surface="rosenbrock", lr=0.1, optimizers=("sgd", "adam"))
    while rosenbrock.stopped[0] < 0:
        rosenbrock.step()
    there = rosenbrock.positions[0].clone()
    before = rosenbrock.positions[1].clone()
    rosenbrock.step()
    assert torch.equal(rosenbrock.positions[0], there) and not torch.equal(rosenbrock.positions[1], before)
    assert 0 < rosenbrock.stopped[0] < 10 and not rosenbrock.stops


def test_what_is_no_number_is_stopped_too():
    beale = race(0, surface="beale", optimizers=("sgd", "adam"))
    beale.positions.data[0] = torch.nan
    beale.step()
    assert beale.stopped == [1, -1]
    assert torch.isfinite(torch.tensor(beale.frame().metrics["train_loss"]))


def test_a_race_ends_when_its_steps_are_done_or_all_have_left():
    run = Run(race(n_steps=20))
    while run.outcome is None:
        run.advance(0.01)
    assert (run.outcome, run.newest.step) == ("done", 20)
    lost = Run(race(lr=10, optimizers=("sgd", "momentum")))
    while lost.outcome is None:
        lost.advance(0.01)
    assert lost.outcome == "exploded" and lost.newest.step < 20


def test_arrived_is_the_step_from_which_on_it_stays_near():
    ravine = race(120, optimizers=("momentum",))
    near = (ravine.path[:121, 0].norm(dim=1) <= GOAL * 12).tolist()
    last_outside = max(step for step, inside in enumerate(near) if not inside)
    assert any(near[:last_outside]), "it passes the minimum before it stays"
    assert ravine.arrived[0] == last_outside + 1


@pytest.mark.parametrize("noise", [0.0, 0.7])
def test_restore_repeats_the_race(noise):
    first = race(15, optimizers=ALL, noise=noise, seed=4)
    frame = first.frame()
    for _ in range(30):
        first.step()
    other = race(optimizers=ALL, noise=noise, seed=4)
    other.restore(frame)
    assert torch.isnan(other.path[14]).all() and torch.equal(other.path[15], frame.weights["positions"])
    for _ in range(30):
        other.step()
    assert torch.equal(first.positions, other.positions)
    assert first.arrived == other.arrived
    course = ahead(first.settings, frame, 30)
    assert torch.equal(course[0], frame.weights["positions"]) and torch.equal(course[-1], first.positions)


def test_frames_are_copies():
    ravine = race(5, optimizers=ALL)
    frame = ravine.frame()
    kept = frame.weights["positions"].clone()
    state = [s["exp_avg"].clone() for s in frame.optimizer if "exp_avg" in s]
    ravine.step()
    assert torch.equal(frame.weights["positions"], kept)
    assert all(torch.equal(a, s["exp_avg"]) for a, s in zip(state, frame.optimizer[-2:], strict=True))


def test_the_noise_is_the_same_for_all_and_follows_the_seed():
    clean, noisy = race(optimizers=ALL), race(optimizers=ALL, noise=2.0, seed=1)
    off = noisy.gradients() - clean.gradients()
    torch.testing.assert_close(off, off[:1].expand(len(ALL), 2))
    assert torch.equal(noisy.gradients(), noisy.gradients())
    draws = torch.stack([race(optimizers=("sgd",), noise=2.0, seed=s).gradients()[0] for s in range(400)])
    assert draws.std(0).tolist() == pytest.approx([2, 2], rel=0.15)


def test_before_the_first_step_a_change_counts_from_the_beginning():
    one = race(5)
    first = race().frame()
    one.change(lr=0.02)
    one.restore(first)
    one.change(momentum=0.5)
    assert one.changes == [] and one.initial == one.settings == RaceSettings(lr=0.02, momentum=0.5)
    one.step()
    one.change(lr=0.03)
    one.change(lr=0.04)
    assert one.changes == [(1, {"lr": 0.04})], "a slider that is dragged leaves one change"


def test_rates_change_on_the_way_and_restore_forgets_what_came_later():
    one = race(10, optimizers=ALL)
    frame = one.frame()
    one.change(lr=0.01, beta1=0.5)
    one.step()
    assert [o.param_groups[0]["lr"] for o in one.optimizers[:3]] == [0.01] * 3
    assert one.changes == [(10, {"lr": 0.01, "beta1": 0.5})]
    later = one.frame()
    for _ in range(5):
        one.step()
    one.change(lr=0.02)
    one.restore(later)
    assert one.changes == [(10, {"lr": 0.01, "beta1": 0.5}), (11, {"lr": 0.02})], "the settings of now stay"
    one.restore(frame)
    assert one.changes == [(10, {"lr": 0.02, "beta1": 0.5})]


@pytest.mark.parametrize("cold", [{"x": 1.0}, {"surface": "bowl"}, {"n_steps": 20}, {"optimizers": ("sgd",)}])
def test_what_needs_a_new_race_is_refused(cold):
    with pytest.raises(SettingError):
        race().change(**cold)


def test_a_run_keeps_its_frames_and_goes_back():
    run = Run(race(optimizers=ALL))
    run.advance(10, 50)
    end = run.newest.weights["positions"].clone()
    run.rewind(run.frames()[20])
    assert run.newest.step == 20
    run.advance(10, 30)
    assert torch.equal(run.newest.weights["positions"], end)
