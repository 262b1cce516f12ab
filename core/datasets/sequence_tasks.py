"""Sequence tasks: what each asks, and who may be asked it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from torch import Generator, Tensor

from core.datasets import dates, names
from core.datasets import sequence_generators as draw
from core.datasets.drawn import Drawn, Part
from core.datasets.sequence_generators import BITS, BRACKETS, DIGITS, LETTERS, MODULUS, NOISE

Layout = Literal["causal", "aligned"]


@dataclass(frozen=True)
class Task:
    """A task: `draw(n, length, generator, part)` makes sequences of `symbols()`, or of `n_inputs` numbers.

    `layouts`: those it has, the one a recurrent network reads first. `future`: whether an aligned answer needs what
    comes later. `lengths`: least, usual and greatest `length`, which `length_title` names; None where a task has its
    own. `typed`: an example of a prompt that a person may type, `pattern` what it has to look like, "" where nothing
    can be typed; `answer(prompt)`: what is due for it, None where only the generator knows.
    """

    title: str
    description: str
    layouts: tuple[Layout, ...]
    draw: Callable[[int, int, Generator, Part], Drawn]
    symbols: Callable[[], tuple[str, ...]] = tuple
    n_inputs: int = 0
    future: bool = False
    lengths: tuple[int, int, int] | None = None
    length_title: str = "Length"
    typed: str = ""
    pattern: str = ""
    answer: Callable[[Tensor], Drawn] | None = None


TASKS: dict[str, Task] = {
    "remember": Task(
        "Remember a bit",
        "A bit comes first, then letters that mean nothing. At the arrow the network must still know the bit.",
        ("causal", "aligned"), draw.remember, lambda: BITS + NOISE, lengths=(5, 40, 100), length_title="Delay",
        typed="1abcdabcd", pattern="[01][a-d]+", answer=draw.first_symbol,
    ),
    "adding": Task(
        "Add two marked numbers",
        "Many numbers, two of them marked. At the end the network must say their sum.",
        ("aligned",), draw.adding, n_inputs=2, lengths=(4, 40, 100),
    ),
    "parity": Task(
        "Parity",
        "After each bit: is the number of ones so far odd?",
        ("aligned", "causal"), draw.parity, lambda: BITS, lengths=(2, 16, 64),
        typed="1101", pattern="[01]+", answer=draw.odd,
    ),
    "copy": Task(
        "Copy",
        "Letters; after the arrow the network must say them again.",
        ("causal", "aligned"), draw.copy, lambda: LETTERS, lengths=(2, 8, 48),
        typed="badge", pattern="[a-h]+", answer=draw.same,
    ),
    "reverse": Task(
        "Reverse",
        "Letters; after the arrow the network must say them from the last to the first.",
        ("causal", "aligned"), draw.reverse, lambda: LETTERS, future=True, lengths=(2, 16, 48),
        typed="badge", pattern="[a-h]+", answer=draw.backwards,
    ),
    "sort": Task(
        "Sort",
        "Digits; after the arrow the network must say them in order of size.",
        ("causal", "aligned"), draw.sort, lambda: DIGITS, future=True, lengths=(2, 8, 48),
        typed="31415", pattern="[0-9]+", answer=draw.in_order,
    ),
    "depth": Task(
        "Bracket depth",
        "After each bracket: how many are open?",
        ("aligned", "causal"), draw.depth, lambda: BRACKETS + DIGITS, lengths=(2, 24, 64),
        typed="(()())", pattern=r"[()]+", answer=draw.n_open,
    ),
    "modular": Task(
        "Modular addition",
        "After each number: the sum so far, where after 28 the count starts again at 0.",
        ("aligned", "causal"), draw.modular, lambda: tuple(map(str, range(MODULUS))), lengths=(2, 4, 32),
        typed="17 25 3", pattern=r"(\d+ )*\d+", answer=draw.sum_so_far,
    ),
    "dates": Task(
        "Translate dates",
        "A date as English, German, French or Spanish write it; after the arrow it must stand as year-month-day.",
        ("causal",), dates.translated, dates.symbols, typed="march 3, 1998", pattern=r".+",
    ),
    "names": Task(
        "Which language is this name?",
        "The name of a country, a language or a currency; at the arrow the network must say which of eight languages "
        "it is in.",
        ("causal", "aligned"), names.named, names.symbols, typed="lettland", pattern=r".+",
    ),
    "sines": Task(
        "Forecast a mixture of sines",
        "Three sine waves added up; after each value the network must say the next one.",
        ("aligned",), draw.sines, n_inputs=1, lengths=(16, 60, 100),
    ),
    "text": Task(
        "Characters of a text",
        "After each character of a text: which one comes next?",
        ("causal",), draw.windows, lengths=(8, 64, 128), length_title="Window",
        typed="A neuron", pattern=r"(?s).+",
    ),
}  # fmt: skip
