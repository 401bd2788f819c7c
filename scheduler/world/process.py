"""The process that a program's runs happen in: each begins from the same.

Files, working directory, environment, umask, locale and limits belong to the
process and not to an object.  The first time that a program uses one of them, its
runs get a folder of their own, empty at the beginning of each; what a run
changed is put back before the next.  Nothing outside of that folder may be
changed: a program that would is refused before it does.
"""

from __future__ import annotations

import _csv
import _tracemalloc
import gc
import io
import locale
import os
import random
import shutil
import sys
import tempfile
import warnings
import weakref
from contextlib import nullcontext, suppress
from typing import Any, Final

from scheduler.bytecode.callables import to_write

__all__ = ["FOLDERS", "OF_THE_PROCESS", "Process", "State", "outside"]

#: Modules through which a program comes to what belongs to the process.
OF_THE_PROCESS: Final = frozenset(
    """_io codecs configparser csv fcntl fileinput filecmp gc glob gzip io linecache locale lzma
    bz2 mmap nt os pathlib posix resource shelve shutil tarfile tempfile warnings
    zipfile""".split()
)
#: Functions of the system that change what is open, whether to be written or not.
_BY_DESCRIPTOR: Final = frozenset(("fchmod", "fchown", "ftruncate"))
#: Functions of the system that change what a path names; some take what is open.
_BY_PATH: Final = frozenset(
    """chflags chmod chown chroot lchflags lchmod lchown link mkdir mkfifo mknod remove rename
    replace removexattr rmdir setxattr symlink truncate unlink utime""".split()
)


#: Functions of the system that take what is open, and types of files that do.
_OF_DESCRIPTORS: Final = frozenset(
    """FileIO chdir chmod chown close dup fchdir fchmod fchown fdatasync fsync ftruncate lockf
    lseek mmap open posix_fadvise posix_fallocate pwrite pwritev removexattr set_blocking
    set_inheritable setxattr tcsetpgrp truncate utime write writev""".split()
)
#: Those that take two.
_OF_TWO: Final = frozenset(("copy_file_range", "dup2", "sendfile", "splice"))
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
#: Those whose only whole number is the folder from which they go, open: `dir_fd`.
_FROM_A_FOLDER: Final = frozenset(("remove", "rmdir", "unlink"))


def _given(args: list[Any]) -> str:
    """The folder that is given to a function as a descriptor; "" where none is."""
    for value in args[1:]:
        if type(value) is int:
            return _named(value)
    return ""


def _named(descriptor: int) -> str:
    """The path of what is open; "" where it has none, or it cannot be told."""
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}")
    except OSError:
        pass
    try:
        import fcntl

        told = fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(1024))  # type: ignore[attr-defined,unused-ignore]
    except (ImportError, AttributeError, OSError):
        return ""
    return os.fsdecode(told.rstrip(b"\0"))


def _open() -> frozenset[int]:
    """The descriptors that are open."""
    try:
        candidates = [int(name) for name in os.listdir("/dev/fd")]
    except OSError:
        candidates = list(range(256))
    found = []
    for descriptor in candidates:
        # That of the list itself is closed by now.
        with suppress(OSError):
            os.fstat(descriptor)
            found.append(descriptor)
    return frozenset(found)


def _files() -> list[io.FileIO]:
    # By its type: what a program makes may answer for its class itself.
    return [thing for thing in gc.get_objects() if issubclass(type(thing), io.FileIO)]


def outside(folder: str, name: str, args: list[Any]) -> str:
    """Why the call of `name` with `args` must not be made; "" where it may.

    `name` is a function of `os` (its own `open` is "os.open"), `open`, or a type of
    file.
    """
    if name == "os.open":
        # A descriptor and a mode are numbers as well: the flags come before them.
        if len(args) > 1 and type(args[1]) is int and not args[1] & _WRITES:
            return ""
        paths = args[:1]
    elif name in ("open", "open_code", "FileIO"):
        if not args or not to_write(args):
            return ""
        paths = args[:1]
    elif name in _BY_PATH or name in _BY_DESCRIPTOR:
        if args and type(args[0]) is int:
            real = _named(args[0])
            # What has no path, as a pipe, is of the process alone.
            if os.path.isabs(real) and not real.startswith(
                (folder + os.sep, "/memfd:")
            ):
                return f"changes {real}, outside of its own folder"
        paths = args[:2]
    else:
        return ""
    around = _given(args) if name in _FROM_A_FOLDER else ""
    for path in paths:
        if isinstance(path, (str, bytes, os.PathLike)):
            named = os.fsdecode(path)
            # A link's own name counts, not what it leads to.
            parent, last = os.path.split(os.path.abspath(os.path.join(around, named)))
            real = os.path.join(os.path.realpath(parent), last)
            if name in ("open", "open_code", "os.open", "FileIO"):
                real = os.path.realpath(real)
                if real == os.devnull:
                    continue
            if not (real + os.sep).startswith(folder + os.sep):
                return f"changes {named}, outside of its own folder"
    return ""


def _memory() -> str | None:
    """A folder that lies in memory, where there is one: a run may write in it."""
    folder = "/dev/shm"
    return folder if os.access(folder, os.W_OK | os.X_OK) else None


_PREFIX: Final = "scheduler-"
#: What the names of all folders of runs begin with.
FOLDERS: Final = os.path.join(
    os.path.realpath(_memory() or tempfile.gettempdir()), _PREFIX
)


class Process:
    """What the process was like, and the folder in which a program's runs happen."""

    def __init__(self) -> None:
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix=_PREFIX, dir=_memory()))
        self.before = _Before()
        self.open = _open()
        # Some may no longer have what their numbers say, in a fork.
        self.others = weakref.WeakSet(_files())
        self.kept: frozenset[int] = frozenset()
        self.renew(frozenset(("system",)))

    def foreign(self, name: str, args: list[Any]) -> str:
        """Why the call of `name` with `args` must not be made, of what is open; "" where it may."""
        if name == "closerange":
            numbers = [a for a in args[:2] if type(a) is int]
            given: Any = range(*numbers) if len(numbers) == 2 else ()
        elif name in _OF_TWO:
            given = args[:2]
        else:
            given = args[:1] if name in _OF_DESCRIPTORS else ()
        for value in given:
            if type(value) is int and value in self.open:
                return f"uses file descriptor {value}, which is not its own"
        return ""

    def shut(self) -> None:
        """Close what a run has left open: the next one gets the same numbers again."""
        usual = self.open | self.kept
        if _open() <= usual:
            return
        # All that the run has made is young: nothing is collected while it goes on.
        gc.collect(0)
        if _open() <= usual:
            return
        gc.collect()
        held = {
            thing.fileno(): thing
            for thing in _files()
            if thing not in self.others and not thing.closed
        }
        for descriptor in _open() - self.open:
            if descriptor not in held:
                os.close(descriptor)
        # What somebody has in hand is closed with it, and is not looked for again.
        self.kept = frozenset(held)

    def renew(self, soiled: frozenset[str] | set[str]) -> None:
        """Put back what a run has changed: "system", or the names of modules of C."""
        before = self.before
        if "system" in soiled:
            # Where a run stands in it, some systems do not remove a folder.
            os.chdir(self.folder)
            _empty(self.folder)
            _set_environment({**before.environment, "TMPDIR": self.folder})
            os.umask(before.umask)
            before.put_locale()
            tempfile.tempdir = self.folder
            # The names that it makes up are the same in every run.
            names = tempfile._RandomNameSequence()  # type: ignore[attr-defined]
            names._rng, names._rng_pid = random.Random(0), os.getpid()
            tempfile._name_sequence = names  # type: ignore[attr-defined]
        before.put_state(soiled)

    def close(self) -> None:
        """Leave the process as it was."""
        before = self.before
        try:
            os.chdir(before.folder)
        except OSError:
            pass
        _set_environment(before.environment)
        os.umask(before.umask)
        before.put_locale()
        tempfile.tempdir = before.temporary
        tempfile._name_sequence = before.names  # type: ignore[attr-defined]
        before.put_state(ALL)
        shutil.rmtree(self.folder, ignore_errors=True)


class _Before:
    """What is put back."""

    def __init__(self) -> None:
        self.folder = os.getcwd()
        self.environment = dict(os.environ)
        self.umask = os.umask(0o022)
        os.umask(self.umask)
        self.locale = locale.setlocale(locale.LC_ALL)
        self.temporary = tempfile.tempdir
        self.names = tempfile._name_sequence  # type: ignore[attr-defined]
        self.state = State()

    def put_locale(self) -> None:
        if locale.setlocale(locale.LC_ALL) != self.locale:
            locale.setlocale(locale.LC_ALL, self.locale)

    def put_state(self, soiled: frozenset[str] | set[str]) -> None:
        self.state.put(soiled)


#: The modules of which `State` puts something back.
ALL: Final = frozenset(("sys", "gc", "_csv", "_tracemalloc", "_warnings"))


class State:
    """What modules of C keep for themselves, as it was."""

    def __init__(self) -> None:
        self.recursion = sys.getrecursionlimit()
        self.digits = sys.get_int_max_str_digits()
        self.field_size = _csv.field_size_limit()
        self.dialects: dict[str, Any] = {
            name: _csv.get_dialect(name) for name in _csv.list_dialects()
        }
        self.filters = list(warnings.filters)
        self.threshold = gc.get_threshold()
        self.debug = gc.get_debug()
        self.traces = _tracemalloc.is_tracing()

    def put(self, soiled: frozenset[str] | set[str]) -> None:
        """Put back that of the modules `soiled`."""
        if "sys" in soiled:
            sys.setrecursionlimit(self.recursion)
            sys.set_int_max_str_digits(self.digits)
        if "_csv" in soiled:
            _csv.field_size_limit(self.field_size)
            for name in _csv.list_dialects():
                _csv.unregister_dialect(name)
            for name, dialect in self.dialects.items():
                _csv.register_dialect(name, dialect)
        if "gc" in soiled:
            gc.set_threshold(*self.threshold)
            gc.set_debug(self.debug)
            gc.disable()
        if "_tracemalloc" in soiled and _tracemalloc.is_tracing() != self.traces:
            _tracemalloc.stop()
        if "_warnings" in soiled and warnings.filters != self.filters:
            warnings.filters[:] = self.filters  # type: ignore[index]
            for name in ("_filters_mutated", "_filters_mutated_lock_held"):
                told = getattr(warnings, name, None)
                if told is not None:
                    with getattr(warnings, "_lock", nullcontext()):
                        told()
                    break


def _set_environment(wanted: dict[str, str]) -> None:
    if dict(os.environ) != wanted:
        os.environ.clear()
        os.environ.update(wanted)


def _empty(folder: str) -> None:
    with os.scandir(folder) as entries:
        for entry in list(entries):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)
