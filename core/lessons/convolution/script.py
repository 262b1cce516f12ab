"""The map of a sliding window as a program of a few lines, on torch alone."""

from core.lessons.convolution.sliding import SlidingSettings

CALLS = {
    "convolution": "F.conv2d(x, w, torch.tensor([{bias}]), stride={stride}, padding={padding}, dilation={dilation})",
    "max": "F.max_pool2d(F.pad(x, [{padding}] * 4, value=-torch.inf), {size}, {stride}, dilation={dilation})",
    "average": "F.unfold(x, {size}, {dilation}, {padding}, {stride})",
}
MEAN = """\
# (1, c·size², places): every window as a column; average_pool2d knows no dilation
y = y.view({c}, {size}**2, -1).mean(1).view(1, {c}, {side}, {side})
"""


def script(settings: SlidingSettings) -> str:
    """A program that prints the map on the screen, row by row."""
    s = settings
    facts = {"bias": s.bias, "size": s.size, "c": len(s.image), "side": s.side, **s.geometry}
    weights = f"w = torch.tensor({s.weights[None].round(6).tolist()})\n" if s.operation == "convolution" else ""
    return (
        "import torch\nimport torch.nn.functional as F\n\n"
        f"x = torch.tensor({s.image[None].tolist()})\n{weights}"
        f"y = {CALLS[s.operation].format(**facts)}\n"
        f"{MEAN.format(**facts) if s.operation == 'average' else ''}"
        'for row in y[0].mean(0):\n    print(*(f"{value:.4f}" for value in row.tolist()))\n'
    )
