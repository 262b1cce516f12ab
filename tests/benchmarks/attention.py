"""Figures of /attention: how fast its defaults learn, what looking at it costs (`tests.benchmarks.sequences`)."""

import statistics
import time

import torch

from core.engine import start, turn
from core.lessons.attention.learner import AttentionLearner
from core.lessons.attention.settings import AttentionSettings

SEEDS, GOAL = range(5), 0.99
LIVE = 0.08  # seconds of training between two pictures


def seconds_to(goal, settings, limit):
    """Seconds of training, its metrics included, until `goal(metrics)`; steps done; the metrics then."""
    run, spent = start(AttentionLearner, settings), 0.0
    while spent < limit:
        begin = time.perf_counter()
        with turn(run, LIVE) as slice:
            metrics = run.advance(slice).metrics
        spent += time.perf_counter() - begin
        if goal(metrics):
            break
    return spent, run.newest.step, run.newest.metrics


def learning(task, goal, limit, told, **values):
    """Five seeds of a task from its defaults, a line each."""
    settings = AttentionSettings().replace(task=task).replace(**values)
    print(f"\n{task} {values or ''}: {settings.model.architecture}, length {settings.data.length}")
    for seed in SEEDS:
        spent, steps, metrics = seconds_to(goal, settings.replace(seed=seed), limit)
        print(
            f"  seed {seed}: {'' if goal(metrics) else 'NOT '}reached in {spent:5.1f} s, {steps} steps; {told(metrics)}"
        )


def scores(metrics):
    return f"test accuracy {metrics['test_accuracy']:.1%}, without a mistake {metrics['test_whole']:.1%}"


def reverse():
    """Reverse of length 16 to 99 % within 15 s."""
    learning("reverse", lambda m: m["test_accuracy"] >= GOAL, 15, scores)


def text(name="english"):
    """Bits a character below the text's bigram model within 60 s."""
    data = AttentionLearner(AttentionSettings().replace(task="text", text=name)).data.text
    print(f"\n{name}: unigram {data.unigram:.3f}, bigram {data.bigram:.3f} bits a character on the test part")
    learning("text", lambda m: m["test_bits"] < data.bigram, 60, lambda m: f"{m['test_bits']:.3f} bits", text=name)


def bare(learner, seconds=6.0):
    """Steps a second of the same model in a plain loop without history, metrics or view."""
    settings, model = learner.settings.training, learner.model
    optimizer = torch.optim.Adam(model.parameters(), lr=settings.lr, fused=True)
    generator, n, begin = torch.Generator(), 0, time.perf_counter()
    while (elapsed := time.perf_counter() - begin) < seconds:
        drawn = learner.data.sample(settings.batch_size, generator)
        loss = torch.nn.functional.cross_entropy(model(drawn.x)[drawn.mask], drawn.y[drawn.mask])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        n += 1
    return n / elapsed


def watched(settings, seconds=6.0):
    """Steps and pictures a second of the page's server: training, the look and its message, picture after picture."""
    from core.ui.views.attention.look import AttentionLook, AttentionPicture
    from core.ui.views.attention.panels import panels

    from core.figures.theme import THEMES
    from core.ui.player import Player
    from core.ui.stage import Scene, next_picture

    held = Player(AttentionLearner, LIVE)
    held.follow(settings)
    held.scene = Scene("en", THEMES["light"], AttentionPicture(), panels(settings), AttentionLook, None, "")
    held.width, held.playing = 1200, True
    next_picture(held, None)
    first, n, begin = held.run.newest.step, 0, time.perf_counter()
    while (elapsed := time.perf_counter() - begin) < seconds:
        next_picture(held, None)
        n += 1
    return (held.run.newest.step - first) / elapsed, n / elapsed


def watching(rounds=3):
    """Steps a second while watched and in a bare loop; pictures a second, with the largest maps too."""
    largest = {"n_layers": 4, "n_heads": 4, "length": 31}
    print(f"\nsteps/s watched and bare, pictures/s; medians of {rounds} rounds, the server's part alone")
    for name, values in (("defaults", {}), ("4 × 4 heads, 62 tokens", largest), ("text", {"task": "text"})):
        settings = AttentionSettings().replace(**values)
        found = [(*watched(settings), bare(AttentionLearner(settings))) for _ in range(rounds)]
        live, pictures, plain = (statistics.median(values) for values in zip(*found, strict=True))
        print(f"  {name:24} {live:6.1f} {plain:6.1f}  {live / plain:.2f} ×  {pictures:5.1f} pictures/s")


def main():
    torch.set_num_threads(1)
    reverse()
    text()
    watching()


if __name__ == "__main__":
    main()
