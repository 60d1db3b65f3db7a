"""Failures of cmake and pkg-config."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.system_packages import system_package
from journeyman.values.fault import advice, install

BUILD_SYSTEMS = Table(
    "build_systems",
    (
        Rule(
            "cmake.no_source_folder",
            ("does not appear to contain CMakeLists.txt", "does not exist"),
            re.compile(r"source directory \"([^\"]{1,300})\" does not (?:appear to contain CMakeLists\.txt|exist)"),
            "there is no CMakeLists.txt in {0}",
            (advice("name the folder that has it: cmake -S FOLDER -B build"),),
        ),
        Rule(
            "cmake.cache_of_another_folder",
            ("is different than the directory", "does not match the source"),
            re.compile(
                r"CMakeCache\.txt directory \S{1,300} is different than|The source \"[^\"]{1,300}\" does not match"
            ),
            "the build folder was made for another source folder",
            (advice("use a new build folder: cmake -B build2, or empty the old one"),),
        ),
        Rule(
            "cmake.generator_differs",
            ("Does not match the generator used previously",),
            re.compile(r"Does not match the generator used previously"),
            "the build folder was made with another generator",
            (advice("use a new build folder, or the generator of before (-G)"),),
        ),
        Rule(
            "cmake.no_generator",
            ("CMAKE_MAKE_PROGRAM is not set", "unable to find a build program"),
            re.compile(
                r"unable to find a build program corresponding to \"([^\"]{1,60})\"|CMAKE_MAKE_PROGRAM is not set"
            ),
            "the program that would run the build is not installed: {0}",
            (install("sudo apt-get install -y ninja-build make"),),
            "critical",
        ),
        Rule(
            "cmake.no_compiler",
            ("could be found", "CMAKE_C_COMPILER", "CMAKE_CXX_COMPILER"),
            re.compile(r"No (CMAKE_\w+_COMPILER) could be found|(CMAKE_\w+_COMPILER) not set"),
            "no compiler was found ({0})",
            (install("sudo apt-get install -y build-essential"),),
            "critical",
        ),
        Rule(
            "cmake.too_old",
            ("or higher is required", "Compatibility with CMake < "),
            re.compile(
                r"CMake (\S{1,20}) or higher is required|(Compatibility with CMake < \S{1,10}) has been removed"
            ),
            "the project and this version of CMake do not fit: {0}",
            (
                advice(
                    "install a newer CMake (pip install cmake); for old projects: -DCMAKE_POLICY_VERSION_MINIMUM=3.5"
                ),
            ),
            "critical",
        ),
        Rule(
            "cmake.package_not_found",
            ("Could not find", "Could NOT find", "By not providing", "required packages were not found"),
            re.compile(
                r"^\s{2,8}Could NOT find (\w[\w.+-]{0,80})|package configuration file provided by \"([^\"]{1,80})\""
                r"|By not providing \"Find([^\"]{1,80})\.cmake\"|Could not find (\w[\w.+-]{0,80}) "
            ),
            "the build needs {0}, and does not find it",
            (advice("install its development package, or say where it is with CMAKE_PREFIX_PATH"),),
            "critical",
            derive=system_package,
        ),
        Rule(
            "pkg_config.package_not_found",
            ("Package '", "No package '", "Package ", "required packages"),
            re.compile(
                r"No package '([^']{1,80})' found|Package '?([\w+.-]{1,80})'?,? (?:was not found|required by|not found)"
            ),
            "pkg-config does not know {0}",
            (advice("install its development package, or set PKG_CONFIG_PATH"),),
            "critical",
            derive=system_package,
        ),
        Rule(
            "cmake.target_not_found",
            ("Cannot specify", "which is not built by this project", "target was not found"),
            re.compile(
                r"Cannot specify .{1,60} for target \"([^\"]{1,100})\"|the target was not found|\"([^\"]{1,100})\" but the target was not"
            ),
            "CMake knows no such target: {0}",
            (advice("check the target's name, and that it is defined before it is used"),),
        ),
        Rule(
            "cmake.source_not_found",
            ("Cannot find source file", "No SOURCES given"),
            re.compile(r"Cannot find source file|No SOURCES given to target: (\S{1,100})"),
            "a source file that CMakeLists.txt names does not exist",
            (advice("the line below it names the file: check its path"),),
        ),
        Rule(
            "cmake.unknown_command",
            ("Unknown CMake command",),
            re.compile(r"Unknown CMake command \"([^\"]{1,80})\""),
            "CMake has no command {0}",
            (advice("check its spelling, or include the module that defines it"),),
        ),
        Rule(
            "cmake.error",
            ("CMake Error",),
            re.compile(r"^CMake Error(?: at ([^\s:]{1,300}:\d+))?(?:: ?(.{0,200}))?"),
            "CMake failed: {1} {2}",
            (advice("the lines below it say why"),),
        ),
    ),
    (
        "CMake",
        "cmake",
        "CMAKE_",
        "No package '",
        "ackage ",
        "Could NOT find",
    ),
)
