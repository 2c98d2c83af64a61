"""A guard for the offline tests: any connection that leaves the machine ends the program.

Python imports it at start where this folder is in PYTHONPATH.
"""

import os
import socket
import sys

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0", "::ffff:127.")
_connect, _connect_ex, _getaddrinfo = (
    socket.socket.connect,
    socket.socket.connect_ex,
    socket.getaddrinfo,
)


def _check(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if not name.startswith(LOOPBACK):
        sys.stderr.write(f"LEAVES THE MACHINE: {name}\n")
        sys.stderr.flush()
        os._exit(99)


def _guarded_connect(self: socket.socket, address: object) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        _check(address[0])  # type: ignore[index]
    return _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: object) -> int:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        _check(address[0])  # type: ignore[index]
    return _connect_ex(self, address)


def _guarded_getaddrinfo(host: object, *arguments: object, **options: object) -> object:
    _check(host)
    return _getaddrinfo(host, *arguments, **options)


socket.socket.connect = _guarded_connect  # type: ignore[method-assign, assignment]
socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign, assignment]
socket.getaddrinfo = _guarded_getaddrinfo  # type: ignore[assignment]
