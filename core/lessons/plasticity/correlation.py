"""Correlation: one neuron in a cloud of inputs, once with Hebb's rule and once with Oja's, from the same weights."""

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from core.config import Config
from core.datasets.cloud import cloud
from core.learning.plasticity import RULES
from core.lessons.plasticity.learner import Plastic

Array = NDArray[np.float64]

N_POINTS = 200
RUNAWAY = 1000.0  # length of w from which Hebb's neuron counts as run away, and stops
EXTENT, FARTHEST = 1.5, 2.0  # of the cloud's middle, and of first weights


class CloudConfig(Config):
    """Inputs of two numbers, the weights before the first, and the size of a step."""

    angle: float = Field(
        30.0,
        ge=-90,
        le=90,
        title="Direction of the long axis (°)",
        description="Where the inputs vary most. You can also drag the ends of the axes.",
        json_schema_extra={"step": 1.0, "hot": True},
    )
    long: float = Field(
        1.0,
        ge=0.05,
        le=1.5,
        title="Spread along it",
        description="Standard deviation of the inputs in this direction.",
        json_schema_extra={"step": 0.05, "hot": True},
    )
    short: float = Field(
        0.35,
        ge=0.05,
        le=1.5,
        title="Spread across",
        description="Standard deviation of the inputs at right angles to it.",
        json_schema_extra={"step": 0.05, "hot": True},
    )
    mean_x: float = Field(
        0.0,
        ge=-EXTENT,
        le=EXTENT,
        title="Middle: first input",
        description="Where the cloud lies. You can also drag its middle.",
        json_schema_extra={"step": 0.05, "hot": True},
    )
    mean_y: float = Field(
        0.0,
        ge=-EXTENT,
        le=EXTENT,
        title="Middle: second input",
        description="Where the cloud lies. You can also drag its middle.",
        json_schema_extra={"step": 0.05, "hot": True},
    )
    centred: bool = Field(
        False,
        title="Subtract the mean",
        description="The neuron is given how far each input is from the middle of the cloud, as in PCA.",
        json_schema_extra={"hot": True},
    )
    w1: float = Field(
        -0.4,
        ge=-FARTHEST,
        le=FARTHEST,
        title="First weight at the start",
        description="Or drag the tip of an arrow.",
        json_schema_extra={"step": 0.05},
    )
    w2: float = Field(
        0.3,
        ge=-FARTHEST,
        le=FARTHEST,
        title="Second weight at the start",
        description="Or drag the tip of an arrow.",
        json_schema_extra={"step": 0.05},
    )
    lr: float = Field(
        0.005,
        ge=1e-4,
        le=1,
        title="Learning rate η",
        description="How much one input changes the weights, for both rules.",
        json_schema_extra={"widget": "log", "hot": True},
    )


def points(settings: CloudConfig, seed: int) -> Array:
    """The inputs as they lie in the plane, (n, 2)."""
    s = settings
    return cloud(N_POINTS, seed, s.angle, s.long, s.short, s.mean_x, s.mean_y)


def principal(inputs: Array) -> tuple[Array, Array, Array]:
    """The first principal component (2,), the variances along both (2,), and the mean (2,), by scikit-learn's PCA."""
    from sklearn.decomposition import PCA

    pca = PCA().fit(inputs)
    return pca.components_[0], pca.explained_variance_, pca.mean_


def between(w: Array, direction: Array) -> float:
    """The angle between two lines in degrees, 0 … 90."""
    size = np.linalg.norm(w) * np.linalg.norm(direction)
    return float(np.degrees(np.arccos(min(1.0, abs(float(w @ direction)) / float(size))))) if size else 90.0


def top_moment(inputs: Array) -> float:
    """The largest mean of y² that a weight vector of length 1 can have: the first eigenvalue of the mean of x xᵀ."""
    return float(np.linalg.eigvalsh(inputs.T @ inputs / len(inputs))[-1])


class Correlation(Plastic):
    """Two neurons with the same inputs and first weights: `w["hebb"]` and `w["oja"]`, each (2,).

    `ran_away` is the step at which Hebb's passed `RUNAWAY`, −1 before; its weights stay there. `before` and `input`
    are the weights and the input of the last step. Each pass takes all points once, in an order of its own.
    """

    PASS = 20

    def begin(self) -> None:
        s = self.settings.cloud
        self.w = {id: np.array([s.w1, s.w2]) for id in ("hebb", "oja")}
        self.before = {id: w.copy() for id, w in self.w.items()}
        self.input = np.zeros(2)
        self.ran_away = -1
        self._pass = -1
        self.follow()

    def follow(self) -> None:
        """The cloud, what the neurons are given of it, and what scikit-learn says of it."""
        self.points = points(self.settings.cloud, self.settings.seed)
        self.component, self.variances, self.mean = principal(self.points)
        self.inputs = self.points - self.mean if self.settings.cloud.centred else self.points

    def coming(self) -> int:
        """Which point the next step takes."""
        number, place = divmod(self.step_count, N_POINTS)
        if number != self._pass:
            self._pass, self._order = number, self.chance(number).permutation(N_POINTS)
        return int(self._order[place])

    def learn(self) -> None:
        self.input = self.inputs[self.coming()]
        self.before = dict(self.w)
        for id, w in self.w.items():
            if id == "oja" or self.ran_away < 0:
                self.w[id] = w + RULES[id].change(w, self.input, self.settings.cloud.lr)
        if self.ran_away < 0 and not np.linalg.norm(self.w["hebb"]) <= RUNAWAY:
            self.ran_away = self.step_count + 1

    def state(self) -> dict[str, Array]:
        return {
            **self.w,
            "before_hebb": self.before["hebb"],
            "before_oja": self.before["oja"],
            "input": self.input,
            "ran_away": np.array(self.ran_away),
        }

    def take(self, state: dict[str, Array]) -> None:
        self.w = {id: state[id] for id in self.w}
        self.before = {id: state[f"before_{id}"] for id in self.w}
        self.input, self.ran_away = state["input"], int(state["ran_away"])

    def metrics(self) -> dict[str, float]:
        """Length of both, and their angles to the principal component in degrees."""
        lengths = {f"length_{id}": float(np.linalg.norm(w)) for id, w in self.w.items()}
        return lengths | {f"angle_{id}": between(w, self.component) for id, w in self.w.items()}
