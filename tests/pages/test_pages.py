"""Every page, in both languages, as Streamlit runs it without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from core.ui.shell import PAGES, ROOT, path

APP = str(ROOT.parent / "app.py")
ADDRESSES = [(section, name) for section, pages in PAGES.items() for name in pages]


def open_page(section: str, name: str, lang: str = "en", **query: str) -> AppTest:
    at = AppTest.from_file(APP, default_timeout=60)
    at.query_params["lang"] = lang
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    at = at.switch_page(str(path(section, name).relative_to(ROOT.parent))).run()
    assert not at.exception
    return at


def playground(**query: str) -> AppTest:
    return open_page("Networks", "playground", **query)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("section", "name"), ADDRESSES)
def test_page_opens_without_an_exception(section: str, name: str, lang: str) -> None:
    at = open_page(section, name, lang)
    assert at.get("bidi_component"), "the live view is there"
    assert not at.error
