"""What a new program starts with: its evidence policy, its kinds of handovers and of tasks."""

# Letter, kind, provider, need.
EVIDENCE = (
    ("P", "PANEL", "OWNER", "REQUIRED"),
    ("P", "SIMULATION", "SERVICE", "REQUIRED"),
    ("R", "TEST_SUITE", "SERVICE", "REQUIRED"),
    ("R", "PANEL", "OWNER", "IF_RELEVANT"),
    ("R", "SIMULATION", "SERVICE", "IF_RELEVANT"),
)

# Name, kinds of the giving and the receiving subteam, what is brought, what is agreed to.
HANDOVERS = (
    (
        "Research → development",
        "RESEARCH",
        "ENGINEERING",
        (
            "The RFC is merged",
            "The proof of concept is merged in the reference client",
        ),
        (
            "The content of the RFC and of the proof of concept is reviewed",
            "The code is ours from now on",
            "Minor changes of the RFC are ours from now on",
        ),
    ),
    (
        "Development → QA",
        "ENGINEERING",
        "QA",
        (
            "Tests of the happy path exist",
            "Tests of selected error paths exist",
            "The APIs that interoperability tests need exist",
        ),
        (
            "The RFC is reviewed",
            "The existing tests are reviewed",
        ),
    ),
)

# Name, whether it asks which deliverable caused it, its short checklist.
TASKS = (
    ("Bug", False, ("It is reproduced", "A test fails without the mend and holds with it")),
    ("Test", True, ("What is tested is written down", "It runs with the others, unattended")),
    (
        "Release",
        False,
        ("The changelog is written", "It is tagged and published", "Those who wait for it know"),
    ),
    ("Dependencies", False, ("The changes of each new version are read", "All tests hold with them")),
)
