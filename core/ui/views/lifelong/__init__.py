"""Views of the page on lifelong learning, one file a part; `parts` is their table."""
