"""What Kittiwake's people say beside its rows, who watches them, one small file. All of it is invented."""

# (kind of row, its name, week, weekday, hour, who, what is said)
COMMENTS = (
    ("milestone", "store", -5, 1, 18, "MH",
     "The crews ask for receipts before anything else. *Sent* and *read* are two different worries at sea."),
    ("milestone", "store", -5, 2, 8, "BT",
     "Receipts cost about a fortnight, and the web client can wait. See the decision."),
    ("milestone", "order", -1, 2, 12, "HM",
     "Late, and the soak run is the only way to know. What would four nights instead of seven leave open?"),
    ("milestone", "order", -1, 2, 14, "DL",
     "A clock that is wrong for longer than half the run. We can make it so."),
    ("deliverable", "rotate-group", -1, 3, 9, "GS",
     "Five at once is written; it needs the second rack on Monday."),
    ("deliverable", "fleet-collector", -4, 4, 15, "GS",
     "No estimate yet: 2,000 nodes report within the same minute, and I have tried 40."),
    ("milestone", "lora", -4, 0, 10, "MH", "Two fish farms 10 km out would try it this season."),
)  # fmt: skip

# (kind of row, its name, week, who)
WATCHERS = (
    ("milestone", "store", -6, "MH"),
    ("milestone", "order", -4, "HM"),
    ("milestone", "store", -6, "JS"),
    ("deliverable", "sdk-swift", -2, "JS"),
)

FILE_NAME = "one-hour-of-the-harbour.csv"
FILE = """minute,sent,lost,reordered
0,120,31,4
10,118,44,9
20,121,36,6
30,119,52,11
40,122,29,3
50,120,38,7
"""
