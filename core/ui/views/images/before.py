"""Panels of what comes before learning: the layer table, and a batch before and after augmentation."""

from core.figures.drawing import Drawing
from core.figures.gallery import gallery
from core.figures.layer_rows import LayerRow, layer_rows
from core.figures.theme import Theme
from core.lessons.images.augmented import augmented
from core.lessons.images.settings import ImagesExperiment
from core.ui.language import t
from core.ui.look import Panel
from core.ui.views.images.look import ImagesLook
from core.ui.views.images.words import layer_name, shape_sentence, span

TALL, LOW, SIDE = 520, 190, 84
HEADS = ("layer", "output", "parameters", "operations for a picture", "sees")


def table(settings: ImagesExperiment, theme: Theme, width: float, height: float = TALL) -> Drawing:
    """The layers of the network that the settings ask for; an impossible one is explained where it stands."""
    rows, problem, side = settings.rows, settings.problem, max(settings.data.shape[1:])
    shown = [
        LayerRow(
            layer_name(row.name, settings.model.activation),
            " × ".join(map(str, row.shape)),
            row.n_parameters,
            row.flops,
            min(row.field, side),  # the formula counts the rim of zeros as well
            bool(row.problem),
        )
        for row in rows
    ]
    total = t(
        "{parameters} parameters, {flops} operations for a picture",
        parameters=f"{sum(row.n_parameters for row in rows):,}",
        flops=f"{sum(row.flops for row in rows):,}",
    )
    return layer_rows(
        shown,
        [t(head) for head in HEADS],
        theme=theme,
        total=total,
        problem=shape_sentence(problem) if problem else "",
        width_px=width,
        height_px=height,
    )


def layers_panel(look: ImagesLook) -> Drawing:
    return table(look.settings, look.theme, span(look, 12))


def batch(look: ImagesLook, changed: bool) -> Drawing:
    """The batch that the next step learns from, as it is or as augmentation changes it."""
    across = max(4, int(span(look, 12) // (SIDE + 8)))
    places = look.learner.batch_after(look.frame)[: 2 * across]
    x = look.data.x_train[places]
    if changed:
        whole = look.data.x_train[look.learner.batch_after(look.frame)]
        x = augmented(look.settings, whole, look.frame.step)[: 2 * across]
    names = look.class_names
    title = t("After augmentation: what the next step learns from") if changed else t("The next batch, as it is")
    return gallery(
        x.numpy(),
        [names[int(k)] for k in look.data.y_train[places]],
        theme=look.theme,
        title=title,
        across=across,
        width_px=span(look, 12),
        height_px=LOW + 50,
    )


def as_is_panel(look: ImagesLook) -> Drawing:
    return batch(look, False)


def changed_panel(look: ImagesLook) -> Drawing:
    return batch(look, True)


LAYERS = {
    "layers": Panel(layers_panel, 12, TALL, "The layers with shapes, parameters, operations and receptive fields")
}
BATCH = {
    "as_is": Panel(as_is_panel, 12, LOW + 50, "Pictures of the next batch as they are", 2),
    "changed": Panel(changed_panel, 12, LOW + 50, "The same pictures after augmentation", 2, 1),
}
