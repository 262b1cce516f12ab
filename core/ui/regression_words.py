"""Regression in words: the formulas of a step with the numbers put in."""

from typing import Any

from core.datasets.polynomials import in_powers
from core.figures.number import factor, told
from core.optimizers import OPTIMIZERS
from core.regression import STABLE
from core.ui.language import t

WRITTEN = 3  # parameters whose gradient is written out; more would not be read
DIGITS = 4
POWERS = ["", "·x", *("·x" + str(k).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")) for k in range(2, 13))]

Block = tuple[str, list[str]]


def written(look: Any) -> list[Block]:
    """Blocks of lines: the step, the answer, the largest stable learning rate."""
    return [
        (t("Step {step}", step=f"{look.frame.step:,}"), [*model(look), *loss(look), *gradient(look)]),
        (t("The answer"), answer(look)),
        (t("How fast it may go"), speed(look)),
    ]


def short(value: float) -> str:
    return told(value, DIGITS)


def terms(look: Any, values: Any) -> str:
    """w·x + … + b with the values put in; of many features the first few."""
    inputs = look.aim.data.input_names
    parts = [f"{factor(v, DIGITS)}·{x}" for v, x in zip(values[:-1], inputs, strict=True)]
    if len(parts) > 6:
        parts = [*parts[:5], "…"]
    return " + ".join([*parts, factor(values[-1], DIGITS)])


def model(look: Any) -> list[str]:
    """What the model says; where two classes meet, as a line."""
    config, theta = look.aim.config, look.theta
    if not config.n_classes:
        lines = [f"ŷ = {terms(look, theta)}"]
        if config.degree > 1:
            powers = [f"{factor(v, DIGITS)}{x}" for v, x in zip(in_powers(config.basis, theta), POWERS, strict=False)]
            lines.append(t("in powers of x:") + f" ŷ = {' + '.join(powers)}")
        return lines
    lines = [f"z = {terms(look, theta)},  p = σ(z)"]
    if config.degree == 1 and theta[1]:
        w1, w2, b = theta
        lines.append(f"z = 0:  x₂ = −(w₁/w₂)·x₁ − b/w₂ = {factor(-w1 / w2, DIGITS)}·x₁ + {factor(-b / w2, DIGITS)}")
    return lines


def loss(look: Any) -> list[str]:
    n, value = len(look.aim.regression.y), short(look.aim.regression.loss(look.theta))
    if look.aim.config.n_classes:
        lines = [f"L = −1/{n} · Σ y·ln p + (1 − y)·ln(1 − p) = {value}"]
    else:
        lines = [f"L = 1/{n} · Σ(ŷ − y)² = {value}"]
    l2 = look.settings.training.l2
    if l2:
        squares = short(float((look.theta[:-1] ** 2).sum()))
        lines.append(
            f"J = L + {l2:g}/2 · Σw² = {value} + {l2 / 2:g}·{squares} = {short(look.aim.regression.objective(look.theta))}"
        )
    return lines


def gradient(look: Any) -> list[str]:
    """∂J/∂w with its number, and the step of plain gradient descent from it."""
    training, n = look.settings.training, len(look.aim.regression.y)
    sign = "J" if training.l2 else "L"
    lead, miss = ("1", "(p − y)") if look.aim.config.n_classes else ("2", "(ŷ − y)")
    inputs, k = look.aim.data.input_names, len(look.theta) - 1
    chosen = [*range(min(k, WRITTEN - 1)), k]
    slopes, moves = [], []
    for i in chosen:
        name, g, now = look.names[i], look.gradient[i], look.theta[i]
        factor_x = "" if i == k else f"·{inputs[i]}"
        penalty = f" + {training.l2:g}·{factor(now, DIGITS)}" if training.l2 and i < k else ""
        slopes.append(f"∂{sign}/∂{name} = {lead}/{n} · Σ{miss}{factor_x}{penalty} = {short(g)}")
        moves.append(f"{name} ← {short(now)} − {training.lr:g}·{factor(g, DIGITS)} = {short(now - training.lr * g)}")
    if k + 1 > len(chosen):
        slopes.append(t("… and {n} more", n=k + 1 - len(chosen)))
    if training.optimizer != "sgd":
        moves = [t("{optimizer} makes the step from these slopes.", optimizer=t(OPTIMIZERS[training.optimizer].title))]
    elif not look.settings.full_batch:
        moves = [t("Each step takes these sums over {n} points drawn at random.", n=training.batch_size)]
    return slopes + moves


def answer(look: Any) -> list[str]:
    found, theta = look.aim.answer, look.theta
    if found.kind == "none":
        return [
            t("No finite answer: some w, b get every point right,"),
            t("and twice as large they have a smaller loss still."),
            t("Angle between (w, b) and the widest margin: {angle}°", angle=short(found.distance(theta))),
        ]
    head = (
        t("Newton's method, {n} steps:", n=found.steps) if look.aim.config.n_classes else t("Closed form (AᵀA)θ = Aᵀy:")
    )
    names, apart = look.names, theta - found.theta
    if len(theta) <= WRITTEN:
        stars = ", ".join(f"{name}* = {short(value)}" for name, value in zip(names, found.theta, strict=True))
        squares = " + ".join(f"{factor(value, DIGITS)}²" for value in apart)
        away = f"‖θ − θ*‖ = √({squares}) = {short(look.distance)}"
    else:
        stars = f"θ* = {terms(look, found.theta)}"
        away = f"‖θ − θ*‖ = {short(look.distance)}"
    j = "J" if look.settings.training.l2 else "L"
    now = look.aim.regression.objective(theta)
    return [head, stars, away, f"{j} − {j}* = {short(now)} − {short(found.objective)} = {short(look.gap)}"]


def speed(look: Any) -> list[str]:
    """The Hessian's curvatures and the largest stable rate from them."""
    regression, training = look.aim.regression, look.settings.training
    curvatures = regression.curvatures(look.theta)
    low, high = float(curvatures[0]), float(curvatures[-1])
    lines = []
    if len(look.theta) == 2 and not look.aim.config.n_classes:
        n, h = len(regression.y), regression.hessian(look.theta)
        l2 = f" + {training.l2:g}" if training.l2 else ""
        lines.append(
            f"H = 2/{n}·[Σx²{l2}, Σx; Σx, {n}] = [{short(h[0, 0])}, {short(h[0, 1])}; {short(h[1, 0])}, {short(h[1, 1])}]"
        )
    lines.append(
        f"λmax = {short(high)}, λmin = {short(low)}, "
        + t("λmax/λmin = {ratio}", ratio=short(high / low) if low > 0 else "∞")
    )
    if training.optimizer in STABLE:
        share = STABLE[training.optimizer]
        lines.append(t("Largest stable rate") + f": {share:.4g}/λmax = {short(look.rate)};  α = {training.lr:g}")
    if training.optimizer == "sgd":
        left = ", ".join(short(1 - training.lr * value) for value in (high, low))
        lines.append(t("A step leaves 1 − α·λ of the distance") + f": {left}")
    if not look.aim.config.n_classes:
        lines.append(
            t(
                "Condition number of A: {a}, of AᵀA: {b}",
                a=short(regression.condition),
                b=short(regression.condition**2),
            )
        )
    return lines
