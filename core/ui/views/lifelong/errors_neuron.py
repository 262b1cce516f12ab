"""What one neuron is told of one digit, with the numbers put in."""

import numpy as np

from core.activations import ACTIVATIONS
from core.figures.digits import sub
from core.figures.figure import Array
from core.figures.number import factor, told
from core.learning.error_signals import ERROR_SIGNALS
from core.learning.predictive_coding import relax
from core.ui.language import t
from core.ui.views.lifelong.errors_look import ErrorsLook

Block = tuple[str, list[str]]
TERMS = 3  # products that are written out


def weighted(errors: Array, ways: Array) -> str:
    """Σ_k e_k w_k with its largest products written out."""
    products = errors * ways
    order = np.argsort(-np.abs(products))[:TERMS]
    parts = [f"{factor(float(errors[k]), 3)}·{factor(float(ways[k]), 3)}" for k in order]
    return " + ".join([*parts, "…"] if len(products) > TERMS else parts) + f" = {told(float(products.sum()), 3)}"


def neuron_panel(look: ErrorsLook) -> dict[str, list[Block]]:
    """The chosen neuron under backpropagation and under the rule that is looked into."""
    rule, layer, unit = look.rule, look.layer, look.unit
    entry, side = ERROR_SIGNALS[rule], look.side(rule)
    ours, exact = look.messages[rule]
    model = side.model_at(look.frame.sides[rule])
    net = side.circuit(model)
    x, error = side.x_train[look.digit : look.digit + 1], side.error(slice(look.digit, look.digit + 1))
    zs, activations = net.forward(x)
    slope = float(ACTIVATIONS[look.settings.errors.neuron].derivative(zs[layer - 1], activations[layer])[0, unit])
    right, here = float(exact.post[layer - 1][0, unit]), float(ours.post[layer - 1][0, unit])
    above, ways = exact.post[layer][0].numpy(), net.weights[layer][:, unit].numpy()
    j, w, b, e = sub(unit + 1), f"W{sub(layer + 1)}", f"B{sub(layer)}", f"δ{sub(layer + 1)}"
    head = t(
        "{rule}: neuron {unit} of h{layer}, f′(z) = {slope}",
        rule=t(entry.title),
        unit=unit + 1,
        layer=sub(layer),
        slope=told(slope, 3),
    )
    by_rule: list[str] = []
    if entry.settles:
        z = float(relax(net, x, error)[layer - 1][0, unit])
        by_rule = [
            f"ε{j} = z{j} − μ{j} = {told(z, 4)} − {factor(z + here * net.nudge, 4)} = {told(-here * net.nudge, 3)}",
            f"δ{j} = −ε{j}/β = {told(here, 3)}",
        ]
    elif rule != "backprop":
        top, way = ours.post[layer][0].numpy(), ways
        if entry.direct:
            top, way, b, e = ours.post[-1][0].numpy(), net.feedback[layer - 1][:, unit].numpy(), b, "δ(ŷ)"
        elif entry.ideal:
            way = net.feedback[layer - 1][:, unit].numpy()
        else:
            weight = net.weights[layer]
            b, way = "⟨|W|⟩ sign W", (weight.abs().mean() * weight[:, unit].sign()).numpy()
        by_rule = [f"Σ {e} {b} = {weighted(top, way)}", f"δ{j} = f′(z) · Σ = {told(here, 3)}"]
    exactly = [f"Σ {e if not entry.direct else f'δ{sub(layer + 1)}'} {w} = {weighted(above, ways)}"]
    exactly.append(f"δ{j} = f′(z) · Σ = {told(right, 3)}")
    pre = ours.pre[layer - 1][0].numpy()
    i = int(np.abs(pre).argmax())
    last = f"δ{j} a{sub(i + 1)} = {factor(here, 3)}·{factor(float(pre[i]), 3)} = {told(here * float(pre[i]), 3)}"
    blocks: list[Block] = [(head, by_rule)] if by_rule else []
    return {
        "text": [
            *blocks,
            (t("What backpropagation would tell it at these weights"), exactly),
            (t("This digit’s part of G for its weight from input {i}, the most active", i=i + 1), [last]),
        ]
    }
