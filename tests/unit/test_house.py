"""The house rules that no linter knows: which way imports point, where SQL stands, what a name tells."""

import ast
import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from importlinter.cli import lint_imports
from packaging.requirements import Requirement

from api.cli.commands import app

CHECKOUT = Path(__file__).parents[2]
PINS = ("requirements.txt", "requirements-dev.txt")
PINNED = re.compile(r"^([a-z0-9-]+)(?:\[([a-z0-9,-]+)\])?==(\S+)", re.MULTILINE)

SAYS_NOTHING = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
LONGEST_FILE_LINES = 400

DOMAIN_MAY_IMPORT = sys.stdlib_module_names | {"domain", "orjson", "pydantic", "pydantic_core", "rfc8785"}
REACHES_OUTSIDE = {
    *("asyncio", "http", "multiprocessing", "os", "pathlib", "select", "shutil", "signal", "socket", "sqlite3", "ssl"),
    *("subprocess", "tempfile", "threading", "time"),
}
BOUNDED_OTHERWISE = ["self.stdout.readline()"]
READS_A_CLOCK = {"now", "today", "utcnow"}
ASKS_WHAT_GOES_ON = {"tests/unit/test_reader.py"}
"""What the minute and the day mean that go on: read twice, and right whichever of the two is over by then."""

SQL = re.compile(
    r"\b(SELECT\b.*\bFROM|INSERT\s+INTO|UPDATE\b.*\bSET|DELETE\s+FROM|(CREATE|ALTER|DROP)\s+[A-Z]+)\b",
    re.DOTALL,
)
EXCUSE_WITHOUT_REASON = re.compile(r"#\s*(noqa(:[\sA-Z0-9,]+)?|type:\s*ignore(\[[\w,\s-]+\])?|pragma: no \w+)\s*$")


def house_files() -> Iterator[Path]:
    """Every file of the checkout but hidden folders, environments and what tools left behind."""
    for folder, folders, names in os.walk(CHECKOUT):
        folders[:] = [name for name in folders if name == ".ci" or not name.startswith((".", "__", "build", "dist"))]
        yield from (Path(folder, name) for name in names if not name.startswith((".venv", ".coverage")))


def sources(*floors: str) -> list[Path]:
    return sorted(path for floor in floors for path in (CHECKOUT / floor).rglob("*.py"))


def named(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


def imported(tree: ast.AST) -> set[str]:
    """The top-level packages that a module imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                names |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str(module), level=0):
                names.add(module)
            case _:
                pass
    return {name.partition(".")[0] for name in names}


def called(source: str) -> list[ast.expr]:
    """What a module calls."""
    return [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]


def sql_in(source: str) -> list[str]:
    """The texts of a module, docstrings and comments apart, that read as SQL."""
    tree = ast.parse(source)
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in prose)
    return [node.value for node in texts if isinstance(node.value, str) and SQL.search(node.value)]


def endless_waits(source: str) -> list[str]:
    """The calls of a module that wait for a process or a thread, and do not say for how long."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if may_be_endless(call)]


def may_be_endless(call: ast.Call) -> bool:
    match call:
        case ast.Call(func=ast.Attribute(attr="join"), args=[], keywords=[]):
            return True
        case ast.Call(func=ast.Attribute(attr="readline", value=ast.Attribute(attr="stdout" | "stderr"))):
            return True
        case ast.Call(func=ast.Attribute(attr="communicate") | ast.Attribute(value=ast.Name("subprocess"), attr="run")):
            return "timeout" not in {one.arg for one in call.keywords}
        case _:
            return False


def pins(name: str) -> dict[str, str]:
    return {package: version for package, _, version in PINNED.findall((CHECKOUT / name).read_text())}


def extras_of(name: str) -> dict[str, set[str]]:
    """The extras that each package is pinned with."""
    found = PINNED.findall((CHECKOUT / name).read_text())
    return {package: set(extras.split(",")) if extras else set() for package, extras, _ in found}


def test_the_walls_between_and_inside_the_floors_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    assert lint_imports(str(CHECKOUT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


@pytest.mark.parametrize("path", sources("domain"), ids=named)
def test_the_domain_imports_no_library_of_the_outside(path: Path) -> None:
    names = imported(ast.parse(path.read_text()))
    assert names <= DOMAIN_MAY_IMPORT
    assert not names & REACHES_OUTSIDE


@pytest.mark.parametrize("path", sources("domain"), ids=named)
def test_the_domain_opens_no_file_and_asks_no_clock(path: Path) -> None:
    calls = called(path.read_text())
    assert "open" not in {one.id for one in calls if isinstance(one, ast.Name)}
    assert not READS_A_CLOCK & {one.attr for one in calls if isinstance(one, ast.Attribute)}


@pytest.mark.parametrize("path", sources("tests"), ids=named)
def test_no_test_compares_an_answer_with_a_clock_of_its_own(path: Path) -> None:
    clocks = READS_A_CLOCK & {one.attr for one in called(path.read_text()) if isinstance(one, ast.Attribute)}
    assert bool(clocks) == (named(path) in ASKS_WHAT_GOES_ON)


@pytest.mark.parametrize("path", sources("domain", "adapters", "api"), ids=named)
def test_sql_stands_in_sql_files(path: Path) -> None:
    assert sql_in(path.read_text()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT position\nFROM event",
        "INSERT INTO event VALUES (1)",
        "UPDATE event SET secret = NULL",
        "DROP TABLE event",
    ],
)
def test_sql_in_python_is_noticed(statement: str) -> None:
    assert sql_in(f"query = f{statement + ' -- {position}'!r}") != []
    assert sql_in(f'"""{statement}"""') == []


@pytest.mark.parametrize("path", sources("tests"), ids=named)
def test_no_test_waits_for_ever(path: Path) -> None:
    waits = endless_waits(path.read_text())
    assert waits == (BOUNDED_OTHERWISE if path.name == "bounded.py" else [])


@pytest.mark.parametrize(
    "wait",
    ["subprocess.run(a, check=True)", "one.communicate()", "one.join()", "one.stdout.readline()"],
)
def test_a_wait_without_a_bound_is_noticed(wait: str) -> None:
    assert endless_waits(wait) != []


def test_names_are_from_the_trade() -> None:
    parts = {part for path in house_files() for part in path.relative_to(CHECKOUT).with_suffix("").parts}
    assert not parts & SAYS_NOTHING


@pytest.mark.parametrize("path", sources("domain", "adapters", "api", "tests", "benchmarks"), ids=named)
def test_a_file_can_be_read_in_a_sitting(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE_LINES


@pytest.mark.parametrize("path", sources("domain", "adapters", "api"), ids=named)
def test_no_group_is_possessive_for_python_3_11_2_gets_it_wrong(path: Path) -> None:
    outside_brackets = re.sub(r"\[(?:[^\]\\]|\\.)*\]", "x", path.read_text())
    assert not re.findall(r"\)[*+?]\+", outside_brackets)


@pytest.mark.parametrize("path", sources("domain", "adapters", "api", "tests", "benchmarks", "examples"), ids=named)
def test_an_exception_to_a_rule_gives_its_reason(path: Path) -> None:
    bare = [line for line in path.read_text().splitlines() if EXCUSE_WITHOUT_REASON.search(line)]
    assert bare == []


def test_an_ignored_rule_gives_its_reason() -> None:
    text = (CHECKOUT / "pyproject.toml").read_text()
    ignored = text[text.index("[tool.ruff.lint]") : text.index("[tool.ruff.lint.mccabe]")]
    rules = re.findall(r'^ +"[A-Z]+[0-9]*",.*$', ignored, re.MULTILINE)
    assert rules
    assert [rule for rule in rules if not re.search(r", +# \w", rule)] == []


def test_no_file_names_a_package_registry_or_a_path_of_one_machine() -> None:
    hosts = ["pypi|org", "files|pythonhosted|org", "registry|npmjs|org", "deb|debian|org"]
    places = [f"/{place}/" for place in ("work", "root", "farm")]
    unwanted = [text.encode() for text in (*(host.replace("|", ".") for host in hosts), *places)]
    found = [named(path) for path in house_files() if any(text in path.read_bytes() for text in unwanted)]
    assert found == []


@pytest.mark.parametrize("name", PINS)
def test_pins_name_no_address(name: str) -> None:
    text = (CHECKOUT / name).read_text()
    assert not re.findall(r"^.*(?:://|@ |--index|--find-links|file:|^-e|^/|^\.).*$", text, re.MULTILINE)


@pytest.mark.parametrize("name", PINS)
def test_every_pin_has_its_hashes(name: str) -> None:
    text = (CHECKOUT / name).read_text()
    requirements = text.replace("\\\n", "").splitlines()
    assert len(requirements) == len(pins(name))
    assert [line for line in requirements if not re.search(r"--hash=sha256:[0-9a-f]{64}", line)] == []


def test_what_the_tests_install_contains_what_the_service_installs() -> None:
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize(("group", "name"), [("project", PINS[0]), ("dev", PINS[1])])
def test_every_dependency_is_pinned_to_a_version_that_it_allows(group: str, name: str) -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] if group == "project" else project["dependency-groups"][group]
    pinned = pins(name)
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pinned[requirement.name])


def test_every_extra_that_an_installed_package_asks_for_is_pinned_with_it() -> None:
    """Else pip takes the newest version for it, which has no hash here as soon as there is one."""
    pinned = extras_of("requirements-dev.txt")
    asked = [Requirement(one) for installed in distributions() for one in installed.requires or ()]
    asked = [one for one in asked if one.extras and one.name in pinned and (not one.marker or one.marker.evaluate())]
    assert asked
    assert [str(one) for one in asked if not one.extras <= pinned[one.name]] == []


def test_driver_and_its_c_build_are_of_one_version() -> None:
    assert pins("requirements.txt")["psycopg"] == pins("requirements.txt")["psycopg-binary"]


def image_command() -> list[str]:
    """What the container runs unless told otherwise."""
    line = re.search(r"^CMD (.+)$", (CHECKOUT / "Dockerfile").read_text(), re.MULTILINE)
    assert line
    words: list[str] = json.loads(line[1])
    return words


def composed_services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
    return services


def composed_command() -> list[str]:
    """What the service of docker-compose.yml runs."""
    words: list[str] = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]["claimtrail"][
        "command"
    ]
    return words


@pytest.mark.parametrize("words", [image_command(), composed_command()], ids=["Dockerfile", "docker-compose.yml"])
def test_a_container_runs_a_command_that_exists(words: list[str]) -> None:
    group = typer.main.get_command(app)
    name, command, rest = group.resolve_command(typer.Context(group), words)  # type: ignore[attr-defined] # a group's
    assert command.make_context(name, rest)


def test_the_composed_service_waits_for_its_database() -> None:
    services = composed_services()
    assert services["claimtrail"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert "healthcheck" in services["postgres"]
    assert "@postgres:" in services["claimtrail"]["environment"]["DATABASE_URL"]
