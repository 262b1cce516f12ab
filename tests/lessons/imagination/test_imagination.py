import contextlib
import io

import pytest
import torch
import torch.nn.functional as F
from torch import Generator

from core.lessons.imagination.imagination import Imagination
from core.lessons.imagination.makers import GAN, MAKERS, VAE
from core.lessons.imagination.script import script
from core.lessons.imagination.settings import ImaginationSettings
from core.lessons.imagination.strange import strange
from tests.test_trainer import assert_same, frames

torch.set_num_threads(1)


def trained(n, **settings):
    subject = Imagination(ImaginationSettings().replace(**settings))
    for _ in range(n):
        subject.step()
    return subject


@pytest.mark.parametrize("maker", MAKERS)
def test_going_back_repeats_the_run(maker):
    subject = trained(8, maker=maker)
    kept = subject.frame()
    then = frames(subject, 6)
    subject.restore(kept)
    assert_same(frames(subject, 6), then)


@pytest.mark.parametrize("maker", ["autoencoder", "vae"])
def test_pictures_come_back_more_alike(maker):
    subject = trained(0, maker=maker)
    losses = [subject.frame().metrics["test_loss"]]
    for _ in range(300):
        subject.step()
    assert subject.frame().metrics["test_loss"] < 0.6 * losses[0]
    x = subject.x_test
    back = subject.made(subject.frame(), subject.code_of(subject.frame(), x)).flatten(1)
    assert (back - x).square().mean() < (subject.x_train.mean(0) - x).square().mean()


def test_the_distance_from_the_cloud_is_the_divergence():
    model = VAE(64, 3, 16, Generator().manual_seed(0))
    x = torch.rand(5, 64, generator=Generator().manual_seed(1))
    with torch.no_grad():
        mean, log_variance = model.encoder(x).chunk(2, 1)
        cloud = model.losses(x, 1.0, Generator().manual_seed(2))["cloud"]
    normal = torch.distributions.Normal
    exact = torch.distributions.kl_divergence(normal(mean, (log_variance / 2).exp()), normal(0.0, 1.0)).sum(1).mean()
    assert cloud.item() == pytest.approx(exact.item(), rel=1e-5)


@pytest.mark.parametrize("strength", [0.0, 1.0])
def test_maker_and_judge_each_get_their_own_gradient(strength):
    model = GAN(64, 3, 16, Generator().manual_seed(0))
    x = torch.rand(6, 64, generator=Generator().manual_seed(1))
    model.backward(x.clone(), strength, Generator().manual_seed(2))
    made = model.decode(torch.randn(6, 3, generator=Generator().manual_seed(2)))
    maker = torch.autograd.grad(-F.logsigmoid(model.judge(made)).mean(), list(model.decoder.parameters()))
    fake, x = made.detach(), x.requires_grad_()
    judge = -F.logsigmoid(model.judge(x)).mean() - F.logsigmoid(-model.judge(fake)).mean()
    (slope,) = torch.autograd.grad(model.judge(x).sum(), x, create_graph=True)
    judge = judge + strength / 2 * slope.square().sum(1).mean()
    judge = torch.autograd.grad(judge, list(model.judge.parameters()), allow_unused=True)
    for parameter, expected in zip(model.parameters(), (*maker, *judge), strict=True):
        expected = torch.zeros_like(parameter) if expected is None else expected
        found = torch.zeros_like(parameter) if parameter.grad is None else parameter.grad
        torch.testing.assert_close(found, expected, rtol=1e-4, atol=1e-6)


def test_a_calm_judge_teaches_all_digits_and_another_only_few():
    kinds = {}
    for gamma in (0.0, 1.0):
        subject = trained(500, maker="gan", code=8, lr=0.001, gamma=gamma)
        kinds[gamma] = subject.kinds(subject.made(subject.frame(), subject.noise(200))).unique()
    assert len(kinds[0.0]) <= 4 and len(kinds[1.0]) >= 9


def test_a_cloud_makes_digits_of_noise_where_a_plain_autoencoder_has_holes():
    far = {}
    for maker in ("autoencoder", "vae"):
        subject = trained(900, maker=maker)
        z = subject.noise(200) * (5 if maker == "autoencoder" else 1)
        far[maker] = subject.nearest(subject.made(subject.frame(), z))[1].mean().item()
    assert far["vae"] < far["autoencoder"]


def test_nearest_and_kinds_know_the_training_digits():
    subject = trained(0)
    pictures = subject.x_train[:40].view(-1, 8, 8)
    places, away = subject.nearest(pictures)
    assert places.tolist() == list(range(40)) and away.max() < 1e-3
    assert (subject.kinds(pictures) == subject.y_train[:40]).float().mean() > 0.9


@pytest.mark.parametrize("settings", [{"beta": 5.0}, {"gamma": 0.0, "maker": "gan"}])
def test_strengths_are_hot(settings):
    subject = trained(3, **{name: value for name, value in settings.items() if name == "maker"})
    subject.change(**{name: value for name, value in settings.items() if name != "maker"})
    assert subject.strength in (5.0, 0.0)
    subject.step()


def test_strange_pictures_are_pictures():
    for picture in strange(torch.rand(8, 8)).values():
        assert picture.shape == (8, 8) and picture.min() >= 0 and picture.max() <= 1


@pytest.mark.parametrize("maker", MAKERS)
def test_the_script_prints_the_losses(maker):
    subject, told = trained(60, maker=maker, width=32), io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(script(subject, 60), {})
    metrics = subject.frame().metrics
    for line in told.getvalue().strip().split("\n"):
        part, *words = line.split()
        for name, value in zip(words[::2], words[1::2], strict=True):
            assert float(value) == pytest.approx(metrics[f"{part}_{name}"], rel=1e-3)
