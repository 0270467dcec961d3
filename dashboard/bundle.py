"""What a browser loads, built once: compressed files whose addresses change with their content.

    python -m dashboard.bundle

`make setup` and the image build it; a dashboard builds what is missing when it starts, so that a
changed style sheet needs no step of its own. Nothing here is fetched: parts that are not ours lie
in the Python packages, and what comes from npm where set-up put it.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import click
from dash import _dash_renderer, dcc, html
from dash.fingerprint import check_fingerprint

from dashboard.encoding import ENCODINGS, compressed
from dashboard.esbuild import PACKAGES, one_file

HERE = Path(__file__).parent
SOURCES = HERE / "assets"
BUILT = HERE / "built"
# Each becomes one file, with all that it imports.
PAGE = HERE / "scripts/main.js"
WORKER = HERE / "scripts/worker.js"  # a program of its own: the stream, and who listens to it
STYLE = HERE / "styles/main.css"
# The traces our figures use (a test compares): scatter and bar.
PLOTLY_BASIC = PACKAGES / "plotly.js-basic-dist-min/plotly-basic.min.js"
# All that Dash's components need of the polyfills that Dash loads before them.
GENERATORS = PACKAGES / "regenerator-runtime/runtime.js"
PARTS_PREFIX = "/_dash-component-suites/"
OWN_PREFIX = "/assets/"
RENDERER = "dash-renderer/build/dash_renderer.min.js"
_POLYFILL = re.compile(r"polyfill@")  # for browsers that know no promises
_MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
    ".ico": "image/x-icon",
}
_IS_COMPRESSED = {".woff2"}
_HASH_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent; beside it lies what it is in each encoding."""

    file: Path
    media_type: str
    is_compressed: bool

    def body(self, encoding: str | None) -> bytes:
        """Give what is sent to a browser that takes this encoding."""
        suffix = f".{encoding}" if encoding and not self.is_compressed else ""
        return self.file.with_name(self.file.name + suffix).read_bytes()


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything a browser loads, by its address."""

    assets: Mapping[str, Asset]
    scripts: Sequence[str]  # in the order in which they run
    style: str
    icon: str
    later: Mapping[str, str]  # what scripts load when it is first needed, by name

    def asset(self, path: str) -> Asset | None:
        """Give the file at an address, None when there is none.

        Libraries name their own parts, some with a fingerprint that was fixed when they were made.
        """
        return self.assets.get(path) or self.assets.get(check_fingerprint(path)[0])


def built() -> Bundle:
    """Give what a browser loads; what is not there in its present form is made now."""
    assets: dict[str, Asset] = {}
    dash = _library("dash", *_renderer_needs(), RENDERER, *_core())
    mantine = _library("dash_mantine_components", "dash_mantine_components.js")
    grid = _library("dash_ag_grid", "dash_ag_grid.min.js", "async-community.js")
    for library in (dash, mantine, grid):
        assets |= {url: _kept(file.read_bytes(), file.name) for url, file in library.items()}
    fonts = {
        f"../assets/fonts/{file.name}": _add(assets, file.stem, file.suffix, file.read_bytes())
        for file in sorted((SOURCES / "fonts").glob("*.woff2"))
    }
    own = _add(assets, "muster", ".js", one_file(PAGE))
    style = _add(assets, "muster", ".css", _style(fonts))
    generators = _add(assets, "generators", ".js", GENERATORS.read_bytes())
    first = [url for url in dash if "/async-" not in url]
    at = next(i for i, url in enumerate(first) if url.endswith(RENDERER))
    return Bundle(
        assets,
        # Dash's own components find the renderer there, all others are there before it.
        scripts=(generators, *first[:at], *mantine, own, *first[at:]),
        style=style,
        icon=_add(assets, "favicon", ".ico", (SOURCES / "favicon.ico").read_bytes()),
        later={
            "worker": _add(assets, "live", ".js", one_file(WORKER)),
            "plotly": _add(assets, "plotly", ".js", PLOTLY_BASIC.read_bytes()),
            "grid": next(iter(grid)),
        },
    )


def _renderer_needs() -> Iterator[str]:
    for one in _dash_renderer._js_dist_dependencies:
        for path in one["relative_package_path"]["prod"]:
            if not _POLYFILL.search(path):
                yield path


def _core() -> Iterator[str]:
    """Give the files of Dash's own components that our pages use."""
    for package, wanted in ((dcc, ("core_components", "async-graph")), (html, ("html_comp",))):
        for one in package._js_dist:
            path = one.get("relative_package_path", "")
            if path.endswith(".js") and any(name in path for name in wanted):
                yield path


def _library(package: str, *paths: str) -> dict[str, Path]:
    """Give files of a package by address; all are in a folder named after what is in them."""
    folder = Path(str(import_module(package).__file__)).parent
    files = {path: folder / path for path in paths}
    name = _hash(b"".join(file.read_bytes() for file in files.values()))
    return {f"{PARTS_PREFIX}{package}/{name}/{path}": file for path, file in files.items()}


def _style(fonts: Mapping[str, str]) -> bytes:
    text = one_file(STYLE).decode()
    for path, url in fonts.items():
        text = text.replace(f"url({path})", f"url({url})")
    return text.encode()


def _add(assets: dict[str, Asset], stem: str, suffix: str, content: bytes) -> str:
    url = f"{OWN_PREFIX}{stem}-{_hash(content)}{suffix}"
    assets[url] = _kept(content, f"{stem}{suffix}")
    return url


def _kept(content: bytes, name: str) -> Asset:
    """Give a file as it is sent; it is written only once for what is in it."""
    suffix = Path(name).suffix
    file = BUILT / f"{_hash(content)}-{name}"
    is_compressed = suffix in _IS_COMPRESSED
    if not file.exists():
        # The plain file comes last, and each in one rename: a build that was cut is done again.
        for encoding in () if is_compressed else ENCODINGS:
            body = compressed(content, encoding, is_kept=True)
            _write(file.with_name(f"{file.name}.{encoding}"), body)
        _write(file, content)
    return Asset(file, _MEDIA_TYPES[suffix], is_compressed)


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as partial:
        partial.write(content)
    Path(partial.name).chmod(0o644)
    Path(partial.name).replace(file)


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:_HASH_DIGITS]


def _remove_others(bundle: Bundle) -> None:
    wanted = {asset.file.name for asset in bundle.assets.values()}
    for file in BUILT.iterdir():
        if not any(file.name in (name, f"{name}.br", f"{name}.gzip") for name in wanted):
            file.unlink()


@click.command()
def main() -> None:
    """Build what browsers load, and remove what an earlier build left."""
    bundle = built()
    _remove_others(bundle)


if __name__ == "__main__":
    main()
