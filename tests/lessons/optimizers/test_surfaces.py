import math

import pytest
import torch

from core.lessons.optimizers.surfaces import SURFACES
from core.lessons.optimizers.two_weights import samples

every = pytest.mark.parametrize("id", SURFACES)


def grid(surface, n=24):
    x, y = surface.grid(n)
    return x.requires_grad_(), y.requires_grad_()


@every
def test_the_gradient_is_that_of_autograd(id):
    surface = SURFACES[id]
    x, y = grid(surface)
    expected = torch.autograd.grad(surface.value(x, y).sum(), (x, y))
    for ours, theirs in zip(surface.gradient(x, y), expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-10, atol=1e-10)


@every
def test_minima_are_flat_lowest_and_on_the_plane(id):
    surface = SURFACES[id]
    lowest = surface.value(*surface.grid(200)).min().item()
    for minimum in surface.minima:
        x, y = torch.tensor(minimum, dtype=torch.float64)
        assert max(g.abs().item() for g in surface.gradient(x, y)) < 1e-9
        assert surface.value(x, y).item() == pytest.approx(surface.lowest, abs=1e-12)
        assert surface.curvatures(*minimum)[0] > 0
        assert surface.x_range[0] < x < surface.x_range[1] and surface.y_range[0] < y < surface.y_range[1]
    assert lowest >= surface.lowest - 1e-12


@every
def test_the_start_is_on_the_plane_and_the_grid_fills_it(id):
    surface = SURFACES[id]
    x, y = surface.grid(24)
    assert x.shape == y.shape == (19, 25)
    assert (x[0, 0].item(), x[0, -1].item()) == pytest.approx(surface.x_range)
    assert (y[0, 0].item(), y[-1, 0].item()) == pytest.approx(surface.y_range)
    assert surface.x_range[0] < surface.start[0] < surface.x_range[1]
    assert surface.y_range[0] < surface.start[1] < surface.y_range[1]


def test_values_by_hand():
    at = {"bowl": 2.5, "ravine": 50.5, "saddle": 2.5, "rosenbrock": 100.0, "himmelblau": 68.0}
    for id, expected in at.items():
        assert SURFACES[id].value(torch.tensor(1.0), torch.tensor(2.0)).item() == pytest.approx(expected), id
    assert SURFACES["beale"].value(torch.tensor(1.0), torch.tensor(0.0)).item() == pytest.approx(
        0.25 + 1.5625 + 2.640625
    )


def test_the_network_is_one_of_torch():
    s, t = samples()
    model = torch.nn.Sequential(torch.nn.Linear(1, 1, bias=False), torch.nn.Tanh(), torch.nn.Linear(1, 1, bias=False))
    model.double()
    with torch.no_grad():
        model[0].weight.fill_(0.7)
        model[2].weight.fill_(-1.3)
    loss = torch.nn.functional.mse_loss(model(s[:, None])[:, 0], t)
    loss.backward()
    w, a = torch.tensor(0.7, dtype=torch.float64), torch.tensor(-1.3, dtype=torch.float64)
    assert SURFACES["network"].value(w, a).item() == pytest.approx(loss.item(), rel=1e-12)
    expected = (model[0].weight.grad.item(), model[2].weight.grad.item())
    assert [g.item() for g in SURFACES["network"].gradient(w, a)] == pytest.approx(expected, rel=1e-12)


def test_curvatures_by_hand():
    assert SURFACES["ravine"].curvatures(3, -2) == pytest.approx((1, 25))
    assert SURFACES["saddle"].curvatures(0, 0) == pytest.approx((-1, 1))
    root = math.sqrt(501**2 - 400)  # of [[802, −400], [−400, 200]]: trace 1002, determinant 400
    assert SURFACES["rosenbrock"].curvatures(1, 1) == pytest.approx((501 - root, 501 + root), rel=1e-6)
    assert all(math.isnan(value) for value in SURFACES["rosenbrock"].curvatures(math.inf, 0))


def test_height_grows_with_the_loss_and_is_zero_at_the_lowest():
    for surface in SURFACES.values():
        loss = surface.lowest + torch.tensor([0.0, surface.scale, 1e3 * surface.scale])
        assert surface.height(loss).tolist() == pytest.approx([0, math.log(2), math.log(1001)], rel=1e-4)


@every
@pytest.mark.parametrize(("x", "y"), [(-1.25, 0.75), (4.5e-7, -2.5e-5)])
def test_terms_with_numbers_put_in_give_the_loss_and_its_slopes(id, x, y):
    surface = SURFACES[id]
    powers = {"½": "0.5", "¼": "0.25", "−": "-", "·": "*", "²": "**2", "³": "**3", "⁴": "**4"}
    at = torch.tensor(x, dtype=torch.float64), torch.tensor(y, dtype=torch.float64)
    expected = [surface.value(*at).item(), *(slope.item() for slope in surface.gradient(*at))]
    for text, value in zip(surface.filled(x, y), expected[: len(surface.terms)], strict=True):
        for sign, code in powers.items():
            text = text.replace(sign, code)
        assert eval(text) == pytest.approx(value)
    assert bool(surface.terms) == (id != "network")


def test_a_power_of_ten_is_bracketed_before_it_is_squared():
    assert SURFACES["bowl"].filled(4.444e-7, -2e-5)[0] == "½·((4.444e−07)² + (−2e−05)²)"
