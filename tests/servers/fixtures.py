"""Fixtures of the real servers. They start when first asked for and end with their scope."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache

from tests.servers import processes
from tests.servers.processes import Child


@pytest.fixture(scope="session")
def web_address(django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """The address of a real gunicorn on this process's test database."""
    child, address = processes.start_web()
    yield address
    child.stop()


@pytest.fixture
def live(transactional_db: None, web_address: str) -> str:
    """The address of the real web server; what the test commits, the server sees."""
    cache.clear()
    return web_address


@dataclass(frozen=True)
class JobServers:
    """The real worker and the real beat."""

    worker: Child
    beat: Child


@pytest.fixture(scope="module")
def module_job_servers(django_db_setup: None) -> Iterator[JobServers]:
    worker = processes.start_worker()
    beat = processes.start_beat()
    yield JobServers(worker, beat)
    beat.stop()
    worker.stop()


@pytest.fixture
def job_servers(transactional_db: None, module_job_servers: JobServers) -> JobServers:
    """A worker and a beat on the real queue: a folder on SQLite, Redis on PostgreSQL."""
    return module_job_servers
