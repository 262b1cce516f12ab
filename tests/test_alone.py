"""The interpreter for scripts knows nothing of the project, of the tests, or of the script before."""

from pathlib import Path

import pytest

from tests.alone import printed_alone


def test_a_script_finds_its_folder_its_arguments_and_torch(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("4")
    code = 'import sys, torch\nprint(torch.ones(int(open("data").read())).sum().item(), sys.argv[1])\nseen = 1'
    assert printed_alone(code, tmp_path, "--test") == "4.0 --test\n"
    assert printed_alone("print('seen' in globals())", tmp_path) == "False\n"


@pytest.mark.parametrize("code", ["import core", "import tests", "import sys; print(1, file=sys.stderr)", "1 / 0", "!"])
def test_what_fails_or_complains_is_told(tmp_path: Path, code: str) -> None:
    with pytest.raises(AssertionError):
        printed_alone(code, tmp_path)
