"""Values of the wrong type for what takes them: functions, classes, formats."""

from __future__ import annotations

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.values.fault import advice

CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    Cause(
        "python.conversion_of_type",
        "TypeError",
        r"(int|float|complex)\(\) argument must be a (?:string|.{1,60}?),? .{0,60}?not '?([\w.]+)'?",
        "{1}() cannot convert a {2}",
        (advice("take one element of it, and mind None"),),
    ),
    Cause(
        "python.join_needs_texts",
        "TypeError",
        r"sequence item (\d+): expected (str|a?n? ?bytes)[\w-]*,? .{0,30}?(\w+) found",
        "`join` needs texts, and element {1} is a {3}",
        (advice("convert them: sep.join(map(str, items))"),),
    ),
    Cause(
        "python.text_and_bytes",
        "TypeError",
        r"a bytes-like object is required, not '?(\w+)|cannot use a (?:string|bytes) pattern on|can't concat (\w+) to bytes|expected bytes|write\(\) argument must be str, not bytes|(?:a )?str(?:ing)? (?:argument )?expected,? (?:got|not) '?bytes|decoding to str: need|[Uu]nicode-objects must be encoded|[Ss]trings must be encoded|initial_value must be str|string argument without an encoding",
        "text and bytes were mixed up",
        (advice("use .encode() for bytes, .decode() for text, or another mode of open ('rb' / 'r')"),),
    ),
    Cause(
        "python.not_json",
        "TypeError",
        r"Object of type ([\w.]+) is not JSON serializable|keys must be str, int",
        "JSON cannot hold a {0}",
        (advice("convert it first (str, list, .isoformat()), or give json.dumps a default="),),
    ),
    Cause(
        "python.json_needs_text",
        "TypeError",
        r"the JSON object must be str, bytes or bytearray, not (\w+)",
        "json.loads needs a text, and was given a {0}",
        (advice("use json.load for a file; a dict needs no reading"),),
    ),
    Cause(
        "python.path_expected",
        "TypeError",
        r"expected str, bytes or os\.PathLike object, not ([\w.]+)|path should be string|stat: path should be|(?:join|_path_join)\(\) argument must be str",
        "a path is needed, and was given a {0}",
        (advice("give the path as text; mind None from a missing setting"),),
    ),
    Cause(
        "python.pickle_impossible",
        "TypeError PicklingError",
        r"cannot pickle '?([\w. ]+?)'? object|can't pickle (\S+) objects|Can't pickle",
        "a {0} cannot be pickled (or sent to another process)",
        (advice("leave it out, or create it in the other process"),),
    ),
    Cause(
        "python.compare_dates",
        "TypeError",
        r"can't (?:compare|subtract) offset-naive and offset-aware",
        "a date with a time zone and one without cannot be compared",
        (advice("give both a time zone: datetime.now(timezone.utc)"),),
    ),
    Cause(
        "python.descriptor_on_class",
        "TypeError",
        r"(?:unbound method|descriptor) '?([\w.]+)'?(?:\(\))? (?:needs an argument|for '?\w+'? objects? doesn't apply|requires a|of '\w+' object needs)",
        "`{0}` was called on the class, not on an object",
        (advice("call it on an object: `value.method()`"),),
    ),
    Cause(
        "python.not_an_exception",
        "TypeError",
        r"exceptions must (?:derive from|be classes|be old)|catching classes that do not inherit from BaseException",
        "only exceptions can be raised or caught",
        (advice("use a class that derives from Exception"),),
    ),
    Cause(
        "python.isinstance_argument",
        "TypeError",
        r"(?:isinstance|issubclass)\(\) arg [12] must be|argument 2 cannot be a parameterized generic|Subscripted generics cannot be used with class and instance",
        "isinstance and issubclass need a type, or a tuple of types",
        (advice("give a class, not an object or a `list[int]`"),),
    ),
    Cause(
        "python.metaclass_conflict",
        "TypeError",
        r"metaclass conflict",
        "the base classes have metaclasses that do not fit together",
    ),
    Cause(
        "python.method_order",
        "TypeError",
        r"Cannot create a consistent method resolution\s+order|duplicate base class",
        "the base classes cannot be put in an order (one is the base of another, or is named twice)",
        (advice("put the more special class first"),),
    ),
    Cause(
        "python.layout_conflict",
        "TypeError",
        r"multiple bases have instance lay-out conflict",
        "these base classes cannot be combined",
    ),
    Cause(
        "python.not_a_base",
        "TypeError",
        r"type '(\w+)' is not an acceptable base type|cannot (?:extend|subclass)|module\(\) takes at most 2|is final",
        "this cannot be a base class: {0}",
    ),
    Cause(
        "python.format_arguments",
        "TypeError",
        r"not (?:all|enough) arguments (?:converted during|for format) string|not all arguments converted",
        "the number of values after `%` does not fit the placeholders in the text",
        (
            advice(
                "give as many values as there are `%s`; `%` on a text that should be a number means it was not converted"
            ),
        ),
    ),
    Cause(
        "python.format_number_needed",
        "TypeError",
        r"%[\w.]* format: (?:a|an) (?:real )?(?:number|integer) is required, not (\w+)|unsupported format string passed to ([\w.]+)\.__format__|must be real number, not (\w+)",
        "a number is needed here, and was given a {0}",
        (advice("convert it with int(...) or float(...)"),),
    ),
    Cause(
        "python.no_context_manager",
        "TypeError",
        r"'([\w.]+)' object does not support the (?:asynchronous )?context manager protocol",
        "a {0} cannot be used with `with`",
        (advice("use a class with __enter__ and __exit__ (contextlib.contextmanager), or `async with`"),),
    ),
    Cause(
        "python.await_of_other",
        "TypeError",
        r"object ([\w.]+) can't be used in 'await' expression|'async with' received|An asyncio\.Future, a coroutine or an awaitable is required|a coroutine was expected, got",
        "only coroutines can be awaited, and this is a {0}",
        (advice("leave out `await`, or make the function `async def`"),),
    ),
    Cause(
        "python.dataclass_default_order",
        "TypeError",
        r"non-default argument '(\w+)' follows default argument",
        "the field `{0}` has no default, but one before it has",
        (advice("put fields without default first, or use kw_only=True"),),
    ),
    Cause(
        "python.enum_changed",
        "TypeError AttributeError",
        r"cannot extend|Attempted to reuse key|cannot reassign member|<enum '?(\w+)'?> cannot set attribute",
        "the members of an Enum are fixed",
    ),
    Cause(
        "python.type_attribute_fixed",
        "TypeError",
        r"cannot set '?(\w+)'? attribute of immutable type '([\w.]+)'|can't set attributes of built-in",
        "the builtin type `{2}` cannot be changed",
        (advice("make a subclass"),),
    ),
    Cause("python.mapping_proxy", "TypeError", r"'mappingproxy' object does not", "this dictionary is read-only"),
    Cause(
        "python.write_needs_text",
        "TypeError",
        r"write\(\) argument must be str, not (\w+)",
        "a file takes text, and was given a {0}",
        (advice("convert it with str(...)"),),
    ),
    Cause(
        "python.sort_needs_key",
        "TypeError",
        r"(?:sort\(\)|sorted)\S* takes|must use keyword argument for key function",
        "`sort` takes its function by name: `key=...`",
        (advice("write key=..."),),
    ),
    Cause(
        "python.sum_of_texts",
        "TypeError",
        r"sum\(\) can't sum (?:strings|bytes)",
        "`sum` adds numbers, not texts",
        (advice("use ''.join(...)"),),
    ),
    Cause(
        "python.reversed_needs_sequence",
        "TypeError",
        r"'(\w+)' object is not reversible",
        "a {0} cannot be reversed",
        (advice("make a list of it first"),),
    ),
    Cause(
        "python.dict_sequence", "TypeError", r"cannot convert dictionary update sequence element", "dict() needs pairs"
    ),
    Cause(
        "python.argument_type",
        "TypeError",
        r"(?:[\w.]+)\(\):? (?:argument \S+ )?(?:argument )?(?:must be|expected|got) .{1,120}|(?:must be|expected|argument must be) .{1,80}, (?:not|got|found) .{1,40}|must be .{1,80}",
        "an argument has the wrong type",
        (advice("convert it to what the message asks for"),),
    ),
)
