from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.template.loader import render_to_string
from django_htmx.middleware import HtmxDetails

from pm.errors import IllegalStep
from pm.views.step import step_form, step_page

STEPS = [
    SimpleNamespace(target="MITIGATED", verb="Mitigate", needs_reason=False),
    SimpleNamespace(target="CLOSED", verb="Close", needs_reason=True),
]


def asked(rf, data=None, query=""):
    request = (
        rf.post("/kit/risks/R-4/step/", data) if data is not None else rf.get(f"/kit/risks/R-4/step/{query}")
    )
    request.user, request.htmx = AnonymousUser(), HtmxDetails(request)
    request._messages = CookieStorage(request)
    return request


def answer(request, take=lambda said: said):
    return step_page(
        request, form=step_form(request, STEPS, "OPEN"), title="R-4 Mast", url_back="/kit/risks/R-4/",
        take=take, say=lambda said: f"R-4 is {said['to']}: {said['reason']}",
    )  # fmt: skip


def test_the_page_asks_why_with_the_step_chosen(rf):
    html = answer(asked(rf, query="?to=CLOSED")).content.decode()

    assert '<option value="CLOSED" selected>Close</option>' in html
    assert 'name="base_status" value="OPEN"' in html


def test_a_step_is_taken_told_and_left_behind(rf):
    request = asked(rf, {"to": "CLOSED", "base_status": "OPEN", "reason": "Gone."})
    response = answer(request)

    assert (response.status_code, response.url) == (302, "/kit/risks/R-4/")
    assert [str(one) for one in get_messages(request)] == ["R-4 is CLOSED: Gone."]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"to": "CLOSED", "base_status": "OPEN"}, "To close, write one sentence that says why."),
        ({"to": "OPEN", "base_status": "OPEN"}, "This step does not follow from here."),
        ({"to": "MITIGATED"}, "The form does not say what you saw."),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(rf, data, sentence):
    response = answer(asked(rf, data))

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_refusal_of_the_service_is_said(rf):
    def refuse(said):
        raise IllegalStep("It has an open blocker. End it first.")

    response = answer(asked(rf, {"to": "MITIGATED", "base_status": "OPEN"}), refuse)

    assert response.status_code == 422
    assert "It has an open blocker. End it first." in response.content.decode()


def test_buttons_post_and_those_that_need_a_reason_lead_to_the_page():
    html = render_to_string(
        "pm/record/_steps.html", {"steps": STEPS, "status": "OPEN", "url": "/step/", "csrf_token": "x"}
    )

    assert '<a class="btn" href="/step/?to=CLOSED">Close…</a>' in html
    assert '<input type="hidden" name="to" value="MITIGATED">' in html
