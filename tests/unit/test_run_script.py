"""``./run``: one file that takes a bare machine to a running claimtrail. Nothing here needs a network."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.bounded import PATIENCE_S

SCRIPT = Path(__file__).parents[2] / "run"
INTERPRETER = os.path.realpath(sys.executable)
SETTING_UP = "Setting up claimtrail"

# All that the script and its stand-ins may call; a PATH of these has neither uv nor any Python.
TOOLS = ("cat", "cksum", "dirname", "ln", "mkdir", "readlink", "rm", "sh", "sleep", "tail")

# Stands in for uv: makes an environment, and notes what it was asked to install and with which HOME.
INSTALLER = f"""#!/bin/sh
here=$(dirname "$0")
case $1 in
    venv) mkdir -p "$5/bin" && ln -s "{INTERPRETER}" "$5/bin/python" && : >"$5/bin/lint-imports" ;;
    pip)
        sleep 0.2
        echo "$HOME $*" >>"$here/installed"
        if [ -e "$here/broken" ]; then echo "no such pin"; exit 1; fi ;;
esac
"""

# Stands in for the command line and for each tool of ./run test: says how it was called.
ECHO = "import json, os, sys; print(json.dumps([sys.argv[1:], os.getcwd(), os.getpid(), os.environ.get('HOME')]))"


@dataclass
class Start:
    status: int
    said: str
    words: list[str] = field(default_factory=list)
    folder: str = ""
    home: str | None = None
    same_process: bool = False


@dataclass
class Checkout:
    """A fresh copy of the script among stand-ins."""

    root: Path
    tools: Path
    typed_as: Path | None = None

    def start(self, *words: str, cwd: Path | None = None, environment: Mapping[str, str] | None = None) -> Start:
        begun = self.begin(*words, cwd=cwd, environment=environment)
        out, err = begun.communicate(timeout=PATIENCE_S)
        if begun.returncode or not out.startswith("[["):
            return Start(begun.returncode, out + err)
        argv, folder, pid, home = json.loads(out)
        return Start(begun.returncode, err, argv, folder, home, same_process=pid == begun.pid)

    def begin(
        self, *words: str, cwd: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.typed_as or self.root / "run", *words],
            cwd=cwd or self.root,
            env={"PATH": str(self.tools), "PYTHON": INTERPRETER, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def module(self, name: str, source: str) -> None:
        package = self.root / name
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(source)

    @property
    def installations(self) -> list[str]:
        noted = self.tools / "installed"
        return noted.read_text().splitlines() if noted.exists() else []


def executable(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path / "a folder with spaces", tmp_path / "tools")
    made.root.mkdir()
    made.tools.mkdir()
    shutil.copy(SCRIPT, made.root)
    for pins in ("requirements.txt", "requirements-dev.txt"):
        (made.root / pins).write_text("rfc8785==0.1.4\n")
    for tool in TOOLS:
        (made.tools / tool).symlink_to(shutil.which(tool) or tool)
    executable(made.tools / "uv", INSTALLER)
    made.module("api/cli", ECHO)
    return made


def test_any_posix_shell_reads_it() -> None:
    assert subprocess.run(["/bin/sh", "-n", SCRIPT], check=False, timeout=PATIENCE_S).returncode == 0
    assert os.access(SCRIPT, os.X_OK)


def test_a_command_reaches_the_command_line_word_for_word(checkout: Checkout) -> None:
    words = ["show", "two words", "", "*", "--as-of=3"]
    assert checkout.start(*words).words == words


def test_the_program_takes_the_place_of_the_script_so_that_signals_reach_it(checkout: Checkout) -> None:
    assert checkout.start("serve").same_process


def test_a_command_runs_where_it_was_typed(checkout: Checkout, tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "__init__.py").write_text("raise SystemExit('the wrong api')")
    assert checkout.start("post", "events.jsonl", cwd=tmp_path).folder == str(tmp_path)


def test_a_link_to_it_works_as_well(checkout: Checkout, tmp_path: Path) -> None:
    checkout.typed_as = tmp_path / "claimtrail"
    checkout.typed_as.symlink_to(checkout.root / "run")
    assert checkout.start("show").words == ["show"]


def test_the_first_start_says_one_line_and_the_second_nothing(checkout: Checkout) -> None:
    first, second = checkout.start("show"), checkout.start("show")
    assert first.said.startswith(SETTING_UP)
    assert first.said.count("\n") == 1
    assert second.said == ""
    assert len(checkout.installations) == 1


def test_packages_are_installed_by_hash_and_never_built(checkout: Checkout) -> None:
    checkout.start("show")
    assert "--require-hashes --only-binary :all:" in checkout.installations[0]


def test_new_pins_are_installed_at_the_next_start(checkout: Checkout) -> None:
    checkout.start("show")
    (checkout.root / "requirements.txt").write_text("rfc8785==0.1.5\n")
    assert SETTING_UP in checkout.start("show").said
    assert len(checkout.installations) == 2


def test_what_the_tests_installed_serves_the_commands_too(checkout: Checkout) -> None:
    checkout.module("pytest", ECHO)
    checkout.start("test", "tests/unit")
    assert checkout.start("show").said == ""
    assert "requirements-dev.txt" in checkout.installations[0]


def test_another_python_gets_an_environment_of_its_own(checkout: Checkout, tmp_path: Path) -> None:
    checkout.start("show")
    other = tmp_path / "python3"
    executable(other, f'#!/bin/sh\ncase "$3" in *realpath*) echo {other} ;; *) exec "{INTERPRETER}" "$@" ;; esac\n')
    assert SETTING_UP in checkout.start("show", environment={"PYTHON": str(other)}).said


def test_of_two_starts_at_once_one_installs(checkout: Checkout) -> None:
    begun = [checkout.begin("show") for _ in range(2)]
    answers = [json.loads(one.communicate(timeout=PATIENCE_S)[0]) for one in begun]
    assert [words for words, *_ in answers] == [["show"], ["show"]]
    assert len(checkout.installations) == 1


def test_a_failed_installation_shows_why_and_is_tried_again(checkout: Checkout) -> None:
    (checkout.tools / "broken").touch()
    failed = checkout.start("show")
    (checkout.tools / "broken").unlink()
    assert failed.status == 1
    assert "no such pin" in failed.said
    assert checkout.start("show").words == ["show"]


@pytest.mark.parametrize("home", [{}, {"HOME": ""}, {"HOME": "/dev/null/nowhere"}])
def test_no_home_is_needed(checkout: Checkout, home: dict[str, str]) -> None:
    assert checkout.start("show", environment=home).home == home.get("HOME")
    assert checkout.installations[0].startswith(f"{checkout.root}/.venv.home")
    assert not (checkout.root / ".venv.home").exists()


def test_a_machine_without_python_is_told_what_is_needed(checkout: Checkout) -> None:
    start = checkout.start("show", environment={"PYTHON": ""})
    assert start.status == 1
    assert "needs Python 3.11 or newer" in start.said


def test_a_python_without_venv_is_told_the_package_that_brings_it(checkout: Checkout) -> None:
    (checkout.tools / "uv").unlink()
    bare = checkout.tools / "python3"
    executable(bare, f'#!/bin/sh\ncase "$3" in *realpath*) echo {bare} ;; *) exit 1 ;; esac\n')
    start = checkout.start("show", environment={"PYTHON": ""})
    assert start.status == 1
    assert "python3-venv" in start.said


def test_a_folder_that_may_not_be_written_is_told_the_way_out(checkout: Checkout) -> None:
    start = checkout.start("show", environment={"CLAIMTRAIL_VENV": "/dev/null/venv"})
    assert start.status == 1
    assert "Set CLAIMTRAIL_VENV" in start.said


def test_words_after_test_go_to_pytest_alone(checkout: Checkout) -> None:
    checkout.module("pytest", ECHO)
    assert checkout.start("test", "tests/unit", "-k", "two words").words == ["tests/unit", "-k", "two words"]


@pytest.mark.parametrize("failing", ["ruff", "mypy", "pytest"])
def test_one_failed_check_fails_all_after_the_others_have_run(checkout: Checkout, failing: str) -> None:
    for tool in ("ruff", "mypy", "pytest"):
        checkout.module(tool, f"raise SystemExit({int(tool == failing)})")
    start = checkout.start("test")
    headings = [line for line in start.said.splitlines() if line.startswith("== ")]
    assert start.status == 1
    assert headings == ["== format", "== lint", "== types", "== walls", "== tests"]
