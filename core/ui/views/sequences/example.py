"""Example: the one sequence that the cells read before the person's eyes, theirs or one of the held-out set."""

from functools import cached_property

from torch import Tensor

from core.datasets.drawn import SKIP
from core.datasets.own_prompt import own_prompt
from core.datasets.sequences import Batch, Sequences
from core.figures.number import told
from core.settings import SettingError
from core.ui.views.sequences.sequence_picture import SequencePicture

BLANKS = {" ": "␣", "\n": "⏎", "\t": "⇥"}


class Example:
    """What is read, as a batch of one, and in symbols; `refused` says why what was typed cannot be read."""

    def __init__(self, sequences: Sequences, picture: SequencePicture) -> None:
        self.sequences, self.typed = sequences, False
        self.refused: SettingError | None = None
        i = (picture.example - 1) % len(sequences.held)
        self.batch: Batch = sequences.held[i : i + 1]
        if not (picture.prompt and sequences.task.typed):
            return
        try:
            own = own_prompt(sequences, picture.prompt)
        except SettingError as error:
            self.refused = error
            return
        self.typed = True
        self.batch = Batch(own.x, own.y.clamp_min(0), own.mask & (own.y != SKIP))

    @property
    def x(self) -> Tensor:
        """Tokens (T,) or numbers (T, d)."""
        return self.batch.x[0]

    @property
    def y(self) -> Tensor:
        return self.batch.y[0]

    @property
    def mask(self) -> Tensor:
        """(T,) whether an answer counts at a step; nowhere where none is known."""
        return self.batch.mask[0]

    @property
    def n_steps(self) -> int:
        return len(self.x)

    @property
    def last(self) -> int:
        """The last step at which an answer counts."""
        counts = self.mask.nonzero()
        return int(counts[-1]) if len(counts) else self.n_steps - 1

    @cached_property
    def read(self) -> list[str]:
        """What is read, a symbol or a number a step."""
        if self.sequences.discrete:
            return self.shown(self.x)
        return [told(value, 2) for value in self.x[:, 0].tolist()]

    @cached_property
    def due(self) -> list[str]:
        """The symbol that is to be answered at each step, "" where none is."""
        symbols = self.shown(self.y)
        return [symbol if counts else "" for symbol, counts in zip(symbols, self.mask.tolist(), strict=True)]

    def shown(self, tokens: Tensor) -> list[str]:
        return [BLANKS.get(symbol, symbol) for symbol in self.sequences.symbols(tokens)]
