"""Attempts to reach somebody: over the internet's protocols, over sockets with a path or a name, over shared objects."""

from __future__ import annotations

from tests.sandbox.escapes.escape import family

NETWORK = family(
    "network",
    tcp="""
import _socket
s = attempt(_socket.socket, 2, 1)
if s:
    attempt(s.connect, ("127.0.0.1", P["tcp"]))
""",
    tcp_of_this_machine_by_another_address="""
import _socket
s = attempt(_socket.socket, 2, 1)
if s:
    attempt(s.connect, ("127.0.0.2", P["tcp"]))
""",
    tcp6="""
import _socket
s = attempt(_socket.socket, 10, 1)
if s:
    attempt(s.connect, ("::1", P["tcp6"]))
""",
    tcp_with_the_first_packet="""
import _socket
s = attempt(_socket.socket, 2, 1)
if s:
    attempt(s.sendto, b"out", 0x20000000, ("127.0.0.1", P["tcp"]))
""",
    tcp_multipath="""
import _socket
s = attempt(_socket.socket, 2, 1, 262)
if s:
    attempt(s.connect, ("127.0.0.1", P["tcp"]))
""",
    udp="""
import _socket
s = attempt(_socket.socket, 2, 2)
if s:
    attempt(s.sendto, b"out", ("127.0.0.1", P["udp"]))
""",
    udp6="""
import _socket
s = attempt(_socket.socket, 10, 2)
if s:
    attempt(s.sendto, b"out", ("::1", P["udp6"]))
""",
    name_query="""
import _socket
question = b"\\x12\\x34\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\6secret\\7example\\0\\0\\1\\0\\1"
s = attempt(_socket.socket, 2, 2)
if s:
    attempt(s.connect, ("127.0.0.1", P["udp"]))
    attempt(s.send, question)
""",
    by_a_shell='os.system("exec 2>&1; bash -c \'echo out > /dev/tcp/127.0.0.1/%d\'" % P["tcp"])',
    in_a_child_of_a_child="""
import _socket
if os.fork() == 0:
    if os.fork() == 0:
        s = attempt(_socket.socket, 2, 1)
        if s:
            attempt(s.connect, ("127.0.0.1", P["tcp"]))
        os._exit(0)
    os.wait()
    os._exit(0)
os.wait()
""",
    raw=(
        """
import _socket
s = attempt(_socket.socket, 2, 3, 1)
if s:
    escaped("a raw socket")
""",
        {"control": False},
    ),
    packet=(
        """
import _socket
s = attempt(_socket.socket, 17, 3, 0)
if s:
    escaped("a packet socket")
""",
        {"control": False},
    ),
    interfaces="""
import _socket
s = attempt(_socket.socket, 16, 3, 0)
if s:
    names = [name for number, name in _socket.if_nameindex()]
    if names != ["lo"]:
        escaped(names)
""",
    machine_sockets=(
        """
import _socket
s = attempt(_socket.socket, 40, 1)
if s:
    escaped("a socket to the machine that this one runs in")
""",
        {"control": False},
    ),
    listening="""
import _socket
s = attempt(_socket.socket, 2, 1)
if s:
    s.setsockopt(1, 2, 1)
    attempt(s.bind, ("127.0.0.1", P["listen"]))
    attempt(s.listen, 1)
    s.settimeout(0.3)
    try:
        s._accept()
        escaped("somebody outside connected")
    except OSError as error:
        print(error)
""",
    unix_path="""
import _socket
attempt(_socket.socket(1, 1).connect, P["unix"])
""",
    unix_path_through_a_link="""
import _socket
os.symlink(P["unix"], "s")
attempt(_socket.socket(1, 1).connect, "s")
""",
    unix_path_through_a_hard_link="""
import _socket
attempt(os.link, P["unix"], "s")
attempt(_socket.socket(1, 1).connect, "s")
""",
    unix_packets="""
import _socket
attempt(_socket.socket(1, 5).connect, P["seqpacket"])
""",
    unix_datagram="""
import _socket
s = attempt(_socket.socket, 1, 2)
if s:
    attempt(s.sendto, b"out", P["dgram"])
""",
    unix_datagram_of_a_pair="""
import _socket
pair = attempt(_socket.socketpair, 1, 2)
if pair:
    attempt(pair[0].sendto, b"out", P["dgram"])
""",
    unix_name="""
import _socket
attempt(_socket.socket(1, 1).connect, "\\0" + P["abstract"])
""",
    race_of_an_address="""
import _socket, mmap
page = mmap.mmap(-1, 4096)
good, evil = struct.pack("=H", 1) + b"mine\\0", struct.pack("=H", 1) + os.fsencode(P["unix"]) + b"\\0"
def flip():
    page[:len(evil)] = evil
    page[:len(good)] = good
flip()
server = _socket.socket(1, 1)
attempt(server.bind, "mine")
attempt(server.listen, 500)
stop = meanwhile(flip)
for turn in turns():
    s = _socket.socket(1, 1)
    s.setblocking(False)
    libc.connect(s.fileno(), ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(page))), 108)
    s.close()
stop()
""",
    container_engine="""
import _socket
s = _socket.socket(1, 1)
if attempt(s.connect, P["docker"]) is None:
    attempt(s.send, b"POST /containers/create HTTP/1.0\\r\\n\\r\\n")
""",
    key_agent="""
import _socket
attempt(_socket.socket(1, 1).connect, os.environ.get("SSH_AUTH_SOCK", P["agent"]))
""",
    desktop_bus="""
import _socket
attempt(_socket.socket(1, 1).connect, P["bus"])
""",
    inherited_descriptors=(
        """
for name in attempt(os.listdir, "/proc/self/fd") or [str(n) for n in range(3, 100)]:
    try:
        where = os.readlink("/proc/self/fd/" + name)
    except OSError:
        continue
    if int(name) > 2 and not where.startswith("/proc/"):
        escaped(where)
""",
        {"control": False},
    ),
    socket_of_another_process="""
handle = attempt(os.pidfd_open, P["victim"])
if handle is not None:
    number = attempt(call, 438, 438, handle, P["connected_fd"], 0)
    if number is not None:
        os.write(number, b"out")
        escaped("a descriptor of another process")
""",
    by_io_uring=(
        """
# IORING_OP_SOCKET, then IORING_OP_CONNECT, which no filter of system calls sees
import mmap
parameters = ctypes.create_string_buffer(120)
ring = attempt(call, 425, 425, 4, ctypes.byref(parameters))
if ring is not None:
    u = struct.unpack("=30I", parameters.raw)
    sq, cq = u[10:20], u[20:30]
    rings = mmap.mmap(ring, max(sq[6] + 16, cq[5] + 8 * 16) + 64, mmap.MAP_SHARED, offset=0)
    entries = mmap.mmap(ring, 4 * 64, mmap.MAP_SHARED, offset=0x10000000)
    def submit(entry):
        tail = struct.unpack_from("=I", rings, sq[1])[0]
        entries[(tail & 3) * 64:(tail & 3) * 64 + 64] = entry.ljust(64, b"\\0")
        struct.pack_into("=I", rings, sq[6] + 4 * (tail & 3), tail & 3)
        struct.pack_into("=I", rings, sq[1], tail + 1)
        call(426, 426, ring, 1, 1, 1, 0, 0)
        head = struct.unpack_from("=I", rings, cq[0])[0]
        answer = struct.unpack_from("=QiI", rings, cq[5] + 16 * (head & 7))[1]
        struct.pack_into("=I", rings, cq[0], head + 1)
        return answer
    number = submit(struct.pack("=BBHiQQII", 45, 0, 0, 2, 1, 0, 0, 0))
    print("socket", number)
    address = ctypes.create_string_buffer(struct.pack("=H", 2) + struct.pack(">H", P["tcp"]) + bytes([127, 0, 0, 1]) + bytes(8))
    if number >= 0:
        print("connect", submit(struct.pack("=BBHiQQII", 16, 0, 0, number, 16, ctypes.addressof(address), 0, 0)))
""",
        {},
    ),
)

SHARED = family(
    "shared",
    system_v_memory="""
number = attempt(call, 29, 194, P["ipc_key"], 64, 0)
if number is not None:
    libc.shmat.restype = ctypes.c_void_p
    where = libc.shmat(number, None, 0)
    if where not in (None, ctypes.c_void_p(-1).value):
        show(ctypes.string_at(where, 64))
        ctypes.memmove(where + 32, b"evil", 4)
""",
    system_v_queue="""
number = attempt(call, 68, 186, P["ipc_key"], 0)
if number is not None:
    message = ctypes.create_string_buffer(struct.pack("=q", 1) + b"out")
    attempt(call, 69, 189, number, ctypes.byref(message), 3, 0o4000)
""",
    system_v_semaphore="""
number = attempt(call, 64, 190, P["ipc_key"], 1, 0)
if number is not None and attempt(call, 66, 191, number, 0, 16, 7) is not None:
    escaped("a semaphore was changed")
""",
    message_queue="""
number = attempt(call, 240, 180, os.fsencode(P["unique"]), os.O_WRONLY, 0, 0)
if number is not None:
    attempt(call, 242, 182, number, b"out", 3, 0, 0)
""",
    key_of_the_session="""
number = attempt(call, 249, 218, b"user", os.fsencode(P["unique"]), 0, 0)
if number is not None:
    text = ctypes.create_string_buffer(100)
    if attempt(call, 250, 219, 11, number, ctypes.byref(text), 100) is not None:
        show(text.value)
""",
    key_planted=(
        """
if attempt(call, 248, 217, b"user", os.fsencode(P["unique"] + "-planted"), b"evil", 4, -3) is not None:
    pass
""",
        {"control": False},
    ),
)
