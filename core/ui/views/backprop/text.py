"""Pass text: the lines of a phase with its numbers, and those of the gradient check."""

import unicodedata

import numpy as np
from torch import Tensor

from core.figures.digits import short, sub
from core.learning.gradient_check import Check, has_kink, relative_error
from core.learning.passes import parameters
from core.ui.language import t
from core.ui.numbers import loss_line
from core.ui.views.backprop.chain_rule import name
from core.ui.views.backprop.look import PassLook
from core.ui.views.backprop.terms import number, plain

Block = tuple[str, list[str]]

EPSILON = 8  # place of 10⁻⁵ in `gradient_check.EPSILONS`
DOUBTFUL = 1e-5  # relative error of the check from which something has to be said


def now_lines(look: PassLook) -> list[str]:
    written, record, layer = look.written, look.record, look.phase.layer
    n_units = len(record.biases[layer - 1])
    kind = look.phase.kind
    if kind == "input":
        lines = [f"x{sub(j + 1)} = {plain(v)}" for j, v in enumerate(record.x[look.sample].tolist())]
        targets = record.targets[look.sample]
        return [*lines, f"y = {', '.join(plain(v) for v in targets.double().reshape(-1).tolist())}"]
    if kind == "loss":
        return loss_lines(look, record.zs[-1], record.loss)
    if kind == "after":
        lines = loss_lines(look, record.new_zs[-1], record.new_loss)
        rate, size = record.lr, record.gradient.square().sum().item()
        change = (
            f"ΔL = {plain(record.new_loss)} − {number(record.loss).text} = {plain(record.new_loss - record.loss, 4)}"
        )
        return [*lines, change, f"−α‖∇L‖² = −{plain(rate)}·{plain(size)} = {plain(-rate * size, 4)}"]
    if kind == "update":
        every = parameters(look.learner.model.shapes)
        return [written.update_line(p) for p in [look.parameter, *(p for p in every if p != look.parameter)]]
    if kind == "gradient":
        every = [p for p in parameters(look.learner.model.shapes) if p.layer == layer]
        return [written.gradient_line(p) for p in every]
    line = {"z": written.z_line, "a": written.a_line, "delta": written.delta_line}[kind]
    lines = [line(layer, unit) for unit in range(n_units)]
    if kind == "delta" and layer < look.last:
        lines += [written.slope_line(layer, unit) for unit in range(n_units)]
    return lines


def loss_lines(look: PassLook, outputs: Tensor, value: float) -> list[str]:
    """The loss of each sample, and their mean."""
    loss = look.learner.loss
    alone = [loss.value(outputs[n : n + 1], look.record.targets[n : n + 1]).item() for n in range(len(outputs))]
    lines = [
        loss_line(look.learner.loss_id, z, target, one)
        for z, target, one in zip(outputs, look.record.targets, alone, strict=True)
    ]
    if len(alone) == 1:
        return lines
    mean = " + ".join(number(one).text for one in alone)
    return [line.replace("L =", f"L{sub(n)} =", 1) for n, line in enumerate(lines, start=1)] + [
        f"L = ({mean})/{len(alone)} = {plain(value)}"
    ]


def chain_blocks(look: PassLook) -> list[Block]:
    """The chain rule of the chosen weight, from its gradient to the loss."""
    p, written = look.parameter, look.written
    n = len(look.record.x)
    lines, n_paths = written.path_lines(p)
    chain = written.chain(p)
    blocks = [(t("Chain rule for {weight}", weight=name(p)), chain[:1])]
    if n > 1:
        blocks.append((t("the mean of what each of the {n} samples alone would give", n=n), [written.average_line(p)]))
        blocks.append(
            (
                t("δ of sample {n}, in which the 1/{total} of the mean is contained", n=look.sample + 1, total=n),
                chain[1:],
            )
        )
    else:
        blocks[0][1].extend(chain[1:])
    told = t("The same as a sum over the {n} paths from {weight} to the loss", n=n_paths, weight=name(p))
    if n > 1:
        told += " · " + t("sample {n}", n=look.sample + 1)
    return [*blocks, (told, lines)]


def difference_block(look: PassLook) -> Block:
    """The finite differences of the chosen weight with numbers, and what to think of them."""
    title = t("Check: move {weight} by ±ε and look at the loss", weight=name(look.parameter))
    if not look.known("gradient", look.parameter.layer):
        return title, [t("The gradient of this weight is not computed yet.")]
    found, gradient = look.check, look.gradient
    errors = relative_error(gradient, found.central)
    above, below = (f"{v[EPSILON]:.12g}".replace("-", "−") for v in (found.above, found.below))
    first = [
        "(L(w + ε) − L(w − ε)) / 2ε, ε = 10⁻⁵",
        f"= ({above} − {below if found.below[EPSILON] >= 0 else f'({below})'}) / (2·10⁻⁵)",
        f"= {plain(found.central[EPSILON], 9)}",
        f"∂L/∂w = {plain(gradient, 9)}",
    ]
    rows = [
        f"{'10' + exponent(e):<6} {plain(n, 9):>20} {plain(error, 2):>16}{'  ⚠' if crossed else ''}"
        for e, n, error, crossed in zip(found.epsilons, found.central, errors, found.crossed, strict=True)
        if round(-np.log10(e) * 2) % 2 == 0
    ]
    head = f"{'ε':<6} {right(t('difference quotient'), 20)} {right(t('relative error'), 16)}"
    return title, [*first, "", verdict(look, found, errors), "", head, *rows]


def right(text: str, cells: int) -> str:
    """Text at the right of so many cells, of which a Chinese character takes two."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return text.rjust(cells - wide)


def exponent(epsilon: float) -> str:
    digits = str(round(-np.log10(epsilon)))
    return "⁻" + digits.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def verdict(look: PassLook, found: Check, errors: np.ndarray) -> str:
    """Whether the two agree, and if not, why."""
    if found.crossed[EPSILON]:
        if has_kink(look.learner.model.activation) and look.settings.activation == "step":
            return t("⚠ A neuron jumps between w − ε and w + ε. There is no derivative; its slope counts as 0.")
        return t("⚠ A kink lies between w − ε and w + ε: left and right of it the slopes differ, and both are right.")
    if not errors.any():
        return t("Both are exactly 0: the loss does not change with this weight.")
    if errors.min() > DOUBTFUL:
        return t("The loss hardly changes with this weight: what is left of the difference is rounding.")
    best = found.epsilons[errors.argmin()]
    return t(
        "They agree best at ε ≈ {best}: larger ones cut off the curve, smaller ones leave rounding.", best=short(best)
    )
