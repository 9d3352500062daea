"""What the person at the terminal is asked: a password, never given as a word of the command, which
the list of processes and the shell's history would keep."""

import getpass
import sys


def password() -> str:
    """Asked twice on a terminal; otherwise the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password (at least 12 characters): ")
    if getpass.getpass("Once more: ") != first:
        sys.exit("administrator: the two passwords differ; nothing was made")
    return first
