"""Which Python names only compute, print and read: everything else is judged more strictly."""

from __future__ import annotations

from journeyman.gate.analysis.names import names

SAFE_BUILTINS = names(
    """
    abs all any ascii bin bool bytearray bytes callable chr complex dict dir divmod enumerate filter float format
    frozenset hasattr hash help hex id int isinstance issubclass iter len list map max min next object oct ord pow
    print property range repr reversed round set slice sorted staticmethod classmethod str sum super tuple type zip
    None True False NotImplemented Ellipsis display ArithmeticError AssertionError AttributeError BaseException
    BlockingIOError ConnectionError EOFError Exception FileExistsError FileNotFoundError FloatingPointError
    ImportError IndexError IOError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError
    NotADirectoryError NotImplementedError OSError OverflowError PermissionError RecursionError RuntimeError
    RuntimeWarning StopIteration SyntaxError TimeoutError TypeError UnboundLocalError UnicodeDecodeError
    UnicodeError UserWarning ValueError Warning ZeroDivisionError DeprecationWarning FutureWarning __name__
    """
)

CALLS_BACK = names(
    """
    map filter sorted min max reduce iter partial starmap accumulate apply applymap transform agg aggregate pipe
    groupby defaultdict takewhile dropwhile filterfalse vectorize apply_along_axis fromfunction sort assign
    lru_cache cache sub subn
    """
)
"""Names that call what they are given: a method passed to one counts as called."""

COMPUTING_MODULES = names(
    """
    __future__ abc array base64 binascii bisect calendar cmath collections collections.abc colorsys copy csv
    dataclasses datetime decimal difflib enum fractions functools graphlib hashlib heapq hmac html itertools json
    keyword math numbers operator pprint random re reprlib secrets statistics string struct textwrap time timeit
    types typing unicodedata uuid zlib zoneinfo warnings scipy scipy.stats scipy.optimize scipy.linalg scipy.signal
    scipy.special scipy.integrate scipy.interpolate sklearn.linear_model sklearn.metrics sklearn.model_selection
    sklearn.preprocessing sklearn.cluster sklearn.ensemble sklearn.tree sklearn.decomposition sklearn.pipeline
    sklearn.neighbors sklearn.svm sklearn.naive_bayes statsmodels.api seaborn plotly.express plotly.graph_objects
    altair sympy networkx tabulate matplotlib matplotlib.pyplot matplotlib.ticker matplotlib.dates
    matplotlib.patches matplotlib.cm numpy pandas numpy.random numpy.linalg IPython.display tqdm tqdm.auto
    tqdm.notebook io traceback contextlib sys os os.path pathlib glob fnmatch platform string
    """
)
"""Modules that may be imported. For those in :data:`MODULE_ATTRIBUTES` only the listed attributes may be used."""

MODULE_ATTRIBUTES = {
    "sys": names(
        """
        version version_info platform maxsize executable byteorder getsizeof getrecursionlimit argv float_info
        int_info implementation hexversion path
        """
    ),
    "os": names(
        """
        getcwd listdir path sep linesep name cpu_count getpid stat scandir walk curdir pardir extsep pathsep fspath
        fsdecode fsencode get_terminal_size
        """
    ),
    "os.path": names(
        """
        abspath basename commonpath commonprefix dirname exists expanduser getsize getmtime getctime isabs isdir
        isfile islink join normpath realpath relpath split splitext sep
        """
    ),
    "pathlib": frozenset({"Path", "PurePath", "PurePosixPath", "PosixPath"}),
    "glob": frozenset({"glob", "iglob", "escape"}),
    "platform": names(
        """
        platform system machine node python_version python_implementation processor release version uname
        architecture
        """
    ),
    "io": frozenset({"StringIO", "BytesIO", "SEEK_SET", "SEEK_CUR", "SEEK_END"}),
    "traceback": frozenset(["format_exc", "print_exc", "format_exception", "format_tb", "print_exception"]),
    "contextlib": frozenset(
        ["contextmanager", "suppress", "nullcontext", "closing", "ExitStack", "asynccontextmanager"]
    ),
    "IPython.display": names("display Markdown HTML JSON Latex Math Pretty clear_output"),
    "timeit": frozenset({"default_timer"}),
    "operator": names(
        """
        add sub mul truediv floordiv mod neg pos lt le gt ge eq ne itemgetter and_ or_ xor not_ contains getitem
        index concat countOf indexOf
        """
    ),
    "functools": names(
        """
        reduce partial lru_cache cache wraps total_ordering cmp_to_key cached_property singledispatch partialmethod
        """
    ),
    "types": frozenset(["SimpleNamespace", "MappingProxyType", "NoneType"]),
    "warnings": frozenset(["filterwarnings", "simplefilter", "catch_warnings", "warn"]),
    "hashlib": names(
        """
        md5 sha1 sha224 sha256 sha384 sha512 blake2b blake2s sha3_256 new algorithms_available
        """
    ),
    "json": frozenset(["loads", "dumps", "load", "JSONDecodeError"]),
    "csv": names("reader DictReader excel QUOTE_ALL QUOTE_MINIMAL QUOTE_NONNUMERIC Sniffer"),
}

MODULE_EXCEPT = {
    "numpy": names(
        """
        save savez savez_compressed savetxt load fromfile memmap lib DataSource f2py ctypeslib genfromtxt loadtxt
        distutils testing core compat show_config fromregex open_memmap
        """
    ),
    "pandas": names(
        """
        read_pickle eval io HDFStore ExcelWriter read_hdf read_sql read_sql_query read_sql_table read_gbq
        read_clipboard read_html read_xml read_orc core compat util api set_option testing
        """
    ),
    "matplotlib": names("use rc_file style animation backends rcfile pylab test"),
    "matplotlib.pyplot": frozenset(
        ["savefig", "imsave", "imread", "connect", "switch_backend", "install_repl_displayhook"]
    ),
    "scipy": frozenset({"io", "datasets", "misc"}),
    "seaborn": frozenset({"load_dataset", "utils"}),
    "plotly.graph_objects": frozenset({"FigureWidget"}),
    "sympy": names("sympify parse_expr lambdify preview S parsing utilities printing"),
    "networkx": frozenset(
        ["read_gpickle", "write_gpickle", "write_gml", "write_graphml", "write_edgelist", "write_adjlist"]
    ),
    "altair": frozenset({"data_transformers"}),
    "collections": frozenset({"abc"}) - frozenset({"abc"}),
    "typing": frozenset({"get_type_hints"}),
    "dataclasses": frozenset({"make_dataclass"}),
    "time": frozenset({"clock_settime", "clock_settime_ns", "tzset"}),
    "copy": frozenset(),
}

READERS = names(
    """
    read_csv read_json read_excel read_parquet read_table read_fwf read_feather read_stata read_sas load genfromtxt
    loadtxt imread
    """
)
"""Functions of data modules whose first argument is a path that is read."""

ALIASES = {
    "np": "numpy",
    "pd": "pandas",
    "plt": "matplotlib.pyplot",
    "sns": "seaborn",
    "px": "plotly.express",
    "go": "plotly.graph_objects",
    "nx": "networkx",
    "alt": "altair",
    "sm": "statsmodels.api",
    "mpl": "matplotlib",
    "sp": "sympy",
    **{
        name: name
        for name in [
            "math",
            "json",
            "re",
            "random",
            "datetime",
            "time",
            "collections",
            "itertools",
            "functools",
            "statistics",
            "string",
            "textwrap",
            "sys",
            "os",
            "glob",
            "pathlib",
            "csv",
            "hashlib",
            "base64",
            "decimal",
            "fractions",
            "operator",
            "copy",
            "pprint",
            "uuid",
            "platform",
            "warnings",
        ]
    },
}
"""Names that notebooks give to modules in earlier cells."""

NETWORK_MODULES = names(
    """
    requests urllib urllib3 http httpx aiohttp socket ssl ftplib smtplib poplib imaplib telnetlib websocket
    websockets paramiko boto3 botocore google azure openai anthropic huggingface_hub datasets kaggle praw tweepy
    selenium playwright pymongo redis psycopg psycopg2 pymysql mysql sqlalchemy elasticsearch kafka pika grpc xmlrpc
    socketserver asyncssh fabric ansible docker kubernetes scapy nmap dns whois yfinance pandas_datareader gspread
    slack_sdk discord telegram stripe twilio sendgrid wget pip ensurepip webbrowser torchvision transformers nltk
    spacy gdown mlflow wandb
    """
)

METHODS = names(
    """
    capitalize casefold center count decode encode endswith expandtabs find format format_map index isalnum isalpha
    isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower
    lstrip maketrans partition removeprefix removesuffix rfind rindex rjust rpartition rsplit rstrip split
    splitlines startswith strip swapcase title translate upper zfill hex fromhex append clear copy extend insert pop
    remove reverse sort get items keys values popitem setdefault update fromkeys add difference discard intersection
    isdisjoint issubset issuperset symmetric_difference union appendleft extendleft popleft rotate most_common
    elements subtract total move_to_end difference_update intersection_update read readline readlines seek tell
    close group groups groupdict start end span match search fullmatch findall finditer sub subn getvalue bit_length
    bit_count is_integer as_integer_ratio conjugate quantize sqrt ln exp log10 limit_denominator today now utcnow
    date timetuple strftime strptime isoformat fromisoformat fromtimestamp timestamp weekday isoweekday isocalendar
    total_seconds astimezone combine digest hexdigest random randint choice choices sample shuffle uniform gauss
    seed normalvariate integers standard_normal normal default_rng exists is_file is_dir is_symlink iterdir glob
    rglob stat resolve absolute as_posix with_suffix with_name with_stem relative_to joinpath match expanduser
    samefile is_absolute is_relative_to read_text read_bytes cwd home abs agg aggregate all any apply applymap
    argmax argmin argsort argwhere asfreq assign astype at_time autocorr between bfill bool cat ceil clip
    combine_first compute corr corrwith cov cummax cummin cumprod cumsum cut day day_name describe diff div divide
    dot drop drop drop_duplicates droplevel dropna dt duplicated eq equals explode ewm expanding factorize ffill fillna
    filter first first_valid_index flatten floor ge groupby gt head hist idxmax idxmin iloc infer_objects info
    interpolate isin isna isnull item iterrows itertuples join kurt kurtosis last le loc lt mad map mask max mean
    median melt memory_usage merge min mode mod month_name mul nlargest notna notnull nsmallest nunique pct_change
    pivot pivot_table plot polyfit polyval prod product ptp quantile rank ravel reindex rename rename_axis repeat
    reset_index resample reshape resize rolling round sem set_index shift size skew slice sort_index sort_values
    squeeze stack std str sub sum swapaxes swaplevel T tail take to_dict to_frame to_list to_numpy to_period
    to_string to_timestamp tolist transform transpose truncate tz_convert tz_localize unique unstack value_counts
    var view where xs cross_val_score fit fit_transform predict predict_proba score inverse_transform get_params
    set_params classification_report nonzero trace diagonal searchsorted swapaxes tobytes byteswap item
    explained_variance_ratio_ add_suffix add_prefix select_dtypes convert_dtypes nunique to_markdown style
    background_gradient highlight_max highlight_min bar set_caption figure subplots subplot add_subplot add_axes
    scatter barh boxplot violinplot pie imshow contour contourf fill_between errorbar step stem axhline axvline
    axvspan axhspan annotate text legend grid set_title set_xlabel set_ylabel set_xlim set_ylim set_xticks
    set_yticks set_xticklabels set_yticklabels tick_params tight_layout suptitle twinx twiny colorbar show set_theme
    set_style update_layout update_traces add_trace update_xaxes update_yaxes add_bar add_scatter line mark_line
    mark_bar mark_point encode properties interactive set invert_yaxis margins autoscale despine subs simplify
    expand factor diff integrate evalf doit solve n as_tuple next send throw with_traceback add_note set_description
    set_postfix
    """
) - frozenset({"send", "throw"})
"""Methods that compute, whatever the object: in memory, on open files, on frames and figures."""

READ_MAGICS = names(
    """
    matplotlib pwd who whos who_ls lsmagic magic precision pdoc pdef psource pinfo pinfo2 pfile time timeit history
    hist quickref colors xmode pprint page autoawait config_read tb notebook_version
    """
)
SHELL_MAGICS = frozenset({"bash", "sh", "!", "sx", "system", "script"})
CODE_MAGICS = frozenset({"time", "timeit", "capture", "prun"})
