"""Regression in words: the formulas of a step with the numbers put in."""

from collections.abc import Iterable
from typing import Any

from core.datasets.polynomials import in_powers
from core.figures.number import factor, told
from core.lessons.regression.regression import STABLE
from core.optimizers import OPTIMIZERS
from core.ui.language import t

WRITTEN = 3  # parameters whose gradient is written out; more would not be read
MOST = 7  # terms of a sum that are written out
DIGITS = 4
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
POWERS = ["", "·x", *("·x" + str(k).translate(SUPERSCRIPTS) for k in range(2, 13))]

Block = tuple[str, list[str]]


def step_block(look: Any) -> Block:
    return t("Step {step}", step=f"{look.frame.step:,}"), [*model(look), *loss(look), *gradient(look)]


def answer_block(look: Any) -> Block:
    return t("The answer"), answer(look)


def speed_block(look: Any) -> Block:
    return t("How fast it may go"), speed(look)


def short(value: float) -> str:
    return told(value, DIGITS)


def inside(value: float) -> str:
    """Inside a product: negative numbers in brackets."""
    return factor(value, DIGITS)


def total(terms: Iterable[tuple[float, str]]) -> str:
    """Values and what each is multiplied by as one sum, such as 2·x − 3; of many terms the first and the last."""
    signed = [(" − " if v < 0 else " + ", f"{short(abs(v))}{x}") for v, x in terms]
    if len(signed) > MOST:
        signed = [*signed[: MOST - 2], (" + ", "…"), signed[-1]]
    text = "".join(f"{sign}{part}" for sign, part in signed)
    return f"−{text[3:]}" if text.startswith(" −") else text[3:]


def terms(look: Any, theta: Any) -> str:
    """w·x + … + b with the values put in."""
    return total(zip(theta, [*(f"·{x}" for x in look.aim.data.input_names), ""], strict=True))


def model(look: Any) -> list[str]:
    """What the model says; where two classes meet, as a line; a polynomial also in powers of x."""
    config, theta = look.aim.config, look.theta
    if not config.n_classes:
        bent = [f"  = {total(zip(in_powers(config.basis, theta), POWERS, strict=False))}"] if config.degree > 1 else []
        return [f"ŷ = {terms(look, theta)}", *bent]
    lines = [f"z = {terms(look, theta)};  p = σ(z)"]
    if config.degree == 1 and theta[1]:
        w1, w2, b = theta
        lines.append(f"z = 0: x₂ = −w₁/w₂·x₁ − b/w₂ = {total([(-w1 / w2, '·x₁'), (-b / w2, '')])}")
    return lines


def loss(look: Any) -> list[str]:
    """The mean over the training points, and with the penalty."""
    regression, l2 = look.aim.regression, look.settings.training.l2
    value = short(regression.loss(look.theta))
    sum_ = "−1/{n}·Σ[y·ln p + (1−y)·ln(1−p)]" if look.aim.config.n_classes else "1/{n} · Σ(ŷ − y)²"
    lines = [f"L = {sum_.format(n=len(regression.y))} = {value}"]
    if l2:
        squares = short(float((look.theta[:-1] ** 2).sum()))
        whole = short(regression.objective(look.theta))
        lines.append(f"J = L + {l2:g}/2 · Σw² = {value} + {l2 / 2:g}·{squares} = {whole}")
    return lines


def gradient(look: Any) -> list[str]:
    """The slope of each parameter with its number, and the step of plain gradient descent from it."""
    training, n = look.settings.training, len(look.aim.regression.y)
    lead, miss = (1, "(p − y)") if look.aim.config.n_classes else (2, "(ŷ − y)")
    inputs, k = look.aim.data.input_names, len(look.theta) - 1
    chosen = [*range(min(k, WRITTEN - 1)), k]
    slopes, moves = [], []
    for i in chosen:
        name, g, now = look.names[i], look.gradient[i], look.theta[i]
        by = "" if i == k else f"·{inputs[i]}"
        penalty = f" + {training.l2:g}·{inside(now)}" if training.l2 and i < k else ""
        slopes.append(f"∂{'J' if training.l2 else 'L'}/∂{name} = {lead}/{n} · Σ{miss}{by}{penalty} = {short(g)}")
        moves.append(f"{name} ← {short(now)} − {training.lr:g}·{inside(g)} = {short(now - training.lr * g)}")
    if k + 1 > len(chosen):
        slopes.append(t("… and {n} more", n=k + 1 - len(chosen)))
    if training.optimizer != "sgd":
        moves = [t("{optimizer} makes the step from these slopes.", optimizer=t(OPTIMIZERS[training.optimizer].title))]
    elif not look.settings.full_batch:
        moves = [t("A step takes these sums over {n} points drawn at random.", n=training.batch_size)]
    return slopes + moves


def answer(look: Any) -> list[str]:
    """Where the bowl is lowest, and how far that is."""
    found, theta, names = look.aim.answer, look.theta, look.names
    if found.kind == "none":
        return [
            t("No finite answer: some w and b make no mistake,"),
            t("and twice as large they have a smaller loss still."),
            t("Angle between (w, b) and the widest margin: {angle}°", angle=short(found.distance(theta))),
        ]
    newton = t("Newton's method, {n} steps:", n=found.steps)
    head = newton if look.aim.config.n_classes else t("Closed form, (AᵀA)θ = Aᵀy:")
    stars = f"θ* = {terms(look, found.theta)}"
    away = ""
    if len(theta) <= WRITTEN:
        stars = ", ".join(f"{name}* = {short(value)}" for name, value in zip(names, found.theta, strict=True))
        away = "√(" + " + ".join(f"{inside(value)}²" for value in theta - found.theta) + ") = "
    j = "J" if look.settings.training.l2 else "L"
    now = look.aim.regression.objective(theta)
    return [
        head,
        stars,
        f"‖θ − θ*‖ = {away}{short(look.distance)}",
        f"{j} − {j}* = {short(now)} − {short(found.objective)} = {short(look.gap)}",
    ]


def speed(look: Any) -> list[str]:
    """The curvatures of the bowl, the largest stable rate from them, and what a step leaves of the distance.

    Cross-entropy is no quadratic: its curvatures here bound the rate here, those at the answer say how fast the last
    of the distance goes.
    """
    regression, training, lines = look.aim.regression, look.settings.training, []
    curvatures = regression.curvatures(look.theta)
    low, high = float(curvatures[0]), float(curvatures[-1])
    if len(look.theta) == 2:
        n, h = len(regression.y), regression.hessian(look.theta)
        shrink = f" + {training.l2:g}" if training.l2 else ""
        lines.append(f"H = [2/{n}·Σx²{shrink}, 2/{n}·Σx; 2/{n}·Σx, 2]")
        lines.append(f"  = [{short(h[0, 0])}, {short(h[0, 1])}; {short(h[1, 0])}, {short(h[1, 1])}]")
    ratio = short(high / low) if low > 1e-12 * high else "∞"
    lines.append(f"λmax = {short(high)}, λmin = {short(max(low, 0.0))}, λmax/λmin = {ratio}")
    if training.optimizer in STABLE:
        stable = f"{STABLE[training.optimizer]:.4g}/λmax = {short(look.rate)}"
        told = {"stable": stable, "lr": f"{training.lr:g}"}
        if look.aim.config.n_classes:
            lines.append(t("Largest stable rate with the curvature here: {stable}; yours is α = {lr}", **told))
        else:
            lines.append(t("Largest stable rate: {stable}; yours is α = {lr}", **told))
    if training.optimizer == "sgd" and not look.aim.config.n_classes:
        lines.append(t("A step leaves of the distance: {left}", left=left(training.lr, high, low)))
    elif training.optimizer == "sgd" and look.aim.answer.kind != "none":
        there = regression.curvatures(look.aim.answer.theta)
        low, high = float(there[0]), float(there[-1])
        lines.append(t("With the λ near the answer a step leaves: {left}", left=left(training.lr, high, low)))
    if not look.aim.config.n_classes:
        a, b = short(regression.condition), short(regression.condition**2)
        lines.append(t("Condition number of A: {a}; of AᵀA, its square: {b}", a=a, b=b))
    return lines


def left(lr: float, high: float, low: float) -> str:
    """1 − αλ along the steepest and the flattest direction."""
    return ", ".join(f"1 − {lr:g}·{short(v)} = {short(1 - lr * v)}" for v in (high, low))
