"""A child never outlives its parent, even when the parent is killed with -9."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
WATCH_EVERY_SECONDS = 0.5
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with(parent: int, sign: int = signal.SIGKILL) -> None:
    """Have the kernel send `sign` to this process when its parent ends; end now if it has ended already."""
    if LIBC is None:
        watch(parent)
        return
    LIBC.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def watch(parent: int) -> None:
    """End this process soon after its parent, also where a thread forked it or prctl is missing."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(WATCH_EVERY_SECONDS)
        os._exit(1)

    threading.Thread(target=look, name="lifeline", daemon=True).start()


def spawn(
    command: Sequence[str],
    *,
    output: IO[bytes] | int | None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
    sign: int = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own that gets `sign` when this process ends.

    Call it from the main thread: the kernel watches the thread that started the child.
    """
    parent = os.getpid()
    return subprocess.Popen(  # noqa: S603 -- a fixed list of words, no shell
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=None if env is None else dict(env),
        cwd=cwd,
        user=user,
        group=None if user is None else group_of(user),
        extra_groups=None if user is None else [],
        start_new_session=True,
        preexec_fn=lambda: die_with(parent, sign),
    )


def group_of(user: str) -> int:
    """The person's first group: `nobody` is in `nogroup` here and in `nobody` there."""
    return pwd.getpwnam(user).pw_gid


def stop(child: subprocess.Popen[bytes], *, sign: int = signal.SIGTERM, seconds: float = 3.0) -> None:
    """Ask a child to end; kill its whole session when it has not after `seconds`."""
    if child.poll() is None:
        child.send_signal(sign)
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            kill_session(child.pid)
            child.wait()


def kill_session(pid: int) -> None:
    """Kill a child and whatever it started."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
