"""The check of an answer takes what is right and refuses what isn't."""

from pathlib import Path

import pytest

from tools import answers
from tools.answers import BadAnswer, exercises
from tools.programs import Program, programs

EXERCISES = exercises()


def answer(folder: Path, name: str, text: str) -> Path:
    path = folder / "answers" / f"{name}.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def solution(exercise: Program) -> Program:
    return programs()[str(exercise.twin)]


def test_there_are_exercises_for_each_chapter() -> None:
    assert len(EXERCISES) >= 12


@pytest.mark.parametrize("name", EXERCISES)
def test_exercise_as_given_is_refused(name: str, tmp_path: Path) -> None:
    text = EXERCISES[name].path.read_text("utf-8")
    with pytest.raises(BadAnswer, match="interleaving that ends otherwise"):
        answers.check(answer(tmp_path, name, text))


@pytest.mark.parametrize("name", EXERCISES)
def test_solution_is_taken(name: str, tmp_path: Path) -> None:
    text = solution(EXERCISES[name]).path.read_text("utf-8")
    answers.check(answer(tmp_path, name, text))


@pytest.mark.parametrize("name", EXERCISES)
def test_printing_the_goal_alone_is_refused(name: str, tmp_path: Path) -> None:
    goal = solution(EXERCISES[name]).captured(".out").read_text("utf-8")
    with pytest.raises(BadAnswer, match="fewer threads than the exercise"):
        answers.check(answer(tmp_path, name, f"print({goal!r}, end='')\n"))


def test_another_last_print_is_refused(tmp_path: Path) -> None:
    name, exercise = next(iter(EXERCISES.items()))
    text = solution(exercise).path.read_text("utf-8")
    with pytest.raises(BadAnswer, match="its last print must be the exercise's"):
        answers.check(answer(tmp_path, name, f"{text}print(end='')\n"))


def test_an_answer_to_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadAnswer, match=r"answers/nosuch.py:1: no exercise is called"):
        answers.check(answer(tmp_path, "nosuch", "print()\n"))


def test_an_answer_that_is_no_program_is_named(tmp_path: Path) -> None:
    name = next(iter(EXERCISES))
    with pytest.raises(BadAnswer, match=rf"answers/{name}.py:1: can't be explored: "):
        answers.check(answer(tmp_path, name, "print(\n"))
