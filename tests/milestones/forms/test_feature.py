import pytest

from milestones.forms.feature import StatementForm


def test_spacing_alone_is_no_new_wording():
    form = StatementForm({"text": "Order  holds.\r\n", "base_text": "Order\r\nholds."})

    assert form.is_valid()
    assert (form.cleaned_data["text"], form.base, form.is_same) == (
        "Order holds.",
        {"text": "Order\nholds."},
        True,
    )


@pytest.mark.parametrize("text", ["", " ", "ab"])
def test_a_statement_is_a_sentence(text):
    assert "text" in StatementForm({"text": text, "base_text": "x"}).errors


def test_a_form_that_saw_nothing_is_refused():
    assert StatementForm({"text": "Order holds."}).errors == {
        "base_text": ["The form does not say what you saw. Reload the page and edit again."]
    }
