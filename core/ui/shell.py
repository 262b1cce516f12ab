"""Shell: what surrounds every page: page config, language, menu."""

from pathlib import Path

import streamlit as st

from core.ui import language
from core.ui.language import t

ROOT = Path(__file__).parents[2] / "pages"
PAGES: dict[str, dict[str, tuple[str, str]]] = {  # menu section → address → title, icon
    "Start": {"home": ("Home", ":material/home:")},
    "Networks": {"playground": ("Playground", ":material/hub:")},
}


def draw() -> None:
    """Draw the menu and run the page that the address names."""
    st.set_page_config(page_title="Hebb", page_icon="🧠", layout="wide")
    language.choose()
    menu = {
        t(section): [
            st.Page(
                ROOT / section.lower() / f"{name}.py", title=t(title), icon=icon, url_path=name, default=name == "home"
            )
            for name, (title, icon) in pages.items()
        ]
        for section, pages in PAGES.items()
    }
    st.navigation(menu, position="top").run()


if __name__ == "__main__":
    draw()
