"""Long options of well-known programs, the everyday ones first."""

from __future__ import annotations

from journeyman.faults.correction.known_words import ALIKE

OPTIONS: dict[str, str] = {
    "git": (
        "--oneline --graph --all --stat --patch --amend --force --force-with-lease --rebase --tags "
        "--set-upstream --hard "
        "--soft --staged --cached --author --since --until --pretty --decorate --follow --name-only --no-edit "
        "--no-verify "
        "--continue --abort --skip --quiet --verbose --dry-run --delete --message --branch --depth --recurse-submodules"
    ),
    "ls": (
        "--all --almost-all --human-readable --recursive --reverse --sort --time --size --color --directory "
        "--full-time --group-directories-first --inode --classify --help --version"
    ),
    "grep": (
        "--recursive --ignore-case --line-number --invert-match --count --files-with-matches --word-regexp "
        "--fixed-strings --extended-regexp --perl-regexp --only-matching --quiet --include --exclude --exclude-dir "
        "--color --after-context --before-context --context --max-count --no-filename --with-filename --text "
        "--help --version"
    ),
    "rm": "--recursive --force --interactive --verbose --dir --one-file-system --help --version",
    "cp": (
        "--recursive --force --interactive --verbose --update --archive --no-clobber --parents --preserve "
        "--target-directory --backup --link --symbolic-link --help --version"
    ),
    "mkdir": "--parents --mode --verbose --help --version",
    "sort": (
        "--reverse --numeric-sort --unique --key --field-separator --human-numeric-sort --ignore-case "
        "--random-sort --output --stable --check --help --version"
    ),
    "tail": "--follow --lines --bytes --quiet --retry --help --version",
    "head": "--lines --bytes --quiet --help --version",
    "wc": "--lines --words --chars --bytes --max-line-length --help --version",
    "du": "--human-readable --summarize --max-depth --all --total --exclude --apparent-size --help --version",
    "df": "--human-readable --total --type --local --inodes --print-type --help --version",
    "diff": "--unified --recursive --brief --side-by-side --ignore-all-space --color --new-file --help --version",
    "chmod": "--recursive --verbose --reference --changes --silent --help --version",
    "chown": "--recursive --verbose --reference --from --help --version",
    "tar": (
        "--create --extract --list --file --gzip --bzip2 --xz --verbose --directory --exclude --strip-components "
        "--append --update --no-same-owner --wildcards --help --version"
    ),
    "curl": (
        "--head --header --data --request --output --silent --location --insecure --user --verbose --fail "
        "--include --form --data-binary --data-urlencode --compressed --cookie --cookie-jar --max-time --retry "
        "--show-error --upload-file --url --user-agent --proxy --remote-name --connect-timeout --cacert --cert "
        "--json --help --version"
    ),
    "wget": (
        "--output-document --quiet --recursive --no-parent --continue --no-check-certificate --header --mirror "
        "--directory-prefix --no-clobber --timeout --tries --user-agent --input-file --level --spider --limit-rate "
        "--help"
    ),
    "find": (
        "-name -iname -type -size -mtime -exec -delete -print -print0 -maxdepth -mindepth -path -not -newer -perm "
        "-empty -user -group -regex -prune -mmin -atime -ctime -execdir -ls -quit -xdev -or -and"
    ),
    "rsync": (
        "--archive --verbose --compress --delete --exclude --include --progress --dry-run --recursive --partial "
        "--human-readable --update --checksum --rsh --stats --size-only --ignore-existing --help --version"
    ),
    "ps": "--forest --sort --pid --user --format --no-headers --ppid --help",
    "sed": (
        "--in-place --expression --quiet --regexp-extended --file --silent --null-data --separate --help --version"
    ),
    "pip": (
        "--upgrade --user --requirement --no-cache-dir --index-url --extra-index-url --pre --no-deps --target "
        "--editable --force-reinstall --ignore-installed --quiet --verbose --yes --outdated --format --timeout "
        "--trusted-host --no-index --find-links --only-binary --no-binary --constraint --help --version "
        "--break-system-packages"
    ),
    "npm": (
        "--save --save-dev --global --production --force --legacy-peer-deps --silent --prefix --registry --no-save "
        "--save-exact --save-optional --depth --omit --ignore-scripts --workspace --help --version"
    ),
    "docker": (
        "--name --rm --detach --interactive --tty --publish --volume --env --network --tag --file --no-cache "
        "--build-arg --entrypoint --env-file --workdir --user --memory --cpus --gpus --platform --privileged "
        "--restart --follow --all --force --filter --format --quiet --tail --since --link --mount --hostname "
        "--help --version"
    ),
    "kubectl": (
        "--namespace --all-namespaces --output --selector --filename --watch --follow --previous --container "
        "--context --kubeconfig --dry-run --force --grace-period --replicas --image --tail --since --show-labels "
        "--help"
    ),
    "gcc": (
        "-Wall -Wextra -Werror -Wpedantic -std=c11 -std=c99 -std=c17 -O2 -O3 -g -pthread -fPIC -shared -static -lm "
        "-Wshadow -Wconversion -march=native -fsanitize=address -Wno-unused -pedantic --version --help"
    ),
    "pytest": (
        "--verbose --quiet --exitfirst --maxfail --last-failed --failed-first --capture=no --tb=short --durations "
        "--cov --collect-only --markers --fixtures --pdb --ignore --deselect --junitxml --help --version"
    ),
    "cargo": (
        "--release --verbose --quiet --all --workspace --features --all-features --no-default-features --target "
        "--bin --example --package --manifest-path --offline --locked --all-targets --tests --help --version"
    ),
    "java": "-version -jar -cp -classpath --class-path --version --help -server",
    "javac": "-version -d -cp -classpath -source -target --release -Xlint --version --help",
    "python3": "--version --help",
    "python": "--version --help",
    "node": "--version --help --inspect --eval --print --require --watch --check --env-file --test",
    "journalctl": (
        "--unit --follow --since --until --no-pager --lines --boot --reverse --priority --output --list-boots "
        "--disk-usage --vacuum-size --vacuum-time --user --dmesg --help --version"
    ),
    "systemctl": "--user --now --all --type --state --failed --no-pager --force --quiet --full --help --version",
    "ssh-keygen": "-t -b -C -f -N -R -F -l -y -p",
    "jq": (
        "--raw-output --compact-output --slurp --null-input --exit-status --arg --argjson --sort-keys --tab "
        "--indent --color-output --monochrome-output --join-output --from-file --help --version"
    ),
    "make": (
        "--jobs --keep-going --directory --file --dry-run --silent --always-make --touch --question --debug --help "
        "--version --just-print --ignore-errors --print-directory"
    ),
    "less": "--ignore-case --LINE-NUMBERS --chop-long-lines --RAW-CONTROL-CHARS --help --version",
    "apt": (
        "--yes --fix-broken --no-install-recommends --reinstall --purge --dry-run --upgradable --installed "
        "--fix-missing --download-only --simulate --quiet --help --version"
    ),
}


def options(program: str) -> tuple[str, ...]:
    """Return the long options of ``program`` that are used most."""
    return tuple(OPTIONS.get(program, OPTIONS.get(ALIKE.get(program, program), "")).split())
