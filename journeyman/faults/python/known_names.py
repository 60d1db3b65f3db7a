"""Names that everybody knows: builtins, modules of the standard library, and usual abbreviations."""

from __future__ import annotations

import builtins
import importlib
import sys
import types
from functools import lru_cache

BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))
STDLIB = frozenset(name for name in sys.stdlib_module_names if not name.startswith("_"))
ALIASES = {
    "np": "import numpy as np",
    "pd": "import pandas as pd",
    "plt": "import matplotlib.pyplot as plt",
    "sns": "import seaborn as sns",
    "tf": "import tensorflow as tf",
    "nn": "from torch import nn",
    "F": "import torch.nn.functional as F",
    "px": "import plotly.express as px",
    "st": "import streamlit as st",
    "sp": "import scipy as sp",
    "mpl": "import matplotlib as mpl",
    "xr": "import xarray as xr",
    "nx": "import networkx as nx",
    "sm": "import statsmodels.api as sm",
    "tqdm": "from tqdm import tqdm",
    "BeautifulSoup": "from bs4 import BeautifulSoup",
    "Image": "from PIL import Image",
    "Flask": "from flask import Flask",
    "DataFrame": "from pandas import DataFrame",
    "train_test_split": "from sklearn.model_selection import train_test_split",
    "requests": "import requests",
    "numpy": "import numpy",
    "pandas": "import pandas",
    "torch": "import torch",
    "yaml": "import yaml",
    "pytest": "import pytest",
    "cv2": "import cv2",
    "ET": "import xml.etree.ElementTree as ET",
    "dt": "import datetime as dt",
    "display": "from IPython.display import display",
}
MEMBERS = {
    "Path": "pathlib",
    "defaultdict": "collections",
    "Counter": "collections",
    "OrderedDict": "collections",
    "namedtuple": "collections",
    "deque": "collections",
    "datetime": "datetime",
    "timedelta": "datetime",
    "timezone": "datetime",
    "date": "datetime",
    "dataclass": "dataclasses",
    "field": "dataclasses",
    "asdict": "dataclasses",
    "partial": "functools",
    "reduce": "functools",
    "lru_cache": "functools",
    "wraps": "functools",
    "cached_property": "functools",
    "chain": "itertools",
    "product": "itertools",
    "combinations": "itertools",
    "permutations": "itertools",
    "Enum": "enum",
    "ABC": "abc",
    "abstractmethod": "abc",
    "Decimal": "decimal",
    "Fraction": "fractions",
    "StringIO": "io",
    "BytesIO": "io",
    "Thread": "threading",
    "Lock": "threading",
    "Queue": "queue",
    "ThreadPoolExecutor": "concurrent.futures",
    "ProcessPoolExecutor": "concurrent.futures",
    "contextmanager": "contextlib",
    "suppress": "contextlib",
    "sleep": "time",
    "sqrt": "math",
    "pi": "math",
    "sin": "math",
    "cos": "math",
    "floor": "math",
    "ceil": "math",
    "randint": "random",
    "choice": "random",
    "shuffle": "random",
    "deepcopy": "copy",
    "pprint": "pprint",
    "urlopen": "urllib.request",
    "urlparse": "urllib.parse",
    "uuid4": "uuid",
    "mean": "statistics",
    "SimpleNamespace": "types",
    "getcwd": "os",
    "listdir": "os",
    "attrgetter": "operator",
    "itemgetter": "operator",
    **dict.fromkeys(
        (
            *("Any", "Callable", "ClassVar", "Dict", "Final", "Generic", "Iterable", "Iterator", "List", "Literal"),
            *("Mapping", "NamedTuple", "Optional", "Protocol", "Sequence", "Set", "Tuple", "Type", "TypedDict"),
            *("TypeVar", "Union", "cast", "overload", "TYPE_CHECKING"),
        ),
        "typing",
    ),
}
PYTHON2 = {
    "raw_input": "input",
    "xrange": "range",
    "unicode": "str",
    "basestring": "str",
    "long": "int",
    "unichr": "chr",
    "cmp": "(a > b) - (a < b)",
    "reload": "importlib.reload",
    "execfile": "exec(open(path).read())",
    "file": "open",
    "buffer": "memoryview",
    "StandardError": "Exception",
}
OTHER_LANGUAGES = {
    "true": "True",
    "false": "False",
    "null": "None",
    "nil": "None",
    "undefined": "None",
    "none": "None",
    "TRUE": "True",
    "FALSE": "False",
    "NULL": "None",
    "nan": 'float("nan")',
    "NaN": 'float("nan")',
    "inf": 'float("inf")',
    "println": "print",
    "printf": "print",
    "echo": "print",
    "puts": "print",
    "this": "self",
    "function": "def",
    "var": "",
    "strlen": "len",
    "length": "len",
    "array": "list",
    "string": "str",
    "integer": "int",
    "boolean": "bool",
    "double": "float",
    "char": "str",
}
_SAFE = frozenset(
    (
        *("abc", "argparse", "array", "ast", "asyncio", "base64", "bisect", "calendar", "cmath", "collections"),
        *("contextlib", "copy", "csv", "dataclasses", "datetime", "decimal", "difflib", "enum", "fnmatch", "fractions"),
        *("functools", "glob", "hashlib", "heapq", "hmac", "html", "inspect", "io", "itertools", "json", "keyword"),
        *("logging", "math", "numbers", "operator", "os", "pathlib", "pickle", "platform", "pprint", "queue", "random"),
        *("re", "secrets", "shlex", "shutil", "signal", "socket", "sqlite3", "statistics", "string", "struct"),
        *("subprocess", "sys", "tempfile", "textwrap", "threading", "time", "timeit", "traceback", "types", "typing"),
        *("unittest", "urllib", "uuid", "warnings", "weakref", "zipfile", "zlib", "gzip", "os.path", "urllib.parse"),
        *("urllib.request", "collections.abc", "concurrent.futures", "email", "getpass", "locale", "gc", "codecs"),
        *("builtins", "errno", "stat", "contextvars", "importlib", "zoneinfo", "tomllib", "turtle"),
    )
) - {"turtle"}


@lru_cache(maxsize=64)
def module_names(name: str) -> tuple[str, ...]:
    """Return the names in a module of the standard library whose import does nothing; empty for any other."""
    if name not in _SAFE:
        return ()
    return tuple(item for item in dir(importlib.import_module(name)) if not item.startswith("_"))


@lru_cache(maxsize=64)
def type_names(name: str) -> tuple[str, ...]:
    """Return the attributes of a builtin type, or of a well-known one of the standard library."""
    module, _, last = (_WHERE.get(name) or name).rpartition(".")
    if module and module not in _SAFE:
        return ()
    found = getattr(importlib.import_module(module) if module else builtins, last, None)
    if not isinstance(found, type):
        found = getattr(types, _TYPES.get(name, ""), None)
    return tuple(item for item in dir(found) if not item.startswith("__")) if isinstance(found, type) else ()


_WHERE = {
    "datetime": "datetime.datetime",
    "timedelta": "datetime.timedelta",
    "date": "datetime.date",
    "deque": "collections.deque",
    "defaultdict": "collections.defaultdict",
    "Counter": "collections.Counter",
    "OrderedDict": "collections.OrderedDict",
    "PosixPath": "pathlib.Path",
    "WindowsPath": "pathlib.Path",
    "Path": "pathlib.Path",
    "Decimal": "decimal.Decimal",
    "Fraction": "fractions.Fraction",
    "Thread": "threading.Thread",
    "Namespace": "argparse.Namespace",
    "ArgumentParser": "argparse.ArgumentParser",
    "Logger": "logging.Logger",
    "CompletedProcess": "subprocess.CompletedProcess",
    "Popen": "subprocess.Popen",
    "StringIO": "io.StringIO",
    "BytesIO": "io.BytesIO",
    "_io.TextIOWrapper": "io.TextIOWrapper",
    "TextIOWrapper": "io.TextIOWrapper",
    "datetime.datetime": "datetime.datetime",
    "datetime.date": "datetime.date",
    "datetime.timedelta": "datetime.timedelta",
    "collections.deque": "collections.deque",
    "collections.OrderedDict": "collections.OrderedDict",
    "collections.defaultdict": "collections.defaultdict",
    "decimal.Decimal": "decimal.Decimal",
    "re.Match": "re.Match",
    "re.Pattern": "re.Pattern",
    "builtin_function_or_method": "",
}
_TYPES = {
    "function": "FunctionType",
    "generator": "GeneratorType",
    "module": "ModuleType",
    "coroutine": "CoroutineType",
}
