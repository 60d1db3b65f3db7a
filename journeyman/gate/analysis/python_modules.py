"""Which Python modules may be imported, and what of the standard library may be used from them.

The standard library is finite, so its modules are listed with what may be used (:data:`ATTRIBUTES`), or as wholly
computing (:data:`COMPUTING`). What is listed nowhere asks. Other people's libraries
(:mod:`journeyman.gate.analysis.python_libraries`) are too large to list: what is called on them is judged by its
name, see :mod:`journeyman.gate.analysis.python_names`.
"""

from __future__ import annotations

import sys

from journeyman.gate.analysis.names import names

STANDARD = frozenset(sys.stdlib_module_names)

COMPUTING = names(
    """
    __future__ abc array ast base64 binascii bisect calendar cmath collections colorsys contextvars copy
    dataclasses datetime decimal difflib enum errno fractions graphlib hashlib heapq hmac html itertools keyword
    locale math numbers pprint queue random re reprlib sched secrets statistics string stringprep struct textwrap
    this time token tokenize tomllib types typing unicodedata uuid weakref zlib zoneinfo argparse getopt
    gettext ipaddress mimetypes quopri rlcompleter symtable tabnanny dis timeit wave
    """
)
"""Modules of the standard library that only compute, whatever is used from them (but see :data:`EXCEPT`)."""

ATTRIBUTES = {
    "asyncio": names(
        """
        run gather sleep wait wait_for as_completed create_task ensure_future Queue LifoQueue PriorityQueue Lock
        Event Semaphore BoundedSemaphore Condition Task Future TimeoutError CancelledError get_event_loop
        new_event_loop set_event_loop get_running_loop iscoroutinefunction iscoroutine TaskGroup timeout shield
        to_thread current_task all_tasks run_coroutine_threadsafe Runner ALL_COMPLETED FIRST_COMPLETED
        FIRST_EXCEPTION QueueEmpty QueueFull
        """
    ),
    "builtins": names("print len str int float list dict set tuple sum min max range abs round zip map filter sorted"),
    "bz2": names("compress decompress"),
    "cProfile": names("Profile"),
    "concurrent": names("futures"),
    "concurrent.futures": names(
        """
        ThreadPoolExecutor ProcessPoolExecutor as_completed wait Future Executor TimeoutError CancelledError
        BrokenExecutor ALL_COMPLETED FIRST_COMPLETED FIRST_EXCEPTION InvalidStateError
        """
    ),
    "concurrent.futures.process": names("ProcessPoolExecutor BrokenProcessPool"),
    "concurrent.futures.thread": names("ThreadPoolExecutor BrokenThreadPool"),
    "contextlib": names(
        """
        contextmanager suppress nullcontext closing ExitStack AsyncExitStack asynccontextmanager redirect_stdout
        redirect_stderr ContextDecorator AbstractContextManager
        """
    ),
    "csv": names(
        """
        reader DictReader excel excel_tab unix_dialect QUOTE_ALL QUOTE_MINIMAL QUOTE_NONNUMERIC QUOTE_NONE  Sniffer
        writer DictWriter Error field_size_limit register_dialect Dialect
        """
    ),
    "codecs": names("BOM_UTF8 lookup"),
    "doctest": names(
        """
        testmod run_docstring_examples DocTestFinder DocTestParser DocTestRunner DocTestSuite OutputChecker Example
        ELLIPSIS NORMALIZE_WHITESPACE IGNORE_EXCEPTION_DETAIL FAIL_FAST REPORT_NDIFF TestResults DONT_ACCEPT_TRUE_FOR_1
        """
    ),
    "fnmatch": names("fnmatch fnmatchcase filter translate"),
    "functools": names(
        """
        reduce partial lru_cache cache wraps total_ordering cmp_to_key cached_property singledispatch partialmethod
        singledispatchmethod update_wrapper
        """
    ),
    "gc": names("collect get_count get_stats isenabled enable disable freeze unfreeze get_threshold set_threshold"),
    "getpass": names("getuser"),
    "glob": names("glob iglob escape"),
    "gzip": names("compress decompress open GzipFile"),
    "importlib": names("metadata resources reload import_module util"),
    "importlib.metadata": names(
        """
        version PackageNotFoundError distribution distributions packages_distributions metadata
        """
    ),
    "importlib.resources": names("files open_text read_text open_binary read_binary is_resource contents as_file path"),
    "importlib.util": names("find_spec"),
    "inspect": names(
        """
        getsource getsourcelines getsourcefile getdoc cleandoc signature Signature Parameter isfunction isclass
        ismethod ismodule isgenerator isgeneratorfunction iscoroutinefunction iscoroutine isbuiltin isabstract
        getfullargspec getfile isawaitable getmro
        """
    ),
    "io": names("StringIO BytesIO TextIOWrapper BufferedReader SEEK_SET SEEK_CUR SEEK_END open IOBase TextIOBase"),
    "json": names("loads dumps load dump JSONDecodeError JSONEncoder JSONDecoder"),
    "linecache": names("getline getlines"),
    "logging": names(
        """
        basicConfig getLogger info debug warning error critical exception log INFO DEBUG WARNING ERROR CRITICAL
        NOTSET StreamHandler Formatter Logger Handler LoggerAdapter NullHandler Filter captureWarnings disable
        getLevelName addLevelName setLoggerClass root LogRecord WARN FATAL warn shutdown
        """
    ),
    "lzma": names("compress decompress open"),
    "multiprocessing": names(
        """
        Pool cpu_count Process Queue Lock Manager current_process Value Array Pipe Event set_start_method
        get_context freeze_support active_children Semaphore JoinableQueue SimpleQueue pool dummy
        """
    ),
    "multiprocessing.pool": names("Pool ThreadPool"),
    "multiprocessing.dummy": names("Pool"),
    "operator": names(
        """
        abs add sub mul truediv floordiv mod neg pos pow lt le gt ge eq ne itemgetter and_ or_ xor not_ contains
        getitem index concat countOf indexOf matmul invert inv is_ is_not lshift rshift truth iadd isub imul
        length_hint setitem attrgetter methodcaller
        """
    ),
    "optparse": names("OptionParser make_option"),
    "os": names(
        """
        getcwd listdir path sep linesep name cpu_count getpid getppid stat lstat scandir walk curdir pardir extsep
        pathsep fspath fsdecode fsencode get_terminal_size environ getenv urandom strerror uname getlogin getuid
        getgid error PathLike altsep devnull access R_OK W_OK X_OK F_OK times getloadavg sched_getaffinity DirEntry
        stat_result fwalk statvfs
        """
    ),
    "os.path": names(
        """
        abspath basename commonpath commonprefix dirname exists expanduser getsize getmtime getctime getatime isabs
        isdir isfile islink ismount join lexists normpath normcase realpath relpath samefile split splitext
        splitdrive sep pardir curdir expandvars
        """
    ),
    "pathlib": names("Path PurePath PurePosixPath PosixPath PureWindowsPath WindowsPath"),
    "pkgutil": names("iter_modules"),
    "platform": names(
        """
        platform system machine node python_version python_implementation processor release version uname
        architecture python_version_tuple python_compiler python_build libc_ver freedesktop_os_release mac_ver
        win32_ver
        """
    ),
    "pstats": names("Stats SortKey"),
    "shlex": names("split quote join"),
    "shutil": names("disk_usage which get_terminal_size Error SameFileError get_archive_formats"),
    "sqlite3": names(
        """
        connect Row version sqlite_version Error OperationalError IntegrityError PARSE_DECLTYPES PARSE_COLNAMES
        Connection Cursor register_adapter register_converter DatabaseError ProgrammingError
        """
    ),
    "subprocess": names("PIPE STDOUT DEVNULL CalledProcessError TimeoutExpired CompletedProcess SubprocessError"),
    "sys": names(
        """
        version version_info platform maxsize executable byteorder getsizeof getrecursionlimit argv float_info
        int_info implementation hexversion path stdout stderr stdin setrecursionlimit exit exc_info maxunicode
        getrefcount getdefaultencoding getfilesystemencoding intern prefix base_prefix flags api_version
        stdlib_module_names builtin_module_names ps1 hash_info thread_info float_repr_style set_int_max_str_digits
        get_int_max_str_digits orig_argv getallocatedblocks getswitchinterval warnoptions
        """
    ),
    "sysconfig": names("get_paths get_path get_platform get_python_version get_config_var"),
    "tarfile": names("is_tarfile open TarFile TarError"),
    "tempfile": names("gettempdir gettempprefix"),
    "threading": names(
        """
        Thread Lock RLock Event Condition Semaphore BoundedSemaphore Barrier Timer local current_thread active_count
        enumerate get_ident main_thread get_native_id
        """
    ),
    "traceback": names(
        """
        format_exc print_exc format_exception format_tb print_exception print_tb extract_tb format_list print_stack
        format_stack extract_stack TracebackException format_exception_only
        """
    ),
    "tracemalloc": names(
        """
        start stop take_snapshot get_traced_memory clear_traces is_tracing reset_peak Filter get_object_traceback
        """
    ),
    "types": names(
        """
        SimpleNamespace MappingProxyType NoneType MethodType GeneratorType LambdaType BuiltinFunctionType
        DynamicClassAttribute EllipsisType NotImplementedType UnionType GenericAlias TracebackType
        """
    ),
    "unittest": names(
        """
        TestCase TestLoader TestSuite TextTestRunner TestResult TextTestResult IsolatedAsyncioTestCase
        FunctionTestCase defaultTestLoader makeSuite skip skipIf skipUnless expectedFailure SkipTest mock case
        """
    ),
    "unittest.case": names("TestCase SkipTest"),
    "unittest.mock": names("MagicMock Mock AsyncMock call ANY sentinel"),
    "urllib": names("parse error request"),
    "urllib.parse": names(
        """
        urlparse urlsplit urlunparse urlunsplit urljoin quote quote_plus unquote unquote_plus urlencode parse_qs
        parse_qsl urldefrag ParseResult
        """
    ),
    "urllib.error": names("URLError HTTPError ContentTooShortError"),
    "warnings": names(
        """
        filterwarnings simplefilter catch_warnings warn resetwarnings formatwarning warn_explicit filters
        showwarning
        """
    ),
    "xml": names("etree dom sax"),
    "xml.dom": names("minidom"),
    "xml.dom.minidom": names("parseString parse Document"),
    "xml.etree": names("ElementTree"),
    "xml.etree.ElementTree": names(
        """
        fromstring parse iterparse tostring Element SubElement ElementTree XML ParseError dump indent fromstringlist
        Comment register_namespace
        """
    ),
    "http": names("HTTPStatus"),
    "zipfile": names("ZipFile is_zipfile Path BadZipFile ZIP_DEFLATED ZIP_STORED ZipInfo"),
    "configparser": names(
        """
        ConfigParser RawConfigParser SafeConfigParser ExtendedInterpolation NoOptionError NoSectionError Error
        """
    ),
    "email": names("message_from_string message_from_file message_from_bytes policy message mime utils header"),
}
"""What may be used from modules of the standard library that hold more than computing.

Functions that are judged by their arguments (``open``, ``os.remove``, ``subprocess.run``) stand in
:mod:`journeyman.gate.analysis.python_standard` instead.
"""

EXCEPT = {
    "typing": names("get_type_hints ForwardRef evaluate_forward_ref"),
    "argparse": names("FileType"),
    "enum": names("bltns"),
    "wave": names("Wave_write Wave_read"),
    "rlcompleter": names("atexit readline"),
    "re": names("copyreg"),
    "dataclasses": names("make_dataclass"),
    "time": names("clock_settime clock_settime_ns tzset"),
    "types": names("FunctionType CodeType ModuleType CellType"),
    "timeit": names("template main"),
    "doctest": names("script_from_examples debug debug_src testfile"),
    "mimetypes": names("init read_mime_types knownfiles"),
    "weakref": names("finalize"),
    "locale": names("bindtextdomain"),
}
"""What may not be used from modules that otherwise only compute."""

NETWORK_STANDARD = names(
    """
    socket ssl http ftplib smtplib poplib imaplib nntplib telnetlib xmlrpc socketserver wsgiref asyncore asynchat
    webbrowser cgi smtpd
    """
)

_OWN_NAMES = names(
    """
    os sys subprocess shutil socket requests urllib pickle joblib ctypes importlib builtins pathlib glob json tempfile
    httpx boto3 smtplib ftplib paramiko marshal shelve dill cloudpickle gc inspect asyncio threading multiprocessing
    yaml sqlite3 torch math re random datetime time collections itertools functools csv hashlib base64 uuid warnings
    logging io zipfile tarfile gzip atexit webbrowser codecs pty fcntl pdb runpy aiohttp numpy pandas scipy sklearn
    matplotlib seaborn plotly sympy networkx timeit operator IPython
    """
)
ALIASES = {
    **{name: name for name in _OWN_NAMES},
    "np": "numpy",
    "pd": "pandas",
    "pl": "polars",
    "plt": "matplotlib.pyplot",
    "mpl": "matplotlib",
    "sns": "seaborn",
    "px": "plotly.express",
    "go": "plotly.graph_objects",
    "nx": "networkx",
    "alt": "altair",
    "sm": "statsmodels.api",
    "smf": "statsmodels.formula.api",
    "tf": "tensorflow",
    "xr": "xarray",
    "gpd": "geopandas",
    "xgb": "xgboost",
    "lgb": "lightgbm",
    "osp": "os.path",
    "ox": "osmnx",
    "yf": "yfinance",
}
"""Names that notebooks give to modules in earlier cells."""

REACHED = names(
    """
    os sys subprocess shutil builtins importlib ctypes socket pty posix nt fcntl pickle marshal runpy pdb webbrowser
    smtplib ftplib cffi posixsubprocess
    """
)
"""Modules that must not be reached through something else (``pandas.io.common.os``), with or without an underscore."""

PASSED = REACHED | names("tempfile atexit code codeop multiprocessing dill cloudpickle joblib shelve _io _ctypes gc")
"""Modules that must not be passed around under other names: what they do would not be seen any more."""
