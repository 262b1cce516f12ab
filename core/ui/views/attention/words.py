"""Attention in words: q, k, v, scores, softmax and weighted sum of one token in one head, with numbers."""

import math
from collections.abc import Sequence

from torch import Tensor

from core.figures.digits import short, sub
from core.figures.number import told
from core.ui.language import t
from core.ui.views.attention.look import AttentionLook

Block = tuple[str, list[str]]
WRITTEN = 3  # products of q·k that are written out
SHOWN = 8  # numbers of a vector; all of them stand in the tab below
MOST = 6  # tokens listed
MASKED = "−∞"
APART, AGAIN = "\u2068", "\u2069"  # Unicode's first strong isolate, and its end


def vector(values: Tensor) -> str:
    """The first numbers of a vector (d,)."""
    listed = [short(float(v)) for v in values[:SHOWN]]
    return "[" + " ".join([*listed, *(["…"] if len(values) > SHOWN else [])]) + "]"


def blocks(look: AttentionLook) -> list[Block]:
    """The token at the pointer and what it takes from where."""
    return rolled(look) if look.rolls else looked(look)


def looked(look: AttentionLook) -> list[Block]:
    """softmax(q kᵀ/√d_k) v of one row of the map."""
    (_, head), (row, column) = look.head, look.at
    layer = look.attended
    q, k, v = (part[0, head] for part in (layer.q, layer.k, layer.v))
    scores, weights = layer.scores[0, head, row], layer.weights[0, head, row]
    i, j, d = sub(row + 1), sub(column + 1), q.shape[-1]
    product = float(q[row] @ k[column])
    terms = " + ".join(f"{factor(a)}·{factor(b)}" for a, b in zip(q[row][:WRITTEN], k[column][:WRITTEN], strict=True))
    rest = " + …" if d > WRITTEN else ""
    score = f"{told(product, 3)}/√{d} = {told(product / d**0.5, 3)}"
    masked = look.mask is not None and not look.mask[row, column]
    head_lines = [
        f"q{i} = {vector(q[row])}",
        f"k{j} = {vector(k[column])}",
        f"q{i}·k{j} = {terms}{rest} = {told(product, 3)}",
        f"s{i}‚{j} = {score}" if not masked else t("s = −∞: the mask hides what comes later"),
    ]
    after = [f"v{j} = {vector(v[column])}", f"o{i} = Σ a·v = {vector(layer.mixed[0, head, row])}"]
    if (look.head[0], head) in look.without.heads:
        after.append(t("This head is off: its o counts as 0."))
    return [
        (t("“{token}” (place {n}) looks at “{other}” (place {m})", **names(look)), head_lines),
        (t("Scores s and weights a = softmax(s)"), table(look, scores.tolist(), weights.tolist())),
        (t("Taken in: the sum of all v, weighted"), after),
    ]


def rolled(look: AttentionLook) -> list[Block]:
    """A row of the rollout, and the product it comes from."""
    layer, (row, column) = look.head[0] + 1, look.at
    names_ = names(look)
    chain = " ".join(f"Ã{sub(i)}" for i in range(layer, 0, -1))
    lines = [
        f"R{sub(layer)} = {chain}",
        "Ã = ½ (Σ_h A_h / H) + ½ 1",
        f"R[{row + 1}, {column + 1}] = {told(look.map[row, column], 3)}",
    ]
    return [
        (t("How much of “{token}” (place {n}) comes from “{other}” (place {m})", **names_), lines),
        (t("This row of the rollout; it adds up to 1"), table(look, None, look.map[row].tolist())),
    ]


def names(look: AttentionLook) -> dict[str, object]:
    row, column = look.at
    return {"token": look.tokens[row], "n": row + 1, "other": look.tokens[column], "m": column + 1}


def factor(value: Tensor) -> str:
    text = short(float(value))
    return f"({text})" if text.startswith("−") else text


def table(look: AttentionLook, scores: Sequence[float] | None, weights: Sequence[float]) -> list[str]:
    """A line for each of the tokens most looked at: place, token, score, weight and a bar as long as the weight."""
    pointed = look.at[1]
    seen = [j for j, weight in enumerate(weights) if weight or j == pointed]
    order = sorted(seen, key=lambda j: (j != pointed, -weights[j]))
    listed, rest = sorted(order[:MOST]), order[MOST:]
    lines = []
    for j in listed:
        score = "" if scores is None else f"{MASKED if scores[j] == -math.inf else short(scores[j]):>8}"
        mark = ">" if j == pointed else " "
        line = f"{mark}{j + 1:>3} {padded(look.tokens[j])}{score} {short(weights[j]):>8} {'█' * round(8 * weights[j])}"
        lines.append(line.rstrip())
    if rest:
        lines.append(t("and {n} more, together {share}", n=len(rest), share=short(sum(weights[j] for j in rest))))
    return lines


def padded(token: str, width: int = 3) -> str:
    """A token and blanks up to a width in which Chinese characters count twice.

    It is set apart, so that a letter of a script from right to left does not turn the numbers after it round.
    """
    blanks = " " * (width - sum(1 + (ord(letter) > 0x2E80) for letter in token))
    return f"{APART}{token}{AGAIN}{blanks}"
