"""Reads a program kept in Markdown into frozen values; no framework, no database, never raises.

    parse_program(files: Sequence[SourceFile]) -> ProgramDoc
    normalise_statement(text: str) -> str      # what two wordings are compared by

`files` come from `pm.exchange.source.open_source(path)`, a context manager yielding
`Source(files, commit, skipped)`; it raises SourceError, a DomainError with a sentence. The layout, by path:
`FURPS/**` features, `draft-roadmap/*.md` milestones, `draft-roadmap/README.md` the planning tables,
`YYYYHn-SUMMARY.md` half-year summaries; indexes, templates and other files are ignored by a named rule.

Every record (module `document`) has `path`, `line` and `anchor`; (path, anchor) is unique in a ProgramDoc and
stable while headings, codes and link targets stay: that pair is the import identity.

    ProgramDoc(period, features, milestones, plan_rows, proposals, capacity_rows, realised, non_realised,
               doneness, risks, findings, ledger)
    FeatureDoc(title, area, statements, notes)                    anchor "feature"
    StatementDoc(letter, number, text, is_limitation, is_retired, tags)   .code; anchor "F1", "+2"
    MilestoneDoc(title, links, date_text, target, target_source, target_line, allocations, narrative,
                 objective, risks, risks_text, features, deliverables, sections, dependencies)
                                                                  anchor "milestone"
    AllocationDoc(text, people, role, months)                     .person_months; people None: only text
    DeliverableDoc(title, external_link, owner_text, owner, contributors, features, pins, scopes, checklist,
                   dependencies, output, narrative)               anchor: slug of the title
    FeatureRefDoc(title, target, feature_path, pins)              pins only on a milestone's own references
    PinDoc(feature_path, letter, number, written, text, scope, resolved, drifted)     .code
    ScopeDoc(feature_path, letter, number, text)                  .code
    ChecklistDoc(kind, text, ticked, is_placeholder, depth)       .is_evidence
    RiskDoc(kind, risk, response, likelihood, impact, note)
    SectionDoc(title, text, level)   LinkDoc(label, url)
    PlanRowDoc(period, table, title, target, milestone_path, priority, date_text, date, shares, capacity_text,
               capacity, objective, value, letters)               proposals set the last three
    ShareDoc(subteam, text, people, months)                       .person_months
    CapacityRowDoc(period, subteam, available_people, available_months, planned_people, planned_months,
                   planned_percent)
    RealisedDoc(period, headline, objective, value, value_text)
    NonRealisedDoc(period, headline, reason, carry, carry_text)
    DonenessDoc(period, headline, counts, text, link)   DonenessCount(letter, done, total)
    SummaryRiskDoc(period, and what a RiskDoc has)

`findings` (path, line, rule, sentence) is what the reader of an import is told, problems of imported lines
included. `ledger` books each non-blank line once: `total == consumed + ignored + reported`; iterating it
gives LineAccount(path, line, state, reason). Every reported line has its sentence among the findings.
"""

from milestones.pure.markdown.program import parse_program
from milestones.pure.markdown.words import normalise_statement

__all__ = ["normalise_statement", "parse_program"]
