"""Kittiwake's metrics, bets, decisions, capacity and rates. All of it is invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """What a milestone is meant to move; `seen` are weeks with what the figure was then, and a note."""

    milestone: str
    name: str
    unit: str
    source: str
    baseline: str | None
    expected: str
    by: int
    seen: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A way that was weighed."""

    summary: str
    days: int | None
    state: str = "HELD"
    because: str = ""


@dataclass(frozen=True, slots=True)
class Stake:
    """A bet on a stage of a milestone, with the ways that were weighed."""

    milestone: str
    stage: str
    title: str
    appetite: int
    drafted: int
    options: tuple[Option, ...]
    placed: int | None = None
    review_by: int | None = None
    midway: tuple[int, str] | None = None
    reviewed: tuple[int, str] | None = None
    next_bet: str = ""


METRICS = (
    Metric("poc", "Messages that arrive at 30 % loss", "%", "The loss generator", "61", "97", -16,
           ((-16, "98", "In memory, between two nodes"),)),
    Metric("order", "Conversations in order after a restart", "%", "The soak run", "88", "100", 0,
           ((-3, "96", "Six phones of eight"), (-1, "97", "Four nights of seven"))),
    Metric("store", "Messages to offline stations that arrive", "%", "Panel of the harbour pilot", "61", "97",
           8,
           ((-5, "74", "One client, one node"), (-1, "83", "Two nodes"))),
    Metric("relay", "Boats out of range that are reached", "of 20", "The pilot's list of boats", "0", "15",
           20),
    Metric("sleepy", "Hours a buoy takes part on one battery", "h", "The buoys' own report", "310", "2000",
           12),
    Metric("battery", "Charge lost in 24 h, day profile", "%", "Eight phones, every Monday", "5.2", "3", 12,
           ((-4, "4.1", "Two places mended"), (-1, "3.4", "The same, with traces off"))),
    Metric("rotate", "Groups whose key is older than a leaver", "%", "A count on the test network", "100",
           "0", 8),
    Metric("pair", "Second devices paired at the first try", "%", "Ten crews on deck", "40", "90", 10),
    Metric("sdk", "Apps that ship with our library", "apps", "Their makers' letters", "1", "5", 20),
    Metric("tutorial", "Readers with a message sent in ten minutes", "of 8", "Eight test readers", "2", "6",
           -3,
           ((-4, "6", "Two stopped at the simulated network"),)),
    Metric("interop", "Hours until a maker knows whether it fits", "h", "Makers of two clients", "40", "1",
           14),
    Metric("fleet", "Minutes until an operator sees a dead node", "min", "The harbour office", "600", "10",
           12),
    Metric("maintenance", "Days until a fix is released", "days", "The list of releases", "19", "10", 12),
)  # fmt: skip

STAKES = (
    Stake(
        "poc", "POC", "Fetch and resume between two nodes", 40, -27,
        (Option("Resume at the message", 18, "REJECTED", "A large one begins again each time."),
         Option("Resume at the byte", 38, "CHOSEN", "The only one that ends at 30 % loss."),
         Option("Send everything twice", 10, "REJECTED", "It doubles what the link cannot carry.")),
        placed=-26, review_by=-15,
        midway=(-19, "It resumes in memory. The measurements are left."),
        reviewed=(-15, "98 % arrive at 30 % loss. We know what we wanted to know."),
        next_bet="Store on nodes that opted in",
    ),
    Stake(
        "store", "MVP", "Store on nodes that opted in", 120, -13,
        (Option("On nodes that opted in", 110, "CHOSEN", "Nobody keeps what they did not agree to."),
         Option("On every node", 80, "REJECTED", "Owners would pay for others without being asked."),
         Option("On our own servers", 60, "HELD",
                "Quick, and the end of what we are for. Only for the pilot.")),
        placed=-12, review_by=3,
        midway=(-5, "Storage is done. Receipts came in, the web client went."),
        next_bet="Relay over several hops",
    ),
    Stake(
        "sleepy", "MVP", "Windows that two sides agree on", 100, -11,
        (Option("Agreed windows", 95, "CHOSEN", "A fifth of a second every ten minutes is enough."),
         Option("Wake on a radio tone", 140, "HELD", "New hardware. An idea of its own since then.")),
        placed=-10, review_by=5, midway=(-3, "The simulated season holds. The field is next."),
    ),
    Stake(
        "battery", "MVP", "Fewer wake-ups", 70, -8,
        (Option("Wake once for many timers", 60, "CHOSEN", "Four places cost two thirds of the charge."),
         Option("A longer interval for all", 8, "REJECTED", "Messages would wait ten minutes.")),
        placed=-7, review_by=10,
    ),
    Stake(
        "sdk", "MVP", "Six calls in two languages", 110, -14,
        (Option("One core, two thin shells", 105, "CHOSEN", "One place for every bug."),
         Option("Two libraries", 150, "REJECTED", "We would mend everything twice.")),
        placed=-13, review_by=3,
    ),
    Stake(
        "relay", "MVP", "Routes over up to five hops", 110, -2,
        (Option("Each node learns its neighbours' routes", 100),
         Option("The sender writes the route", 70),
         Option("Flood within three hops", 30)),
        review_by=12,
    ),
)  # fmt: skip

# (milestone, kind, week, why, whether it is internal)
RECEIPTS = (
    "Receipts come in, for the pilot cannot tell a lost message from a late one without them. The web "
    "client goes back to the laundry list. The target moves by six weeks."
)
REPLAY = (
    "The replay after a restart comes first for two weeks. Two weeks later is still before the season "
    "of the makers."
)
DECISIONS = (
    ("store", "RESHAPE", -5, RECEIPTS, False),
    ("sdk", "REPRIORITISE", -3, REPLAY, False),
    ("battery", "CONTINUE", -1, "Four places cost charge, not two. It goes on within its appetite.", True),
)

# Subteam: people, support factor in %, note.
CAPACITY = {
    "RS": ("2.5", 20, "One of three works half a week"),
    "EN": ("5", 20, "Three of ours, two lent by the harbour pilot"),
    "CL": ("4", 20, "Two of ours, two under contract"),
    "QA": ("3", 20, ""),
    "SI": ("2", 40, "Shared with two other programs"),
    "DO": ("1.5", 20, ""),
}
# What was said of it first, half a year ago.
CAPACITY_AT_FIRST = {"EN": ("4", 20, "Three of ours, one lent by the harbour pilot")}
# Subteam, first week, last week, person-days, why.
ABSENCES = (("EN", 1, 1, "3", "Two days at the harbour"), ("CL", 2, 2, "2", "A conference"))
# (milestone, subteam, people, last week)
ALLOCATIONS = (
    ("order", "CL", "0.4", 0),
    ("order", "QA", "0.4", 0),
    ("store", "EN", "0.5", 3),
    ("store", "CL", "0.6", 3),
    ("store", "QA", "0.3", 3),
    ("sleepy", "EN", "1.3", 5),
    ("rotate", "EN", "0.7", 5),
    ("rotate", "CL", "0.3", 5),
    ("rotate", "RS", "0.4", 5),
    ("battery", "EN", "0.6", 10),
    ("battery", "CL", "0.3", 10),
    ("sdk", "CL", "1", 3),
    ("sdk", "DO", "0.4", 3),
    ("interop", "QA", "1.1", 9),
)
# Euro a person-day.
RATES = {"RS": "560", "EN": "610", "CL": "580", "QA": "520", "SI": "640", "DO": "450"}
