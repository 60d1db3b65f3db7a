"""Messages of Python that name the cause themselves, in the wording of 3.8 to 3.14."""

from __future__ import annotations

import re

from journeyman.faults.python.syntax.known_message import Known
from journeyman.faults.python.syntax.problem import Problem
from journeyman.values import Diagnosis

KNOWN: tuple[Known, ...] = (
    Known(
        "python.comprehension_parentheses",
        r"did you forget parentheses around the comprehension target",
        "the tuple before `for` needs parentheses",
        "write ((a, b) for ...)",
    ),
    Known(
        "python.exception_types_parentheses",
        r"multiple exception types must be parenthesized",
        "several exceptions after `except` need parentheses",
        "write except (A, B):",
    ),
    Known(
        "python.try_without_except",
        r"expected 'except' or 'finally' block",
        "a `try` needs an `except` or `finally` after it",
        "add `except ...:` or `finally:`",
    ),
    Known(
        "python.conditional_without_else",
        r"expected 'else' after 'if' expression",
        "`a if condition` needs an `else b`",
        "add the else",
    ),
    Known(
        "python.dict_value_missing",
        r"expression expected after dictionary key and ':'",
        "a value is missing after a colon in the dictionary",
        "add the value",
    ),
    Known(
        "python.dict_colon_missing",
        r"':' expected after dictionary key",
        "a key in the dictionary has no value",
        "write key: value",
    ),
    Known(
        "python.keyword_argument_repeated",
        r"keyword argument repeated(?:: (\w+))?",
        "the argument `{0}` is given twice in the call",
        "leave one out",
    ),
    Known(
        "python.positional_after_keyword",
        r"positional argument follows keyword argument",
        "an argument without a name stands after one with a name",
        "put it first, or name it",
    ),
    Known(
        "python.unpacking_after_keyword",
        r"(?:iterable|positional) argument (?:unpacking )?follows keyword argument unpacking",
        "`*args` must stand before `**kwargs` in the call",
        "swap them",
    ),
    Known(
        "python.keyword_is_no_name",
        r"expression cannot contain assignment, perhaps you meant",
        "what stands before `=` in the call is no name",
        "use a plain name, `==`, or ** with a dictionary",
    ),
    Known(
        "python.generator_parentheses",
        r"Generator expression must be parenthesized",
        "a generator beside other arguments needs its own parentheses",
        "put it in parentheses",
    ),
    Known(
        "python.default_order",
        r"non-default argument follows default argument|parameter without a default follows parameter with a default",
        "a parameter without a default stands after one with a default",
        "put it before, or give it a default",
    ),
    Known(
        "python.duplicate_parameter",
        r"duplicate (?:argument|parameter) '(\w+)'",
        "the parameter `{0}` stands twice",
        "rename one",
    ),
    Known(
        "python.star_parameter_twice",
        r"\* (?:argument|parameter)? ?may appear only once",
        "`*` may stand only once among the parameters",
    ),
    Known(
        "python.slash_parameter",
        r"/ (?:must be ahead of \*|may appear only once)|at least one (?:argument|parameter) must precede /|expected comma between / and \*",
        "`/` stands once among the parameters, after at least one, before `*`",
    ),
    Known(
        "python.parameter_after_kwargs",
        r"(?:arguments|parameters?) cannot follow var-keyword",
        "nothing may follow `**kwargs` in the parameters",
        "put it before",
    ),
    Known(
        "python.bare_star",
        r"named (?:arguments|parameters) must follow bare \*|bare \* has associated",
        "a bare `*` needs named parameters after it",
    ),
    Known(
        "python.variadic_default",
        r"var-(?:positional|keyword) (?:argument|parameter) cannot have default",
        "`*args` and `**kwargs` take no default",
    ),
    Known(
        "python.parameters_parenthesized",
        r"(Function|Lambda expression) parameters cannot be parenthesized",
        "parameters cannot be put in parentheses of their own (Python 2 could take tuples apart)",
        "take one parameter, and take it apart inside",
    ),
    Known(
        "python.return_outside_function",
        r"'return' outside function",
        "`return` stands outside of a function",
        "indent it into the function, or leave it out",
    ),
    Known(
        "python.yield_outside_function",
        r"'yield(?: from)?' outside function",
        "`yield` stands outside of a function",
        "indent it into the function",
    ),
    Known(
        "python.await_outside_async",
        r"'await' outside (?:async )?function|asynchronous comprehension outside|'async (?:with|for)' outside async",
        "`await`, `async for` and `async with` work only in an `async def`",
        "make the function `async def`",
    ),
    Known(
        "python.yield_in_async",
        r"'yield from' inside async function|'return' with value in async generator",
        "an async generator has no `yield from`, and returns no value",
        "use `async for ...: yield`",
    ),
    Known(
        "python.yield_in_comprehension",
        r"'yield' inside (?:list|set|dict|generator)",
        "`yield` cannot stand in a comprehension",
    ),
    Known(
        "python.break_outside_loop",
        r"'break' outside loop",
        "`break` stands outside of a loop",
        "use it inside of for or while (return leaves a function)",
    ),
    Known(
        "python.continue_outside_loop",
        r"'continue' not properly in loop",
        "`continue` stands outside of a loop",
        "use it inside of for or while",
    ),
    Known("python.jump_in_finally", r"'(\w+)' in (?:a )?'(?:finally|except\*)' block", "`{0}` cannot stand there"),
    Known(
        "python.used_before_global",
        r"name '(\w+)' is used prior to (?:global|nonlocal) declaration",
        "`{0}` is used before it is declared global or nonlocal",
        "put the declaration first in the function",
    ),
    Known(
        "python.assigned_before_global",
        r"name '(\w+)' is assigned to before (?:global|nonlocal) declaration",
        "`{0}` is assigned before it is declared global or nonlocal",
        "put the declaration first in the function",
    ),
    Known(
        "python.parameter_and_global",
        r"name '(\w+)' is parameter and (?:global|nonlocal)",
        "`{0}` is a parameter, and cannot be global or nonlocal too",
        "rename the parameter, or leave the declaration out",
    ),
    Known(
        "python.nonlocal_and_global",
        r"name '(\w+)' is nonlocal and global",
        "`{0}` is declared both global and nonlocal",
        "leave one out",
    ),
    Known(
        "python.nonlocal_at_module",
        r"nonlocal declaration not allowed at module level",
        "`nonlocal` works only in a function inside of another",
        "leave it out",
    ),
    Known(
        "python.nonlocal_unknown",
        r"no binding for nonlocal '(\w+)' found",
        "no enclosing function has a variable `{0}`",
        "assign it there, or use global",
    ),
    Known(
        "python.annotated_global",
        r"annotated name '(\w+)' can't be",
        "`{0}` cannot have a type and be global or nonlocal",
    ),
    Known(
        "python.fstring_backslash",
        r"f-string expression part cannot include a backslash",
        "a backslash cannot stand inside of the braces of an f-string before Python 3.12",
        "put the part with the backslash into a variable first",
    ),
    Known(
        "python.fstring_comment",
        r"f-string expression part cannot include '#'",
        "`#` cannot stand inside of the braces of an f-string",
    ),
    Known(
        "python.fstring_empty",
        r"f-string: (?:empty expression|valid expression required)",
        "the braces of the f-string are empty",
        "put an expression in, or double them: {{{{}}}}",
    ),
    Known(
        "python.fstring_brace",
        r"f-string: single '}' is not allowed|f-string: (?:expecting '}'|expressions nested)|f-string: expecting (?:a valid expression|'=')|'\{' was never closed",
        "a brace of the f-string is not matched",
        "close it, or double a brace that is meant as text",
    ),
    Known("python.fstring_conversion", r"f-string: invalid conversion", "after `!` in an f-string stands r, s or a"),
    Known(
        "python.fstring_expression",
        r"f-string: ?(.*)|(?:f-string|t-string)(.*)",
        "the expression in the f-string is not valid: {0}",
        "use other quotes inside than outside, and put it into a variable first",
    ),
    Known(
        "python.star_alone",
        r"can(?:'|no)t use starred expression here|can't use starred",
        "a star needs a list, a tuple or a call around it",
        "write [*a] or (*a,)",
    ),
    Known(
        "python.star_target",
        r"starred assignment target must be in a list or tuple",
        "a starred name on the left needs a comma after it",
        "write *a, = ...",
    ),
    Known(
        "python.star_targets",
        r"multiple starred expressions in assignment|two starred expressions",
        "only one name on the left may have a star",
    ),
    Known(
        "python.star_in_comprehension",
        r"(?:iterable|dict) unpacking cannot be used in (?:dict )?comprehension",
        "`*` cannot unpack in a comprehension",
        "use two loops: [y for x in xs for y in x]",
    ),
    Known(
        "python.star_in_dict_value",
        r"cannot use a starred expression in a dictionary value",
        "`*` cannot stand in the value of a dictionary",
        "write [*a]",
    ),
    Known(
        "python.future_chance",
        r"not a chance",
        "Python will never have braces for blocks",
        "use a colon and indentation",
    ),
    Known(
        "python.future_unknown",
        r"future feature (\w+) is not defined",
        "`__future__` has no {0}",
        "known: annotations, division, print_function",
    ),
    Known(
        "python.future_late",
        r"from __future__ imports must occur at the beginning",
        "imports from __future__ must stand first in the file",
        "move it to the top",
    ),
    Known(
        "python.import_star_in_function",
        r"import \* only allowed at module level|import \* is not allowed",
        "`import *` cannot stand in a function",
        "name what is needed",
    ),
    Known(
        "python.import_trailing_comma",
        r"trailing comma not allowed without surrounding parentheses",
        "the import ends with a comma",
        "remove it, or use parentheses",
    ),
    Known(
        "python.import_nothing",
        r"[Ee]xpected one or more names after 'import'",
        "nothing is named after `import`",
        "name what is to be imported",
    ),
    Known(
        "python.import_target",
        r"cannot use (\w+) as import target",
        "an import is renamed with a plain name, not with a {0}",
    ),
    Known(
        "python.import_inverted",
        r"use 'from \.\.\. import \.\.\.' instead",
        "the import is the wrong way round: from MODULE import NAME",
    ),
    Known(
        "python.walrus_in_comprehension",
        r"assignment expression cannot (?:be used in|rebind)|assignment expression within a comprehension",
        "`:=` cannot change the loop variable of a comprehension, nor stand in what it loops over",
        "use another name",
    ),
    Known(
        "python.walrus_target",
        r"cannot use assignment expressions with (.+)",
        "`:=` assigns only to plain names, not to {0}",
    ),
    Known(
        "python.bare_except_first",
        r"default 'except:' must be last",
        "a bare `except:` must be the last",
        "move it down",
    ),
    Known("python.except_mixed", r"cannot have both 'except' and 'except\*'", "`except` and `except*` cannot be mixed"),
    Known(
        "python.else_order", r"'elif' block follows an 'else' block", "an `elif` stands after `else`", "put `else` last"
    ),
    Known(
        "python.bytes_not_ascii",
        r"bytes can only contain ASCII",
        "bytes can only be written with ASCII characters",
        "use 'text'.encode()",
    ),
    Known(
        "python.bytes_and_text", r"cannot mix bytes and nonbytes literals", "bytes and text literals stand side by side"
    ),
    Known(
        "python.path_escapes",
        r"\(unicode error\) '(?:unicodeescape|rawunicodeescape)'",
        "a backslash in the text is read as an escape (a Windows path?)",
        "write r'...' or forward slashes",
    ),
    Known(
        "python.source_encoding",
        r"\(unicode error\) 'utf-8'|Non-(?:UTF-8|ASCII)|encoding problem|unknown encoding|'[\w-]+' codec can't decode",
        "the file is not in the encoding that it says (UTF-8 by default)",
        "save it as UTF-8, or declare its encoding in the first line",
    ),
    Known(
        "python.null_bytes",
        r"null (?:bytes|byte|characters)",
        "the code has null bytes in it: it is no text, or UTF-16",
        "save it as UTF-8",
    ),
    Known(
        "python.too_deeply_nested",
        r"too many (?:statically nested blocks|nested parentheses|levels of indentation)|too many nested",
        "the code is nested too deeply",
        "move parts into functions",
    ),
    Known(
        "python.invalid_escape",
        r"invalid escape sequence '?(\\.)",
        "`{0}` is no escape that Python knows",
        "write r'...' or double the backslash",
    ),
    Known(
        "python.pattern_names",
        r"multiple assignments to name '(\w+)' in pattern|alternative patterns bind different names",
        "the pattern binds a name twice, or its alternatives bind different ones",
    ),
    Known(
        "python.pattern_unreachable",
        r"(?:wildcard|name capture '(\w+)') makes remaining patterns unreachable",
        "a pattern that matches everything stands before others",
        "put it last; compare with a dotted name or a literal",
    ),
    Known(
        "python.pattern_values",
        r"patterns may only match literals|positional patterns follow keyword",
        "the pattern is not possible after `case`",
    ),
    Known(
        "python.annotation_target",
        r"illegal target for annotation|only single target .*can be annotated",
        "only a single name can have a type",
        "annotate each on a line of its own",
    ),
    Known(
        "python.augmented_target",
        r"'(.+?)' is an illegal expression for augmented assignment",
        "`+=` and the like change one variable, not a {0}",
        "write it out: a = a + 1",
    ),
    Known(
        "python.assign_to_debug",
        r"cannot assign to __debug__|cannot delete __debug__",
        "`__debug__` is a constant in Python",
    ),
    Known(
        "python.tabs_and_blanks",
        r"inconsistent use of tabs and spaces",
        "tabs and blanks are mixed in the indentation",
        "indent with four blanks everywhere",
    ),
    Known(
        "python.line_continuation",
        r"unexpected character after line continuation",
        "something stands after a backslash, which must be the last on its line",
        "remove the backslash, or what follows it",
    ),
    Known(
        "python.type_parameter",
        r"[Tt]ype (?:parameter|alias)|non-default type parameter",
        "the type parameters are not possible here",
    ),
    Known("python.class_parentheses", r"invalid class argument", "the parentheses after a class name hold its bases"),
)


def known(problem: Problem) -> Diagnosis | None:
    """Return what the message itself says, or None when it says little."""
    for row in KNOWN:
        if found := row.explain(problem):
            return found
    return None


NUMBER_MESSAGE = re.compile(
    r"invalid (?:decimal|hexadecimal|octal|binary|imaginary) literal|invalid digit '.' in|leading zeros in decimal"
)
