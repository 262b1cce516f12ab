"""Memory: a Hopfield network that has stored handwritten digits, and goes back to one of them from a damaged one."""

from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from core.config import Config, titles
from core.datasets.embedded import digits
from core.learner import Frame
from core.lessons.plasticity.learner import Plastic
from core.models.hopfield import STORAGE, TIE, energy

Array = NDArray[np.float64]

SIDE = 8  # pixels
N = SIDE**2
DigitId = Literal["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
TEN = tuple("0123456789")
DIGITS: dict[str, Any] = {"titles": {id: id for id in TEN}}


class MemoryConfig(Config):
    """What is stored and how, and from where recall starts: a damaged digit, or a picture of one's own."""

    stored: tuple[DigitId, ...] = Field(
        ("0", "3", "7"),
        min_length=1,
        title="Digits stored",
        description="The memories: for each class the first picture of scikit-learn's digits, in black and white.",
        json_schema_extra=DIGITS | {"allowed": "-".join(TEN)},
    )
    storage: Literal["hebb", "projection"] = Field(
        "hebb",
        title="How they are stored",
        description="Which weights are made of the pictures.",
        json_schema_extra=titles(STORAGE),
    )
    cue: DigitId = Field(
        "3",
        title="Digit to damage",
        description="Recall starts from this digit. It need not be one of those stored.",
        json_schema_extra=DIGITS,
    )
    damage: float = Field(
        0.2,
        ge=0,
        le=0.5,
        title="Pixels flipped",
        description="Share of the pixels that are turned round before recall; which ones the seed decides.",
        json_schema_extra={"step": 0.01},
    )
    start: str = Field(
        "",
        pattern=f"^([0-9a-f]{{{N // 4}}})?$",
        title="Own picture",
        description="What was drawn with the pen, four pixels a letter; empty: the damaged digit.",
        json_schema_extra={"allowed": "16 × 0…f"},
    )


@cache
def picture(digit: str) -> Array:
    """The first of scikit-learn's pictures of a digit as ±1, (N,): 1 where it is at least half as dark as can be."""
    images, classes = digits()
    first = int((classes == int(digit)).nonzero()[0])
    return np.where(images[first].numpy().ravel() >= 0.5, 1.0, -1.0)


def patterns(stored: tuple[str, ...]) -> Array:
    """The memories (p, N)."""
    return np.array([picture(id) for id in stored])


def to_hex(s: Array) -> str:
    """A state (N,) of ±1 as text, four pixels a letter."""
    return np.packbits(s > 0).tobytes().hex()


def from_hex(text: str) -> Array:
    """The state that `to_hex` wrote."""
    return np.unpackbits(np.frombuffer(bytes.fromhex(text), np.uint8)).astype(float) * 2 - 1


class Memory(Plastic):
    """State `s` (N,) of ±1; one step asks one neuron, a sweep all in a random order.

    `asked` is the neuron of the last step (−1 before the first), `field` what it then saw and `was` what it was. The
    run is done as soon as no neuron disagrees with its field.
    """

    PASS = 2

    def begin(self) -> None:
        s = self.settings.memory
        self.patterns = patterns(s.stored)
        self.w = STORAGE[s.storage].weights(self.patterns)
        self.s = from_hex(s.start) if s.start else self.damaged()
        self.asked, self.field, self.was = -1, 0.0, 0.0
        self.settled = self.at_rest(self.s)
        self._sweep = -1

    def damaged(self) -> Array:
        """The cue with some of its pixels turned round."""
        s = picture(self.settings.memory.cue).copy()
        s[self.chance().permutation(N)[: round(self.settings.memory.damage * N)]] *= -1
        return s

    def at_rest(self, s: Array) -> bool:
        """Whether no neuron of a state (N,) disagrees with its field."""
        return not ((self.w @ s) * s < -TIE).any()

    def coming(self) -> int:
        """Which neuron is asked next."""
        sweep, place = divmod(self.step_count, N)
        if sweep != self._sweep:
            self._sweep, self._order = sweep, self.chance(sweep).permutation(N)
        return int(self._order[place])

    def learn(self) -> None:
        self.asked = self.coming()
        self.field, self.was = float(self.w[self.asked] @ self.s), float(self.s[self.asked])
        now = float(np.sign(self.field)) if abs(self.field) > TIE else self.was
        if now != self.was:
            self.s = self.s.copy()
            self.s[self.asked] = now
            self.settled = self.at_rest(self.s)

    @property
    def stops(self) -> bool:
        return self.settled

    def state(self) -> dict[str, Array]:
        return {"s": self.s, "last": np.array([self.asked, self.field, self.was])}

    def take(self, state: dict[str, Array]) -> None:
        self.s = state["s"]
        asked, self.field, self.was = state["last"].tolist()
        self.asked, self.settled = int(asked), self.at_rest(self.s)

    def metrics(self) -> dict[str, float]:
        """The energy, and in order of the stored digits the overlap m = ξ · s / N of the state with each."""
        overlaps = self.patterns @ self.s / N
        return {"energy": energy(self.w, self.s)} | {
            f"overlap_{id}": float(m) for id, m in zip(self.settings.memory.stored, overlaps, strict=True)
        }

    def verdict(self, frame: Frame, first: Frame) -> str | None:
        """ "done" when every neuron agrees with its field."""
        return "done" if self.at_rest(frame.weights["s"].numpy()) else None
