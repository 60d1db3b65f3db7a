"""JavaScript given to Node as text: what only computes, reads and prints runs; the rest is asked."""

from __future__ import annotations

import shlex
from collections.abc import Callable

import pytest

from journeyman.gate.analysis.javascript import javascript_only_reads
from journeyman.values import Prediction

Shell = Callable[[str], Prediction]

READING = """
    console.log(require('./package.json').version)
    const fs = require('fs'); console.log(fs.readFileSync('a.txt', 'utf8').length)
    JSON.parse(require('node:fs').readFileSync('a.json')).name
    const {readFileSync, existsSync} = require('fs'); if (existsSync('a')) console.log(readFileSync('a', {encoding: 'utf8'}))
    import os from 'os'; console.log(os.cpus().length)
    import { basename } from 'node:path'; console.log(basename('/a/b'))
    function walk(d) { for (const e of fs.readdirSync(d, {withFileTypes: true})) walk(e.name) } const fs = require('fs')
    const p = require('./lock.json'); console.log(p.packages['node_modules/x'].version, p.list[0])
    console.log(`v${process.version} and ${[1, 2].length}`)
    Object.entries(require('./package.json').scripts).map(([k, v]) => k + v).filter(Boolean)
    try { console.log(1) } catch (e) { console.log(e.message) }
    new Date().toISOString()
"""
ACTING = """
    require('fs').writeFileSync('a', 'b')
    const fs = require('fs'); fs.unlinkSync('a')
    const fs = require('fs'); const w = fs['writeFileSync']; w('a', 'b')
    const {writeFileSync} = require('fs'); writeFileSync('a', 'b')
    const {promises: {unlink}} = require('fs'); unlink('a')
    const {readFileSync: r, unlinkSync} = require('fs'); unlinkSync('a')
    const fs = require('fs'); const o = {fs}; o.fs.unlinkSync('a')
    const o = {f: require('fs')}; o.f.unlinkSync('a')
    [require('fs')].forEach(x => x.unlinkSync('a'))
    (f => f.unlinkSync('a'))(require('fs'))
    require('fs')['unlinkSync']('a')
    require('fs').readFileSync('a', {flag: 'w'})
    require('fs').readFileSync('a', {'flag': 'w'})
    const o = JSON.parse('{}'); require('fs').readFileSync('a', o)
    require('fs').readFileSync(...['a', {flag: 'w'}])
    const r = require('fs').readFileSync; r('a', {flag: 'w'})
    require('fs').readFileSync.call(0, 'a', {flag: 'w'})
    import * as fs from 'fs'; fs.unlinkSync('a')
    import {unlinkSync} from 'fs'; unlinkSync('a')
    import('fs').then(f => f.unlinkSync('a'))
    require('child_process').execSync('ls')
    require('./run.js')
    process.kill(1)
    const p = process; p.kill(1)
    const {kill} = process; kill(1)
    process.mainModule.require('child_process')
    console.log(`${process.kill(1)}`)
    console.log("`"); process.kill(1); console.log("`")
    fetch('http://example.com')
    [].map.constructor('x')()
    const k = 'con' + 'structor'; [][k][k]('x')()
    let x, y; ({['con' + 'structor']: x} = []); ({['con' + 'structor']: y} = x); y('x')()
    console.log(1) <!-- /*
    eval('1')
    new Function('1')
    console.log(process.env)
"""


@pytest.mark.parametrize("code", [line.strip() for line in READING.strip().splitlines()])
def test_code_that_computes_reads_and_prints(code: str) -> None:
    assert javascript_only_reads(code)


@pytest.mark.parametrize("code", [line.strip() for line in ACTING.strip().splitlines()])
def test_code_that_may_do_more(code: str) -> None:
    assert not javascript_only_reads(code)


@pytest.mark.parametrize(
    ("level", "code"),
    [
        ("read", "console.log(require('fs').readFileSync('a.txt', 'utf8'))"),
        ("floor", "console.log(require('fs').readFileSync('.env', 'utf8'))"),
        ("floor", "console.log(require('fs').readFileSync('/etc/shadow', 'utf8'))"),
        ("floor", "console.log(require('fs').readFileSync('.e' + 'nv'), '.env')"),
        ("contained", "require('fs').rmSync('a')"),
    ],
)
def test_what_the_code_reads_counts(shell: Shell, level: str, code: str) -> None:
    assert shell(f"node -e {shlex.quote(code)}").level == level
    assert shell(f"node <<'EOF'\n{code}\nEOF").level == level


def test_a_script_that_is_only_parsed_is_not_run(shell: Shell) -> None:
    assert shell("bash -n deploy.sh").level == "read"
    assert shell("bash deploy.sh").level != "read"
    assert shell("bash -n -i deploy.sh").level != "read"
