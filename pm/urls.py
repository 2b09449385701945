"""Every address. Other apps are named as strings, so that the kernel imports nothing upward."""

from django.contrib import admin
from django.urls import include, path

from pm.views import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
]
