"""Guessing is counted exactly, however many guess at once and whatever they write about themselves."""

import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache

from pm.models import User
from tests.concurrency.editors import CSRF
from tests.factories.pm import PASSWORD
from tests.servers import processes

pytestmark = pytest.mark.http
CLIENTS = 16
A_PERSON = 10
AN_ADDRESS = 20


@pytest.fixture(scope="module")
def behind_a_proxy(django_db_setup: None) -> Iterator[str]:
    """A server that trusts one proxy in front of it."""
    child, address = processes.start_web(PM_PROXY_COUNT="1")
    yield address
    child.stop()


@pytest.fixture(autouse=True)
def uncounted(transactional_db: None) -> Iterator[None]:
    """No try is counted before a test, and none of its own after it."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def proxied(uncounted: None, behind_a_proxy: str) -> str:
    User.objects.create_user(email="ada@example.org", name="Ada Quill", password=PASSWORD)
    return behind_a_proxy


def log_in(address: str, login: str, password: str, forwarded: str) -> str:
    """What came of one try: `in`, `wrong` or `too many`."""
    request = urllib.request.Request(  # noqa: S310 -- loopback, http
        f"{address}/accounts/login/",
        data=urllib.parse.urlencode({"login": login, "password": password}).encode(),
        headers={"Cookie": f"csrftoken={CSRF}", "X-CSRFToken": CSRF, "X-Forwarded-For": forwarded},
    )
    try:
        with Opener.open(request, timeout=60) as response:
            text = response.read().decode()
    except urllib.error.HTTPError as error:
        return {302: "in", 429: "too many"}.get(error.code, str(error.code))
    return "too many" if "Too many" in text else "wrong"


class StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer, not a place to go to."""

    def redirect_request(self, *_args: object) -> None:
        return None


Opener = urllib.request.build_opener(StayHere)


def at_once(tries: list[Callable[[], str]]) -> Counter[str]:
    """The outcomes of tries that start together, sixteen side by side."""
    outcomes: list[str] = []
    gate = threading.Barrier(CLIENTS)
    shares = [tries[index::CLIENTS] for index in range(CLIENTS)]

    def work(share: list[Callable[[], str]]) -> None:
        gate.wait()
        outcomes.extend(one() for one in share)

    threads = [threading.Thread(target=work, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def test_one_person_is_guessed_at_ten_times_however_many_guess(proxied):
    def guess(number: int) -> Callable[[], str]:
        return lambda: log_in(proxied, "ada@example.org", f"wrong guess {number}", f"198.51.100.{number}")

    outcomes = at_once([guess(number) for number in range(4 * CLIENTS)])

    assert outcomes == {"wrong": A_PERSON, "too many": 4 * CLIENTS - A_PERSON}
    assert log_in(proxied, "ada@example.org", PASSWORD, "198.51.100.200") == "too many"


def test_one_address_guesses_twenty_times_whomever_it_guesses_at(proxied):
    def guess(number: int) -> Callable[[], str]:
        return lambda: log_in(
            proxied, f"p{number}@example.org", "wrong guess", f"10.0.0.{number}, 198.51.100.7"
        )

    outcomes = at_once([guess(number) for number in range(3 * CLIENTS)])

    assert outcomes == {"wrong": AN_ADDRESS, "too many": 3 * CLIENTS - AN_ADDRESS}
    assert log_in(proxied, "ada@example.org", PASSWORD, "198.51.100.8") == "in"


def test_without_a_proxy_what_a_client_says_of_its_address_counts_nothing(live):
    def guess(number: int) -> Callable[[], str]:
        return lambda: log_in(live, f"p{number}@example.org", "wrong guess", f"198.51.100.{number}")

    outcomes = at_once([guess(number) for number in range(2 * CLIENTS)])

    assert outcomes == {"wrong": AN_ADDRESS, "too many": 2 * CLIENTS - AN_ADDRESS}
