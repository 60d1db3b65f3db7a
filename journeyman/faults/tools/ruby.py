"""Failures of Ruby, gems and bundler."""

from __future__ import annotations

import re

from journeyman.faults.rule import Rule, Table
from journeyman.values.fault import advice, command, install

RUBY = Table(
    "ruby",
    (
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
    ),
    (
        "Could not find",
        "cannot load such",
        "Gemfile",
        "syntax error",
        "Error)",
        "Exception)",
        "Failure",
    ),
)
