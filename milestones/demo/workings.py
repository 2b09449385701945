"""Kittiwake's handovers, tasks, evidence of others, and ideas. All of it is invented."""

from milestones.demo.shapes import Evidence, Idea, Passing, TaskText

RESEARCH, QA = "Research → development", "Development → QA"
CODE = "https://code.kittiwake.example"

PASSINGS = (
    Passing(
        "store-rfc", RESEARCH, "EN", -10, -9,
        ("https://specs.kittiwake.example/store", f"{CODE}/engine/pull/31"),
        receiving="store-disk", offered=-9, accepted=-9, talk=("MEETING", "Tuesday at ten, the small room"),
    ),
    Passing(
        "sleepy-rfc", RESEARCH, "EN", -8, -7,
        ("https://specs.kittiwake.example/windows", f"{CODE}/engine/pull/58"), offered=-7, accepted=-7,
    ),
    Passing(
        "rotate-group", QA, "QA", -3, 1,
        ("Tests of one change at a time", "Tests of a change cut in half", f"{CODE}/engine/tree/keys"),
        offered=-2,
        returned=(-1, "The tests change one key at a time; five at once is what the audit asked about."),
    ),
    Passing(
        "order-replay", QA, "QA", -2, -1,
        (f"{CODE}/clients/tree/replay", "Restart, full disk and wrong clock", f"{CODE}/clients/docs/replay"),
        receiving="order-soak", offered=-1, talk=("LINK", "https://talk.kittiwake.example/replay"),
    ),
    Passing("store-fetch", QA, "QA", -1, 2, (f"{CODE}/clients/tree/fetch",), receiving="store-bed"),
)  # fmt: skip

TASKS = (
    TaskText("Bisect the late insertion above the fold", -3, "order-replay", assignee="NV", planned=-2,
             criteria=("The change that broke it is named",), started=-3, done=-2),
    TaskText("Rebuild the index under memory pressure", -2, "order-replay", assignee="CF", planned=-1,
             criteria=("A 2 GB phone rebuilds it in under 5 s", "The view stays still"), started=-2),
    TaskText("Book four nights on the cluster", -2, "order-soak", assignee="DL", planned=-1, started=-2,
             done=-1),
    TaskText("Seven days, clocks wrong by 24 h", -1, "order-soak", team="QA", planned=0),
    TaskText("Ask two nodes and merge", -3, "store-fetch", assignee="CF", planned=-1,
             criteria=("No message twice", "Either node may vanish half-way"), started=-2),
    TaskText("Show how far back the history reaches", -2, "store-fetch", assignee="NV", planned=0),
    TaskText("One receipt a device", -2, "store-receipts", assignee="FO", planned=0,
             criteria=("A user with four devices sends four",), started=-1),
    TaskText("Tell given up from fetched", -2, "store-receipts", team="EN", planned=1),
    TaskText("Send results to the shared panel", -2, "store-bed", assignee="PL", planned=-1, started=-1),
    TaskText("Command that reads the schedule", -1, "sleepy-node", assignee="BT", planned=0),
    TaskText("Wake once for four timers", -2, "battery-wake", assignee="FO", planned=-1, started=-2),
    TaskText("Answer the finding on group changes", -1, "rotate-audit", assignee="TM", planned=0, started=-1),
    TaskText("Swift candidate", -2, "sdk-swift", assignee="CF", planned=-1,
             criteria=("4 MB or less", "It is ready in under 400 ms"), started=-1),
    TaskText("Examples of the two calls that have none", -1, "sdk-examples", assignee="ER", planned=0),
    TaskText("A phone that sleeps keeps a dead connection", -3, kind="Bug", assignee="GS", planned=-1,
             started=-2),
    TaskText("Node 2.4.1", -2, kind="Release", team="EN", planned=-2, started=-2, done=-2),
    TaskText("Libraries of the clients, this quarter", -1, kind="Dependencies", assignee="NV", planned=1),
    TaskText("Two clients that join at the same second", -2, kind="Test", caused_by="rotate-group",
             assignee="PL", planned=0),
    TaskText("A node that starts without a clock", -1, kind="Test", team="QA"),
)  # fmt: skip

RUNS = "https://runs.kittiwake.example"
EVIDENCE = (
    Evidence("message-order:R1", "TEST_SUITE", "SI", "IP", -5, f"{RUNS}/order/restarts",
             "Six nodes, wrong clocks"),
    Evidence(
        "message-order:P1", "SIMULATION", "SI", "IP", -1, environment="2 GB phone, 10,000 messages",
        refused="Median 2.6 s over 20 runs; the statement says 2 s. The index was rebuilt in 7 of them.",
    ),
    Evidence("store-and-forward:R1", "TEST_SUITE", "SI", "IP", -4, f"{RUNS}/store/plug",
             "Plug pulled 500 times"),
    Evidence("store-and-forward:R2", "TEST_SUITE", "SI", "IP", -15, f"{RUNS}/resume/30",
             "Two nodes in memory",
             until=-3),
    Evidence("key-rotation:R1", "TEST_SUITE", "QA", "DL", -3, f"{CODE}/testbed/runs/keys",
             "The rack, six nodes"),
    Evidence("client-sdk:P1", "SIMULATION", "QA", "DL", -1, f"{CODE}/testbed/runs/sdk-size",
             "The build of Friday"),
    Evidence("client-sdk:P2", "SIMULATION", "QA", "DL", -1, f"{CODE}/testbed/runs/sdk-ready", "Four phones"),
)  # fmt: skip

IDEAS = (
    Idea("reliable-delivery", "Attachments over 1 MB", -4, "MH", 6, 60, "END_USERS",
         "Crews send photographs of the catch, and those are 3 MB."),
    Idea("reliable-delivery", "Edit a message within a minute", -3, "NV", 3, 25, "END_USERS",
         "Asked for by two crews in five weeks."),
    Idea("low-power-devices", "Wake a node from outside", -4, "AQ", 5, 80, "OPERATORS",
         "A radio that listens at microamperes. One month of research tells whether it can be.",
         is_charged=True),
    Idea("identity-and-keys", "Keys in hardware", -3, "TM", 4, 45, "END_USERS",
         "Where a phone has a place for keys, ours should live there."),
    Idea("developer-experience", "A video of the tutorial", -3, "ER", 2, 8, "DEVELOPERS",
         "Three of eight readers would rather have watched."),
    Idea("operator-tooling", "Alarms by text message", -2, "GS", 5, 15, "OPERATORS",
         "The harbour office does not look at pages at night."),
)  # fmt: skip
