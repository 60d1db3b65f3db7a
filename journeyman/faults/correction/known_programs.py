"""Well-known programs, the everyday ones first: among equally near ones the earlier is meant."""

from __future__ import annotations

_words = str.split
PROGRAMS: tuple[str, ...] = tuple(
    _words(
        """
        git ls cd cat sudo docker npm python python3 pip grep vim make ssh cp mv rm mkdir echo curl node apt
        kubectl brew man less tail head find ps kill top touch chmod chown clear exit history yarn pip3 npx go
        cargo tar wget sed awk nano code systemctl apt-get terraform aws java javac gcc g++ mvn gradle ruby gem
        bundle rails rake php composer which whoami pwd date diff sort uniq wc cut tr xargs tee ln df du free
        uptime mount umount ping ifconfig ip netstat ss scp rsync sftp telnet nc nmap dig host nslookup
        traceroute zip unzip gzip gunzip bzip2 xz jq htop tmux screen watch env export source alias unalias sh
        bash zsh fish dash su passwd useradd usermod userdel groupadd id groups who w last crontab service
        journalctl dmesg lsof lsblk fdisk mkfs fsck dd blkid docker-compose helm minikube vagrant ansible
        ansible-playbook packer gcloud az heroku gh glab hub svn hg pnpm bun deno tsc eslint prettier jest mocha
        vitest webpack vite next ng vue nvm pyenv rbenv conda mamba poetry pipenv uv ruff black mypy flake8
        pylint pytest tox nox ipython jupyter virtualenv django-admin flask uvicorn gunicorn celery rustc rustup
        rustfmt clippy ghc stack cabal ocaml opam scala sbt kotlin kotlinc swift xcodebuild dart flutter dotnet
        msbuild nuget lua luarocks perl cpan julia R Rscript octave clang clang++ clang-format gdb lldb valgrind
        strace ltrace cmake ninja meson bazel autoconf automake configure ld ar nm objdump strings file stat
        tree rg fd bat exa eza fzf ag ack locate updatedb whereis basename dirname realpath readlink seq expr bc
        cal factor yes true false sleep time timeout nohup nice renice pkill killall pgrep pidof jobs bg fg
        disown ulimit umask hostname uname lscpu lsusb lspci lsmod modprobe insmod rmmod sysctl reboot shutdown
        poweroff halt systemd-analyze hostnamectl timedatectl loginctl dpkg dpkg-query apt-cache aptitude snap
        flatpak dnf yum rpm zypper pacman yay apk emerge nix nix-shell nix-env port choco scoop winget psql
        pg_dump mysql mysqldump sqlite3 mongo mongosh redis-cli redis-server nginx apache2 apachectl httpd caddy
        openssl gpg ssh-keygen ssh-add ssh-agent ssh-copy-id base64 md5sum sha1sum sha256sum shasum cksum
        hexdump xxd od iconv dos2unix ffmpeg ffprobe convert magick identify youtube-dl yt-dlp pandoc latex
        pdflatex xelatex emacs vi nvim gvim ed subl atom open xdg-open pbcopy pbpaste xclip adb fastboot
        emulator podman buildah skopeo kind k9s kubectx kubens oc eksctl istioctl argocd flux pulumi serverless
        sam cdk amplify firebase netlify vercel fly doctl linode-cli mosh autossh sshfs socat tcpdump wireshark
        tshark iptables ufw firewall-cmd nmcli iwconfig hciconfig bluetoothctl alsamixer amixer pactl xrandr
        xset startx gnome-terminal loginctl at atq batch logrotate rename split csplit join paste comm column
        fold fmt nl tac rev shuf pr expand unexpand printf read test type command hash help info apropos whatis
        let eval exec set unset declare local readonly shift getopts trap wait logout pushd popd dirs fc bind
        complete compgen shopt neofetch fastfetch cowsay figlet lolcat cmatrix fortune mkfifo mknod mktemp
        install shred truncate sync chroot chattr lsattr getfacl setfacl stty tput reset script gitk tig lazygit
        pre-commit cookiecutter twine pyinstaller pydoc 2to3 cython numba mlflow dvc wandb ollama
        huggingface-cli streamlit mkdocs sphinx-build ctags cscope patch indent shellcheck shfmt hadolint
        yamllint erl elixir mix iex rebar3 lein clojure crystal nim zig v tsx ts-node nodemon pm2 forever
        http-server serve lerna nx turbo rollup esbuild parcel gulp grunt bower ember meteor ionic cordova expo
        react-native pod fastlane carthage xcrun xcode-select launchctl defaults diskutil hdiutil softwareupdate
        sw_vers networksetup dscl say mdfind lpr lp lpstat rclone restic borg duplicity ncdu iotop iftop nethogs
        glances vmstat iostat sar mpstat
        """
    )
)
