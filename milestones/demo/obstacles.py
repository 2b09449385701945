"""What may go wrong in Kittiwake, what stands in the way, what it waits for. All of it is invented."""

from milestones.demo.shapes import Ending, Need, ObstacleText, RiskText

RISKS = (
    RiskText(
        "The simulation of loss may be kinder than the harbour", "poc", -24, "BT", "TECHNICAL", "MEDIUM",
        "HIGH",
        "MITIGATE", "Record one real trace and compare.", "IP",
        ending=Ending(-16, "CLOSED", "The trace from the harbour gives the same numbers within 8 %."),
    ),
    RiskText(
        "Old phones may evict the order index under memory pressure", "order", -13, "CF", "TECHNICAL", "HIGH",
        "MEDIUM", "MITIGATE", "Rebuild it in the background, and measure how long that takes.", "NV",
        ending=Ending(-5, "HAPPENED", "Two of eight phones evicted it; rebuilding took 9 s at first."),
    ),
    RiskText(
        "A node's owner may keep messages longer than stated", "store", -11, "BT", "ADOPTION", "MEDIUM",
        "LOW",
        "ACCEPT", "It is a stated limitation.", "BT", looked_at=-5,
    ),
    RiskText(
        "Fewer than 12 nodes may opt in at the pilot", "store", -8, "JS", "ADOPTION", "MEDIUM", "HIGH", "OWN",
        "Ask each owner by name before the guide is printed.", "JS", looked_at=-1,
    ),
    RiskText(
        "Clock drift in the cold may exceed 40 ppm", "sleepy", -9, "AQ", "TECHNICAL", "MEDIUM", "HIGH",
        "MITIGATE", "Two loggers stand in a cold store since last month.", "TM", looked_at=-4,
    ),
    RiskText(
        "Phone makers may change what runs in the background", "battery", -6, "FO", "EXTERNAL", "HIGH",
        "MEDIUM",
        "OWN", "Read the notes of each beta, and keep one phone on it.", "FO",
    ),
    RiskText(
        "The audit may ask for a new design", "rotate", -10, "TM", "SCHEDULE", "LOW", "HIGH", "ACCEPT",
        "There are two weeks between audit and target.", "TM", looked_at=-1,
    ),
    RiskText(
        "One person knows the radio driver", "", -7, "HM", "STAFFING", "MEDIUM", "HIGH", "MITIGATE",
        "Finn and Greta swap tasks on the driver every other week.", "BT", is_internal=True, looked_at=-2,
    ),
    RiskText(
        "Makers of other clients may fork the wire format", "interop", -4, "DL", "ADOPTION", "LOW", "MEDIUM",
        "",
        "", None,
    ),
)  # fmt: skip

BLOCKERS = (
    ObstacleText(
        "The simulation cluster is booked by another program", "order", -3, "IP", "HIGH",
        "Run four days instead of seven, at night.", deliverable="order-soak",
        waiting_on="The cluster's owners", by=0, delay=(5, 12),
    ),
    ObstacleText(
        "The two switches for reordering are not delivered", "store", -3, "PL", "MEDIUM",
        "Lend one from the harbour office.", deliverable="store-bed", waiting_on="The supplier", by=-1,
        delay=(3, 6), ending=Ending(-1, "RESOLVED", "One was lent, the other came on Tuesday."),
    ),
    ObstacleText(
        "The background fetch fails on the newest phones", "sdk", -2, "CF", "HIGH",
        "Bisect the candidate; ask the maker.", deliverable="sdk-swift", by=-1, delay=(2, 15),
        ending=Ending(-1, "RESOLVED", "It was a setting of the project, not a rewrite."),
    ),
)  # fmt: skip

UNKNOWNS = (
    ObstacleText(
        "How many nodes will opt in at the pilot?", "store", -8, "JS", "MEDIUM", "Ask the owners one by one.",
        by=1, delay=(5, 15), waiting_on="14 owners",
    ),
    ObstacleText(
        "Does the search for a lost window end in the cold?", "sleepy", -7, "AQ", "HIGH",
        "Simulate a season with 40 ppm of drift.", by=-4, delay=(0, 20),
        ending=Ending(-4, "ANSWERED", "Within 10 minutes in every run."),
    ),
    ObstacleText(
        "May a route be chosen by price?", "relay", -3, "BT", "LOW", "Leave it to a later bet.",
        ending=Ending(-2, "DEFERRED", "No owner asks for money this season."), approver="HM",
    ),
    ObstacleText(
        "What does a report of 400 bytes leave out?", "fleet", -5, "GS", "HIGH",
        "Try the collector with the harbour's nodes, then estimate.", deliverable="fleet-collector", by=-2,
        delay=(3, 20),
    ),
)  # fmt: skip

NEEDS = (
    Need("relay", -3, "BT", on="store", by=4, if_delayed="The relay starts when the store is delivered.",
         contingency="Begin with the specification alone."),
    Need("pair-field", -2, "DL", on="rotate-device", by=6, met=-1),
    Need("fleet-page", -5, "NV", on="sleepy-node", by=2,
         if_delayed="Buoys show as unknown on the page.", contingency="Show the time of the last report."),
    Need("sleepy-field", -6, "PL", outside="Two buoys and a boat for two weeks", by=1,
         confirmed=(-2, "Harbour office, by telephone"), if_delayed="The field test slips day by day.",
         contingency="Tie both to the pier."),
    Need("store-bed", -4, "PL", outside="Access to the masts of the harbour", by=2,
         if_delayed="The bed is measured in the rack only.",
         contingency="Use the recorded trace of the proof of concept."),
    Need("rotate-audit", -9, "TM", outside="A slot of the audit firm", by=2, confirmed=(-6, "The audit firm"),
         if_delayed="The target moves with the slot.", contingency="Another firm of the list."),
    Need("battery-field", -2, "PL", outside="Twelve crews that carry a second phone", by=7,
         if_delayed="Fewer phones, wider numbers.", contingency="Six crews, two weeks."),
)  # fmt: skip
