"""Which package a well-known program comes in."""

from __future__ import annotations

_words = str.split
_SYSTEM = {
    "ifconfig": "net-tools",
    "netstat": "net-tools",
    "dig": "dnsutils",
    "nslookup": "dnsutils",
    "host": "dnsutils",
    "ping": "iputils-ping",
    "ps": "procps",
    "top": "procps",
    "free": "procps",
    "watch": "procps",
    "pkill": "procps",
    "ip": "iproute2",
    "ss": "iproute2",
    "killall": "psmisc",
    "fuser": "psmisc",
    "pstree": "psmisc",
    "ssh": "openssh-client",
    "scp": "openssh-client",
    "sftp": "openssh-client",
    "ssh-keygen": "openssh-client",
    "nc": "netcat-openbsd",
    "gcc": "build-essential",
    "g++": "build-essential",
    "make": "build-essential",
    "cc": "build-essential",
    "java": "default-jre",
    "javac": "default-jdk",
    "mvn": "maven",
    "node": "nodejs",
    "pip": "python3-pip",
    "pip3": "python3-pip",
    "rg": "ripgrep",
    "fd": "fd-find",
    "ag": "silversearcher-ag",
    "ack": "ack",
    "7z": "p7zip-full",
    "convert": "imagemagick",
    "identify": "imagemagick",
    "magick": "imagemagick",
    "psql": "postgresql-client",
    "pg_dump": "postgresql-client",
    "mysql": "default-mysql-client",
    "mysqldump": "default-mysql-client",
    "redis-cli": "redis-tools",
    "redis-server": "redis-server",
    "sqlite3": "sqlite3",
    "pdflatex": "texlive-latex-base",
    "latex": "texlive-latex-base",
    "xelatex": "texlive-xetex",
    "adb": "adb",
    "fastboot": "fastboot",
    "add-apt-repository": "software-properties-common",
    "lsb_release": "lsb-release",
    "xclip": "xclip",
    "xxd": "xxd",
    "vim": "vim",
    "crontab": "cron",
    "rename": "rename",
    "go": "golang-go",
    "rustc": "rustc",
    "cargo": "cargo",
    "docker": "docker.io",
    "gs": "ghostscript",
    "dot": "graphviz",
    "ffprobe": "ffmpeg",
    "svn": "subversion",
    "hg": "mercurial",
    "locate": "plocate",
    "updatedb": "plocate",
    "traceroute": "traceroute",
    "whois": "whois",
    "sudo": "sudo",
    "file": "file",
    "less": "less",
    "man": "man-db",
    "lsof": "lsof",
    "clang": "clang",
    "clang-format": "clang-format",
    "gdb": "gdb",
    "ifup": "ifupdown",
    "mkpasswd": "whois",
    "envsubst": "gettext-base",
    "xmllint": "libxml2-utils",
    "R": "r-base",
    "Rscript": "r-base",
    "iostat": "sysstat",
    "sar": "sysstat",
    "httpd": "apache2",
    "apachectl": "apache2",
}
_PLAIN = frozenset(
    _words(
        """
        apache2 aria2 bat bc cmake cowsay curl dos2unix emacs entr ffmpeg figlet fish fortune ftp fzf git
        graphviz htop inotify-tools jq ltrace lua5.4 mongodb nano ncdu neofetch nginx ninja-build nmap pandoc
        parallel perl php postgresql pv rsync ruby screen shellcheck socat strace tcpdump telnet tig tmux tree
        unzip valgrind wget zip zsh
        """
    )
)
_PYTHON = frozenset(
    _words(
        """
        alembic ansible awscli bandit black celery cookiecutter coverage django-admin dvc flake8 flask gunicorn
        httpie ipython isort jupyter jupyter-lab mkdocs mlflow mypy nox pipenv poetry pre-commit pyinstaller
        pylint pytest ruff scrapy streamlit tox twine uv uvicorn virtualenv yamllint yt-dlp
        """
    )
)
_NODE = frozenset(
    _words(
        """
        bower create-react-app esbuild eslint expo firebase grunt gulp http-server jest lerna mocha netlify next
        ng nodemon nx pm2 pnpm prettier rollup serve serverless ts-node tsc tsx turbo vercel vite vitest vue
        webpack yarn
        """
    )
)
_NODE_PACKAGES = {
    "tsc": "typescript",
    "ng": "@angular/cli",
    "vue": "@vue/cli",
    "firebase": "firebase-tools",
    "netlify": "netlify-cli",
    "gulp": "gulp-cli",
    "grunt": "grunt-cli",
}


def install_command(program: str) -> str:
    """Return a command that installs ``program``; "" when it is not known what brings it."""
    if program in _SYSTEM:
        return f"sudo apt-get install {_SYSTEM[program]}"
    if program in _PLAIN:
        return f"sudo apt-get install {program}"
    if program in _PYTHON:
        return f"pip install {program}"
    if program in _NODE:
        return f"npm install -g {_NODE_PACKAGES.get(program, program)}"
    return ""
