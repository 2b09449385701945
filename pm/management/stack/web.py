"""gunicorn's configuration: `gunicorn -c python:pm.management.stack.web pm.wsgi`."""

from typing import Any

from pm.management.stack import lifeline

wsgi_app = "pm.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 8
timeout = 60
graceful_timeout = 2
keepalive = 5
# The way back from a bulk edit names up to 500 rows.
limit_request_line = 8190
preload_app = True
control_socket_disable = True
accesslog = None


def post_fork(server: Any, worker: Any) -> None:
    """A worker ends with its master, even when that is killed."""
    lifeline.die_with(server.pid)
