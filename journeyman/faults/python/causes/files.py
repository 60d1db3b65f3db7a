"""Files and folders."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.failure import Failure
from journeyman.faults.python.near import near
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

_MISSING = re.compile(
    r"\[(?:Errno 2|WinError [23])\] .*?(?:: ['\"](.*?)['\"](?: -> ['\"](.*?)['\"])?)?$|File (?:b?['\"]?)(\S+?)['\"]? does not exist|(\S+) not found\.?$",
    re.MULTILINE,
)


def missing(failure: Failure) -> Diagnosis | None:
    """Explain a file that is not there."""
    match = _MISSING.search(failure.message)
    if match is None:
        return None
    path = match[1] or match[3] or match[4] or ""
    if not path:
        return Diagnosis(
            "python.file_missing",
            "a file or folder is not there",
            fixes=(advice("check the path and the working folder"),),
        )
    name = re.split(r"[/\\]", path)[-1]
    frames = " ".join(frame.path + frame.function for frame in failure.raised.frames[-4:])
    if ("subprocess" in frames and "Popen" in frames) or "_execute_child" in frames:
        fix = advice(f"install {name}, or give the full path; a command with arguments is a list")
        return Diagnosis("python.program_missing", f"the program {name} is not there", fixes=(fix,))
    if "~" in path:
        return Diagnosis(
            "python.tilde_not_expanded",
            f"`~` in {path} is not expanded by Python",
            fixes=(advice("use os.path.expanduser(path) or Path(path).expanduser()"),),
        )
    if re.search(r"[\x07\x08\t\n\x0b\x0c\r]|\\[abfnrtv0x]", path) and "\\" in failure.source:
        return Diagnosis(
            "python.path_escapes",
            "a backslash in the path was read as an escape",
            fixes=(advice("write r'...' or forward slashes"),),
        )
    same = [file for file in failure.around.files if file.rpartition("/")[2] == name]
    if same and same[0] != path.removeprefix("./"):
        fixes = failure.replace(path, same[0]) or (advice(f"use {same[0]}"),)
        return Diagnosis(
            "python.file_elsewhere",
            f"{path} is not here; there is {same[0]}: the working folder is another one",
            fixes=fixes,
        )
    ones = near(name, {file.rpartition("/")[2] for file in failure.around.files}, at_least=0.75)
    if ones:
        full = next(file for file in failure.around.files if file.rpartition("/")[2] == ones[0])
        fixes = failure.replace(name, ones[0]) or (advice(f"use {full}"),)
        return Diagnosis("python.file_misspelt", f"{path} is not there; {full} has a similar name", fixes=fixes)
    writes = re.search(
        r"open\(.*['\"][wax]b?\+?['\"]|to_csv|to_excel|savefig|mkdir|makedirs|write_text|write_bytes|\bsave\(",
        failure.source,
    )
    if writes and re.search(r"[/\\]", path):
        folder = path[: -len(name)].rstrip("/\\") if "mkdir" not in failure.source else path.rpartition("/")[0]
        fix = advice(f"make the folder first: os.makedirs({folder!r}, exist_ok=True)")
        return Diagnosis("python.folder_missing", f"the folder {folder} is not there", fixes=(fix,))
    fixes = (advice("check the spelling and the working folder (os.getcwd()); a full path does not depend on it"),)
    return Diagnosis("python.file_missing", f"there is no file or folder {path}", fixes=fixes)


_PATH = r"(?:: ['\"](.*?)['\"])?"

CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    ("FileNotFoundError OSError IOError", missing),
    Cause(
        "python.file_missing",
        "FileNotFoundError",
        r".*",
        "a file or folder is not there",
        (advice("check the path and the working folder"),),
    ),
    Cause(
        "python.sandbox_read_only",
        "OSError",
        rf"\[Errno 30\].*?{_PATH}$",
        "the file system is read-only here: {0}",
        (advice("write inside the workspace"),),
    ),
    Cause(
        "python.disk_full",
        "OSError",
        r"\[Errno (?:28|122)\]|No space left on device|[Dd]isk quota exceeded",
        "the disk is full",
        (advice("free some space, then try again"),),
        severity="critical",
    ),
    Cause(
        "python.too_many_files",
        "OSError",
        r"\[Errno (?:24|23)\]|Too many open files",
        "too many files are open",
        (advice("close them (`with open(...)`), or raise `ulimit -n`"),),
    ),
    Cause(
        "python.name_too_long",
        "OSError",
        r"\[Errno 36\]|File name too long",
        "the file's name is too long (a text instead of a path?)",
        (advice("check what was given as the path"),),
    ),
    Cause(
        "python.invalid_path",
        "OSError",
        r"\[Errno 22\] Invalid argument: ['\"](.*?)['\"]|\[WinError 123\]",
        "the path has characters that are not allowed: {0}",
        (advice("write r'...' or forward slashes; avoid : * ? < > |"),),
    ),
    Cause(
        "python.is_a_directory",
        "IsADirectoryError",
        rf".*?{_PATH}$",
        "{0} is a folder, where a file is needed",
        (advice("add the file's name to the path"),),
    ),
    Cause(
        "python.not_a_directory",
        "NotADirectoryError",
        rf".*?{_PATH}$",
        "a part of the path {0} is a file, where a folder is needed",
        (advice("check the path"),),
    ),
    Cause(
        "python.file_exists",
        "FileExistsError",
        rf".*?{_PATH}$",
        "{0} exists already",
        (advice("use exist_ok=True for folders, another name, or mode 'w' instead of 'x'"),),
    ),
    Cause(
        "python.folder_not_empty",
        "OSError",
        rf"\[Errno 39\].*?{_PATH}$|Directory not empty",
        "the folder {0} is not empty",
        (advice("shutil.rmtree removes a folder with all that is in it"),),
    ),
    Cause(
        "python.port_privileged",
        "PermissionError",
        r"\[Errno 13\] Permission denied$|error while attempting to bind",
        "the port is below 1024, or the socket may not be opened",
        (advice("use a port above 1024"),),
        on=r"bind|listen|\.run\(",
    ),
    Cause(
        "python.not_executable",
        "PermissionError",
        rf"\[Errno 13\].*?{_PATH}$",
        "{0} cannot be executed",
        (advice("make it executable: chmod +x, or run it by its interpreter"),),
        on=r"subprocess|Popen|exec[lv]",
    ),
    Cause(
        "python.permission",
        "PermissionError",
        rf".*?{_PATH}$",
        "permission was denied: {0}",
        (advice("check the owner and mode of the file; write inside the workspace"),),
    ),
    Cause(
        "python.cross_device",
        "OSError",
        r"\[Errno 18\]",
        "a file cannot be renamed to another disk",
        (advice("use shutil.move"),),
    ),
    Cause(
        "python.loop_of_links",
        "OSError",
        r"\[Errno 40\]|Too many levels of symbolic links",
        "symbolic links go in a circle",
    ),
    Cause(
        "python.busy",
        "OSError",
        r"\[Errno (?:16|26)\]|resource busy|Text file busy|\[WinError 32\]",
        "the file or device is in use by another process",
        (advice("close the program that uses it"),),
    ),
    Cause(
        "python.input_output",
        "OSError",
        r"\[Errno 5\]",
        "the disk or terminal could not be read or written",
        severity="critical",
    ),
    Cause(
        "python.exec_format",
        "OSError",
        r"\[Errno 8\]|Exec format error",
        "the program is not for this machine, or lacks its first line (#!)",
        (advice("add `#!/bin/sh` or the like as the first line"),),
    ),
    Cause(
        "python.font_missing",
        "OSError",
        r"cannot open resource|unknown file format",
        "the font file cannot be opened",
        (advice("give the full path of a .ttf file"),),
        package="PIL",
    ),
    Cause(
        "python.model_missing",
        "OSError",
        r"\[E050\] Can't find model '([\w-]+)'",
        "the spaCy model {0} is not installed",
        (advice("python -m spacy download {0}"),),
    ),
    Cause(
        "python.model_not_found_locally",
        "OSError",
        r"is not a local folder and is not a valid model identifier|We couldn't connect to|Can't load tokenizer for|does not appear to have a file named",
        "the model is not there, and cannot be fetched",
        (advice("check its name and the network"),),
    ),
    Cause(
        "python.source_not_available",
        "OSError",
        r"could not get source code|source code not available",
        "the source of what was asked is not available (typed at a prompt, or built in)",
    ),
    Cause(
        "python.zip_file",
        "BadZipFile BadZipfile InvalidFileException",
        r".*",
        "the file is no zip archive (nor .xlsx, .docx), or is damaged",
        (advice("look at what it is: `file NAME`; a download may be an error page"),),
    ),
    Cause(
        "python.gzip_file",
        "BadGzipFile OSError",
        r"Not a gzipped file|CRC check failed",
        "the file is not compressed with gzip",
        (advice("open it with open() instead of gzip.open()"),),
    ),
    Cause(
        "python.tar_file",
        "ReadError TarError",
        r".*",
        "the file is no tar archive, or is compressed in another way",
        (advice("open it with mode 'r:*'"),),
    ),
    Cause(
        "python.end_of_file",
        "EOFError",
        r"EOF when reading a line",
        "`input()` was called where nobody can type (no terminal), or the input ended",
        (advice("give the input, or arguments instead of input()"),),
    ),
    Cause(
        "python.file_cut_off",
        "EOFError",
        r"Ran out of input|Compressed file ended|marshal data too short|.*",
        "the file is empty or was cut off",
        (advice("make the file again"),),
    ),
    Cause(
        "python.image_unreadable",
        "UnidentifiedImageError",
        r".*",
        "the file is no image that can be read",
        (advice("look at what it is: `file NAME`; a download may be an error page"),),
    ),
    Cause(
        "python.unsupported_operation",
        "UnsupportedOperation",
        r"not (readable|writable)|fileno|underlying stream|can't do nonzero|(?:seek|truncate)",
        "the file is open in a mode that does not allow this: it is not {0}",
        (advice("open it with 'r+' or 'w+', or reopen it"),),
    ),
    Cause("python.same_file", "SameFileError", r".*", "source and target are the same file"),
)
