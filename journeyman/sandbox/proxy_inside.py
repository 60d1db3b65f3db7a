"""What runs first in a network namespace whose only way out is the filtering proxy.

Run as ``python -I -S proxy_inside.py FD PORT -- ARGV``. It opens the proxy's listening socket inside the namespace,
hands it out over the socket FD, and becomes ARGV. A socket belongs to the namespace that it was made in, so the proxy
outside accepts on it what is inside; nothing has to copy bytes in here, and nothing of ours stays beside the command.
"""

from __future__ import annotations

import os
import signal
import socket
import sys


def main(descriptor: int, port: int, argv: list[str]) -> int:
    """Hand the socket out and become ``argv``; returns an exit code when that fails."""
    with socket.socket(fileno=descriptor) as control, socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
        socket.send_fds(control, [b"l"], [listener.fileno()])
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)  # Python ignores them, and the command would inherit that
    try:
        os.execvp(argv[0], argv)  # noqa: S606 - it becomes the command that it was started for
    except OSError as error:
        print(f"{argv[0]}: {error.strerror}", file=sys.stderr)  # noqa: T201 - the command's own standard error
        return 127


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[4:]))
