"""Reference workload for the peer comparison: one seeded generator, JSON lines out.

    python3 workload.py S            > s.jsonl      # 1 program, 40 milestones, 250 deliverables, 1,000 tasks, 600 FURPS
    python3 workload.py M            > m.jsonl      # 10 x S
    python3 workload.py L            > l.jsonl      # 40 x S
    python3 workload.py S --check                   # only prints the counts

Same size + same seed => byte-identical output on any Python >= 3.9 (only random.Random() methods whose
algorithm is fixed across versions are used: random(), and our own gauss built on it).

Each line is one object with a "type".  Order is referential: a record only refers to records already written.
  meta        size, seed, today, counts
  program     id, name
  track       id, program, name
  subteam     id, program, name
  person      id, login, first, last, subteam
  milestone   id, program, track, name, start, due, state, closed_on, estimate_pd, appetite_weeks, owner, description
  deliverable id, milestone, subteam, owner, name, output, start, due, state, closed_on,
              estimate_pd (current), estimates [[date, pd], ...], percent_done, depends_on [deliverable ids], feature
  furps       id, deliverable, letter, number, text, done
  task        id, deliverable, name, acceptance, assignee, start, due, state, closed_on, estimate_h, kind
  effort      id, task, deliverable, person, week (Monday), hours
  handover    id, deliverable, from_subteam, to_subteam, state, on
States   milestone: planned|in_progress|delivered|dropped      deliverable: planned|in_progress|handover|done|dropped
         task: todo|doing|done
All dates are ISO, all work is relative to a fixed "today" (2026-01-05, a Monday) so that pages are reproducible.
"""

# ruff: noqa: E501, S311, N806, E731, PTH123, T201, SIM905 -- the order of its draws is the workload: kept as it was measured

import argparse
import datetime as dt
import json
import math
import random
import sys

TODAY = dt.date(2026, 1, 5)
SCALE = {"S": 1, "M": 10, "L": 40}
PEOPLE = {"S": 30, "M": 90, "L": 240}
TRACKS = [
    "Secure messaging",
    "Scalability",
    "Privacy",
    "Developer experience",
    "Reliability",
    "Incentives",
    "Mobile",
    "Operations",
]
TEAMS = ["research", "core-node", "js-sdk", "rust-sdk", "QA", "docs"]
VERB = [
    "Add",
    "Harden",
    "Measure",
    "Simplify",
    "Ship",
    "Replace",
    "Extend",
    "Document",
    "Automate",
    "Profile",
]
NOUN = [
    "peer discovery",
    "store sync",
    "rate limiting",
    "message relay",
    "light push",
    "key agreement",
    "group chat",
    "bandwidth cap",
    "node dashboard",
    "request retry",
    "content topics",
    "filter protocol",
    "membership proofs",
    "release pipeline",
    "simulation harness",
    "address book",
    "connection pool",
    "error codes",
    "telemetry opt-in",
    "offline queue",
]
TAIL = [
    "for small groups",
    "at 10k nodes",
    "on mobile",
    "in restricted networks",
    "for new integrators",
    "under churn",
    "with a 1 s budget",
    "behind a proxy",
    "for the beta",
    "with public metrics",
]
FURPS = "FFFFUURRPPS+"
WORDS = (
    "user sends a message and sees a delivery mark within the agreed time limit while the node stays under its "
    "memory ceiling and operators can read the result on the shared panel without asking the team"
).split()


class Rng:
    def __init__(self, seed):
        self.r = random.Random(seed).random

    def f(self):
        return self.r()

    def i(self, lo, hi):  # inclusive
        return lo + int(self.r() * (hi - lo + 1))

    def pick(self, seq):
        return seq[int(self.r() * len(seq))]

    def gauss(self):
        return math.sqrt(-2 * math.log(1 - self.r())) * math.cos(2 * math.pi * self.r())

    def logn(self, median, sigma):
        return median * math.exp(sigma * self.gauss())


def monday(d):
    return d - dt.timedelta(days=d.weekday())


def generate(size="S", seed=20260105):
    k = SCALE[size]
    rng = Rng(f"{seed}/{size}")
    n_ms, n_del, n_task, n_furps = 40 * k, 250 * k, 1000 * k, 600 * k
    out = []
    D = dt.timedelta
    iso = lambda d: d.isoformat() if d else None
    out.append({"type": "program", "id": 1, "name": "Wave"})
    for i, name in enumerate(TRACKS, 1):
        out.append({"type": "track", "id": i, "program": 1, "name": name})
    for i, name in enumerate(TEAMS, 1):
        out.append({"type": "subteam", "id": i, "program": 1, "name": name})
    n_people = PEOPLE[size]
    team_people = {t: [] for t in range(1, 7)}
    for i in range(1, n_people + 1):
        t = 1 + (i - 1) % 6
        team_people[t].append(i)
        out.append(
            {
                "type": "person",
                "id": i,
                "login": f"user{i:03d}",
                "first": f"Given{i:03d}",
                "last": f"Family{i:03d}",
                "subteam": t,
            }
        )

    # deliverables per milestone: 3..9, corrected to the exact total
    per_ms = [rng.i(3, 9) for _ in range(n_ms)]
    while sum(per_ms) != n_del:
        j = rng.i(0, n_ms - 1)
        if sum(per_ms) < n_del:
            per_ms[j] += 1
        elif per_ms[j] > 2:
            per_ms[j] -= 1
    tasks_per = [rng.i(2, 6) for _ in range(n_del)]
    while d := n_task - sum(tasks_per):
        step = 1 if d > 0 else -1
        for _ in range(abs(d)):
            j = rng.i(0, n_del - 1)
            if tasks_per[j] + step >= 1:
                tasks_per[j] += step
    furps_per = [0] * n_del
    for _ in range(n_furps):
        furps_per[rng.i(0, n_del - 1)] += 1

    did = tid = fid = eid = hid = 0
    for m in range(1, n_ms + 1):
        start = TODAY + D(days=rng.i(-540, 240))
        weeks = max(3, min(26, round(rng.logn(9, 0.45))))
        due = start + D(weeks=weeks) - D(days=3)
        slip = max(0.7, min(3.0, rng.logn(1.2, 0.35)))  # how late this milestone really runs
        real_end = start + D(days=int(weeks * 7 * slip))
        dropped = rng.f() < 0.05
        state = (
            "planned"
            if start > TODAY
            else "dropped"
            if dropped
            else "delivered"
            if real_end <= TODAY
            else "in_progress"
        )
        ms = {
            "type": "milestone",
            "id": m,
            "program": 1,
            "track": rng.i(1, 8),
            "name": f"{rng.pick(VERB)} {rng.pick(NOUN)} {rng.pick(TAIL)} #{m}",
            "start": iso(start),
            "due": iso(due),
            "state": state,
            "closed_on": iso(min(real_end, TODAY)) if state in ("delivered", "dropped") else None,
            "estimate_pd": 0,
            "appetite_weeks": weeks,
            "owner": rng.i(1, n_people),
            "description": " ".join(rng.pick(WORDS) for _ in range(40)).capitalize() + ".",
        }
        out.append(ms)
        prev = []
        for _ in range(per_ms[m - 1]):
            did += 1
            team = rng.i(1, 6)
            a = rng.f() * 0.6
            ds = start + D(days=int(a * weeks * 7))
            dw = max(1, round(weeks * (0.25 + 0.5 * rng.f()) * (1 - a)))
            dd = min(due, ds + D(weeks=dw) - D(days=3))
            dd = max(dd, ds + D(days=2))
            est0 = max(1.0, round(rng.logn(dw * 3.0, 0.4), 1))
            estimates = [[iso(start - D(days=14)), est0]]
            est = est0
            if start <= TODAY and rng.f() < 0.35:
                est = max(1.0, round(est0 * rng.logn(1.25, 0.3), 1))
                estimates.append([iso(min(TODAY, ds + D(days=7))), est])
            rs = ds + D(days=rng.i(0, 10))
            rd = rs + D(days=max(3, int(dw * 7 * slip * rng.logn(1.0, 0.25))))
            if state == "dropped":
                dstate = "dropped"
            elif state == "delivered":
                dstate, rd = "done", min(rd, real_end)
            elif rs > TODAY or state == "planned":
                dstate = "planned"
            elif rd <= TODAY:
                dstate = "done" if rng.f() < 0.8 else "handover"
            else:
                dstate = "in_progress"
            rd = max(rd, rs + D(days=1))
            prog = (
                1.0
                if dstate in ("done", "handover")
                else 0.0
                if dstate == "planned"
                else max(0.0, min(0.95, (min(TODAY, rd) - rs).days / max(1, (rd - rs).days)))
            )
            deps = [p for p in prev if rng.f() < 0.35][-3:]
            owner = rng.pick(team_people[team])
            out.append(
                {
                    "type": "deliverable",
                    "id": did,
                    "milestone": m,
                    "subteam": team,
                    "owner": owner,
                    "name": f"{rng.pick(VERB)} {rng.pick(NOUN)} {TEAMS[team - 1]} #{did}",
                    "output": " ".join(rng.pick(WORDS) for _ in range(14)).capitalize() + ".",
                    "start": iso(ds),
                    "due": iso(dd),
                    "state": dstate,
                    "closed_on": iso(rd) if dstate in ("done", "dropped") else None,
                    "estimate_pd": est,
                    "estimates": estimates,
                    "percent_done": round(100 * prog),
                    "depends_on": deps,
                    "feature": rng.pick(NOUN),
                }
            )
            ms["estimate_pd"] = round(ms["estimate_pd"] + est, 1)
            prev.append(did)
            num = {}
            for _ in range(furps_per[did - 1]):
                fid += 1
                letter = rng.pick(FURPS)
                num[letter] = num.get(letter, 0) + 1
                out.append(
                    {
                        "type": "furps",
                        "id": fid,
                        "deliverable": did,
                        "letter": letter,
                        "number": num[letter],
                        "text": " ".join(rng.pick(WORDS) for _ in range(12)).capitalize() + ".",
                        "done": dstate == "done" or rng.f() < prog * 0.8,
                    }
                )
            n = tasks_per[did - 1]
            span = max(1, (rd - rs).days)
            hours = est * 8 * max(0.4, min(4, slip * rng.logn(0.95, 0.3)))  # what it would really take
            for t in range(n):
                tid += 1
                t0, t1 = rs + D(days=span * t // n), rs + D(days=max(span * t // n + 1, span * (t + 1) // n))
                p0 = ds + D(days=(dd - ds).days * t // n)
                p1 = max(p0, ds + D(days=(dd - ds).days * (t + 1) // n))
                tstate = (
                    "done"
                    if prog >= 1 or (prog > 0 and t1 <= TODAY)
                    else "doing"
                    if prog > 0 and t0 <= TODAY
                    else "todo"
                )
                who = rng.pick(team_people[team])
                out.append(
                    {
                        "type": "task",
                        "id": tid,
                        "deliverable": did,
                        "name": f"{rng.pick(VERB)} {rng.pick(NOUN)} step {t + 1} #{tid}",
                        "acceptance": " ".join(rng.pick(WORDS) for _ in range(16)).capitalize() + ".",
                        "assignee": who,
                        "start": iso(p0),
                        "due": iso(p1),
                        "state": tstate,
                        "closed_on": iso(min(t1, TODAY)) if tstate == "done" else None,
                        "estimate_h": round(est * 8 / n, 1),
                        "kind": rng.pick(["work", "work", "work", "work", "bug", "test", "release"]),
                    }
                )
                if tstate == "todo":
                    continue
                w = monday(t0)
                last = monday(min(t1, TODAY))
                nweeks = (last - w).days // 7 + 1
                per = hours / n / max(1, ((t1 - t0).days + 6) // 7)
                for _ in range(nweeks):
                    eid += 1
                    h = max(0.5, round(per * rng.logn(1.0, 0.3) * 2) / 2)
                    out.append(
                        {
                            "type": "effort",
                            "id": eid,
                            "task": tid,
                            "deliverable": did,
                            "person": who if rng.f() < 0.85 else rng.pick(team_people[team]),
                            "week": iso(w),
                            "hours": min(60.0, h),
                        }
                    )
                    w += D(days=7)
            if dstate in ("handover", "done") and rng.f() < 0.7:
                hid += 1
                out.append(
                    {
                        "type": "handover",
                        "id": hid,
                        "deliverable": did,
                        "from_subteam": team,
                        "to_subteam": 5 if team != 5 else 6,
                        "state": "accepted" if dstate == "done" else "given",
                        "on": iso(min(rd, TODAY)),
                    }
                )
    counts = {}
    for r in out:
        counts[r["type"]] = counts.get(r["type"], 0) + 1
    meta = {"type": "meta", "size": size, "seed": seed, "today": iso(TODAY), "counts": counts}
    return [meta] + out


def read(path):
    """Read a workload file into {type: [records]}."""
    data = {}
    with open(path) as f:
        for line in f:
            r = json.loads(line)
            data.setdefault(r["type"], []).append(r)
    return data


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("size", choices=list(SCALE))
    ap.add_argument("--seed", type=int, default=20260105)
    ap.add_argument("--check", action="store_true")
    a = ap.parse_args()
    rows = generate(a.size, a.seed)
    if a.check:
        st = {}
        for r in rows:
            if "state" in r:
                key = (r["type"], r["state"])
                st[key] = st.get(key, 0) + 1
        print(json.dumps(rows[0]["counts"]), {f"{a}:{b}": n for (a, b), n in sorted(st.items())})
    else:
        w = sys.stdout.write
        for r in rows:
            w(json.dumps(r, separators=(",", ":")) + "\n")
