"""Error messages: really raised, and every word of them that is explained."""

import re

import pytest

from core.lessons.pitfalls.messages import CASES, READINGS, caught, code, reading

PROGRAMS = {case.program.__name__: case for cases in CASES.values() for case in cases}


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_program_ends_in_an_error_that_can_be_read(name: str) -> None:
    message = caught(PROGRAMS[name].program)
    assert re.match(r"(Runtime|Index|Key|Value)Error: ", message)
    parts = reading(message)
    assert len(parts) >= 2
    for words, text, values in parts:
        assert words in message and text.format(**values)


def test_every_explanation_is_used_for_some_message() -> None:
    messages = [caught(case.program) for case in PROGRAMS.values()]
    assert not [pattern for pattern, _ in READINGS if not any(re.search(pattern, m) for m in messages)]


def test_the_numbers_of_a_message_stand_in_its_explanation() -> None:
    parts = reading("RuntimeError: mat1 and mat2 shapes cannot be multiplied (160x8 and 64x32)")
    told = [text.format(**values) for _, text, values in parts]
    assert "mat1: 160 rows of 8 numbers." in told and "mat2: for 64 numbers in, 32 out." in told


def test_the_code_shown_is_the_code_that_ran() -> None:
    for case in PROGRAMS.values():
        lines = code(case.program)
        assert "def " not in lines and not lines.startswith(" ")
        compile(lines, "shown", "exec")


def test_a_program_without_an_error_is_a_fault() -> None:
    with pytest.raises(AssertionError):
        caught(lambda: None)
