"""Every address. Other apps are named as strings, so that the kernel imports nothing upward."""

from django.contrib import admin
from django.urls import include, path

from pm.views import account, health, history, jobs, member, program, sample

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
    path("<slug:slug>/people/", member.people, name="people"),
    path("<slug:slug>/people/<int:pk>/deactivate/", member.member_deactivate, name="member_deactivate"),
    path("<slug:slug>/people/<int:pk>/activate/", member.member_activate, name="member_activate"),
    path(
        "<slug:slug>/people/invitations/<int:pk>/withdraw/",
        member.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("<slug:slug>/history/", history.history, name="history"),
    path("<slug:slug>/jobs/", jobs.jobs, name="jobs"),
    path("<slug:slug>/jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
    path("<slug:slug>/", include("estimates.urls")),
    path("", include("milestones.urls")),
]
