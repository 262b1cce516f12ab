"""Few-shot: features learned from some digits, by which others are told apart from one, five or ten examples."""

from functools import cached_property

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from core.descent import STRIDE, Descent
from core.learner import Frame
from core.lessons.lifelong.few_settings import SHOTS
from core.lessons.lifelong.from_few import fresh, outputs, trained
from core.lessons.lifelong.task_lists import N_CLASSES, SIDE, parts
from core.models.mlp import MLP, WideMLPConfig

MARGIN = 2  # pixels around a digit, room to be moved in
WIDE = SIDE + 2 * MARGIN
FEATURES = 64
SUPPORT, QUERIES = 5, 5  # of each known digit in an episode
DRAWS = 20  # choices of the examples over which accuracies are averaged


class FewShot(Descent):
    """144 pixels → hidden layers (ReLU) → 64 features, learned by episodes of the known digits.

    An episode draws 5 + 5 of each known digit; p(k|x) = softmax_k(−|f(x) − c_k|²) for the last five, where the
    prototype c_k is the mean feature of the first five (Snell, Swersky & Zemel, Prototypical networks, 2017).
    """

    model: MLP
    stride = 4

    def load(self) -> None:
        """The known digits to learn from; of the new ones a moved picture each, and `DRAWS` choices of examples."""
        few, seed = self.settings.few, self.settings.training.seed
        self.new = [int(digit) for digit in few.new_digits]
        self.known = [k for k in range(N_CLASSES) if k not in self.new]
        x_train, y_train, x_test, y_test = parts()
        self.pools = [x_train[y_train == k] for k in self.known]
        generator = Generator().manual_seed(seed * STRIDE)
        self.x_few, self.y_few = self.of_new(x_train, y_train, generator)
        self.x_test, self.y_test = self.of_new(x_test, y_test, generator)
        places = [(self.y_few == k).nonzero()[:, 0] for k in range(len(self.new))]
        self.chosen = torch.stack(
            [own[torch.randperm(len(own), generator=generator)[: max(SHOTS)]] for _ in range(DRAWS) for own in places]
        ).view(DRAWS, len(self.new), -1)  # (draws, n_new, 10) places of examples; of n shots the first n
        self.n_train = len(self.known) * (SUPPORT + QUERIES)

    def of_new(self, x: Tensor, y: Tensor, generator: Generator) -> tuple[Tensor, Tensor]:
        """The pictures of new digits, moved, and which of them each shows, from 0."""
        kept = torch.cat([(y == k).nonzero()[:, 0] for k in self.new])
        labels = torch.arange(len(self.new)).repeat_interleave(torch.tensor([int((y == k).sum()) for k in self.new]))
        return moved(x[kept], self.settings.few.shift, generator), labels

    def build(self, generator: Generator) -> MLP:
        model = self.settings.model
        config = WideMLPConfig(hidden=(model.width,) * model.depth, activation="relu", init="he")
        return config.build(WIDE * WIDE, FEATURES, generator)

    def shuffle(self) -> None:
        """Nothing: each step draws its episode from (seed, step)."""

    def episode(self, generator: Generator) -> Tensor:
        """Moved pictures of known digits, (n_known, 10, 144)."""
        drawn = [pool[torch.randint(len(pool), (SUPPORT + QUERIES,), generator=generator)] for pool in self.pools]
        x = moved(torch.cat(drawn), self.settings.few.shift, generator)
        return x.view(len(self.pools), SUPPORT + QUERIES, -1)

    def loss(self, model: nn.Module, x: Tensor) -> Tensor:
        """Cross-entropy of an episode's queries."""
        features: Tensor = model(x.flatten(0, 1))
        features = features.view(*x.shape[:2], -1)
        prototypes, queries = features[:, :SUPPORT].mean(1), features[:, SUPPORT:].flatten(0, 1)
        away = ((queries[:, None] - prototypes) ** 2).sum(2)
        return F.cross_entropy(-away, torch.arange(len(x)).repeat_interleave(QUERIES))

    def gradient(self, batch: slice) -> None:
        x = self.episode(self.chance())
        self.model.zero_grad()
        with torch.enable_grad():
            self.loss(self.model, x).backward()

    @cached_property
    def watched(self) -> Tensor:
        """Episodes by which the loss is told, always the same, (n, n_known, 10, 144)."""
        generator = Generator().manual_seed(self.settings.training.seed * STRIDE - 1)
        return torch.stack([self.episode(generator) for _ in range(6)])

    def metrics(self, model: nn.Module) -> dict[str, float]:
        """Loss on known digits; mean and deviation of the accuracy on new ones, over the draws, for 1, 5, 10 shots."""
        losses = torch.stack([self.loss(model, x) for x in self.watched])
        found = {"train_loss": losses.mean().item()}
        for shots, scores in zip(SHOTS, self.scores(model(self.x_few), model(self.x_test)), strict=True):
            found |= {f"shots_{shots}": scores.mean().item(), f"spread_{shots}": scores.std().item()}
        return found

    def prototypes(self, features: Tensor, shots: int) -> Tensor:
        """Mean of the first `shots` examples in every draw, (draws, n_new, n_features)."""
        return features[self.chosen[:, :, :shots]].mean(2)

    def scores(self, few: Tensor, test: Tensor) -> list[Tensor]:
        """For 1, 5, 10 shots the share of test pictures (n, d) that are nearest to their own prototype, (draws,)."""
        found = []
        for shots in SHOTS:
            prototypes = self.prototypes(few, shots)
            said = torch.cdist(test, prototypes.flatten(0, 1)).view(len(test), DRAWS, -1).argmin(2)
            found.append((said == self.y_test[:, None]).float().mean(0))
        return found

    @torch.no_grad()
    def features(self, frame: Frame, x: Tensor) -> Tensor:
        """(n, 64) at a frame."""
        found: Tensor = self.model_at(frame)(x)
        return found

    def trained_on_few(self, frame: Frame | None) -> list[Tensor]:
        """For 1, 5, 10 shots the test accuracy (draws,) of networks that learn the examples alone.

        They begin with the features of a frame and a new output layer, or, without one, from first weights.
        """
        sizes, found = (*self.model.sizes, len(self.new)), []
        for shots in SHOTS:
            generator = Generator().manual_seed(self.settings.training.seed * STRIDE + shots)
            layers = fresh(DRAWS, sizes, generator)
            if frame is not None:
                net = self.model_at(frame)
                learned = zip(net.weights, net.biases, strict=True)
                layers[:-1] = [(w.repeat(DRAWS, 1, 1), b.repeat(DRAWS, 1, 1)) for w, b in learned]
            places = self.chosen[:, :, :shots].flatten(1)
            layers = trained(layers, self.x_few[places], torch.arange(len(self.new)).repeat_interleave(shots))
            said = outputs(layers, self.x_test.expand(DRAWS, -1, -1)).argmax(2)
            found.append((said == self.y_test).float().mean(1))
        return found

    @cached_property
    def from_scratch(self) -> list[Tensor]:
        """For 1, 5, 10 shots, (draws,): networks of the same layers, trained on the examples alone."""
        return self.trained_on_few(None)

    @cached_property
    def by_pixels(self) -> list[Tensor]:
        """For 1, 5, 10 shots, (draws,): prototypes of the pictures themselves."""
        return self.scores(self.x_few, self.x_test)

    @property
    def stops(self) -> bool:
        return False

    def model_at(self, frame: Frame) -> MLP:
        self._view.load_state_dict(frame.weights)
        view: MLP = self._view
        return view


def moved(x: Tensor, most: float, generator: Generator) -> Tensor:
    """Pictures (n, 64) on 12 × 12 pixels, (n, 144), each moved at random by up to `most` pixels along both axes."""
    shift = (2 * torch.rand(len(x), 2, generator=generator) - 1) * most * 2 / WIDE
    theta = torch.eye(2, 3).repeat(len(x), 1, 1)
    theta[:, :, 2] = shift
    images = F.pad(x.view(-1, 1, SIDE, SIDE), (MARGIN,) * 4)
    grid = F.affine_grid(theta, [len(x), 1, WIDE, WIDE], align_corners=False)
    return F.grid_sample(images, grid, align_corners=False).flatten(1)
