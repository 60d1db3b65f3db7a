"""What newer versions of Python and of popular packages took away, and what is there instead."""

from __future__ import annotations

import re

from journeyman.faults.python.failure import Failure
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

MOVED_MODULES = {
    "urllib2": "2 urllib.request",
    "urlparse": "2 urllib.parse",
    "ConfigParser": "2 configparser",
    "Queue": "2 queue",
    "cPickle": "2 pickle",
    "StringIO": "2 io",
    "cStringIO": "2 io",
    "Tkinter": "2 tkinter",
    "tkMessageBox": "2 tkinter.messagebox",
    "httplib": "2 http.client",
    "cookielib": "2 http.cookiejar",
    "HTMLParser": "2 html.parser",
    "BaseHTTPServer": "2 http.server",
    "SimpleHTTPServer": "2 http.server",
    "SocketServer": "2 socketserver",
    "thread": "2 _thread",
    "commands": "2 subprocess",
    "__builtin__": "2 builtins",
    "itertools.izip": "2 zip",
    "distutils": "it was removed in Python 3.12: install setuptools, or use what replaced it",
    "imp": "it was removed in Python 3.12: use importlib",
    "asyncore": "it was removed in Python 3.12: use asyncio",
    "asynchat": "it was removed in Python 3.12: use asyncio",
    "smtpd": "it was removed in Python 3.12: install aiosmtpd",
    "cgi": "it was removed in Python 3.13: install legacy-cgi",
    "cgitb": "it was removed in Python 3.13",
    "telnetlib": "it was removed in Python 3.13: install telnetlib3",
    "imghdr": "it was removed in Python 3.13: install filetype",
    "pipes": "it was removed in Python 3.13: use subprocess and shlex",
    "crypt": "it was removed in Python 3.13: install legacycrypt",
    "audioop": "it was removed in Python 3.13: install audioop-lts",
    "lib2to3": "it was removed in Python 3.13: use libcst or parso",
    "uu": "it was removed in Python 3.13: use base64",
    "xdrlib": "it was removed in Python 3.13",
    "sklearn.cross_validation": "sklearn.model_selection",
    "sklearn.grid_search": "sklearn.model_selection",
    "sklearn.externals": "it was removed: import joblib by itself",
    "pandas.io.data": "it is a package of its own: pandas-datareader",
    "tensorflow.contrib": "it was removed in TensorFlow 2",
    "keras.utils.np_utils": "keras.utils",
    "flask.ext": "import the extension by its own name, as flask_sqlalchemy",
    "django.core.urlresolvers": "django.urls",
    "django.conf.urls.defaults": "django.urls",
    "pydantic.v2": "it is `pydantic` itself in version 2",
}
_COLLECTIONS = frozenset(
    (
        *("Mapping", "MutableMapping", "Sequence", "MutableSequence", "Iterable", "Iterator", "Callable", "Set"),
        *("MutableSet", "Hashable", "Sized", "Container", "Generator", "KeysView", "ItemsView", "Awaitable"),
    )
)
_NUMPY = {
    **{name: name for name in ("int", "float", "bool", "complex", "object", "str")},
    "long": "int",
    "unicode": "str",
    "float_": "np.float64",
    "complex_": "np.complex128",
    "int0": "np.intp",
    "Inf": "np.inf",
    "Infinity": "np.inf",
    "NaN": "np.nan",
    "NAN": "np.nan",
    "PINF": "np.inf",
    "NINF": "-np.inf",
    "infty": "np.inf",
    "product": "np.prod",
    "cumproduct": "np.cumprod",
    "sometrue": "np.any",
    "alltrue": "np.all",
    "in1d": "np.isin",
    "row_stack": "np.vstack",
    "trapz": "np.trapezoid",
    "string_": "np.bytes_",
    "unicode_": "np.str_",
    "cast": "np.asarray(x, dtype=...)",
    "round_": "np.round",
    "asscalar": "x.item()",
    "find_common_type": "np.result_type",
    "msort": "np.sort(a, axis=0)",
    "mat": "np.asmatrix",
    "VisibleDeprecationWarning": "np.exceptions.VisibleDeprecationWarning",
    "AxisError": "np.exceptions.AxisError",
}
_REMOVED = {
    ("time", "clock"): "time.perf_counter",
    ("string", "letters"): "string.ascii_letters",
    ("string", "maketrans"): "str.maketrans",
    ("string", "join"): '"".join',
    ("string", "lowercase"): "string.ascii_lowercase",
    ("string", "uppercase"): "string.ascii_uppercase",
    ("os", "getcwdu"): "os.getcwd",
    ("os", "errno"): "the module errno",
    ("sys", "maxint"): "sys.maxsize",
    ("sys", "setdefaultencoding"): "nothing: text is Unicode",
    ("itertools", "izip"): "zip",
    ("itertools", "imap"): "map",
    ("itertools", "ifilter"): "filter",
    ("itertools", "izip_longest"): "itertools.zip_longest",
    ("inspect", "getargspec"): "inspect.getfullargspec",
    ("asyncio", "async"): "asyncio.ensure_future",
    ("asyncio", "coroutine"): "async def",
    ("asyncio", "get_running_loops"): "asyncio.get_running_loop",
    ("base64", "encodestring"): "base64.encodebytes",
    ("base64", "decodestring"): "base64.decodebytes",
    ("cgi", "escape"): "html.escape",
    ("fractions", "gcd"): "math.gcd",
    ("platform", "linux_distribution"): "platform.freedesktop_os_release",
    ("platform", "dist"): "platform.freedesktop_os_release",
    ("types", "StringType"): "str",
    ("typing", "io"): "typing.IO",
    ("urllib", "urlopen"): "urllib.request.urlopen",
    ("urllib", "urlencode"): "urllib.parse.urlencode",
    ("urllib", "quote"): "urllib.parse.quote",
    ("urllib", "unquote"): "urllib.parse.unquote",
    ("urllib", "urlretrieve"): "urllib.request.urlretrieve",
    ("unittest", "makeSuite"): "unittest.defaultTestLoader.loadTestsFromTestCase",
    ("random", "jumpahead"): "nothing",
    ("jinja2", "Markup"): "markupsafe.Markup",
    ("jinja2", "escape"): "markupsafe.escape",
    ("flask", "Markup"): "markupsafe.Markup",
    ("flask", "escape"): "markupsafe.escape",
    ("flask.json", "JSONEncoder"): "flask.json.provider.DefaultJSONProvider",
    ("werkzeug", "secure_filename"): "werkzeug.utils.secure_filename",
    ("werkzeug.urls", "url_quote"): "urllib.parse.quote",
    ("django.utils.encoding", "force_text"): "django.utils.encoding.force_str",
    ("django.utils.encoding", "smart_text"): "django.utils.encoding.smart_str",
    ("django.utils.translation", "ugettext_lazy"): "django.utils.translation.gettext_lazy",
    ("django.utils.translation", "ugettext"): "django.utils.translation.gettext",
    ("django.conf.urls", "url"): "django.urls.re_path",
    ("sklearn.metrics", "jaccard_similarity_score"): "sklearn.metrics.jaccard_score",
    ("sklearn.preprocessing", "Imputer"): "sklearn.impute.SimpleImputer",
    ("sklearn.datasets", "load_boston"): "another data set: this one was removed",
    ("scipy.misc", "imread"): "imageio.imread",
    ("scipy.misc", "imresize"): "PIL's Image.resize",
    ("scipy", "interp"): "numpy.interp",
    ("scipy.integrate", "simps"): "scipy.integrate.simpson",
    ("scipy.integrate", "trapz"): "scipy.integrate.trapezoid",
    ("scipy.signal", "hann"): "scipy.signal.windows.hann",
    ("tensorflow", "Session"): "tf.compat.v1.Session (or eager execution)",
    ("tensorflow", "placeholder"): "tf.compat.v1.placeholder (or function arguments)",
    ("tensorflow", "get_default_graph"): "tf.compat.v1.get_default_graph",
    ("PIL.Image", "ANTIALIAS"): "Image.LANCZOS",
    ("networkx", "info"): "print(G)",
    ("pydantic", "BaseSettings"): "pydantic_settings.BaseSettings (pip install pydantic-settings)",
    ("openai", "ChatCompletion"): "openai.OpenAI().chat.completions",
    ("openai", "Completion"): "openai.OpenAI().completions",
    ("matplotlib.cm", "get_cmap"): "matplotlib.colormaps[name]",
    ("pandas", "Panel"): "a DataFrame with a MultiIndex",
    ("pandas", "rolling_mean"): "Series.rolling(n).mean()",
    ("pandas.io.json", "json_normalize"): "pandas.json_normalize",
    ("pkg_resources", "find_distributions"): "importlib.metadata.distributions",
    ("pkgutil", "ImpImporter"): "zipimporter: update pip and setuptools",
    ("pkgutil", "find_loader"): "importlib.util.find_spec",
    ("ast", "Str"): "ast.Constant",
    ("ast", "Num"): "ast.Constant",
    ("logging", "warn"): "logging.warning",
    ("ssl", "wrap_socket"): "ssl.SSLContext.wrap_socket",
    ("ssl", "PROTOCOL_SSLv3"): "ssl.PROTOCOL_TLS_CLIENT",
    ("locale", "format"): "locale.format_string",
    ("importlib", "find_loader"): "importlib.util.find_spec",
}


def removed(module: str, name: str, failure: Failure) -> Diagnosis | None:
    """Explain that a newer version has no ``module.name`` any more; None when that is not known."""
    if module in {"numpy", "numpy.core"} and name in _NUMPY:
        new = _NUMPY[name]
        fixes = failure.replace(f"np.{name}", new) or failure.replace(f"numpy.{name}", new.replace("np.", "numpy."))
        summary = f"NumPy removed `{name}`: use `{new}`"
        return Diagnosis("python.numpy_removed", summary, fixes=fixes or (advice(f"use `{new}`"),))
    if module == "collections" and name in _COLLECTIONS:
        fixes = (
            failure.replace(f"collections.{name}", f"collections.abc.{name}")
            if f"collections.{name}" in failure.source
            else failure.replace("from collections import", "from collections.abc import")
        )
        summary = f"`{name}` is in collections.abc since Python 3.10"
        return Diagnosis(
            "python.removed_in_version", summary, fixes=fixes or (advice("import it from collections.abc"),)
        )
    new = _REMOVED.get((module, name), "")
    if not new:
        return None
    plain = re.fullmatch(r"[\w.]+", new) and f"{module}.{name}" in failure.source
    fixes = failure.replace(f"{module}.{name}", new) if plain else (advice(f"use {new}"),)
    return Diagnosis("python.removed_in_version", f"`{module}.{name}` was removed: use {new}", fixes=fixes)
