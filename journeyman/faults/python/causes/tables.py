"""pandas, and plots."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.failure import Failure
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

_REMOVED = {
    "append": "pd.concat([a, b])",
    "ix": ".loc or .iloc",
    "iteritems": ".items()",
    "applymap": ".map",
    "get_value": ".at",
    "set_value": ".at",
    "as_matrix": ".to_numpy()",
    "sort": ".sort_values()",
    "lookup": ".loc with positions",
    "mad": "(x - x.mean()).abs().mean()",
    "swaplevel_": ".swaplevel",
    "ftypes": ".dtypes",
    "rolling_mean": ".rolling(n).mean()",
    "convert_objects": ".infer_objects()",
    "from_csv": "pd.read_csv",
    "is_monotonic": ".is_monotonic_increasing",
    "weekofyear": ".isocalendar().week",
    "week": ".isocalendar().week",
    "slice_shift": ".shift",
    "tshift": ".shift(freq=...)",
    "pad": ".ffill()",
    "backfill": ".bfill()",
}
_OWN = re.compile(
    r"'(DataFrame|Series|DatetimeIndex|Index|GroupBy|DataFrameGroupBy|SeriesGroupBy|DatetimeProperties)' object has no attribute '(\w+)'"
)


def removed(failure: Failure) -> Diagnosis | None:
    """Explain a method of a table that is gone, or a column that is not there."""
    match = _OWN.search(failure.message)
    if match is None:
        return None
    kind, name = match[1], match[2]
    if new := _REMOVED.get(name):
        plain = new.startswith(".") and new.removeprefix(".").isidentifier()
        fixes = failure.replace(f".{name}", new) if plain else (advice(f"use {new}"),)
        return Diagnosis("python.pandas_removed", f"pandas removed `{kind}.{name}`: use {new}", fixes=fixes)
    fixes = (advice("look at df.columns; mind blanks and upper case"),)
    return Diagnosis("python.pandas_attribute", f"the {kind} has no column or method `{name}`", fixes=fixes)


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    ("AttributeError", removed),
    Cause(
        "python.pandas_ambiguous_truth",
        "ValueError",
        r"truth value of a (Series|DataFrame|Index|Categorical) is ambiguous",
        "a {0} is neither true nor false",
        (advice("use `&` and `|` with parentheses instead of `and` and `or`; .any(), .all() or .empty"),),
    ),
    Cause(
        "python.column_lengths",
        "ValueError",
        r"All arrays must be of the same length|arrays must all be same length|Length of values \((\d+)\) does not match length of index \((\d+)\)|Length mismatch|Shape of passed values is (.+)|Columns must be same length as key|cannot set a (?:row|frame) with|Wrong number of items passed|\d+ columns passed, passed data had \d+",
        "the columns have different lengths",
        (advice("give every column the same number of values"),),
    ),
    Cause(
        "python.scalars_need_index",
        "ValueError",
        r"If using all scalar values, you must pass an index",
        "a table of single values needs an index",
        (advice("put the values in lists, or pass index=[0]"),),
    ),
    Cause(
        "python.duplicate_index",
        "ValueError InvalidIndexError",
        r"cannot reindex (?:on|from) an? (?:axis with )?duplicate|Reindexing only valid with uniquely|Index contains duplicate entries|index must be unique|non-unique",
        "the index has duplicates",
        (advice("use .reset_index(), drop_duplicates, or pivot_table"),),
    ),
    Cause(
        "python.merge_key",
        "MergeError ValueError",
        r"No common columns to perform merge|You are trying to merge on (\S+) and (\S+) columns|columns overlap but no suffix|Merge keys are not unique",
        "the tables cannot be merged on these columns",
        (advice("give on=..., the same type on both sides, and suffixes"),),
    ),
    Cause(
        "python.table_file",
        "ParserError EmptyDataError",
        r"No columns to parse|Error tokenizing data\. C error: (.+)|(.+)",
        "the table file cannot be read: {0}",
        (advice("check the separator (sep=), the quotes, and lines with more fields (on_bad_lines='skip')"),),
        package="pandas",
    ),
    Cause(
        "python.columns_missing",
        "ValueError",
        r"Usecols do not match columns|columns expected but not found: (.+)|Missing column provided to 'parse_dates'|Bin edges must be unique|labels? (.+) not (?:contained|found) in axis",
        "the table has no such columns: {0}",
        (advice("look at df.columns"),),
    ),
    Cause(
        "python.series_to_number",
        "TypeError",
        r"cannot convert the series to|Cannot convert the series",
        "a whole column was given where a single number is needed",
        (advice("use .apply(...) or .astype(...), or take one value"),),
    ),
    Cause(
        "python.column_is_text",
        "ValueError",
        r"Unable to parse string \"(.+?)\"|could not convert string to float",
        "a column holds texts, where numbers are needed: {0}",
        (advice("pd.to_numeric(column, errors='coerce')"),),
        package="pandas",
    ),
    Cause(
        "python.datetime_accessor",
        "AttributeError",
        r"Can only use \.(dt|str|cat) accessor",
        "`.{0}` works only on a column of that type",
        (advice("convert it first: pd.to_datetime(column) or .astype(str)"),),
    ),
    Cause(
        "python.timezone_mix",
        "TypeError",
        r"(?:tz-naive|tz-aware|Cannot (?:compare|subtract) tz)",
        "dates with and without time zone are mixed",
        (advice("use .dt.tz_localize(...) on one side"),),
    ),
    Cause(
        "python.table_arithmetic",
        "TypeError",
        r"Could not convert (.{1,60}?) to numeric|can only concatenate str|unsupported operand type.*(?:Series|DataFrame|Timestamp)|agg function failed|datetime64 type does not support|Addition/subtraction of integers",
        "a column of texts or dates does not allow this calculation",
        (advice("choose the numeric columns (numeric_only=True), or convert"),),
        package="pandas",
    ),
    Cause(
        "python.setting_with_copy",
        "SettingWithCopyWarning SettingWithCopyError ChainedAssignmentError",
        r".*",
        "a value was set on a copy of a part of a table, and may be lost",
        (advice("write df.loc[rows, column] = value, or take a .copy() first"),),
        severity="minor",
    ),
    Cause(
        "python.missing_in_bool",
        "ValueError TypeError",
        r"Cannot mask with non-boolean array containing NA|boolean value of NA is ambiguous",
        "missing values are neither true nor false",
        (advice("fill them first: .fillna(False), na=False"),),
    ),
    Cause(
        "python.label_slice",
        "TypeError KeyError",
        r"cannot do (?:slice|positional) indexing|Cannot index by location index with a non-integer",
        "labels and positions are mixed up: .loc takes labels, .iloc positions",
        (advice("use .loc for labels, .iloc for positions"),),
    ),
    Cause(
        "python.plot_argument",
        "AttributeError ValueError TypeError",
        r"(?:Rectangle|Line2D|\w+)\.set\(\) got an unexpected keyword|Unknown property (\w+)|'(.+?)' is not a valid (?:value for|color|style|marker)|Unrecognized marker style|is not a recognized (?:color|colormap)|'c' argument|Invalid RGBA|[Uu]nrecognized (?:linestyle|character)",
        "the plot knows no such option: {0}",
        (advice("see the options of that function"),),
    ),
    Cause(
        "python.plot_sizes",
        "ValueError",
        r"x and y must (?:have same first dimension|be the same size)",
        "x and y of the plot have different lengths",
        (advice("compare len(x) and len(y)"),),
    ),
    Cause(
        "python.plot_subplot",
        "AttributeError",
        r"'numpy\.ndarray' object has no attribute '(plot|set_title|imshow|hist|bar|scatter|set_xlabel|axis)'",
        "plt.subplots returned an array of axes",
        (advice("take one: axes[0].{0}(...)"),),
    ),
    Cause(
        "python.array_attribute",
        "AttributeError",
        r"'numpy\.ndarray' object has no attribute '(\w+)'",
        "a NumPy array has no `{0}`: a list or table was expected, or a function np.{0}",
        (advice("convert it: pd.DataFrame(a), list(a), or use np.{0}(a)"),),
    ),
    Cause(
        "python.plot_backend",
        "ImportError",
        r"Cannot load backend '(\w+)'",
        "the plot backend {0} needs a screen or a package",
        (advice("matplotlib.use('Agg')"),),
    ),
    Cause(
        "python.excel_engine",
        "ValueError",
        r"Excel file format cannot be determined|No engine for filetype|Your version of xlrd",
        "the file is no Excel file, or the engine for it is missing",
        (advice("give engine='openpyxl', and check the file"),),
    ),
)
