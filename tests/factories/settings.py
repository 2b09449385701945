"""What a program sets for itself: its calendar, templates, contracts; what people say about a thing."""

from datetime import date, timedelta

import factory

from pm.models import Attachment, AttachmentContent, Comment, Holiday, RuleSetting, Watch
from tests.factories.base import RowFactory
from tests.factories.pm import START, ProgramFactory, UserFactory


class HolidayFactory(RowFactory):
    class Meta:
        model = Holiday

    program = factory.SubFactory(ProgramFactory)
    on = factory.Sequence(lambda n: date(2026, 4, 6) + timedelta(days=n))
    name = "Free"


class RuleSettingFactory(RowFactory):
    class Meta:
        model = RuleSetting

    program = factory.SubFactory(ProgramFactory)
    rule = "no_update"
    weight = "WATCH"
    threshold = 14


class CommentFactory(RowFactory):
    class Meta:
        model = Comment

    program = factory.SubFactory(ProgramFactory)
    subject = "M-1"
    text = "It holds."
    by = factory.SubFactory(UserFactory)
    created_at = START


class WatchFactory(RowFactory):
    class Meta:
        model = Watch

    program = factory.SubFactory(ProgramFactory)
    subject = "M-1"
    user = factory.SubFactory(UserFactory)
    created_at = START


class AttachmentFactory(RowFactory):
    class Meta:
        model = Attachment

    program = factory.SubFactory(ProgramFactory)
    subject = "M-1"
    name = "note.txt"
    media_type = "text/plain"
    size = 7
    digest = "0" * 64
    by = factory.SubFactory(UserFactory)
    created_at = START


class AttachmentContentFactory(RowFactory):
    class Meta:
        model = AttachmentContent

    attachment = factory.SubFactory(AttachmentFactory)
    program = factory.SelfAttribute("attachment.program")
    data = b"A note."
