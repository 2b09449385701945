"""Starts the parts, shows their output with a prefix, and ends all of them when one ends."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from pm.management.stack import lifeline

TAIL_LINES = 12
LOG_BYTES = 5_000_000
STOP_SECONDS = 3.0
TICK_SECONDS = 0.1


@dataclass
class Part:
    """One child: its process, its log and its last lines."""

    name: str
    process: subprocess.Popen[bytes]
    log: IO[bytes] | None = None
    rest: bytes = b""
    tail: deque[str] = field(default_factory=lambda: deque(maxlen=TAIL_LINES))


@dataclass
class Supervisor:
    """Keeps the parts together. `run` returns the exit code."""

    logs: Path
    quiet: bool = False
    parts: list[Part] = field(default_factory=list)
    ended: Part | None = None
    asked_to_stop: int = 0
    selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def listen(self) -> None:
        """Turn SIGINT, SIGTERM and SIGHUP into an orderly end."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop += 1

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start one part; its output goes to the terminal and to its log."""
        log = open_log(self.logs / f"{name}.log")
        process = lifeline.spawn(command, output=subprocess.PIPE, env=env)
        part = Part(name, process, log)
        assert process.stdout is not None  # noqa: S101 -- PIPE was asked for
        os.set_blocking(process.stdout.fileno(), False)
        self.selector.register(process.stdout, selectors.EVENT_READ, part)
        self.parts.append(part)

    def adopt(self, name: str, process: subprocess.Popen[bytes]) -> None:
        """Watch a server that was started before; whoever started it ends it."""
        self.parts.append(Part(name, process))

    def run(self, *, is_ready: Callable[[], bool], on_ready: Callable[[], None], patience: float) -> int:
        """Watch until a part ends or somebody asks to stop; then end all. 0 when we were asked."""
        deadline = time.monotonic() + patience
        ready = False
        while not self.asked_to_stop:
            self.pump(TICK_SECONDS)
            ended = next((part for part in self.parts if part.process.poll() is not None), None)
            if ended is not None:
                self.pump(0.2)
                self.ended = ended
                return 1
            if not ready and is_ready():
                ready = True
                on_ready()
            elif not ready and time.monotonic() > deadline:
                self.say(f"milepost: not ready after {patience:.0f} seconds. The logs are in {self.logs}.")
                return 1
        return 0

    def report_end(self, part: Part) -> None:
        """Say which part ended and what it said last."""
        code = part.process.returncode
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        self.say(f"milepost: {part.name} {how}; everything else was stopped. Its last lines:")
        for line in part.tail:
            self.say(f"  {line}")
        self.say(f"milepost: the whole log is {self.logs / (part.name + '.log')}.")

    def pump(self, seconds: float) -> None:
        """Pass on what the parts have written."""
        for key, _mask in self.selector.select(seconds):
            part: Part = key.data
            try:
                chunk = os.read(key.fd, 65536)
            except BlockingIOError:
                continue
            if not chunk:
                self.selector.unregister(key.fileobj)
            *lines, part.rest = (part.rest + chunk).split(b"\n")
            for line in lines:
                self.pass_on(part, line)

    def pass_on(self, part: Part, line: bytes) -> None:
        text = line.decode(errors="replace").rstrip()
        part.tail.append(text)
        if part.log is not None:
            part.log.write(line + b"\n")
            part.log.flush()
        if not self.quiet:
            self.say(f"{part.name:<8}| {text}")

    def say(self, line: str) -> None:
        """A line for the person; a closed terminal is no reason to fall over."""
        try:
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        except (BrokenPipeError, OSError):
            self.quiet = True

    def stop(self) -> None:
        """Ask our own parts to end, all at once; kill what is left after three seconds."""
        own = [part for part in self.parts if part.log is not None]
        asked = self.asked_to_stop
        for part in own:
            if part.process.poll() is None:
                part.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        while any(part.process.poll() is None for part in own):
            self.pump(TICK_SECONDS)
            if time.monotonic() > deadline or self.asked_to_stop > asked:
                break
        for part in own:
            lifeline.kill_session(part.process.pid)
            part.process.wait()
            if part.log is not None:
                part.log.close()
        if self.ended is not None:
            self.report_end(self.ended)


def open_log(path: Path) -> IO[bytes]:
    """The log to append to; a long one is set aside first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")
