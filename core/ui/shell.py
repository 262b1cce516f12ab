"""Shell: what surrounds every page: page config, language, menu."""

from pathlib import Path

import streamlit as st

from core.ui import language
from core.ui.language import t

ROOT = Path(__file__).parents[2] / "pages"
PAGES: dict[str, dict[str, tuple[str, str]]] = {  # menu section → address → title, icon
    "Start": {"home": ("Home", ":material/home:")},
    "Foundations": {
        "neuron": ("One neuron", ":material/blur_circular:"),
        "losses": ("Losses", ":material/trending_down:"),
        "optimizers": ("Optimisers", ":material/downhill_skiing:"),
        "regression": ("Regression", ":material/show_chart:"),
        "backprop": ("Backpropagation", ":material/route:"),
        "convolution": ("Convolution", ":material/grid_on:"),
    },
    "Networks": {
        "playground": ("Playground", ":material/hub:"),
        "images": ("Images", ":material/image_search:"),
        "sequences": ("Sequences", ":material/linear_scale:"),
        "attention": ("Attention", ":material/visibility:"),
    },
    "Brain": {
        "cell": ("A nerve cell", ":material/neurology:"),
        "plasticity": ("Plasticity", ":material/cable:"),
        "spiking": ("Spiking network", ":material/electric_bolt:"),
        "imagination": ("Imagination", ":material/auto_awesome:"),
        "lifelong": ("Lifelong learning", ":material/all_inclusive:"),
        "inference": ("Inference", ":material/device_hub:"),
        "compare": ("Brain and network", ":material/balance:"),
    },
    "Problems": {"pitfalls": ("Pitfalls", ":material/warning:")},
    "Workbench": {"table": ("Your table", ":material/table_chart:")},
}
PITCHES = {
    "neuron": "move its inputs and weights, compare all activations, teach it AND, OR and NAND, and fail at XOR",
    "losses": "drag a prediction, and see why one loss teaches where another has given up",
    "optimizers": "race gradient descent, momentum and Adam down the same surface, and see who gets lost",
    "regression": "a line finds its points by rolling down a bowl, beside the answer that can be computed",
    "backprop": "step through one pass, forward and back, with every number, and check any gradient",
    "convolution": "slide a kernel over a picture, change its weights, and read every product and sum",
    "playground": "build a network, give it points of your own, and watch every weight while it learns",
    "images": "watch filters and feature maps form while a network learns to see, and draw a digit for it to read",
    "cell": "drag the current of three model cells, watch them fire, and see where they differ from w·x + b",
    "plasticity": "synapses that learn without a teacher: Hebb, Oja, BCM, STDP, and a memory that repairs digits",
    "spiking": "an ordinary and a spiking network learn the same task: who is better, and at what cost in energy",
    "imagination": "networks that make digits out of noise, and a map of all they can make to walk in",
    "sequences": "an RNN beside an LSTM: which still knows what it read fifty steps ago, and through which gate",
    "attention": "a Transformer learns before your eyes: see who looks at whom in every head, and switch heads off",
    "lifelong": "teach a network one task after another: what it forgets, what replay and protected weights keep",
    "inference": "tell a network that A beats B and B beats C, and ask about A and C; then sums, families, analogies",
    "compare": "a brain and a network in numbers with their sources, and a network that loses its neurons one by one",
    "pitfalls": "twelve famous mistakes beside their cures: find the one that is wrong while both learn",
    "table": "upload a table, clean it, train on it, and learn how far to trust the result",
}


def path(section: str, name: str) -> Path:
    return ROOT / section.lower() / f"{name}.py"


def draw() -> None:
    """Draw the menu and run the page that the address names."""
    st.set_page_config(page_title="Hebb", page_icon="🧠", layout="wide")
    st.html("<style>.stMainBlockContainer{padding:3.6rem 2rem 4rem}</style>")
    language.choose()
    menu = {
        t(section): [
            st.Page(path(section, name), title=t(title), icon=icon, url_path=name, default=name == "home")
            for name, (title, icon) in pages.items()
        ]
        for section, pages in PAGES.items()
    }
    page = st.navigation(menu, position="top")
    st.session_state["came"] = st.session_state.get("page") != page.url_path
    st.session_state["page"] = page.url_path
    page.run()


def links() -> None:
    """A way to every page but the home page, by menu section, in two columns."""
    for section, pages in PAGES.items():
        names = [name for name in pages if name in PITCHES]
        if not names:
            continue
        st.markdown(f"###### {t(section)}")
        columns = st.columns(2)
        for i, name in enumerate(names):
            title, icon = pages[name]
            label = t("**{title}**: {pitch}", title=t(title), pitch=t(PITCHES[name]))
            columns[i % 2].page_link(path(section, name), label=label, icon=icon)


if __name__ == "__main__":
    draw()
