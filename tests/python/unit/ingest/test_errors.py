"""What users see of a problem."""

from __future__ import annotations

from ingest.errors import Problem, UserError, closest, printable


def test_a_problem_is_printed_on_two_lines_without_control_characters() -> None:
    problem = Problem("it is\nbroken", "a\x1b[31m.csv:3", "export\tit again")
    assert str(problem) == "a?[31m.csv:3: it is broken\n  -> export it again"
    assert str(UserError([problem, Problem("x")])) == f"{problem}\nx"


def test_only_control_characters_are_replaced() -> None:
    assert printable("Łódź\u202e株") == "Łódź?株"


def test_the_closest_name_in_any_case() -> None:
    assert closest("LASTNAME", ["FirstName", "LastName"]) == "LastName"
    assert closest("zip", ["FirstName", "LastName"]) is None
