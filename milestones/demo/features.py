"""What Kittiwake promises: twelve features with ten numbered statements each. All of it is invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeatureText:
    """A feature; `lines` holds one statement a line, `F1 text`, with `!` behind the code of a limitation."""

    slug: str
    name: str
    area: str
    description: str
    lines: str

    def statements(self) -> list[tuple[str, int, bool, str]]:
        """(letter, number, whether it is a limitation, text) of each line."""
        rows = []
        for line in self.lines.strip().splitlines():
            code, _, text = line.strip().partition(" ")
            mark = code.endswith("!")
            digits = code.rstrip("!")[1:]
            rows.append((code[0], int(digits), mark, text))
        return rows


FEATURES = (
    FeatureText(
        "store-and-forward",
        "Store-and-forward",
        "Messaging",
        "Nodes that opted in keep messages for stations that are out of reach.",
        """
        F1 A node that opted in keeps messages for the stations it serves.
        F2 A message is kept for seven days or until it is fetched, whichever comes first.
        F3 A returning client fetches every message that was kept for it.
        F4 A fetch that breaks off resumes at the byte where it stopped.
        F5! Attachments over 1 MB are not kept; the sender is told at once.
        U1 The user sees how far back the history reaches.
        R1 A node that restarts loses no message it had accepted.
        R2 No message is lost at 30 % packet loss and reordering.
        P1 1,000 kept messages arrive in under 4 s on a 2 Mbit/s link.
        S1 An operator reads the number of kept messages per station from one page.
        """,
    ),
    FeatureText(
        "message-order",
        "Message order",
        "Messaging",
        "Messages of one conversation appear in the order in which they were written.",
        """
        F1 Messages of one sender keep their order, also across restarts of the sender.
        F2 A late message is inserted where it belongs and marked as late.
        F3 Two clients of one conversation show the same order within 10 s of contact.
        F4 A gap in the numbers is shown until the missing message arrives.
        U1 The view does not jump when a late message is inserted above it.
        R1 Order holds when a device's clock is wrong by up to 24 h.
        R2 A replay after a crash delivers no message twice.
        P1 Replaying 10,000 messages after a restart takes under 2 s on a 2 GB phone.
        P2 The order index takes at most 48 bytes per message.
        S1 The log names the message that waits and the one it waits for.
        """,
    ),
    FeatureText(
        "relay",
        "Relay over several hops",
        "Messaging",
        "A message finds its way over nodes that never met its receiver.",
        """
        F1 A message crosses up to five hops between sender and receiver.
        F2 A node relays for others only while its owner allows it.
        F3 A message that has no route within 6 h is returned to its sender.
        F4 A relay never learns who wrote a message.
        U1 The sender sees the number of hops of a delivered message.
        U2 One switch stops relaying for others and takes effect within 5 s.
        R1 A route heals within 60 s after any one relay leaves.
        R2 A loop is broken after at most two extra hops.
        P1 Median delay over three hops is under 1.5 s at 50 messages a minute.
        S1 A route can be traced by its message number from any node on it.
        """,
    ),
    FeatureText(
        "delivery-receipts",
        "Delivery receipts",
        "Messaging",
        "The sender learns what became of a message.",
        """
        F1 The sender learns that a message was fetched.
        F2 The sender learns that a message was given up, with the reason.
        F3 A receipt is sent once per message and device.
        F4 A user can switch receipts off for a conversation.
        U1 Sent, kept and fetched are told apart without colour.
        U2 A receipt never moves the message it belongs to.
        R1 A receipt that was lost is sent again within 10 min of contact.
        P1 Receipts add at most 3 % to the bytes of a conversation.
        P2 A fetched message is marked within 2 s of the fetch, at p95.
        S1 The share of messages without a receipt after 24 h is on the fleet page.
        """,
    ),
    FeatureText(
        "sleepy-node",
        "Sleepy node",
        "Devices",
        "A device that sleeps most of the time still takes part.",
        """
        F1 A node announces when it will listen next.
        F2 Neighbours hold messages for a sleeping node until its next window.
        F3 A node can lengthen its sleep without losing its place in the network.
        F4 Two nodes that sleep agree on a common window within three attempts.
        U1 The sender sees when the receiver will listen next.
        U2 A user wakes the own device with one tap.
        R1 A window that was missed twice is found again within 15 min.
        R2 A clock drift of 40 ppm does not lose the window within a week.
        P1 A window of 200 ms carries at least eight messages.
        S1 The schedule of a node can be read with one command.
        """,
    ),
    FeatureText(
        "power-budget",
        "Power budget",
        "Devices",
        "What the software may take from a battery.",
        """
        F1 A profile limits what the node may use: harbour, day trip, expedition.
        F2 Below 15 % charge the node stops relaying for others.
        F3 The node reports what it used in the last 24 h, by part.
        F4 A profile can be set for a group of devices at once.
        U1 The user sees how many hours are left in the chosen profile.
        U2 A change of profile says what will stop working.
        R1 A device that ran empty starts again without losing a message.
        P1 A phone in the day profile loses under 3 % of its charge in 24 h.
        P2 A station in the expedition profile runs 21 days on 10 Wh.
        S1 A trace of wake-ups can be recorded in the field and sent in.
        """,
    ),
    FeatureText(
        "radio-bearers",
        "Radio bearers",
        "Devices",
        "The links a message may take, and how one is chosen.",
        """
        F1 A message takes the cheapest link that meets its deadline.
        F2 A link can be forbidden for a group of devices.
        F3 A message that was split is put together from parts of two links.
        F4 The duty cycle of a licensed band is kept without the user's help.
        U1 The user sees which link carried a message.
        R1 Losing a link in the middle of a message costs no message.
        R2 A link that fails three times in 10 min rests for 30 min.
        P1 A 200-byte message over the slow link arrives in under 12 s at p90.
        S1 A driver for another radio needs at most five functions.
        +1 The duty cycle report satisfies the harbour authority's form.
        """,
    ),
    FeatureText(
        "key-rotation",
        "Key rotation",
        "Identity",
        "Keys change while people go on talking.",
        """
        F1 A device changes its key without a conversation noticing.
        F2 A group changes its key when a member leaves.
        F3 A device that was away during a change catches up at its next contact.
        F4 An old key opens nothing written after the change.
        U1 A change of key asks nothing of the user.
        U2 A member sees when the group's key last changed.
        R1 A change that breaks off halfway is finished or undone at the next start.
        R2 Two members who change the key at once end with the same key.
        P1 A group of 200 changes its key in under 30 s of contact time.
        S1 The state of a change can be exported without any key material.
        """,
    ),
    FeatureText(
        "device-pairing",
        "Device pairing",
        "Identity",
        "A second device joins without typing a word.",
        """
        F1 A new device joins by showing a code to one that is known.
        F2 A pairing that was not finished leaves nothing behind.
        F3 A user sees all own devices and removes any of them.
        F4 A removed device reads nothing written after its removal.
        U1 Pairing takes at most three steps on each device.
        U2 The code can be read at arm's length in direct sun.
        R1 Pairing works while neither device has a network.
        R2 A code that was photographed by someone else is useless after 60 s.
        P1 Pairing ends in under 8 s for nine of ten users in the field test.
        S1 A failed pairing says which of its five steps failed.
        """,
    ),
    FeatureText(
        "client-sdk",
        "Client SDK",
        "Clients",
        "What an app developer builds on.",
        """
        F1 An app sends and receives with six calls in Kotlin and in Swift.
        F2 Both languages offer the same calls with the same names.
        F3 A call that cannot succeed now says when to try again.
        F4 An app can run against a simulated network in its tests.
        U1 The first message is sent ten minutes after opening the tutorial.
        U2 Every public call has an example that is compiled in the build.
        R1 An app that is killed at any call loses no accepted message.
        P1 The library adds at most 4 MB to an app.
        P2 Start to ready takes under 400 ms on a 2 GB phone.
        S1 A version says for how long it will get fixes: 18 months.
        """,
    ),
    FeatureText(
        "interoperability",
        "Interoperability",
        "Clients",
        "Clients of different makers understand each other.",
        """
        F1 The suite runs any client over a documented command line.
        F2 Each rule of the wire format has at least one test.
        F3 A client states the versions it speaks, and the suite checks them.
        F4 A report names the rule, the bytes sent and the bytes expected.
        U1 A maker without help gets a first report within an hour.
        R1 A client that hangs is stopped after 30 s and counted as failed.
        R2 The same client gets the same verdict in 100 runs.
        P1 The whole suite runs in under 20 min on two cores.
        S1 A new test needs one file and no change of the runner.
        +1 Results of released clients are public, with the maker's consent.
        """,
    ),
    FeatureText(
        "fleet-view",
        "Fleet view",
        "Operations",
        "What the people who run the nodes see.",
        """
        F1 An operator sees all nodes with their version, charge and last contact.
        F2 A node that was silent for twice its window is marked.
        F3 A list of nodes can be filtered by harbour, version and state.
        F4 An operator plans an upgrade for a group of nodes.
        U1 The page answers “is anything wrong?” in its first line.
        U2 A mark explains itself and links to what to do.
        R1 The page shows the last known state when the collector is down.
        P1 2,000 nodes are listed in under 1 s.
        P2 A node's report takes at most 400 bytes a day.
        S1 The collector runs from one file with one command.
        """,
    ),
)

# (feature, code, week of the change, who, new text, why): pins at the older revision drift.
REWORDED = (
    (
        "store-and-forward",
        "F2",
        -4,
        "AQ",
        "A message is kept for the time the node's owner set, seven days by default, or until it is fetched.",
        "The harbour pilot's operators keep less on small nodes.",
    ),
    (
        "store-and-forward",
        "P1",
        -3,
        "AQ",
        "1,000 kept messages arrive in under 6 s on a 1 Mbit/s link.",
        "The pilot measured the link at half of what was assumed.",
    ),
    (
        "sleepy-node",
        "R1",
        -5,
        "AQ",
        "A window that was missed twice is found again within 10 min.",
        "Fifteen minutes were longer than the shortest tide window.",
    ),
    (
        "key-rotation",
        "R2",
        -2,
        "TM",
        "Members who change the key at once, up to five of them, end with the same key.",
        "The audit found that groups of five change keys at once at a shift's end.",
    ),
    (
        "client-sdk",
        "P1",
        -6,
        "CF",
        "The library adds at most 3.5 MB to an app.",
        "Two of three pilot apps have a budget of 4 MB for all libraries.",
    ),
)
