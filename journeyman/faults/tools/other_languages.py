"""Failures of .NET, Swift, PHP, Ruby and Perl builds, briefly."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice, command, install

OTHER_LANGUAGES = Table(
    "other_languages",
    (
        Rule(
            "dotnet.no_project",
            ("MSB1003", "MSB1009"),
            re.compile(r"MSB1003|MSB1009"),
            "there is no project or solution in this folder",
            (advice("change into the project's folder, or name the project file"),),
        ),
        Rule(
            "dotnet.package_not_found",
            ("NU1101", "NU1102", "NU1103"),
            re.compile(r"error (NU110\d): (.{1,200})"),
            "a package cannot be found: {2}",
            (advice("check its name, its version and the sources (dotnet nuget list source)"),),
            "critical",
        ),
        Rule(
            "dotnet.sdk_not_found",
            (
                "NETSDK1045",
                "compatible .NET SDK was not found",
                "You must install or update .NET",
                "No .NET SDKs were found",
            ),
            re.compile(
                r"NETSDK1045|compatible \.NET SDK was not found|must install or update \.NET|No \.NET SDKs were found"
            ),
            "the project needs a .NET that is not installed",
            (
                command("dotnet --list-sdks", "safe", "shows what is installed"),
                advice("install the one that is named, or change global.json"),
            ),
            "critical",
        ),
        Rule(
            "dotnet.compile_error",
            ("error CS", "error FS", "error BC", "error MSB"),
            re.compile(
                r"^\s{0,8}(\S[^(\n]{0,300}?)(?:\((\d+),\d+\))?\s?: error ((?:CS|FS|BC|MSB)\d{4}): (.{1,300}?)(?: \[|$)"
            ),
            "the compiler: {4} ({3}, {1}:{2})",
            (advice("correct the line that is named"),),
        ),
        Rule(
            "php.parse_error",
            ("arse error", "atal error"),
            re.compile(r"^(?:PHP )?Parse error: {1,2}(.{1,300}) in (\S{1,300}) on line (\d+)"),
            "a file is not valid PHP: {1} ({2}:{3})",
            (advice("look at that line and the one before it"),),
        ),
        Rule(
            "php.fatal_error",
            ("atal error: ",),
            re.compile(r"^(?:PHP )?Fatal error: {1,2}(.{1,300}?) in (\S{1,300}?):?(?: on line )?(\d+)"),
            "a PHP program failed: {1} ({2}:{3})",
            (advice("correct the line that is named, or install what it misses (composer install)"),),
        ),
        Rule(
            "composer.unresolvable",
            ("Your requirements could not be resolved",),
            re.compile(r"Your requirements could not be resolved"),
            "composer finds no versions that fit each other",
            (advice("the problems below it name the packages: loosen one of them"),),
            "critical",
        ),
        Rule(
            "composer.no_manifest",
            ("Composer could not find a composer.json",),
            re.compile(r"could not find a composer\.json"),
            "there is no composer.json in this folder",
            (advice("change into the project's folder"),),
        ),
        Rule(
            "ruby.gem_not_found",
            ("Could not find gem", "cannot load such file", "Could not find '"),
            re.compile(
                r"Could not find gem '([^']{1,100})|cannot load such file -- (\S{1,100})|Could not find '([^']{1,100})' \("
            ),
            "Ruby does not find {0}",
            (command("bundle install", "ask"), install("gem install {0}")),
        ),
        Rule(
            "bundler.no_gemfile",
            ("Could not locate Gemfile",),
            re.compile(r"Could not locate Gemfile"),
            "there is no Gemfile here or above",
            (advice("change into the project's folder"), command("bundle init", "safe", "makes one")),
        ),
        Rule(
            "ruby.syntax_error",
            ("syntax error",),
            re.compile(r"^(\S{1,300}\.rb):(\d+): (syntax error.{0,200})"),
            "a file is not valid Ruby: {3} ({1}:{2})",
            (advice("an end may be missing, or be too much"),),
        ),
        Rule(
            "ruby.exception",
            ("Error)", "Exception)"),
            re.compile(
                r"^(?:\S{1,60}: )?(\S{1,300}\.rb):(\d+):in .{1,200}?: (.{1,300}) \(((?:\w+::){0,6}\w*(?:Error|Exception))\)"
            ),
            "a Ruby program failed: {3} ({4}, {1}:{2})",
            (advice("look at the line that is named"),),
        ),
        Rule(
            "ruby.test_failed",
            ("Failure/Error:", "Failure:"),
            re.compile(r"^\s{2,12}Failure/Error: (.{1,300})|^\s{0,4}(?:\d+\) )?Failure:$"),
            "a test failed: {0}",
            (advice("compare what is expected with what was found, below it"),),
        ),
        Rule(
            "perl.module_not_found",
            ("Can't locate",),
            re.compile(r"Can't locate (\S{1,150})\.pm in @INC"),
            "Perl does not find the module {0}",
            (advice("install it with cpan, or as a package of the system"),),
        ),
        Rule(
            "swift.compile_error",
            (".swift:",),
            re.compile(r"^(\S{1,300}\.swift):(\d+):\d+: error: (.{1,300})"),
            "the compiler: {3} ({1}:{2})",
            (advice("correct the line that is named"),),
        ),
    ),
    (
        *(
            "MSB1",
            "error NU",
            "NETSDK",
            ".NET SDK",
            "update .NET",
            "error CS",
            "error FS",
            "error MSB",
            "error BC",
            "arse error",
            "atal error",
        ),
        *(
            "requirements could not",
            "composer.json",
            "Could not find gem",
            "cannot load such",
            "Gemfile",
            "syntax error",
            "Error)",
            "Exception)",
        ),
        *("Failure", "Can't locate", ".swift:", "Could not find '"),
    ),
)
