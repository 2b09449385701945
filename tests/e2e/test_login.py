"""Logging in and out, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from pm.models import User
from tests.e2e.conftest import faults_of_looks
from tests.factories.pm import PASSWORD

pytestmark = [pytest.mark.e2e]


@pytest.mark.smoke
def test_login_with_address_and_password_opens_my_programs(page_as):
    User.objects.create_user(email="ada@example.org", name="Ada", password=PASSWORD)
    page = page_as(None)
    page.goto("/")

    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill("ada@example.org")
    page.get_by_label("Password", exact=False).first.fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_login_page_has_no_accessibility_fault(page_as):
    page = page_as(None)
    page.goto("/accounts/login/")

    assert faults_of_looks(page) == []
