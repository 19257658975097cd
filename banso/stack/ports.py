"""Ports on this machine: is one free, and which one is."""

import socket

from banso.stack.errors import PortTakenError

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A TCP port that nobody listened on a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def choose_port(port: int, what: str, variable: str) -> int:
    """The port itself when it is free, any free one for 0.

    Raises PortTakenError, which names the port and the variable that changes it.
    """
    if port == 0:
        return free_port()
    if is_free(port):
        return port
    raise PortTakenError(
        f"Port {port} on {LOOPBACK}, wanted for {what}, is taken by another program. "
        f"End that program, or choose another port with {variable} (0 means any free port). "
        "Nothing was started or changed.",
        f"ポート {port}({LOOPBACK}、{what} 用)は、別のプログラムが使っています。そのプログラムを終えるか、{variable} で"
        "別の番号を指定してください(0 なら空いている番号)。何も起動・変更していません。",
    )
