"""The right command first: what was typed, what it said, and what was meant."""

from __future__ import annotations

import pytest

from journeyman.faults.case import Case
from journeyman.faults.report import explain


def first_fix(command: str, output: str, exit_code: int | None = 1) -> str:
    found = explain(Case("shell", command, exit_code, output))
    return next((fix.command for fix in found.fixes if fix.command), "") if found else ""


@pytest.mark.parametrize(
    ("command", "output", "meant"),
    [
        ("gti status", "bash: gti: command not found", "git status"),
        ("gti status", "zsh: command not found: gti", "git status"),
        ("sudo atp update", "sudo: atp: command not found", "sudo apt update"),
        ("pyhton x.py", "bash: pyhton: command not found", "python x.py"),
        ("python x.py", "bash: python: command not found", "python3 x.py"),
        (
            "dokcer ps -a",
            "Command 'dokcer' not found, did you mean:\n\n  command 'docker' from deb docker.io (20.10)\n\nTry: sudo apt install <deb name>\n",
            "docker ps -a",
        ),
        ("cd..", "bash: cd..: command not found", "cd .."),
        ("git-status", "bash: git-status: command not found", "git status"),
        ("ls-la", "bash: ls-la: command not found", "ls -la"),
        ("mkdri foo", "bash: mkdri: command not found", "mkdir foo"),
        ("gerp foo x", "bash: gerp: command not found", "grep foo x"),
        ("grpe foo x", "grpe: command not found", "grep foo x"),
        ("chmdo +x a", "bash: chmdo: command not found", "chmod +x a"),
        ("claer", "bash: claer: command not found", "clear"),
        ("sl", "bash: sl: command not found", "ls"),
        (
            "git git status",
            "git: 'git' is not a git command. See 'git --help'.\n\nThe most similar command is\n\tinit\n",
            "git status",
        ),
        (
            "git comit -m 'x y'",
            "git: 'comit' is not a git command. See 'git --help'.\n\nThe most similar command is\n\tcommit\n",
            "git commit -m 'x y'",
        ),
        (
            "git stats",
            "git: 'stats' is not a git command. See 'git --help'.\n\nThe most similar commands are\n\tstatus\n\tstage\n\tstash\n",
            "git status",
        ),
        (
            "git brnch",
            "git: 'brnch' is not a git command. See 'git --help'.\n\nThe most similar command is\n\tbranch\n",
            "git branch",
        ),
        (
            "git commit -amned",
            "error: did you mean `--amned` (with two dashes)?\n",
            ("git commit --amend", "git commit --amned"),
        ),
        (
            "git commit --amned",
            "error: unknown option `amned'\nusage: git commit [-a | --interactive | --patch] [-s] [-v]\n    --[no-]amend          amend previous commit\n    --[no-]all  commit all\n",
            "git commit --amend",
        ),
        ("docker pul nginx", "docker: 'pul' is not a docker command.\nSee 'docker --help'\n", "docker pull nginx"),
        ("docker run --nmae x nginx", "unknown flag: --nmae\nSee 'docker run --help'.\n", "docker run --name x nginx"),
        ("docker compose ups", 'unknown docker command: "compose ups"', "docker compose up"),
        (
            "kubectl gt pods",
            'error: unknown command "gt" for "kubectl"\n\nDid you mean this?\n\tset\n\tget\n',
            "kubectl get pods",
        ),
        (
            "kubectl get pods --namepsace x",
            "error: unknown flag: --namepsace\nSee 'kubectl get --help' for usage.",
            "kubectl get pods --namespace x",
        ),
        (
            "helm instal x",
            'Error: unknown command "instal" for "helm"\n\nDid you mean this?\n\tinstall\n\nRun \'helm --help\' for usage.\n',
            "helm install x",
        ),
        (
            "terraform plna",
            'Terraform has no command named "plna". Did you mean "plan"?\n\nTo see all of Terraform\'s top-level commands, run:\n  terraform -help\n',
            "terraform plan",
        ),
        (
            "npm isntal x",
            'Unknown command: "isntal"\n\nDid you mean this?\n  npm install # Install a package\n\nTo see a list of supported npm commands, run:\n  npm help\n',
            "npm install x",
        ),
        (
            "npm run biuld",
            'npm error Missing script: "biuld"\nnpm error\nnpm error Did you mean this?\nnpm error   npm run build # run the "build" package script\nnpm error\nnpm error To see a list of scripts, run:\nnpm error   npm run\n',
            "npm run build",
        ),
        (
            "yarn intsall",
            'yarn run v1.22.19\nerror Command "intsall" not found.\ninfo Visit https://yarnpkg.com/en/docs/cli/run for documentation about this command.\n',
            "yarn install",
        ),
        (
            "pnpm dv",
            ' ERR_PNPM_RECURSIVE_EXEC_FIRST_FAIL  Command "dv" not found\n\nDid you mean "pnpm dev"?\n',
            "pnpm dev",
        ),
        (
            "cargo biuld",
            "error: no such command: `biuld`\n\n\tDid you mean `build`?\n\n\tView all installed commands with `cargo --list`\n",
            "cargo build",
        ),
        (
            "cargo tset",
            "error: no such command: `tset`\n\nhelp: a command with a similar name exists: `test`\n\nhelp: view all installed commands with `cargo --list`\n",
            "cargo test",
        ),
        (
            "cargo build --relase",
            "error: unexpected argument '--relase' found\n\n  tip: a similar argument exists: '--release'\n\nUsage: cargo build --release\n",
            "cargo build --release",
        ),
        ("go bild ./...", "go bild: unknown command\nRun 'go help' for usage.\n", "go build ./..."),
        ("pip isntall x", 'ERROR: unknown command "isntall" - maybe you meant "install"\n', "pip install x"),
        (
            "pip install --upgarde x",
            "\nUsage:   \n  pip install [options] <requirement specifier>\n\nno such option: --upgarde\n",
            "pip install --upgrade x",
        ),
        ("apt-get isntall vim", "E: Invalid operation isntall\n", "apt-get install vim"),
        ("sudo apt instal vim", "E: Invalid operation instal\n", "sudo apt install vim"),
        (
            "apt install vim",
            "E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n",
            "sudo apt install vim",
        ),
        (
            "dnf isntall vim",
            "No such command: isntall. Please use /usr/bin/dnf --help\nIt could be a DNF plugin command, try: \"dnf install 'dnf-command(isntall)'\"\n",
            "dnf install vim",
        ),
        ("brew isntall x", "Error: Unknown command: isntall\n", "brew install x"),
        (
            "brew install pyton",
            'Warning: No available formula with the name "pyton". Did you mean python, pytorch or pythran?\n',
            "brew install python",
        ),
        ("systemctl strat nginx", "Unknown command verb strat.\n", ("systemctl start nginx",)),
        (
            "systemctl restart ngnix",
            "Failed to restart ngnix.service: Unit ngnix.service not found.\n",
            "systemctl restart nginx",
        ),
        (
            "systemctl start nginx",
            "Failed to start nginx.service: Interactive authentication required.\nSee system logs and 'systemctl status nginx.service' for details.\n",
            "sudo systemctl start nginx",
        ),
        (
            "gem isntall rails",
            "ERROR:  While executing gem ... (Gem::CommandLineError)\n    Unknown command isntall\n",
            "gem install rails",
        ),
        ("bundle instal", 'Could not find command "instal".\nDid you mean?  install\n', "bundle install"),
        (
            "rails db:migrat",
            'Unrecognized command "db:migrat" (Rails::Command::UnrecognizedCommandError)\nDid you mean?  db:migrate\n               db:rollback\n',
            "rails db:migrate",
        ),
        (
            "rake tset",
            "rake aborted!\nDon't know how to build task 'tset' (See the list of available tasks with `rake --tasks`)\nDid you mean?  test\n",
            "rake test",
        ),
        (
            "mvn comiple",
            '[ERROR] Unknown lifecycle phase "comiple". You must specify a valid lifecycle phase or a goal in the format <plugin-prefix>:<goal> or <plugin-group-id>:<plugin-artifact-id>[:<plugin-version>]:<goal>. Available lifecycle phases are: pre-clean, clean, post-clean, validate, initialize, compile, test, package, verify, install, deploy. -> [Help 1]\n',
            "mvn compile",
        ),
        (
            "gradle biuld",
            "FAILURE: Build failed with an exception.\n\n* What went wrong:\nTask 'biuld' not found in root project 'x'. Some candidates are: 'build'.\n",
            "gradle build",
        ),
        (
            "flutter biuld apk",
            "Could not find a command named \"biuld\".\n\nDid you mean one of these?\n  build\n\nRun 'flutter -h' (or 'flutter <command> -h') for available flutter commands and options.\n",
            "flutter build apk",
        ),
        (
            "gh pul list",
            'unknown command "pul" for "gh"\n\nDid you mean this?\n\tpr\n\nUsage:  gh <command> <subcommand> [flags]\n',
            "gh pr list",
        ),
        (
            "heroku lgs",
            " \u203a   Warning: lgs is not a heroku command.\nDid you mean logs? [y/n]: \n \u203a   Error: Run heroku help for a list of available commands.\n",
            "heroku logs",
        ),
        (
            "poetry isntall",
            "\nThe requested command isntall does not exist.\n\nDid you mean this?\n    install\n",
            "poetry install",
        ),
        (
            "php artisan mgirate",
            '\n  Command "mgirate" is not defined.\n\n  Did you mean one of these?\n      migrate\n      migrate:fresh\n      migrate:install\n',
            "php artisan migrate",
        ),
        ("mix tset", '** (Mix) The task "tset" could not be found. Did you mean "test"?\n', "mix test"),
        (
            "vagrant hlat",
            "Usage: vagrant [options] <command> [<args>]\n\n    -h, --help                       Print this help.\n\nCommon commands:\n     box             manages boxes: installation, removal, etc.\n     destroy         stops and deletes all traces of the vagrant machine\n     halt            stops the vagrant machine\n     up              starts\n",
            "vagrant halt",
        ),
        (
            "aws s3 lss",
            "usage: aws [options]\n\naws: error: argument subcommand: Invalid choice, valid choices are:\n\nls                                       | website\ncp                                       | mv\n\n\nInvalid choice: 'lss', maybe you meant:\n\n  * ls\n",
            "aws s3 ls",
        ),
        (
            "az vm lst",
            "az vm: 'lst' is not in the 'az vm' command group. See 'az vm --help'.\n\nDid you mean 'list'?\n",
            "az vm list",
        ),
        (
            "gcloud comput instances list",
            "ERROR: (gcloud) Invalid choice: 'comput'.\nMaybe you meant:\n  gcloud compute\n",
            "gcloud compute instances list",
        ),
        (
            "gcc -Wal x.c",
            "gcc: error: unrecognized command-line option '-Wal'; did you mean '-Wall'?\n",
            "gcc -Wall x.c",
        ),
        ("ls --lah", "ls: unrecognized option '--lah'\nTry 'ls --help' for more information.\n", "ls -lah"),
        (
            "rm --recursve x",
            "rm: unrecognized option '--recursve'\nTry 'rm --help' for more information.\n",
            "rm --recursive x",
        ),
        (
            "curl --hed http://x",
            "curl: option --hed: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
            "curl --head http://x",
        ),
        ("find . -nmae x", "find: unknown predicate `-nmae'\n", "find . -name x"),
        (
            "python3 -version",
            "Unknown option: -e\nusage: python3 [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `python -h' for more information.\n",
            "python3 --version",
        ),
        ("mkdir a/b/c", "mkdir: cannot create directory ‘a/b/c’: No such file or directory\n", "mkdir -p a/b/c"),
        ("rm build", "rm: cannot remove 'build': Is a directory\n", "rm -r build"),
        ("rm -f build", "rm: cannot remove 'build': Is a directory\n", "rm -rf build"),
        ("cp src dst", "cp: -r not specified; omitting directory 'src'\n", "cp -r src dst"),
        (
            "cp a.txt no/such/",
            "cp: cannot create regular file 'no/such/': Not a directory\n",
            "mkdir -p no/such && cp a.txt no/such/",
        ),
        ("scp dir host:/tmp", "dir: not a regular file\n", "scp -r dir host:/tmp"),
        ("grep foo src", "grep: src: Is a directory\n", "grep -r foo src"),
        ("cat src", "cat: src: Is a directory\n", "ls src"),
        ("rmdir x", "rmdir: failed to remove 'x': Directory not empty\n", "rm -r x"),
        ("./run.sh a", "bash: ./run.sh: Permission denied\n", "chmod +x run.sh && ./run.sh a"),
        ("cd my folder", "bash: cd: too many arguments\n", 'cd "my folder"'),
        ("cd /usr/locl", "bash: cd: /usr/locl: No such file or directory\n", "cd /usr/local"),
        ("cd newdir", "bash: cd: newdir: No such file or directory\n", "mkdir -p newdir && cd newdir"),
        (
            "echo hi > logs/x.txt",
            "bash: logs/x.txt: No such file or directory\n",
            "mkdir -p logs && echo hi > logs/x.txt",
        ),
        ("echo 1 > /etc/x", "bash: /etc/x: Permission denied\n", ('sudo sh -c "echo 1 > /etc/x"',)),
        (
            "git push",
            "fatal: The current branch feat has no upstream branch.\nTo push the current branch and set the remote as upstream, use\n\n    git push --set-upstream origin feat\n\n",
            "git push --set-upstream origin feat",
        ),
        (
            "git push origin main",
            "To x\n ! [rejected]        main -> main (fetch first)\nerror: failed to push some refs to 'x'\nhint: Updates were rejected because the remote contains work that you do\n",
            "git pull origin main && git push origin main",
        ),
        (
            "git pull",
            "hint: You have divergent branches and need to specify how to reconcile them.\nfatal: Need to specify how to reconcile divergent branches.\n",
            ("git pull --rebase", "git pull --no-rebase"),
        ),
        ("git checkout nwe", "error: pathspec 'nwe' did not match any file(s) known to git\n", "git checkout -b nwe"),
        ("git remote add origin u", "error: remote origin already exists.\n", "git remote set-url origin u"),
        (
            "git commit -m fix the bug",
            "error: pathspec 'the' did not match any file(s) known to git\nerror: pathspec 'bug' did not match any file(s) known to git\n",
            'git commit -m "fix the bug"',
        ),
        (
            "git commit -m x",
            'On branch main\nChanges not staged for commit:\n\tmodified:   f\n\nno changes added to commit (use "git add" and/or "git commit -a")\n',
            ("git commit -am x",),
        ),
        ("git add", "Nothing specified, nothing added.\nhint: Maybe you wanted to say 'git add .'?\n", "git add ."),
        ("git rm dir", "fatal: not removing 'dir' recursively without -r\n", "git rm -r dir"),
        (
            "git branch -d x",
            "error: the branch 'x' is not fully merged.\nIf you are sure you want to delete it, run 'git branch -D x'\n",
            "git branch -D x",
        ),
        (
            "git checkout feat",
            "error: Your local changes to the following files would be overwritten by checkout:\n\tf\nPlease commit your changes or stash them before you switch branches.\nAborting\n",
            "git stash && git checkout feat && git stash pop",
        ),
        (
            "git status",
            "fatal: detected dubious ownership in repository at '/srv/x'\nTo add an exception for this directory, call:\n\n\tgit config --global --add safe.directory /srv/x\n",
            "git config --global --add safe.directory /srv/x && git status",
        ),
        (
            "apt install foo",
            "E: Unable to locate package foo\n",
            ("apt update && apt install foo", "sudo apt update && apt install foo"),
        ),
        (
            "sudo apt install foo",
            "E: dpkg was interrupted, you must manually run 'sudo dpkg --configure -a' to correct the problem. \n",
            ("sudo dpkg --configure -a && sudo apt install foo", "sudo dpkg --configure -a"),
        ),
        ("az vm list", "Please run 'az login' to setup account.\n", "az login && az vm list"),
        (
            "terraform plan",
            "Error: Inconsistent dependency lock file\n\nTo make the initial dependency selections that will initialize the dependency lock file, run:\n  terraform init\n",
            "terraform init && terraform plan",
        ),
        (
            "bundle exec rails s",
            "Could not find rails-7.0 in any of the sources\nRun `bundle install` to install missing gems.\n",
            "bundle install && bundle exec rails s",
        ),
        (
            "ssh h",
            "@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nOffending ECDSA key in /home/u/.ssh/known_hosts:3\nHost key verification failed.\n",
            ("ssh-keygen -R h",),
        ),
        (
            "ssh -i k.pem h",
            "@ WARNING: UNPROTECTED PRIVATE KEY FILE! @\nPermissions 0644 for 'k.pem' are too open.\nLoad key \"k.pem\": bad permissions\n",
            "chmod 600 k.pem && ssh -i k.pem h",
        ),
        ("tar xzf a.tar", "\ngzip: stdin: not in gzip format\ntar: Child returned status 1\n", "tar xf a.tar"),
        (
            "find . -name *.py",
            "find: paths must precede expression: `b.py'\nfind: possible unquoted pattern after predicate `-name'?\n",
            "find . -name '*.py'",
        ),
        ("find . -name x -exec rm {}", "find: missing argument to `-exec'\n", "find . -name x -exec rm {} \\;"),
        ("sed 's/a/b' f", "sed: -e expression #1, char 5: unterminated `s' command\n", "sed 's/a/b/' f"),
        ("grep '[a' f", "grep: Unmatched [, [^, [:, [., or [=\n", "grep -F '[a' f"),
        ("kill firefox", "bash: kill: firefox: arguments must be process or job IDs\n", "pkill firefox"),
        ("пше ыефегы", "bash: пше: command not found\n", "git status"),
        ("ls\xa0-l", "bash: ls\xa0-l: command not found\n", "ls -l"),
        ("echo 'hi\"", "bash: unexpected EOF while looking for matching `''\n", 'echo "hi"'),
        ("$ ls -l", "bash: $: command not found\n", "ls -l"),
        ("user@host:~$ ls -l", "bash: user@host:~$: command not found\n", "ls -l"),
        ("FOO = bar", "bash: FOO: command not found\n", "FOO=bar"),
        ("export FOO = bar", "bash: export: `=': not a valid identifier\n", "export FOO=bar"),
        ("x.py", "x.py: command not found\n", ("python3 x.py",)),
        ("man gti", "No manual entry for gti\n", ("man git", "gti --help")),
        ("htop", "bash: htop: command not found\n", "sudo apt-get install htop"),
        (
            "conda activte x",
            "usage: conda [-h] [-v] [--no-plugins] [-V] COMMAND ...\nconda: error: argument COMMAND: invalid choice: 'activte' (choose from 'activate', 'clean', 'create')\n",
            "conda activate x",
        ),
        ("svn stauts", "\"stauts\": unknown command.\nType 'svn help' for usage.\n", "svn status"),
        (
            "python manage.py migrat",
            "Unknown command: 'migrat'. Did you mean migrate?\nType 'manage.py help' for usage.\n",
            "python manage.py migrate",
        ),
        (
            "dotnet buidl",
            "Could not execute because the specified command or file was not found.\nPossible reasons for this include:\n  * You misspelled a built-in dotnet command.\n  * You intended to execute a .NET program, but dotnet-buidl does not exist.\n",
            "dotnet build",
        ),
        ("make tset", "make: *** No rule to make target 'tset'.  Stop.\n", ("make test",)),
        ("ng servee", "Error: Unknown argument: servee. Did you mean serve?\n", "ng serve"),
        ("ln -s a b", "ln: failed to create symbolic link 'b': File exists\n", ("ln -s b a", "ln -sf a b")),
        ("open example.com", "The file /x/example.com does not exist.\n", "open http://example.com"),
        (
            "flask rn",
            "Usage: flask [OPTIONS] COMMAND [ARGS]...\nTry 'flask --help' for help.\n\nError: No such command 'rn'.\n",
            "flask run",
        ),
        (
            "pytest --colect-only",
            "ERROR: usage: pytest [options] [file_or_dir]\npytest: error: unrecognized arguments: --colect-only\n",
            "pytest --collect-only",
        ),
    ],
)
@pytest.mark.parametrize("exit_code", [1, None])
def test_what_was_meant_comes_first(command: str, output: str, meant: str | tuple[str, ...], exit_code: int | None):
    assert first_fix(command, output, exit_code) in ((meant,) if isinstance(meant, str) else meant)


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("ls", "a.txt\nb.txt\n"),
        ("git log", "commit abc\n    fatal: did you mean x\n"),
        ("npm install", "added 3 packages\n\nrun `npm fund` for details\n"),
        (
            "git status",
            'On branch main\n  (use "git push" to publish your local commits)\nnothing to commit, working tree clean\n',
        ),
        ("pip install x", "Successfully installed x\n[notice] To update, run: pip install --upgrade pip\n"),
        ("brew install x", "==> Caveats\nTo start x now, run:\n  brew services start x\n"),
        ("npm audit", "found 0 vulnerabilities\n"),
        (
            "git checkout x",
            "Switched to branch 'x'\nYour branch is behind 'origin/x' by 3 commits, and can be fast-forwarded.\n  (use \"git pull\" to update your local branch)\n",
        ),
        ("apt update", "Hit:1 example\n8 packages can be upgraded. Run 'apt list --upgradable' to see them.\n"),
        ("ls", "fatal: The current branch main has no upstream branch.\n\n    git push --set-upstream origin main\n"),
        ("cat log", "log is not a heroku command.\nPerhaps you meant logs?\n"),
        ("git log", "    bash: gti: command not found\n"),
        ("echo hello", "hello\n"),
        ("grep -rn 'did you mean' src", "src/a.py:3:did you mean `grpe`?\n"),
    ],
)
@pytest.mark.parametrize("exit_code", [0, None])
def test_nothing_is_put_right_that_is_not_wrong(command: str, output: str, exit_code: int | None):
    assert first_fix(command, output, exit_code) == ""
