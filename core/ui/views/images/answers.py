"""Panels of what a network answers to many test pictures: confusion, mistakes, and the plane of its last layer."""

from typing import Any

import numpy as np
import torch

from core.figures.answer_bars import LETTER, cut, letters
from core.figures.axes import LEFT
from core.figures.cells import cells
from core.figures.drawing import Drawing
from core.figures.embedding import embedding
from core.figures.figure import Array
from core.figures.gallery import gallery
from core.lessons.images.embedding import Plane, principal
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.images.look import ImagesLook
from core.ui.views.images.words import span

HEIGHT, LOW, TALL = 400, 160, 500
SHORT = 8 * LETTER  # px of a name under a picture
TITLE = 14 / 11  # size of the letters of a title, to those of a name
POINTS, NEIGHBOURS, MOST = 1000, 12, 60  # in the plane, of a picture, and of a cell


def confusion_panel(look: ImagesLook) -> Drawing:
    counts, names = look.results.confusion, look.class_names
    n = t("{n} test pictures", n=f"{len(look.results.y):,}")
    return cells(
        counts,
        counts / np.maximum(counts.sum(1, keepdims=True), 1),
        theme=look.theme,
        row_names=names,
        column_names=names,
        title=t("Confusion matrix, {n}", n=n),
        x_title=t("predicted"),
        y_title=t("true"),
        height_px=HEIGHT,
        hover=["{n0} → {n1}: {i2}", "{3}%"],
        selected=cell_of(look),
    )


def cell_of(look: ImagesLook) -> tuple[int, int] | None:
    """Row and column of the cell that was clicked, else of the most frequent mistake, if there is one."""
    cell, wrong = look.picked.get("cell"), look.results.confusion.copy()
    if cell and max(cell) < len(wrong):
        return int(cell[0]), int(cell[1])
    np.fill_diagonal(wrong, 0)
    row, column = np.unravel_index(np.argmax(wrong), wrong.shape)
    return (int(row), int(column)) if wrong.any() else None


def pictures(
    look: ImagesLook, places: Array, title: str, empty: str, height: int, width: float, across: int = 0
) -> Drawing:
    """Test pictures with what was answered and how surely; a wrong answer names the truth."""
    made, names = look.results, look.class_names
    at = {int(place): i for i, place in enumerate(made.places)}
    rows = [at[int(place)] for place in places]
    y, p = made.y[rows], made.probabilities[rows]
    said = made.predicted[rows]
    sure = p.max(1, initial=0) if len(rows) else np.empty(0)
    captions = [
        f"{short(names[a])}, {100 * s:.0f}%" if a == b else f"{short(names[b])} → {short(names[a])}, {100 * s:.0f}%"
        for a, b, s in zip(said, y, sure, strict=True)
    ]
    data = np.column_stack([places, y, said]).astype(np.int32) if len(rows) else None
    return gallery(
        look.data.x_test[torch.from_numpy(np.asarray(places, np.int64))].numpy(),
        captions,
        theme=look.theme,
        right=said == y,
        data=data,
        hover=[t("test picture {n}", n="{i0}"), "{n1} → {n2}"],
        names=names,
        title=title,
        empty=empty,
        across=across,
        width_px=width,
        height_px=height,
    )


def short(name: str) -> str:
    return name if letters(name) <= SHORT else cut(name, SHORT - LETTER) + "."


def cell_panel(look: ImagesLook) -> Drawing:
    """The pictures of the selected cell, or of the most frequent confusion."""
    cell, names = cell_of(look), look.class_names
    if cell is None:
        return pictures(look, np.empty(0, int), "", t("No mistake: click a cell"), HEIGHT, span(look, 7))
    places, named = look.results.cell(*cell), {"true": names[cell[0]], "answer": names[cell[1]]}
    width = span(look, 7)
    title = t("True {true}, answered {answer}: {n} (click any cell)", n=len(places), **named)
    if LEFT + letters(title) * TITLE > width:  # it has one line
        title = t("True {true}, answered {answer}: {n}", n=len(places), **named)
    return pictures(look, places[:MOST], title, t("None"), HEIGHT, width)


def mistakes_panel(look: ImagesLook) -> Drawing:
    across = max(3, int(span(look, 12) // 82))
    title = t("The most confident mistakes: true → answered")
    return pictures(look, look.results.mistakes(across), title, t("No mistake"), LOW, span(look, 12), across)


def plane_of(look: ImagesLook) -> tuple[Array, Plane]:
    """Rows of the results that are drawn, and their places; kept from picture to picture so that it does not flip."""
    made = look.results
    rows = np.arange(min(POINTS, len(made.last)))
    kept = look.picked.get("plane")
    same = kept is not None and np.array_equal(kept[0], made.places[rows])
    found = principal(made.last[rows], kept[1] if same and kept else None)
    look.picked["plane"] = made.places[rows], found.places
    return rows, found


def own_place(look: ImagesLook, rows: Array, found: Plane) -> tuple[float, float]:
    """Where the picture that is followed lies in the plane."""
    x, y = (look.last - look.results.last[rows].mean(0)) @ found.axes.T
    return float(x), float(y)


def embedding_panel(look: ImagesLook) -> Drawing:
    made, (rows, found) = look.results, plane_of(look)
    said, y = made.predicted[rows], made.y[rows]
    sure = 100 * made.probabilities[rows].max(1)
    data = np.column_stack([made.places[rows], y, said, sure]).astype(np.float32)
    places = made.places[rows].tolist()
    here = places.index(look.number) if look.source == "test" and look.number in places else None
    one, two = (f"{share:.0%}" for share in found.shares)
    return embedding(
        found.places,
        y,
        names=look.class_names,
        theme=look.theme,
        wrong=said != y,
        data=data,
        hover=[t("test picture {n}", n="{i0}"), "{n1} → {n2}, {3}%"],
        selected=here,
        own=None if look.source == "test" else own_place(look, rows, found),
        own_name=t("Your drawing") if look.source == "ink" else t("Your photo"),
        title=t("{n} test pictures as the last hidden layer sees them", n=f"{len(rows):,}"),
        x_title=t("first principal component, {share} of the variance", share=one),
        y_title=t("second, {share}", share=two),
        width_px=span(look, 8),
        height_px=TALL,
    )


def neighbours_panel(look: ImagesLook) -> Drawing:
    """The test pictures that the last hidden layer finds most like the one that is followed."""
    made = look.results
    away = np.linalg.norm(made.last - look.last, axis=1)
    own_place = look.number if look.source == "test" else -1
    order: Any = [made.places[i] for i in np.argsort(away, kind="stable") if made.places[i] != own_place][:NEIGHBOURS]
    title = t("Nearest to the picture you follow")
    return pictures(look, np.array(order, int), title, "", TALL, span(look, 4), 3)


ANSWERS = {
    "confusion": Panel(confusion_panel, 5, HEIGHT, "Confusion matrix: true classes down, predicted ones across", 3),
    "cell": Panel(cell_panel, 7, HEIGHT, "The test pictures of the selected cell", 3, 1),
    "mistakes": Panel(mistakes_panel, 12, LOW, "The mistakes the network is surest of", 3, 2),
}
EMBEDDING = {
    "embedding": Panel(embedding_panel, 8, TALL, "The last hidden layer on its two principal components, by class", 2),
    "neighbours": Panel(neighbours_panel, 4, TALL, "The test pictures most like the one that is followed", 2, 1),
}
