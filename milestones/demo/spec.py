"""What Kittiwake's milestones must show, who signs, and where they meet. All of it is invented."""

from milestones.demo.shapes import CriterionText, GateText, Signer

CRITERIA = (
    CriterionText(
        "poc", "TECHNICAL", "MUST", "A fetch resumes at 30 % loss without a message lost.",
        met=-16, evidence="https://runs.kittiwake.example/resume/30",
    ),
    CriterionText(
        "poc", "QUALITY", "SHOULD", "The numbers are compared with one trace from the harbour.",
        met=-16, evidence="The report, section 4",
    ),
    CriterionText("order", "TECHNICAL", "MUST", "Seven days of restarts leave no message out of order."),
    CriterionText("order", "QUALITY", "MUST", "10,000 messages replay in under 2 s on a 2 GB phone."),
    CriterionText(
        "store", "TECHNICAL", "MUST", "A message sent while a station is offline reaches it within a minute."
    ),
    CriterionText(
        "store", "OPERATIONAL", "MUST", "An owner opts a node in or out without asking us.",
    ),
    CriterionText(
        "store", "QUALITY", "MUST", "A pulled plug loses no message that was accepted.",
        met=-5, evidence="https://code.kittiwake.example/testbed/runs/plug",
    ),
    CriterionText("store", "DOCUMENTATION", "SHOULD", "The guide says what opting in costs."),
    CriterionText("sleepy", "TECHNICAL", "MUST", "A lost window is found again within 10 minutes.",
                  met=-4, evidence="https://runs.kittiwake.example/windows/season"),
    CriterionText("sleepy", "OPERATIONAL", "MUST", "Two buoys lose no message in 14 days."),
    CriterionText("sleepy", "DOCUMENTATION", "NICE", "The schedule is explained with one picture."),
    CriterionText("rotate", "TECHNICAL", "MUST", "A group of 200 changes its key within 30 s of contact."),
    CriterionText("rotate", "QUALITY", "MUST", "No finding of the audit above “low” is open."),
    CriterionText("sdk", "TECHNICAL", "MUST", "Both packages are released as candidates."),
    CriterionText("sdk", "DOCUMENTATION", "MUST", "Every public call has an example that is compiled."),
    CriterionText(
        "tutorial", "DOCUMENTATION", "MUST", "Six of eight readers send a message within ten minutes.",
        met=-4, evidence="https://docs.kittiwake.example/tutorial/readers",
    ),
    CriterionText("relay", "TECHNICAL", "MUST", "A route over five hops heals within 60 s."),
    CriterionText("relay", "QUALITY", "SHOULD", "A relay never learns who wrote a message."),
    CriterionText("pair", "OPERATIONAL", "MUST", "Nine of ten crews pair at the first try, on deck."),
    CriterionText("interop", "QUALITY", "MUST", "84 of 84 rules of the wire format have a test."),
)  # fmt: skip

SIGNERS = (
    Signer("poc", "AGREED", "Program lead", "HM", -26),
    Signer("poc", "MET", "Engine", "BT", -15),
    Signer("poc", "MET", "Program lead", "HM", -15),
    Signer("store", "AGREED", "Reliability QA", "DL", -12),
    Signer("store", "AGREED", "Program lead", "HM", -12),
    Signer("store", "MET", "Reliability QA", "DL"),
    Signer("store", "MET", "Program lead", "HM"),
    Signer("sleepy", "AGREED", "Research", "AQ", -10),
    Signer("sleepy", "MET", "Reliability QA", "DL"),
    Signer("tutorial", "AGREED", "Docs", "ER", -11),
    Signer("tutorial", "MET", "Program manager", "JS", -3),
)

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = range(4)
GATES = (
    GateText("poc", "KICK_OFF", -24, MONDAY, "Research, Engine, Simulation",
             "Three ways to try, one at a time."),
    GateText(
        "poc", "RETROSPECTIVE", -15, WEDNESDAY, "Everybody who took part",
        "Resume works at 30 % loss. The store is the next bet.",
        "One trace from the harbour told us more than ten made-up ones: record it in the first week.",
    ),
    GateText(
        "store", "DESIGN_REVIEW", -10, TUESDAY, "Research, Engine, Clients; two guests of the harbour pilot",
        "Kept for seven days, at most; the owner's limit is part of the protocol.", has_guests=True,
    ),
    GateText("store", "TASK_BREAK_OUT", -9, MONDAY, "Engine, Clients, Reliability QA",
             "Seven deliverables; the web client is a could."),
    GateText(
        "store", "MID_WAY_REVIEW", -5, TUESDAY, "Program lead, Engine, Clients",
        "Receipts come in, the web client goes. The target moves by six weeks.",
        "We heard of the wish for receipts three weeks before we planned them.",
    ),
    GateText("store", "CLOSE", 3, THURSDAY, "Program lead, Engine, Clients, Reliability QA"),
    GateText("sleepy", "DESIGN_REVIEW", -8, TUESDAY, "Research, Engine; a maker of loggers",
             "The search for a lost window is bounded before anything is built.", has_guests=True),
    GateText("sleepy", "MID_WAY_REVIEW", -3, TUESDAY, "Program lead, Research, Engine, Simulation",
             "The simulated season holds. Two buoys are next."),
    GateText("order", "POST_MORTEM", 0, WEDNESDAY, "Clients, Reliability QA, Simulation"),
    GateText("relay", "DESIGN_REVIEW", 1, TUESDAY, "Research, Engine; guests are welcome", has_guests=True),
    GateText("tutorial", "RETROSPECTIVE", -2, TUESDAY, "Docs, Clients",
             "Eight readers were enough to find what stops people.",
             "Watch the first reader before the page is written, not after."),
)  # fmt: skip

# (milestone, kind, scope, week, link or "", why it is not needed)
ARTEFACTS = (
    ("store", "SYSTEM_ARCHITECTURE", "Nodes and clients", -11, "https://specs.kittiwake.example/store/parts",
     ""),
    ("store", "APPLICATION_ARCHITECTURE", "The engine", -11, "https://specs.kittiwake.example/store/engine",
     ""),
    ("store", "PROTOCOL_SPECIFICATION", "Store protocol", -9, "https://specs.kittiwake.example/store", ""),
    ("store", "DETAILED_DESIGN", "", -9, "",
     "The specification is detailed enough: two read it without questions."),
    ("store", "SEQUENCE", "A fetch that breaks off", -9, "https://specs.kittiwake.example/store/fetch", ""),
    ("store", "INFRASTRUCTURE", "", -9, "", "Nothing of ours runs anywhere; nodes belong to their owners."),
    ("sleepy", "SYSTEM_ARCHITECTURE", "Buoys and neighbours", -9, "https://specs.kittiwake.example/windows",
     ""),
    ("sleepy", "PROTOCOL_SPECIFICATION", "Windows", -7, "https://specs.kittiwake.example/windows/wire", ""),
    ("sleepy", "FLOW", "", -7, "", "The table of states says the same in less space."),
    ("rotate", "PROTOCOL_SPECIFICATION", "Key change", -7, "https://specs.kittiwake.example/keys", ""),
    ("rotate", "DETAILED_DESIGN", "Groups", -6, "", ""),
)  # fmt: skip

# (milestone, kind of subteam, week, why nothing of it is needed)
COVERAGE = (
    ("tutorial", "RESEARCH", -10, "Nothing new is specified."),
    ("tutorial", "QA", -10, "The readers are the test."),
    ("rotate", "DOCS", -9, "Nobody has to do anything, so there is nothing to explain."),
    ("sdk", "RESEARCH", -12, "The six calls change no protocol."),
)

# (milestone, kind, text, result or "", week of the result, evidence)
CHECKS = (
    ("store", "MANUAL", "A crew is offline for six hours and reads everything on its return.", "PASSED", -2,
     "Two phones, Tuesday afternoon, notes in the week's report"),
    ("store", "PERFORMANCE", "1,000 kept messages arrive in under 4 s on 2 Mbit/s.", "FAILED", -1,
     "https://runs.kittiwake.example/fetch/1000: 4.6 s with two nodes"),
    ("store", "SECURITY", "A node learns neither the writer nor the text of what it keeps.", "", 0, ""),
    ("sdk", "MANUAL", "An app built on the candidate sends while its screen is locked.", "PASSED", -1,
     "The sample app on four phones"),
)  # fmt: skip

# Name, organisation, interest.
STAKEHOLDERS = (
    ("Crews of the harbour pilot", "Port of Lowmere", "Their messages, on deck, with wet hands"),
    ("Harbour office", "Port of Lowmere", "14 nodes that nobody has to look after"),
    ("Makers of other clients", "", "A wire format that does not move under them"),
)

# (milestone, stakeholder, message, channel, who, due week, done week)
COMMUNICATIONS = (
    ("store", 0, "Receipts come with the store; the web client comes later.", "notice at the pier", "BT",
     -4, -4),
    ("store", 1, "How to opt a node in, what it costs, how to stop.", "letter with the guide", "ER", 2, None),
    ("order", 0, "Messages may still swap places after a restart until the soak run is clean.",
     "notice at the pier", "CF", -1, None),
    ("rotate", 2, "The wire format gets one new message for keys.", "mailing list", "TM", -6, -6),
    ("tutorial", 2, "There is a page to begin with.", "mailing list", "ER", -3, -3),
    ("sdk", 2, "Candidates of both packages, and how long they are supported.", "mailing list", "CF", 1,
     None),
)  # fmt: skip
