"""Makers: networks that turn a code of a few numbers into a picture, and what each of them learns from."""

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn


def layers(sizes: tuple[int, ...], generator: Generator) -> nn.Sequential:
    """Linear layers with leaky ReLU between them; first weights N(0, 2/n_in) (He 2015), in the last N(0, 1/n_in)."""
    made: list[nn.Module] = []
    for i, (n_in, n_out) in enumerate(pairwise(sizes), start=2):
        linear, last = nn.Linear(n_in, n_out), i == len(sizes)
        with torch.no_grad():
            linear.weight.normal_(0, (1 if last else 2) ** 0.5 * n_in**-0.5, generator=generator)
            linear.bias.zero_()
        made += [linear, nn.LeakyReLU(0.1)]
    return nn.Sequential(*made[:-1])


def difference(logits: Tensor, x: Tensor) -> Tensor:
    """(n,) Σ over pixels of −x log p − (1 − x) log(1 − p), p = σ(logits): how unlike two pictures of 0…1 are."""
    return F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)


class Autoencoder(nn.Module):
    """z = encoder(x), x̂ = σ(decoder(z)); the loss is the difference of x̂ from x (Hinton & Salakhutdinov 2006).

    x: (n, pixels) of 0…1; z: (n, code).
    """

    def __init__(self, pixels: int, code: int, width: int, generator: Generator) -> None:
        super().__init__()
        self.code = code
        self.encoder = layers((pixels, width, width, self.encoded), generator)
        self.decoder = layers((code, width, width, pixels), generator)

    @property
    def encoded(self) -> int:
        return self.code

    def encode(self, x: Tensor) -> Tensor:
        return self.encoder(x)[:, : self.code]

    def decode(self, z: Tensor) -> Tensor:
        return self.decoder(z).sigmoid()

    def losses(self, x: Tensor, strength: float, generator: Generator) -> dict[str, Tensor]:
        """Means over pictures of what is learned from, by name; `loss` is what the gradient is taken of."""
        loss = difference(self.decoder(self.encode(x)), x).mean()
        return {"loss": loss}

    def backward(self, x: Tensor, strength: float, generator: Generator) -> None:
        self.losses(x, strength, generator)["loss"].backward()


class VAE(Autoencoder):
    """z = μ(x) + σ(x) ε with ε ~ N(0, I); loss = difference + β Σ ½(μ² + σ² − 1 − ln σ²) (Kingma & Welling 2014).

    β, the `strength`, other than 1: Higgins et al. 2017. The second term is KL(N(μ, σ²) ‖ N(0, 1)).
    """

    @property
    def encoded(self) -> int:
        return 2 * self.code

    def losses(self, x: Tensor, strength: float, generator: Generator) -> dict[str, Tensor]:
        mean, log_variance = self.encoder(x).chunk(2, 1)
        noise = torch.randn(mean.shape, generator=generator)
        logits = self.decoder(mean + (log_variance / 2).exp() * noise)
        cloud = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(1).mean()
        alike = difference(logits, x).mean()
        return {"loss": alike + strength * cloud, "difference": alike, "cloud": cloud}


class GAN(nn.Module):
    """A maker G(z) against a judge D(x), both learning at once (Goodfellow et al. 2014).

    With D = σ(J) the judge minimises −log D(x) − log(1 − D(G(z))) + γ/2 |∂J/∂x|² at real pictures, the maker
    −log D(G(z)); z ~ N(0, I). γ is the `strength`; without it the two need not settle (Mescheder et al. 2018).
    """

    def __init__(self, pixels: int, code: int, width: int, generator: Generator) -> None:
        super().__init__()
        self.code = code
        self.decoder = layers((code, width, width, pixels), generator)
        self.judge = layers((pixels, width, width, 1), generator)

    def decode(self, z: Tensor) -> Tensor:
        return self.decoder(z).sigmoid()

    def losses(self, x: Tensor, strength: float, generator: Generator) -> dict[str, Tensor]:
        made = self.decode(torch.randn(len(x), self.code, generator=generator))
        real, fake = self.judge(x)[:, 0], self.judge(made.detach())[:, 0]
        judge = F.softplus(-real).mean() + F.softplus(fake).mean()
        maker = F.softplus(-self.judge(made)[:, 0]).mean()
        return {"loss": judge + maker, "judge": judge, "maker": maker}

    def backward(self, x: Tensor, strength: float, generator: Generator) -> None:
        """Each of the two gets the gradient of its own loss alone."""
        x = x.requires_grad_(strength > 0)
        losses = self.losses(x, strength, generator)
        losses["maker"].backward(inputs=list(self.decoder.parameters()), retain_graph=True)
        judge = losses["judge"]
        if strength:
            (slope,) = torch.autograd.grad(self.judge(x).sum(), x, create_graph=True)
            judge = judge + strength / 2 * (slope**2).sum(1).mean()
        judge.backward(inputs=list(self.judge.parameters()))


MAKERS: dict[str, type[Autoencoder] | type[GAN]] = {"autoencoder": Autoencoder, "vae": VAE, "gan": GAN}
