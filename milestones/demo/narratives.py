"""Why each of Kittiwake's milestones is worth it, as its owner wrote it."""

NARRATIVES = {
    "poc": (
        "Three pilots asked for messages that survive an outage. Before we build it we want to know "
        "whether a fetch that resumes is possible at all on the links they have.\n\n"
        "The proof keeps messages in memory only. It answers one question with numbers and is thrown "
        "away afterwards."
    ),
    "order": (
        "After a restart a client shows what it fetched last at the bottom, whenever it was written. "
        "Two crews acted on an order that had been withdrawn an hour before.\n\n"
        "We number messages per sender, keep an index, and replay it at the start. Order between "
        "senders stays what it is: by contact."
    ),
    "store": (
        "Stations lose the link for hours at a time. Today whatever is sent meanwhile is gone, and "
        "crews send it again by hand or by radio.\n\n"
        "The MVP keeps messages on any node that opted in, for seven days, and lets a returning "
        "client fetch what it missed and resume a fetch that broke off. Order across restarts is a "
        "milestone of its own; so is relaying over several hops."
    ),
    "relay": (
        "Two of three pilots have stations that only ever meet a third one. Store-and-forward carries "
        "a message one hop; this bet carries it up to five.\n\n"
        "We begin when the store is delivered: the relay reuses its storage and its quota."
    ),
    "sleepy": (
        "Buoys and loggers sleep to survive a season. The network treats them as gone and drops what "
        "is meant for them.\n\n"
        "Nodes announce their next window and neighbours hold messages until then. The protocol is "
        "written down first and tried in the simulation with drifting clocks."
    ),
    "battery": (
        "Crews close the app at noon because it empties their phones, and then nobody reaches them.\n\n"
        "We measure where the charge goes, cut wake-ups, and give users three profiles they can "
        "understand."
    ),
    "lora": (
        "Two harbours asked for reach beyond the phone network. A slow, licensed-free link would give "
        "it at 200 bytes a message.\n\n"
        "Not committed: we want the sleepy-node protocol in the field first."
    ),
    "rotate": (
        "Today a group that loses a member starts over: new group, new invitations, old messages "
        "gone. Groups therefore keep keys they should not.\n\n"
        "The key changes in the background, also for members who are away for weeks."
    ),
    "pair": (
        "A new phone means copying 24 words by hand; one in five users gives up.\n\n"
        "The new device shows a code, the known one reads it, and both are done."
    ),
    "sdk": (
        "Every pilot app carries a patched copy of our library. Each release costs each of them a "
        "week.\n\n"
        "Version 1.0 has six calls, the same in both languages, an example for each, and a promise of "
        "18 months."
    ),
    "tutorial": (
        "Of 40 people who opened the old guide, 9 sent a message. Most stopped at the third page.\n\n"
        "One page, one program, two phones or none: the simulated network is enough."
    ),
    "interop": (
        "Two other clients exist and one more is coming. Each finds our mistakes in its own way and "
        "reports them in its own words.\n\n"
        "A suite that runs any client over a command line, one test for each rule of the wire format."
    ),
    "fleet": (
        "Operators log in to nodes one by one. A harbour with 60 nodes needs half a day to find the "
        "one that is silent.\n\n"
        "Nodes report 400 bytes a day; a collector and one page show what needs a look."
    ),
    "maintenance": (
        "Fixes, dependency updates and small requests. It has no end; it has a share: a tenth of each "
        "subteam."
    ),
}
