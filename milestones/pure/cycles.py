"""The cycles of work that a new program starts with; it edits them in its settings."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a part: `hands_to` names the part that takes over, by which contract."""

    number: int
    text: str
    condition: str = ""
    is_review: bool = False
    hands_to: str = ""
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """The steps of one deliverable and the kind of subteam that answers for it."""

    name: str
    subteam_kind: str
    output: str
    steps: tuple[Step, ...] = ()
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Cycle:
    name: str
    text: str
    parts: tuple[Part, ...] = field(default=())


TO_DEVELOPMENT, TO_QA = "Research → development", "Development → QA"

CYCLES = (
    Cycle(
        "Research",
        "Add or change a protocol: from the problem to the clients, the tests and the documentation.",
        (
            Part(
                "Research",
                "RESEARCH",
                "An RFC and a proof of concept, both merged.",
                (
                    Step(1, "Problem statement"),
                    Step(2, "Gather potential solutions"),
                    Step(3, "Choose one"),
                    Step(4, "Proof of concept in the reference client"),
                    Step(5, "Simulations confirm the behaviour"),
                    Step(6, "Draft the RFC"),
                    Step(7, "Review cycles"),
                    Step(
                        8,
                        "RFC and proof of concept merged",
                        is_review=True,
                        hands_to="Reference client",
                        contract=TO_DEVELOPMENT,
                    ),
                    Step(
                        12,
                        "Consider revisions of the protocol or the RFC",
                        condition="Building it in the clients showed something to revise",
                    ),
                ),
            ),
            Part(
                "Reference client",
                "ENGINEERING",
                "The reference client holds it, refined and optimised.",
                (
                    Step(
                        9,
                        "Refine and optimise the reference client",
                        hands_to="Quality assurance",
                        contract=TO_QA,
                    ),
                ),
            ),
            Part(
                "Second client",
                "ENGINEERING",
                "The second client holds it.",
                (Step(10, "Implement it in the second client"),),
                condition="The second client needs it",
            ),
            Part(
                "Web client",
                "ENGINEERING",
                "The web client holds it.",
                (Step(11, "Implement it in the web client"),),
                condition="The web client needs it",
            ),
            Part(
                "Documentation",
                "DOCS",
                "The documentation says what changed.",
                (Step(13, "Update the documentation"),),
                condition="Users or operators see a change",
            ),
            Part("Quality assurance", "QA", "Tests hold it from now on."),
        ),
    ),
    Cycle(
        "Engineering",
        "Build what is understood: from the problem to the merge.",
        (
            Part(
                "Engineering",
                "ENGINEERING",
                "It is merged and released.",
                (
                    Step(1, "Problem statement"),
                    Step(2, "Explore solutions"),
                    Step(3, "Implement it by pull request"),
                    Step(4, "Review cycle"),
                    Step(5, "Merge"),
                    Step(6, "Update the documentation", condition="Users or operators see a change"),
                ),
            ),
        ),
    ),
)
