"""A module, or a name in a module, that cannot be imported."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.distributions import POPULAR, distribution
from journeyman.faults.python.failure import Failure
from journeyman.faults.python.known_names import STDLIB, module_names
from journeyman.faults.python.near import near
from journeyman.faults.python.removed import MOVED_MODULES, removed
from journeyman.faults.python.shadowed import shadowed
from journeyman.values import Diagnosis, Fix
from journeyman.values.fault import advice, install

_NO_MODULE = re.compile(r"No module named '?([\w.]+)'?(?:; '([\w.]+)' is not a package)?")
_NO_NAME = re.compile(r"cannot import name '?(\w+)'? from (partially initialized module )?'([\w.]+)'(?: \((.*?)\))?")
_SUBMODULES = frozenset(
    (
        *("xml.etree", "xml.dom", "importlib.util", "importlib.metadata", "importlib.resources", "concurrent.futures"),
        *(
            "os.path",
            "urllib.request",
            "urllib.parse",
            "urllib.error",
            "http.client",
            "http.server",
            "logging.handlers",
        ),
        *("logging.config", "email.mime", "multiprocessing.pool", "json.decoder", "unittest.mock", "matplotlib.pyplot"),
        *("scipy.stats", "scipy.optimize", "scipy.signal", "scipy.sparse", "scipy.linalg", "scipy.ndimage", "scipy.io"),
        *("sklearn.linear_model", "sklearn.ensemble", "sklearn.metrics", "sklearn.model_selection", "sklearn.cluster"),
        *("sklearn.preprocessing", "sklearn.datasets", "skimage.io", "skimage.filters", "google.cloud", "curses.panel"),
        *("torch.utils", "plotly.express", "statsmodels.api", "dateutil.parser", "collections.abc", "xml.sax"),
    )
)


def no_module(failure: Failure) -> Diagnosis | None:
    """Explain ``No module named 'x'``."""
    match = _NO_MODULE.search(failure.message)
    if match is None:
        return None
    name, parent = match[1], match[2]
    top = name.partition(".")[0]
    if parent:
        return _not_a_package(name, parent, failure)
    for explain in (_moved, _misspelt, _local, _submodule):
        if found := explain(name, top, failure):
            return found
    package = distribution(name)
    where = f" (its package is called {package})" if package.lower() != top.lower() else ""
    summary = f"a Python module is not installed: {name}{where}"
    fixes: list[Fix] = [install(f"pip install {package}")]
    if failure.place is not None and failure.place.in_cell and failure.place.path.startswith("Cell"):
        fixes.append(install(f"%pip install {package}", "in a cell: it installs where the kernel runs"))
    if top in failure.around.modules:
        fixes.append(advice("restart the kernel: it was installed after the start"))
    return Diagnosis("python.module_not_found", summary, fixes=tuple(fixes))


def _not_a_package(name: str, parent: str, failure: Failure) -> Diagnosis:
    if (
        parent in STDLIB
        and name.rpartition(".")[2] not in module_names(parent)
        and f"{parent}.py" not in failure.around.files
        and near(name.rpartition(".")[2], module_names(parent), 1)
    ):
        summary = f"`{parent}` has no module `{name}`"
        return Diagnosis("python.submodule_missing", summary)
    last = name.rpartition(".")[2]
    if last in module_names(parent):
        fix = advice(f"write `from {parent} import {last}`")
        return Diagnosis(
            "python.import_of_name", f"`{name}` is no module: `{last}` is a name in `{parent}`", fixes=(fix,)
        )
    if parent in STDLIB and parent not in {"os"} and not failure.around.files:
        return Diagnosis("python.not_a_package", f"`{parent}` is one module, no package: `{name}` cannot be in it")
    return shadowed(parent)


def _moved(name: str, top: str, failure: Failure) -> Diagnosis | None:
    new = MOVED_MODULES.get(name) or MOVED_MODULES.get(top)
    if new is None:
        return None
    code = "python.python2_module" if new.startswith("2 ") else "python.module_removed"
    new = new.removeprefix("2 ")
    summary = f"the module {name} is gone: {new}" if " " in new else f"the module {name} is called {new} now"
    if " " in new:
        return Diagnosis(code, summary, fixes=(advice(new),))
    return Diagnosis(code, summary, fixes=failure.replace(name, new) or (advice(f"import {new}"),))


def _misspelt(name: str, top: str, failure: Failure) -> Diagnosis | None:
    if distribution(top).lower() != top.lower():
        return None
    known = STDLIB | failure.around.modules | POPULAR
    found = [] if top in known else near(top, known, 1, at_least=0.8)
    if not found:
        return None
    fixes = failure.replace(top, found[0]) or (advice(f"import {found[0]}"),)
    package = distribution(top)
    more = (install(f"pip install {package}", f"if {top} was really meant"),)
    return Diagnosis(
        "python.module_misspelt", f"there is no module {top}; `{found[0]}` was meant", fixes=(*fixes, *more)
    )


def _local(name: str, top: str, failure: Failure) -> Diagnosis | None:
    files = [file for file in failure.around.files if re.search(rf"(?:^|/){re.escape(top)}(?:\.py$|/)", file)]
    if files:
        folder = files[0].rpartition(f"{top}")[0].rstrip("/") or "."
        summary = f"{top} is in this workspace, but Python does not look in the folder {folder}"
        fix = advice(f"run from the folder {folder}, or put it on PYTHONPATH, or install the project: pip install -e .")
        return Diagnosis("python.module_not_on_path", summary, fixes=(fix,))
    if re.search(r"^\s*from \.|attempted relative", failure.source):
        return Diagnosis("python.module_not_on_path", f"the package has no module {name} beside this file")
    if top in {
        "src",
        "app",
        "tests",
        "test",
        "utils",
        "config",
        "helpers",
        "models",
        "common",
        "lib",
        "core",
        "settings",
        "main",
    }:
        summary = f"{name} is a module of a project, and Python does not look in the folder that holds it"
        return Diagnosis(
            "python.module_not_on_path", summary, fixes=(advice("run from the project's folder (python -m ...)"),)
        )
    return None


def _submodule(name: str, top: str, failure: Failure) -> Diagnosis | None:
    if "." not in name or (top not in STDLIB and top not in failure.around.modules):
        return None
    last = name.rpartition(".")[2]
    found = near(last, [item.rpartition(".")[2] for item in _SUBMODULES if item.startswith(f"{top}.")], 1)
    more = f"; `{top}.{found[0]}` was meant" if found else ""
    fixes = failure.replace(name, f"{top}.{found[0]}") if found else ()
    return Diagnosis("python.submodule_missing", f"`{top}` has no module `{name}`{more}", fixes=fixes)


def no_name(failure: Failure) -> Diagnosis | None:
    """Explain ``cannot import name 'x' from 'm'``."""
    match = _NO_NAME.search(failure.message)
    if match is None:
        return None
    name, module, path = match[1], match[3], match[4] or ""
    own = bool(path) and not re.search(r"site-packages|/lib/python|unknown location|circular", path)
    if (module.partition(".")[0] in STDLIB and own) or "consider renaming" in failure.message:
        return shadowed(module)
    if match[2] or "circular import" in failure.message:
        place = failure.place
        if place is not None and place.path.rpartition("/")[2] == f"{module}.py" and module == name:
            return shadowed(module)
        summary = f"`{name}` could not be imported: {module} was still being imported, the import goes in a circle"
        return Diagnosis(
            "python.circular_import", summary, fixes=(advice("import inside of the function that needs it"),)
        )
    return missing_in_module(module, name, failure)


def missing_in_module(module: str, name: str, failure: Failure) -> Diagnosis | None:
    """Explain that ``module`` has no ``name``: removed, misspelt, a submodule, hidden, or simply not there."""
    if found := removed(module, name, failure):
        return found
    if f"{module}.py" in failure.around.files and (module in STDLIB or module in failure.around.modules):
        return shadowed(module)
    full = f"{module}.{name}"
    if full in _SUBMODULES:
        fix = advice(f"add `import {full}`")
        return Diagnosis("python.submodule_not_imported", f"`{full}` must be imported by itself", fixes=(fix,))
    meant = re.search(r"Did you mean: '([\w.]+)'", failure.message)
    near_ones = [meant[1]] if meant else near(name, module_names(module), at_least=0.72)
    if near_ones:
        fixes = failure.replace(name, near_ones[0]) or (advice(f"write `{near_ones[0]}`"),)
        summary = f"the module {module} has no `{name}`; `{near_ones[0]}` was meant"
        return Diagnosis("python.module_attribute_misspelt", summary, fixes=fixes)
    if name in module_names(name) or (name in STDLIB and module == name):
        return Diagnosis("python.module_attribute_missing", f"the module {module} has no `{name}`")
    home = next(
        (
            other
            for other in (
                "math",
                "os",
                "time",
                "random",
                "datetime",
                "itertools",
                "functools",
                "collections",
                "typing",
                "json",
                "sys",
                "string",
                "os.path",
                "statistics",
                "shutil",
            )
            if name in module_names(other)
        ),
        "",
    )
    if home and module in STDLIB:
        summary = f"the module {module} has no `{name}`; it is in {home}"
        return Diagnosis("python.name_in_other_module", summary, fixes=(advice(f"write `from {home} import {name}`"),))
    if module == "datetime" and name in {"now", "today", "strptime", "utcnow", "fromtimestamp"}:
        fixes = failure.replace(f"datetime.{name}", f"datetime.datetime.{name}")
        return Diagnosis(
            "python.module_for_class", f"`{name}` belongs to the class: `datetime.datetime.{name}`", fixes=fixes
        )
    if module in STDLIB:
        summary = f"the module {module} has no `{name}` in this version of Python"
        return Diagnosis("python.module_attribute_missing", summary)
    summary = f"the module {module} has no `{name}` (another version of it, another spelling, or a file that hides it)"
    fixes = (advice(f"check the version of {distribution(module)} that is installed against what the code needs"),)
    return Diagnosis("python.module_attribute_missing", summary, fixes=fixes)


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    Cause(
        "python.binary_incompatible",
        "ImportError ValueError RuntimeError AttributeError",
        r"numpy\.(?:ndarray|dtype|ufunc) size changed|compiled using NumPy 1\.x|numpy\.core\.multiarray failed|module compiled against A[BP]I version|_ARRAY_API not found",
        "a compiled package was built for another version of NumPy",
        (advice("reinstall the package that complains, or install a NumPy that fits (pip install 'numpy<2')"),),
        severity="critical",
    ),
    Cause(
        "python.shared_library_missing",
        "ImportError OSError",
        r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object|DLL load failed|Library not loaded: (\S+)|image not found",
        "a library of the system is missing: {0}",
        (advice("install the system package that has {0}"),),
        severity="critical",
    ),
    Cause(
        "python.library_version",
        "ImportError OSError",
        r"version [`'](GLIBC\w*_[\d.]+|CXXABI_[\d.]+)' not found|undefined symbol: (\w+)|wrong ELF class|incompatible architecture|Symbol not found",
        "a compiled package does not fit this system: {0}",
        (advice("reinstall it for this system and Python"),),
        severity="critical",
    ),
    Cause(
        "python.relative_import",
        "ImportError ValueError SystemError",
        r"attempted relative import (?:with no known parent package|beyond top-level)|Attempted relative import",
        "a relative import works only inside of a package that is imported, not in a script that is run",
        (advice("run it as a module: python -m PACKAGE.MODULE, from the folder above the package"),),
    ),
    Cause(
        "python.optional_dependency",
        "ImportError ModuleNotFoundError",
        r"Missing optional dependency '([\w.-]+)'|`?Import ([\w.-]+)`? failed|requires? (?:the )?[`'\"]?([\w-]+)[`'\"]? (?:package )?to be installed|[Pp]lease (?:pip )?install [`'\"]?(?:pip install )?([\w-]+)|pip install ([\w\[\]-]+)",
        "an optional package is needed: {0}",
        (install("pip install {0}"),),
    ),
    ("ModuleNotFoundError ImportError", no_module),
    ("ImportError", no_name),
    Cause(
        "python.import_name_missing",
        "ImportError",
        r"cannot import name '?(\w+)'?",
        "`{0}` cannot be imported from there",
    ),
)
