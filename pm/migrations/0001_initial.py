# Tables in the order in which they point at each other, constraints inside: none is made twice on SQLite,
# and going back removes what points before what is pointed at.

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pm.constraints
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        pm.constraints.CreateModels(
            models=[migrations.CreateModel(
                name='Heartbeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('part', models.CharField(max_length=20, unique=True)),
                    ('beat_at', models.DateTimeField()),
                ],
            ), migrations.CreateModel(
                name='Program',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=40, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('is_public', models.BooleanField(default=False)),
                    ('is_sample', models.BooleanField(default=False)),
                    ('zone', models.CharField(default='UTC', max_length=64)),
                    ('days_per_month', models.PositiveSmallIntegerField(default=20, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)])),
                    ('update_weekday', models.PositiveSmallIntegerField(default=4)),
                    ('weekdays', models.CharField(default='01234', max_length=7)),
                    ('asks_close_acceptance', models.BooleanField(default=False)),
                    ('allows_contributors', models.BooleanField(default=True)),
                    ('breaker_factor', models.DecimalField(decimal_places=2, default=2, max_digits=4)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('days_per_month__gte', 1), ('days_per_month__lte', 31)), name='program_days_per_month_1_to_31'), models.CheckConstraint(condition=models.Q(('slug__in', ['accounts', 'admin', 'api', 'healthz', 'inbox', 'invitations', 'metrics', 'programs', 'readyz', 'sample', 'search', 'shortcuts', 'signoffs', 'static', 'theme']), _negated=True), name='program_slug_is_no_root_route'), models.CheckConstraint(condition=models.Q(('update_weekday__lte', 6)), name='program_update_weekday_0_to_6'), models.CheckConstraint(condition=models.Q(('weekdays__regex', '^0?1?2?3?4?5?6?$'), models.Q(('weekdays', ''), _negated=True)), name='program_weekdays_in_order'), models.CheckConstraint(condition=models.Q(('breaker_factor__gte', 1)), name='program_breaker_factor_from_1')],
                },
            ), migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('email', models.EmailField(max_length=254, unique=True)),
                    ('name', models.CharField(max_length=120)),
                    ('theme', models.CharField(choices=[('system', 'As the system'), ('light', 'Light'), ('dark', 'Dark')], default='system', max_length=8)),
                    ('has_shortcuts', models.BooleanField(default=True)),
                    ('is_active', models.BooleanField(default=True)),
                    ('is_staff', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique_whatever_case')],
                },
            ), migrations.CreateModel(
                name='Attachment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('subject', models.CharField(max_length=20)),
                    ('name', models.CharField(max_length=200)),
                    ('media_type', models.CharField(max_length=100)),
                    ('size', models.PositiveIntegerField()),
                    ('digest', models.CharField(max_length=64)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'subject', 'created_at'], name='attachment_of_subject')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_attachment_in_program'), models.CheckConstraint(condition=models.Q(('size__gt', 0), ('size__lte', 5242880)), name='attachment_size_1_byte_to_5_mib')],
                },
            ), migrations.CreateModel(
                name='ChangeSet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('title', models.CharField(max_length=200)),
                    ('actor_name', models.CharField(max_length=120)),
                    ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('source', models.CharField(max_length=12)),
                    ('recorded_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_changeset_in_program')],
                },
            ), migrations.CreateModel(
                name='Comment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('subject', models.CharField(max_length=20)),
                    ('text', models.TextField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField()),
                    ('edited_at', models.DateTimeField(null=True)),
                    ('removed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'subject', 'created_at'], name='comment_of_subject')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_comment_in_program')],
                },
            ), migrations.CreateModel(
                name='Holiday',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('on', models.DateField()),
                    ('name', models.CharField(max_length=80)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_holiday_in_program'), models.UniqueConstraint(fields=('program', 'on'), name='holiday_once_a_day')],
                },
            ), migrations.CreateModel(
                name='ImportIdentity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('source', models.CharField(max_length=80)),
                    ('path', models.CharField(max_length=300)),
                    ('anchor', models.CharField(max_length=300)),
                    ('noun', models.CharField(max_length=60)),
                    ('object_id', models.BigIntegerField()),
                    ('given', models.JSONField(default=dict)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'noun', 'object_id'], name='import_identity_object')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_importidentity_in_program'), models.UniqueConstraint(fields=('program', 'source', 'path', 'anchor'), name='import_identity_once_a_place')],
                },
            ), migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('email', models.EmailField(max_length=254)),
                    ('role', models.CharField(choices=[('LEAD', 'Program lead'), ('MANAGER', 'Program manager'), ('SUBTEAM_LEAD', 'Subteam lead'), ('MEMBER', 'Member'), ('SERVICE', 'Service'), ('STAKEHOLDER', 'Stakeholder')], max_length=16)),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_invitation_in_program')],
                },
            ), migrations.CreateModel(
                name='JobRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='pm.program')),
                    ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='pm.jobrun')),
                    ('job', models.CharField(max_length=60)),
                    ('slot', models.CharField(max_length=120)),
                    ('args', models.JSONField(default=dict)),
                    ('state', models.CharField(choices=[('QUEUED', 'Waiting'), ('RUNNING', 'Running'), ('DONE', 'Done'), ('FAILED', 'Failed')], default='QUEUED', max_length=8)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('requested_at', models.DateTimeField()),
                    ('not_before', models.DateTimeField()),
                    ('lease_until', models.DateTimeField(null=True)),
                    ('started_at', models.DateTimeField(null=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('error', models.TextField(default='')),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'not_before'], name='job_due'), models.Index(fields=['program', '-requested_at'], name='job_newest'), models.Index(fields=['parent', 'state'], name='job_children')],
                    'constraints': [models.UniqueConstraint(fields=('job', 'slot'), name='job_once_a_slot')],
                },
            ), migrations.CreateModel(
                name='KeySequence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('letter', models.CharField(max_length=2)),
                    ('next_number', models.PositiveIntegerField(default=1)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_keysequence_in_program'), models.UniqueConstraint(fields=('program', 'letter'), name='key_sequence_once_a_letter')],
                },
            ), migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('role', models.CharField(choices=[('LEAD', 'Program lead'), ('MANAGER', 'Program manager'), ('SUBTEAM_LEAD', 'Subteam lead'), ('MEMBER', 'Member'), ('SERVICE', 'Service'), ('STAKEHOLDER', 'Stakeholder')], max_length=16)),
                    ('is_active', models.BooleanField(default=True)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_membership_in_program'), models.UniqueConstraint(fields=('program', 'user', 'role'), name='membership_once_a_role')],
                },
            ), migrations.CreateModel(
                name='OutboxMail',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='pm.program')),
                    ('to', models.EmailField(max_length=254)),
                    ('subject', models.CharField(max_length=200)),
                    ('text', models.TextField()),
                    ('html', models.TextField(default='')),
                    ('state', models.CharField(choices=[('WAITING', 'Waiting'), ('SENT', 'Sent'), ('FAILED', 'Failed')], default='WAITING', max_length=8)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('requested_at', models.DateTimeField()),
                    ('not_before', models.DateTimeField()),
                    ('sent_at', models.DateTimeField(null=True)),
                    ('error', models.TextField(default='')),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'not_before'], name='outbox_due')],
                },
            ), migrations.CreateModel(
                name='Period',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('code', models.CharField(max_length=6)),
                    ('goal', models.TextField(blank=True, default='')),
                    ('is_closed', models.BooleanField(default=False)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_period_in_program'), models.UniqueConstraint(fields=('program', 'code'), name='period_once_a_program'), models.CheckConstraint(condition=models.Q(('code__regex', '^\\d{4}H[12]$')), name='period_is_a_half_year')],
                },
            ), migrations.CreateModel(
                name='RuleSetting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('rule', models.CharField(max_length=60)),
                    ('weight', models.CharField(choices=[('OFF', 'Off'), ('INFO', 'Info'), ('WATCH', 'Watch'), ('AT_RISK', 'At risk')], max_length=8)),
                    ('threshold', models.DecimalField(decimal_places=3, max_digits=10, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_rulesetting_in_program'), models.UniqueConstraint(fields=('program', 'rule'), name='rule_setting_once_a_rule')],
                },
            ), migrations.CreateModel(
                name='SavedView',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('page', models.CharField(max_length=60)),
                    ('name', models.CharField(max_length=80)),
                    ('query', models.TextField(blank=True, default='', max_length=2000)),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
                    ('is_shared', models.BooleanField(default=False)),
                    ('is_default', models.BooleanField(default=False)),
                    ('rank', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_savedview_in_program'), models.UniqueConstraint(condition=models.Q(('is_shared', True)), fields=('program', 'page', 'name'), name='saved_view_shared_name_once'), models.UniqueConstraint(fields=('program', 'page', 'owner', 'name'), name='saved_view_name_once_an_owner'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('program', 'page'), name='saved_view_one_default_a_page'), models.CheckConstraint(condition=models.Q(('is_default', False), ('is_shared', True), _connector='OR'), name='saved_view_default_is_shared')],
                },
            ), migrations.CreateModel(
                name='SearchEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('noun', models.CharField(max_length=60)),
                    ('object_id', models.BigIntegerField()),
                    ('scope_id', models.BigIntegerField(null=True)),
                    ('is_internal', models.BooleanField(default=False)),
                    ('title_length', models.PositiveSmallIntegerField(default=0)),
                    ('words', models.TextField(default='')),
                ],
                options={
                    'verbose_name_plural': 'search entries',
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_searchentry_in_program'), models.UniqueConstraint(fields=('program', 'noun', 'object_id'), name='search_entry_once')],
                },
            ), migrations.CreateModel(
                name='Subteam',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('slug', models.SlugField(max_length=40)),
                    ('name', models.CharField(max_length=80)),
                    ('code', models.CharField(max_length=2)),
                    ('kind', models.CharField(choices=[('RESEARCH', 'Research'), ('ENGINEERING', 'Engineering'), ('QA', 'QA'), ('DOCS', 'Docs'), ('DEVREL', 'Developer relations'), ('BUSINESS', 'Business development'), ('SERVICE', 'Service team')], default='ENGINEERING', max_length=12)),
                    ('rank', models.PositiveSmallIntegerField(default=0)),
                    ('is_archived', models.BooleanField(default=False)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_subteam_in_program'), models.UniqueConstraint(fields=('program', 'slug'), name='subteam_slug_once_a_program')],
                },
            ), migrations.CreateModel(
                name='Watch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('subject', models.CharField(max_length=20)),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_watch_in_program'), models.UniqueConstraint(fields=('program', 'subject', 'user'), name='watch_once')],
                },
            ), migrations.CreateModel(
                name='AttachmentContent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('attachment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='content', to='pm.attachment')),
                    ('data', models.BinaryField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_attachmentcontent_in_program'), pm.constraints.SameProgram('attachment', name='attachment_content_attachment_same_program')],
                },
            ), migrations.CreateModel(
                name='Change',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('change_set', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='pm.changeset')),
                    ('kind', models.CharField(choices=[('CREATE', 'created'), ('UPDATE', 'changed'), ('DELETE', 'deleted')], max_length=6)),
                    ('noun', models.CharField(max_length=60)),
                    ('object_id', models.BigIntegerField()),
                    ('label', models.CharField(default='', max_length=200)),
                    ('subject', models.CharField(default='', max_length=60)),
                    ('field', models.CharField(default='', max_length=60)),
                    ('before', models.JSONField(null=True)),
                    ('after', models.JSONField(null=True)),
                    ('payload', models.JSONField(null=True)),
                    ('why', models.TextField(default='')),
                    ('undoes', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='pm.change')),
                    ('actor_name', models.CharField(max_length=120)),
                    ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('source', models.CharField(max_length=12)),
                    ('request_id', models.CharField(default='', max_length=40)),
                    ('happened_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['program', '-recorded_at', '-id'], name='change_newest'), models.Index(fields=['program', 'noun', 'object_id'], name='change_of_object'), models.Index(fields=['program', 'subject'], name='change_of_subject'), models.Index(fields=['program', 'happened_on', 'id'], name='change_by_day'), models.Index(condition=models.Q(('kind', 'DELETE')), fields=['program', '-recorded_at', '-id'], name='change_deleted')],
                    'constraints': [pm.constraints.SameProgram('change_set', name='change_change_set_same_program')],
                },
            ), migrations.CreateModel(
                name='InvitationSubteam',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subteam_links', to='pm.invitation')),
                    ('subteam', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.subteam')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_invitationsubteam_in_program'), models.UniqueConstraint(fields=('invitation', 'subteam'), name='invitation_subteam_once'), pm.constraints.SameProgram('invitation', name='invitation_subteam_invitation_same_program'), pm.constraints.SameProgram('subteam', name='invitation_subteam_subteam_same_program')],
                },
            ), migrations.CreateModel(
                name='MembershipSubteam',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subteam_links', to='pm.membership')),
                    ('subteam', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='membership_links', to='pm.subteam')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='pm_membershipsubteam_in_program'), models.UniqueConstraint(fields=('membership', 'subteam'), name='membership_subteam_once'), pm.constraints.SameProgram('membership', name='membership_subteam_membership_same_program'), pm.constraints.SameProgram('subteam', name='membership_subteam_subteam_same_program')],
                },
            )],
        ),
    ]
