"""The packages of the system that builds ask for, by Debian's names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.tools.c_libraries import LIBRARIES
from journeyman.values import Fix
from journeyman.values.fault import install

PACKAGES = {
    "boost": "libboost-all-dev",
    "openssl": "libssl-dev",
    "curl": "libcurl4-openssl-dev",
    "libcurl": "libcurl4-openssl-dev",
    "zlib": "zlib1g-dev",
    "png": "libpng-dev",
    "jpeg": "libjpeg-dev",
    "opencv": "libopencv-dev",
    "eigen3": "libeigen3-dev",
    "gtest": "libgtest-dev",
    "protobuf": "libprotobuf-dev protobuf-compiler",
    "sqlite3": "libsqlite3-dev",
    "postgresql": "libpq-dev",
    "sdl2": "libsdl2-dev",
    "glfw3": "libglfw3-dev",
    "opengl": "libgl1-mesa-dev",
    "glew": "libglew-dev",
    "qt5": "qtbase5-dev",
    "qt6": "qt6-base-dev",
    "mpi": "libopenmpi-dev",
    "hdf5": "libhdf5-dev",
    "fmt": "libfmt-dev",
    "spdlog": "libspdlog-dev",
    "nlohmann_json": "nlohmann-json3-dev",
    "pkgconfig": "pkg-config",
    "git": "git",
    "doxygen": "doxygen",
    "bison": "bison",
    "flex": "flex",
    "swig": "swig",
    "perl": "perl",
    "glib-2.0": "libglib2.0-dev",
    "gtk+-3.0": "libgtk-3-dev",
    "libxml-2.0": "libxml2-dev",
    "libffi": "libffi-dev",
    "python3": "python3-dev",
    "blas": "libblas-dev",
    "lapack": "liblapack-dev",
    "threads": "build-essential",
}


def system_package(match: re.Match[str], case: Case) -> Sequence[Fix]:
    """Return how to install what the first group names."""
    name = next(filter(None, match.groups()), "").lower()
    package = PACKAGES.get(name) or LIBRARIES.get(name) or LIBRARIES.get(name.removeprefix("lib"))
    return (install(f"sudo apt-get install -y {package}"),) if package else ()
