"""Work for workers in tests: each function is a way to live or to die."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from bookmaker.diagnostics import Span
from bookmaker.errors import InputError
from bookmaker.progress import Observer, Progress


def double(number: int, observe: Observer) -> int:
    observe(Progress(4, "double", number))
    return 2 * number


def slow_first(number: int, _: Observer) -> int:
    time.sleep(0.3 if number == 0 else 0)
    return number


def fail(number: int, _: Observer) -> int:
    if number:
        raise InputError.because("BM-INPUT-002", Span("a.txt", number), path=f"{number}")
    time.sleep(0.2)
    raise InputError.because("BM-INPUT-002", Span("a.txt", 9), path="0")


def our_fault(_: Observer) -> None:
    raise ZeroDivisionError("by us")


def unpicklable(_: Observer) -> Callable[[], None]:
    return lambda: None


def spin(_: Observer) -> None:
    while True:
        pass


def spin_in_c(_: Observer) -> int:
    return sum(range(10**15))  # no other thread of the process has a turn meanwhile


def toil(seconds: float, _: Observer) -> int:
    begun = time.process_time()
    while time.process_time() - begun < seconds:
        pass
    return 1


def sleep(_: Observer) -> None:
    time.sleep(600)


def hoard(_: Observer) -> int:
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def hoard_in_c(_: Observer) -> None:
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    for _number in range(1000):
        if not libc.malloc(10_000_000):
            os.write(2, b"failed to allocate 10000000 bytes\n")
            os.abort()


def fall(_: Observer) -> None:
    def deeper() -> None:
        deeper()

    deeper()


def segfault(_: Observer) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def be_killed(_: Observer) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave(_: Observer) -> None:
    os._exit(3)


def prattle(_: Observer) -> str:
    print("x" * 100_000)  # noqa: T201  what a library may do
    sys.stderr.write("y" * 100_000)
    os.write(1, b"z" * 100_000)
    return sys.stdin.read()


def connect(_: Observer) -> None:
    socket.create_connection(("127.0.0.1", 9))


def look_up(_: Observer) -> None:
    socket.getaddrinfo("example.invalid", 80)


def run_program(_: Observer) -> None:
    subprocess.run(["/bin/true"], check=True)


def environment(_: Observer) -> dict[str, str]:
    return dict(os.environ)


def process_id(_: Observer) -> int:
    return os.getpid()


def hash_of_a_word(_: Observer) -> int:
    return hash("word")
