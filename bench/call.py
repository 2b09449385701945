"""`python -m bench.call --size L`: the planning call of the browser tests, held on the reference workload.

Loads the workload into a scratch database, serves Milepost, and lets two browsers hold
`tests.e2e.planning_call` on it. Prints seconds by step, and leaves nothing.
"""

import argparse
import sys

from playwright.sync_api import sync_playwright

from bench import scratch
from bench.run import load, log_in, say
from pm.errors import SetupError
from tests.e2e.planning_call import Story, hold_call
from tests.run import find_browser

PROGRAM = "wave"
WINDOW = {"width": 1440, "height": 900}


def hold(place: scratch.Place) -> Story:
    """Serve the workload and hold the call with two browsers of one person."""
    path = find_browser()
    if path is None:
        raise SetupError("No chromium is here. Run: apt-get install chromium")
    with scratch.gunicorn(place, "pm.wsgi:application", "/healthz") as server, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        address = f"http://127.0.0.1:{server.port}"
        pages = []
        for _ in range(2):
            context = browser.new_context(base_url=address, viewport=WINDOW, reduced_motion="reduce")
            context.set_default_timeout(15_000)
            cookies = log_in(server.port, place.env["BENCH_PASSWORD"])
            context.add_cookies(
                [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
            )
            pages.append(context.new_page())
        story = hold_call(*pages, PROGRAM)
        browser.close()
    return story


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.call", description=__doc__)
    parser.add_argument("--size", choices=["S", "M", "L"], default="S")
    parser.add_argument("--database", choices=["auto", "postgres", "sqlite"], default="auto")
    options = parser.parse_args()
    try:
        with scratch.place(options.database) as place:
            _, loading = load(place, options.size)
            say(f"Size {options.size} on {place.database}, loaded in {loading:.0f} s.\n")
            say(f"{hold(place)}\n")
    except SetupError as error:
        say(f"\n{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
