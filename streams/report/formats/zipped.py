"""Office files whose bytes depend on what they say, and not on when they were made (pure)."""
# pyright: standard

import io
import re
import zipfile
from typing import TypeVar, cast

_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML has no way to hold them
Tree = TypeVar("Tree")


def without_controls(tree: Tree) -> Tree:
    """Return texts, or a tree of them, without characters that such a file cannot hold."""
    if isinstance(tree, str):
        return cast("Tree", _CONTROL.sub("", tree))
    if isinstance(tree, dict):
        return cast("Tree", {name: without_controls(one) for name, one in tree.items()})
    if isinstance(tree, list | tuple):
        return cast("Tree", [without_controls(one) for one in tree])
    return tree


def without_times(content: bytes, modified: str) -> bytes:
    """Return the same file with one date on all its parts, and its own as its last change."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            text = old.read(name)
            if name == "docProps/core.xml":
                text = _MODIFIED.sub(rb"\g<1>" + modified.encode() + rb"\g<2>", text)
            new.writestr(part, text)
    return made.getvalue()
