"""The pages' sources: the real ones are right, and each guard rejects."""

import pytest
from markdown.extensions.toc import slugify

from tests.conftest import SmallSite
from tools import pages
from tools.programs import ROOT

FENCE = '```python title="home/greet.py"\n--8<-- "home/greet.py"\n```'
DESCRIPTION = "A page of one program, small enough to be broken in every way."
RESULT = '\n--8<-- "home/greet.result.md"\n'


def test_pages_of_the_site_are_right() -> None:
    assert pages.check(ROOT) == []


def test_small_site_is_right(small_site: SmallSite) -> None:
    assert pages.check(small_site.root) == []


GUARDS = {
    "python typed into a page": (
        ('--8<-- "home/greet.py"\n', "print('typed')\n"),
        "docs/index.md:12: Python typed into a page; include a program",
    ),
    "python under another language": (
        ("Again its first part:", "```text\nimport threading\n```\n"),
        "docs/index.md:18: Python typed into a page",
    ),
    "missing program": (
        ('\n--8<-- "home/greet.py"\n', '\n--8<-- "home/gone.py"\n'),
        "docs/index.md:12: there is no program home/gone.py",
    ),
    "missing region": (
        ('greet.py:greet"', 'greet.py:gone"'),
        "docs/index.md:20: home/greet.py has no region gone",
    ),
    "missing artefact": (
        ("Again its first part:", '--8<-- "home/gone.out"'),
        "docs/index.md:17: there is no file home/gone.out to include",
    ),
    "include with a space behind": (
        ('--8<-- "home/greet.result.md"', '--8<-- "home/greet.result.md" '),
        "docs/index.md:15: an include reads",
    ),
    "include without quotes": (
        ('"home/greet.py:greet"', "home/greet.py:greet"),
        "docs/index.md:20: an include reads",
    ),
    "fence in a tab": (
        (FENCE, '=== "Tab"\n\n    ' + FENCE.replace("\n", "\n    ")),
        "docs/index.md:11: write this as a /// block",
    ),
    "fence in an admonition": (
        (FENCE, "!!! note\n\n    " + FENCE.replace("\n", "\n    ")),
        "docs/index.md:11: write this as a /// block",
    ),
    "fence in a list": (
        (FENCE, "- " + FENCE.replace("\n", "\n  ")),
        "docs/index.md:11: a Python fence stands at the first column",
    ),
    "fence named Python": (
        (FENCE, FENCE.replace("```python", "```Python")),
        "docs/index.md:11: a Python fence stands at the first column",
    ),
    "fence named pycon": (
        (FENCE, FENCE.replace("```python", "```pycon")),
        "docs/index.md:11: a Python fence stands at the first column",
    ),
    "fence with notest": (
        (FENCE, FENCE.replace("```python", "```python notest")),
        "docs/index.md:11: a Python fence stands at the first column",
    ),
    "fence of braces": (
        (FENCE, FENCE.replace("```python", "```{.python}")),
        "docs/index.md:11: a Python fence stands at the first column",
    ),
    "indented code": (
        ("Again its first part:", "    print('indented')"),
        "docs/index.md:17: an indented code block; use a fence",
    ),
    "fence without a language": (
        ("Again its first part:", "```\nwords\n```"),
        "docs/index.md:17: the fence's language is one of",
    ),
    "title of another program": (
        (FENCE, FENCE.replace("greet", "other", 1)),
        "docs/index.md:11: the title is not the included home/greet.py",
    ),
    "no result below": (
        (RESULT, ""),
        'docs/index.md:13: wants --8<-- "home/greet.result.md" below the program',
    ),
    "dead link": (
        ("other.md#part", "gone.md"),
        "docs/index.md:9: dead link to gone.md",
    ),
    "plain http": (
        ("other.md#part", "http://example.org/"),
        "docs/index.md:9: link to http://example.org/: relative or https",
    ),
    "no description": (
        (f"description: {DESCRIPTION}\n", ""),
        "docs/index.md:1: has no description",
    ),
    "a description too short": (
        (DESCRIPTION, "A page."),
        "docs/index.md:3: the description is one sentence",
    ),
    "the description of another page": (
        (
            DESCRIPTION,
            "Another page, so that there is something that can be linked to.",
        ),
        "docs/other.md:1: has the description of docs/index.md",
    ),
    "another title in the nav": (
        ("title: Home", "title: House"),
        "docs/index.md:2: the title is 'House', but 'Home' in mkdocs.yml",
    ),
    "an unknown topic": (
        ("topics: [lock]", "topics: [locks]"),
        "docs/index.md:4: at most three known topics",
    ),
    "broken front matter": (
        ("topics: [lock]", "topics: [lock"),
        "docs/index.md:4: front matter is no YAML",
    ),
    "two main headings": (
        ("Again its first part:", "# Again"),
        "docs/index.md:6: has 2 h1 headings",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GUARDS)
def test_guard_rejects_page(small_site: SmallSite, name: str) -> None:
    (before, after), message = GUARDS[name]
    small_site.change("docs/index.md", before, after)
    found = pages.check(small_site.root)
    assert any(line.startswith(message) for line in found), found


def test_page_must_be_in_the_nav(small_site: SmallSite) -> None:
    small_site.change("mkdocs.yml", "- Other: other.md\n", "")
    assert "docs/other.md:1: is not in the nav of mkdocs.yml" in pages.check(
        small_site.root
    )


def test_nav_must_name_pages(small_site: SmallSite) -> None:
    small_site.change("mkdocs.yml", "other.md", "another.md")
    assert ("mkdocs.yml:1: nav names another.md, which is not in docs/") in pages.check(
        small_site.root
    )


def test_every_program_is_shown(small_site: SmallSite) -> None:
    small_site.program('"""Prints."""\n\nprint(1)\n', "home/unseen.py")
    assert pages.check(small_site.root) == [
        "snippets/home/unseen.py:1: shown by no page"
    ]


PROGRAMS = {
    "region not closed": (
        ("# --8<-- [end:greet]\n", ""),
        ":8: region 'greet' has no [end:greet]",
    ),
    "region twice": (
        ("print(sorted", "# --8<-- [start:greet]\n# --8<-- [end:greet]\nprint(sorted"),
        ":19: a second region 'greet'",
    ),
    "region never started": (
        ("# --8<-- [start:greet]\n", ""),
        ":10: region 'greet' ends but never starts",
    ),
    "region without code": (
        ("def greet(name):\n    greeted.append(name)\n", ""),
        ":9: region 'greet' is empty",
    ),
    "marker misspelt": (
        ("# --8<-- [end:greet]", "# --8<-- [end: greet]"),
        ":11: a marker reads",
    ),
    "no docstring": (('"""Two threads greet."""\n', ""), ":1: wants a docstring"),
    "long line": (("import threading\n", f"x = '{'x' * 70}'\n"), ":3: 76 columns"),
    "no Python": (("greeted = []", "greeted = ["), ":5: '[' was never closed"),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_guard_rejects_program(small_site: SmallSite, name: str) -> None:
    (before, after), message = PROGRAMS[name]
    small_site.change("snippets/home/greet.py", before, after)
    found = pages.check(small_site.root)
    message = f"snippets/home/greet.py{message}"
    assert any(line.startswith(message) for line in found), found


NAMES = {
    "home/queue.py": "queue.py hides the standard library's queue",
    "home/Greet.py": "a program is snippets/<page>/<what_it_shows>.py",
    "loose.py": "a program is snippets/<page>/<what_it_shows>.py",
    "home/lonely_broken.py": "has no mended twin lonely.py",
}


@pytest.mark.parametrize("name", NAMES)
def test_guard_rejects_program_name(small_site: SmallSite, name: str) -> None:
    small_site.program('"""Prints."""\n\nprint(1)\n', name)
    message = f"snippets/{name}:1: {NAMES[name]}"
    assert message in pages.check(small_site.root)


EXCEPTIONS = {
    '["home/gone.py"]\nneeds = "3.13"\n': ":1: there is no program home/gone.py",
    '["home/greet.py"]\nneed = "3.13"\n': ":1: need = '3.13' is not one of",
    '["home/greet.py"]\nneeds = 3.13\n': ":1: needs = 3.13 is not one of",
    '["home/greet.py"\n': ": Expected",
}


@pytest.mark.parametrize("text", EXCEPTIONS)
def test_guard_rejects_exception_to_the_rule(small_site: SmallSite, text: str) -> None:
    small_site.write("snippets/programs.toml", text)
    (found,) = pages.check(small_site.root)
    assert found.startswith(f"snippets/programs.toml{EXCEPTIONS[text]}")


def test_each_term_of_the_glossary_is_linked_from_where_it_is_used() -> None:
    everything = {page.where: page for page in pages.pages()}
    glossary = everything.pop("docs/reference/glossary.md")
    headings = [line[3:] for line in glossary.lines if line.startswith("## ")]
    terms = {slugify(heading, "-") for heading in headings} - {"see-also"}
    linked = {
        target.partition("glossary.md#")[2]
        for page in everything.values()
        for _, target in page.links
        if "glossary.md#" in target
    }
    assert terms - linked == set(), "terms that no page leads to"
    assert linked - terms == set(), "links to no term"
