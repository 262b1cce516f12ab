"""Sources of pictures: those of the test set, a drawing, a photo, an archive of one's own, and what is downloaded."""

from collections.abc import Callable

import streamlit as st
import torch
from streamlit.delta_generator import DeltaGenerator

from core.datasets.download import download
from core.datasets.drawn_digit import from_photo
from core.datasets.image_store import ImageError, stored
from core.datasets.image_zip import MAX_BYTES, MAX_IMAGES, ImageZipError
from core.datasets.images import IMAGE_SETS
from core.datasets.own_images import OwnImages, read_own
from core.lessons.images.learner import ImagesLearner
from core.lessons.images.results import results
from core.lessons.images.settings import ARCHITECTURES, ImagesExperiment
from core.ui import permalink
from core.ui.language import sentence, t
from core.ui.player import Player
from core.ui.views.images.followed import source

PHOTO_BYTES = 10_000_000
PICTURES = ["png", "jpg", "jpeg", "bmp", "gif", "webp"]
KEPT = 2  # archives of a session
MEGABYTES = {"mnist": 12, "fashion_mnist": 31, "cifar10": 170}  # of what is downloaded


def follow(held: Player) -> None:
    """Let the number of the test picture follow a click in the live view; before the widgets are drawn."""
    if "sample" in held.picked:
        st.session_state["sample"] = held.picked.pop("sample")


def tools(row: DeltaGenerator, held: Player) -> None:
    """Which picture is followed: a number of the test set, a drawing, a photo."""
    n_test = len(held.run.learner.data.x_test) if held.run else 1
    st.session_state["sample"] = min(st.session_state.get("sample", 1), n_test)
    row.number_input(
        t("Test picture"),
        1,
        n_test,
        key="sample",
        on_change=choose,
        args=(held,),
        width=130,
        label_visibility="collapsed",
        help=t("The picture that is followed."),
    )
    row.button(t("Empty pad"), key="clear", on_click=clear, args=(held,), icon=":material/draw:")
    with row.popover(t("Photo"), icon=":material/photo_camera:"):
        st.file_uploader(
            t("A photo, up to {n} MB", n=PHOTO_BYTES // 1_000_000),
            type=PICTURES,
            max_upload_size=PHOTO_BYTES // 1_000_000,
            key="photo",
            on_change=photo,
            args=(held,),
            help=t("For digits: one dark digit on bright paper, or the other way round. It stays in this session."),
        )


def judge(held: Player) -> None:
    """On request, what the network answers to the whole test set at the frame that is shown."""
    frame, run = held.frame(), held.run
    if run is None or frame is None or len(run.learner.watched["test"]) == len(run.learner.data.x_test):
        return
    n = f"{len(run.learner.data.x_test):,}"
    if st.button(t("Ask for all {n} test pictures", n=n), key="whole", disabled=held.playing):
        with st.spinner(t("The network looks at every test picture …")), held.lock:
            held.picked["whole"] = frame, results(run.learner, run.learner.model_at(frame))


def choose(held: Player) -> None:
    held.picked["source"] = "test"


def clear(held: Player) -> None:
    held.picked |= {"source": "ink", "strokes": []}


def photo(held: Player) -> None:
    """Follow a photo, or say why not and keep what was there."""
    file, settings = st.session_state["photo"], held.settings
    if file is None:
        return
    if file.size > PHOTO_BYTES:
        permalink.refuse(t("The photo is larger than {n} MB.", n=PHOTO_BYTES // 1_000_000))
        return
    data = settings.data
    try:
        made = torch.from_numpy(from_photo(file.getvalue(), data.dataset, data.shape))
    except ImageZipError as error:
        permalink.refuse(sentence(ImageZipError(error.id, **error.values | {"path": file.name})))
        return
    held.picked |= {"source": "photo", "photo": ((data.dataset, data.shape), made)}
    assert source(held.picked, settings) == "photo"


def archives() -> dict[str, OwnImages]:
    """The archives of this session by id, the newest last; nobody else's, and gone with it."""
    held: dict[str, OwnImages] = st.session_state.setdefault("own_images", {})
    return held


def reader() -> Callable[[ImagesExperiment], ImagesLearner]:
    """The learner, which of archives reads those of this session alone; raises `ImageError` for another's."""
    held = archives()

    def start(settings: ImagesExperiment) -> ImagesLearner:
        data = settings.data
        if data.dataset == "own" and data.file and data.file not in held:
            raise ImageError("missing_file")
        return ImagesLearner(settings)

    return start


def archive(page: str) -> None:
    """Take a zip of folders, one a class; the session alone holds it."""
    st.file_uploader(
        t(
            "A zip archive of folders, one for each class: up to {mb} MB and {n} pictures",
            mb=MAX_BYTES // 1_000_000,
            n=f"{MAX_IMAGES:,}",
        ),
        type=["zip"],
        max_upload_size=MAX_BYTES // 1_000_000,
        key="archive",
        on_change=unpack,
        args=(page,),
        help=t("It stays in the memory of this session and is never stored, sent on or put into the address."),
    )


def unpack(page: str) -> None:
    """Learn from the archive, or say why not and keep what was there."""
    file = st.session_state["archive"]
    if file is None:
        return
    if file.size > MAX_BYTES:
        permalink.refuse(sentence(ImageZipError("too_large", size=MAX_BYTES // 1_000_000)))
        return
    try:
        own: OwnImages = read_own(file.getvalue())
    except ImageZipError as error:
        permalink.refuse(sentence(error))
        return
    held = archives()  # the shelf forgets what no session holds
    held.pop(own.id, None)
    held[own.id] = own
    for old in list(held)[:-KEPT]:
        del held[old]
    permalink.update(page, dataset="own", file=own.id)


def offer(page: str, settings: ImagesExperiment) -> None:
    """Where a set cannot be had, a button that takes the digits; where it is not on this machine, one that downloads
    it: without a connection the digits are taken."""
    name = settings.data.dataset
    if name not in MEGABYTES:
        return
    title = IMAGE_SETS[name].title
    label = t("Download {name} ({mb} MB)", name=title, mb=MEGABYTES[name])
    if not absent(name) or not st.button(label, key="download", type="primary"):
        st.button(t("Take the digits instead"), key="digits", on_click=digits, args=(page, settings))
        return
    words = t("Downloading {name}", name=title)
    progress = st.progress(0.0, words)

    def tell(share: float) -> None:
        progress.progress(share, words)

    try:
        download(name, tell)
    except ImageError as error:
        permalink.refuse(sentence(error))
        digits(page, settings)
    st.rerun()


def digits(page: str, settings: ImagesExperiment) -> None:
    """The embedded digits; with the small network where the one that was asked for is impossible on 8 × 8 pixels."""
    impossible = settings.replace(dataset="digits").problem
    permalink.update(page, **(ARCHITECTURES["small"].settings if impossible else {}) | {"dataset": "digits"})


def absent(name: str) -> bool:
    try:
        stored(name)
    except ImageError as error:
        return error.id == "absent"
    return False
