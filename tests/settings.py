"""The product's settings in a test process: only the environment and the name of the database differ."""

from tests.servers import environment

environment.prepare()

from pm.settings import *  # noqa: E402, F403, TID251 -- after the environment is set
from pm.settings import DATABASES  # noqa: E402, TID251

# A file for each worker, never memory: threads and servers share it. pytest-django adds the worker's name.
DATABASES["default"]["TEST"] = (
    {"NAME": "test_milepost"}
    if environment.on_postgres()
    else {"NAME": str(environment.run_dir() / "test.sqlite3")}
)

# Argon2 is slow on purpose. Tests only need some hash, one that the product's servers can read.
PASSWORD_HASHERS = ["tests.hashers.QuickHasher"]

# Each test client builds the middleware anew; reading every static file for it took 30 ms a test.
WHITENOISE_AUTOREFRESH = True
