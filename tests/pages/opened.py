"""A page opened as Streamlit runs it without a browser."""

from streamlit.testing.v1 import AppTest

from core.ui.shell import ROOT, path

APP = str(ROOT.parent / "app.py")


def open_page(section: str, name: str, lang: str = "en", **query: str) -> AppTest:
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["lang"] = lang
    for key, value in query.items():
        at.query_params[key] = value
    at = at.switch_page(str(path(section, name).relative_to(ROOT.parent))).run()
    assert not at.exception
    return at
