"""What the kernel adds to the side navigation and to the settings."""

from pm.models import Holiday, Period, Program, Subteam
from pm.pure.days import WEEKDAYS
from pm.queries.rule_setting import rules_of
from pm.registry import LISTS, NAV, SETTINGS, ListPage, NavItem, SettingPage

NAV.add("people", NavItem("Program", "People", "people", "people", "MANAGE_PEOPLE", key="p"))
NAV.add(
    "history",
    NavItem("Program", "History", "history", "clock", "VIEW_HISTORY", also=("deleted_list",), key="y"),
)
NAV.add("jobs", NavItem("Program", "Jobs", "jobs", "update", "VIEW_JOBS", key="j"))
NAV.add("settings", NavItem("Program", "Settings", "setting_list", "settings", "MANAGE_SETTINGS", key="s"))
LISTS.add("history", ListPage("History", "VIEW_HISTORY"))


def rules_said(program: Program) -> str:
    """`21 rules, 2 of its own`."""
    rules = rules_of(program)
    own = sum(rule.is_own for rule in rules)
    return f"{len(rules)} rules, {own or 'none'} set otherwise than the default"


def process_said(program: Program) -> str:
    """`Updates on Friday; a subteam lead closes alone`."""
    who = "a manager accepts a closing" if program.asks_close_acceptance else "a subteam lead closes alone"
    return f"Updates due on {WEEKDAYS[program.update_weekday]}; {who}"


def calendar_said(program: Program) -> str:
    """`5 working days a week, 12 free days`."""
    free = Holiday.objects.filter(program=program).count()
    days = "1 free day" if free == 1 else f"{free or 'no'} free days"
    return f"{len(program.weekdays)} working days a week, {days}"


def named(count: int, noun: str) -> str:
    """`1 subteam`, `6 subteams`."""
    return f"{count} {noun}" if count == 1 else f"{count or 'No'} {noun}s"


def access_said(program: Program) -> str:
    return "Anyone may read it" if program.is_public else "Private: only its people see it"


for _name, _page in {
    "program": SettingPage(
        10,
        "Name and time zone",
        "What it is called, and where its days begin.",
        "program_edit",
        lambda program: f"{program.name}, {program.zone}",
    ),
    "subteams": SettingPage(
        12,
        "Subteams",
        "Who is accountable for deliverables, who signs off.",
        "subteam_list",
        lambda program: named(Subteam.objects.filter(program=program, is_archived=False).count(), "subteam"),
    ),
    "periods": SettingPage(
        14,
        "Periods",
        "The half-years that are planned, and what each is for.",
        "period_list",
        lambda program: named(Period.objects.filter(program=program).count(), "period"),
    ),
    "process": SettingPage(
        20,
        "Process",
        "Update day, who closes a deliverable, when a decision is owed.",
        "setting_process",
        process_said,
    ),
    "rules": SettingPage(
        30, "Rules", "How heavy each rule is, and from where on it speaks.", "rule_list", rules_said
    ),
    "calendar": SettingPage(
        40,
        "Calendar",
        "Working days, days per month, days on which nobody works.",
        "holiday_list",
        calendar_said,
    ),
    "access": SettingPage(
        100,
        "Public or private",
        "Who may read, and what stays hidden either way.",
        "setting_access",
        access_said,
    ),
}.items():
    SETTINGS.add(_name, _page)
