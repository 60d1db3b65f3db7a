"""Code in other languages: what can only compute and print is read, all else is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.gate.analysis.foreign import reads_only
from journeyman.values import Prediction
from tests.gate.analysis.shelltext.tables import rows

Shell = Callable[[str], Prediction]

TABLE = r"""
read          node -e 'console.log(1 + 1)'
read          node -p process.version
read          node -p 'require("./package.json").version'
read          node -e 'const x = [1, 2].map(a => a * 2); console.log(x.join(","))'
read          node -p '[3, 1].sort((a, b) => a - b)'
read          node -p "require('os').cpus().length"
contained     node -e 'require("fs").rmSync("x")'
contained     node -e 'require("child_process").exec("rm x")'
floor         node -p 'require("./secrets.json")'
contained     node -p process.env
contained     node -e '[].map["constructor"]("x")()'
contained     node -e '[].constructor.constructor("x")()'
contained     node -e 'let k = "con" + "structor"; [][k]'
read          node -e 'console.log(`${1}`)'
contained     node -e 'import("fs")'
contained     node -e 'fetch("https://example.com")'
contained     node -e 'const {exec} = process.mainModule.require("x")'
contained     node -r ./x.js -e 'console.log(1)'
contained     node -e 'process["exi" + "t"]()'
contained     node -e 'console.log("\u0061")'
read          perl -e 'print 1 + 1'
read          perl -ne 'print if /foo/ && !/bar/' a
read          perl -pe 's/a/b/g; tr/x/y/' a
read          perl -lane 'print $F[1]' a
read          perl -ne 'print "$.: $_" if $. == 3' a
contained     perl -e 'system("rm x")'
contained     perl -e '`rm x`'
contained     perl -e 'print qx(rm x)'
contained     perl -e 'unlink "x"'
contained     perl -e 'open(F, ">x")'
contained     perl -pi -e 's/a/b/' a
contained     perl -pe 's/a/system("x")/e' a
contained     perl -ne 'print if /(?{ system("x") })/' a
contained     perl -e 'print "@{[ system(1) ]}"'
contained     perl -e 'print 1 /system("x")/'
contained     perl -e 'print $ENV{TOKEN}'
contained     perl -e '@ARGV = ("rm x|"); print <>'
contained     perl -e '$x = "system"; $x->("rm x")'
contained     perl -Mx -e 'print 1'
contained     perl -ne print 'rm x|'
floor         perl -ne print .env
read          ruby -e 'puts 1 + 1'
read          ruby -e 'puts [3, 1].sort.join(",")'
contained     ruby -e 'system "rm x"'
contained     ruby -e '%x(rm a)'
contained     ruby -e '`rm x`'
contained     ruby -e 'puts "#{File.read(1)}"'
contained     ruby -e 'File.delete("x")'
read          php -r 'echo 1;'
contained     Rscript -e 'print(1)'
contained     node x.js
contained     perl x.pl
floor         cat x.js | node
"""


@pytest.mark.parametrize(("level", "text"), rows(TABLE))
def test_code_given_as_text_is_judged(shell: Shell, level: str, text: str) -> None:
    prediction = shell(text)
    assert prediction.level == level, prediction.effects


def test_a_long_program_and_an_unknown_language_are_not_read() -> None:
    assert reads_only("print 1;", "perl")
    assert not reads_only("print 1;" * 1_000, "perl")
    assert not reads_only("1", "cobol")
