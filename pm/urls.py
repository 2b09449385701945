"""Every address. Other apps are named as strings, so that the kernel imports nothing upward."""

from django.contrib import admin
from django.urls import include, path

from pm.views import (
    account,
    health,
    history,
    holiday,
    jobs,
    member,
    period,
    program,
    rule_setting,
    sample,
    search,
    setting,
    subteam,
)

handler400 = "pm.views.errors.bad_request"
handler500 = "pm.views.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    path("programs/new/", program.program_create, name="program_create"),
    path("theme/", account.account_theme, name="account_theme"),
    path("sample/", sample.sample_load, name="sample_load"),
    path("invitations/<str:token>/", member.invitation_accept, name="invitation_accept"),
    path("<slug:slug>/sample/remove/", sample.sample_remove, name="sample_remove"),
    path("<slug:slug>/edit/", program.program_edit, name="program_edit"),
    path("<slug:slug>/periods/", period.period_list, name="period_list"),
    path("<slug:slug>/periods/new/", period.period_create, name="period_create"),
    path("<slug:slug>/periods/<str:period>/edit/", period.period_edit, name="period_edit"),
    path("<slug:slug>/teams/", subteam.subteam_list, name="subteam_list"),
    path("<slug:slug>/teams/new/", subteam.subteam_create, name="subteam_create"),
    path("<slug:slug>/teams/<slug:tslug>/edit/", subteam.subteam_edit, name="subteam_edit"),
    path("<slug:slug>/teams/<slug:tslug>/archive/", subteam.subteam_archive, name="subteam_archive"),
    path("<slug:slug>/teams/<slug:tslug>/restore/", subteam.subteam_restore, name="subteam_restore"),
    path("<slug:slug>/teams/<slug:tslug>/remove/", subteam.subteam_remove, name="subteam_remove"),
    path("<slug:slug>/people/", member.people, name="people"),
    path("<slug:slug>/people/<int:pk>/edit/", member.member_edit, name="member_edit"),
    path("<slug:slug>/people/<int:pk>/deactivate/", member.member_deactivate, name="member_deactivate"),
    path("<slug:slug>/people/<int:pk>/activate/", member.member_activate, name="member_activate"),
    path(
        "<slug:slug>/people/invitations/<int:pk>/withdraw/",
        member.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("search/", search.search_all, name="search_all"),
    path("search/palette/", search.search_all_palette, name="search_all_palette"),
    path("<slug:slug>/search/", search.search, name="search"),
    path("<slug:slug>/search/palette/", search.search_palette, name="search_palette"),
    path("<slug:slug>/settings/", setting.setting_list, name="setting_list"),
    path("<slug:slug>/settings/process/", setting.setting_process, name="setting_process"),
    path("<slug:slug>/settings/access/", setting.setting_access, name="setting_access"),
    path("<slug:slug>/settings/rules/", rule_setting.rule_list, name="rule_list"),
    path("<slug:slug>/settings/rules/<slug:rule>/", rule_setting.rule_edit, name="rule_edit"),
    path("<slug:slug>/settings/rules/<slug:rule>/reset/", rule_setting.rule_reset, name="rule_reset"),
    path("<slug:slug>/settings/calendar/", holiday.holiday_list, name="holiday_list"),
    path("<slug:slug>/settings/calendar/days/", setting.setting_calendar, name="setting_calendar"),
    path("<slug:slug>/settings/calendar/new/", holiday.holiday_create, name="holiday_create"),
    path("<slug:slug>/settings/calendar/paste/", holiday.holiday_paste, name="holiday_paste"),
    path("<slug:slug>/settings/calendar/<int:pk>/remove/", holiday.holiday_remove, name="holiday_remove"),
    path("<slug:slug>/history/", history.history, name="history"),
    path("<slug:slug>/jobs/", jobs.jobs, name="jobs"),
    path("<slug:slug>/jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("<slug:slug>/", include("estimates.urls")),
    path("", include("milestones.urls")),
]
