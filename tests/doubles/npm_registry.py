"""A package registry on loopback that speaks npm's protocol: one small package, no network."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
from collections.abc import Callable

Answer = tuple[int, dict[str, str], bytes]


def package(name: str, version: str, main: str) -> bytes:
    """Return a package as npm packs it: a compressed archive of a folder called ``package``."""
    manifest = json.dumps({"name": name, "version": version, "main": "index.js"})
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        for path, text in (("package/package.json", manifest), ("package/index.js", main)):
            data = text.encode()
            entry = tarfile.TarInfo(path)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def registry(name: str, main: str, version: str = "1.0.0") -> Callable[[str], Answer]:
    """Return what answers a path: the document of package ``name``, its archive, and 404 for everything else."""
    data = package(name, version, main)
    checksum = base64.b64encode(hashlib.sha512(data).digest()).decode()

    def answer(path: str) -> Answer:
        if path.endswith(".tgz"):
            return 200, {"Content-Type": "application/octet-stream"}, data
        if path.strip("/") != name:
            return 404, {"Content-Type": "application/json"}, b'{"error": "Not found"}'
        dist = {"tarball": f"{answer.address}/{name}/-/{name}-{version}.tgz", "integrity": f"sha512-{checksum}"}  # type: ignore[attr-defined]
        entry = {"name": name, "version": version, "main": "index.js", "dist": dist}
        document = {"name": name, "dist-tags": {"latest": version}, "versions": {version: entry}}
        return 200, {"Content-Type": "application/json"}, json.dumps(document).encode()

    return answer
