"""The environment of a test process, set before Django reads its settings.

PM_TEST_STACK=postgres brings PostgreSQL and Redis; TEST_DATABASE_URL and TEST_REDIS_URL win over both.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from pm.management.stack import postgres, redis

SECRET_KEY = "only-for-tests-" + "k" * 40
PRODUCTION = {
    "SECRET_KEY": "not-a-secret-5c1d9f7e2b8a4063-only-for-the-deployment-check-91e7",
    "PM_HTTPS": "1",
    "PM_STATIC_COLLECTED": "1",
    "ALLOWED_HOSTS": "milepost.example.org",
    "CSRF_TRUSTED_ORIGINS": "https://milepost.example.org",
    "DATABASE_URL": "postgresql://milepost@127.0.0.1:5432/milepost",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://mail.example.org:587",
}


def run_dir() -> Path:
    """One folder for everything a test run writes; workers find it in the environment."""
    if "PM_TEST_RUN_DIR" not in os.environ:
        os.environ["PM_TEST_RUN_DIR"] = str(postgres.scratch("pm-test-"))
        os.environ["PM_TEST_RUN_OWNER"] = str(os.getpid())
        (Path(os.environ["PM_TEST_RUN_DIR"]) / "owner").write_text(str(os.getpid()))
        atexit.register(clean)
    return Path(os.environ["PM_TEST_RUN_DIR"])


def worker() -> str:
    """gw0, gw1 … under xdist, else main."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def worker_number() -> int:
    digits = worker().removeprefix("gw")
    return int(digits) + 1 if digits.isdecimal() else 0


def on_postgres() -> bool:
    return os.environ.get("PM_TEST_STACK") == "postgres"


def documented() -> list[str]:
    """Every setting's variable: what the person's shell says must not reach a test."""
    lines = (Path(__file__).resolve().parents[2] / ".env.example").read_text(encoding="utf-8").splitlines()
    return [line.partition("=")[0] for line in lines if line and not line.startswith("#")]


def prepare() -> None:
    """Point this process at its own database, queue and folder."""
    for name in documented():
        os.environ.pop(name, None)
    folder = run_dir()
    var = folder / worker()
    (var / "queue" / "control").mkdir(parents=True, exist_ok=True)
    database = f"sqlite:///{folder / 'empty.sqlite3'}"
    queue = ""
    if on_postgres():
        database = postgres.url_of(folder / "pg")
        queue = redis.url_of(folder / "redis.sock", worker_number())
    os.environ.update(
        SECRET_KEY=SECRET_KEY,
        PM_ENV_FILE=os.devnull,
        PM_VAR_DIR=str(var),
        PM_SINGLE_NODE="1",
        PM_LOG_LEVEL="WARNING",
        DATABASE_URL=os.environ.get("TEST_DATABASE_URL") or database,
        REDIS_URL=os.environ.get("TEST_REDIS_URL") or queue,
        EMAIL_URL="memorymail://",
    )


def clean() -> None:
    """Remove the run's folder, if this process made it."""
    if os.environ.get("PM_TEST_RUN_OWNER") == str(os.getpid()):
        shutil.rmtree(os.environ.pop("PM_TEST_RUN_DIR"), ignore_errors=True)
        del os.environ["PM_TEST_RUN_OWNER"]


def clean_old() -> None:
    """Remove what killed runs left behind."""
    for folder in Path(tempfile.gettempdir()).glob("pm-test-*"):
        if is_old(folder):
            shutil.rmtree(folder, ignore_errors=True)


def is_old(folder: Path) -> bool:
    """Whether the process that made it is gone."""
    owner = folder / "owner"
    try:
        os.kill(int(owner.read_text()), 0)
    except (OSError, ValueError):
        return owner.exists()
    return False
