"""Files and functions stay small enough to be read in one sitting."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = sorted((ROOT / "clinic_app").rglob("*.py"))
LONGEST_FILE = 300
LONGEST_FUNCTION = 30

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def parsed() -> dict[str, ast.Module]:
    """Every file of the product, read once for all rules."""
    return {str(file.relative_to(ROOT)): ast.parse(file.read_text()) for file in PRODUCT}


def functions(module: ast.Module) -> Iterator[Function]:
    """Every function of a file, nested ones too."""
    for node in ast.walk(module):
        if isinstance(node, Function):
            yield node


def lines_of(function: Function) -> int:
    """The lines of its body, less its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_there_is_a_product_to_read() -> None:
    assert len(PRODUCT) > 100


def test_a_file_is_short() -> None:
    length = {file: len(file.read_text().splitlines()) for file in PRODUCT}
    assert {file: lines for file, lines in length.items() if lines >= LONGEST_FILE} == {}


def test_a_function_is_short() -> None:
    long = {
        f"{file}:{function.name}": lines_of(function)
        for file, module in parsed().items()
        for function in functions(module)
        if lines_of(function) > LONGEST_FUNCTION
    }
    assert long == {}


def test_the_product_refuses_in_words_and_never_by_assert() -> None:
    asserts = [
        f"{file}:{node.lineno}"
        for file, module in parsed().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Assert)
    ]
    assert asserts == [], "asserts vanish under `python -O`"


def test_every_module_says_what_it_is_for() -> None:
    assert [file for file, module in parsed().items() if not ast.get_docstring(module)] == []
