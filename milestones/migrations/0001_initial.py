# Tables in the order in which they point at each other, constraints inside: none is made twice on SQLite,
# and going back removes what points before what is pointed at.

import django.core.validators
import django.db.models.deletion
import pm.constraints
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pm', '0001_initial'),
        ('pm', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80)),
                ('name', models.CharField(max_length=160)),
                ('area', models.CharField(blank=True, default='', max_length=80)),
                ('description', models.TextField(blank=True, default='')),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_feature_in_program'), models.UniqueConstraint(fields=('program', 'slug'), name='feature_slug_once_a_program')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.CharField(choices=[('F', 'Functionality'), ('U', 'Usability'), ('R', 'Reliability'), ('P', 'Performance'), ('S', 'Supportability'), ('+', 'Others')], max_length=1)),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('ACTIVE', 'Active'), ('LIMITATION', 'Limitation'), ('RETIRED', 'Retired')], default='ACTIVE', max_length=10)),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('text', models.TextField()),
                ('feature', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='milestones.feature')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_statement_in_program'), models.UniqueConstraint(fields=('feature', 'letter', 'number'), name='statement_number_once_a_letter'), models.CheckConstraint(condition=models.Q(('revision__gte', 1)), name='statement_revision_from_1'), pm.constraints.SameProgram('feature', name='statement_feature_same_program')],
            },
        ),
        migrations.CreateModel(
            name='StatementRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='milestones.statement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_statementrevision_in_program'), models.UniqueConstraint(fields=('statement', 'number'), name='statement_revision_once'), pm.constraints.SameProgram('statement', name='statement_revision_statement_same_program')],
            },
        ),
        migrations.CreateModel(
            name='Track',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=120)),
                ('description', models.TextField(blank=True, default='')),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_track_in_program'), models.UniqueConstraint(fields=('program', 'slug'), name='track_slug_once_a_program')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('STANDARD', 'Standard'), ('BUNDLE', 'Bundle'), ('SOLO', 'Solo'), ('BUDGET_LINE', 'Budget line')], default='STANDARD', max_length=12)),
                ('status', models.CharField(choices=[('IDEA', 'Idea'), ('PROPOSED', 'Proposed'), ('COMMITTED', 'Committed'), ('IN_PROGRESS', 'In progress'), ('DELIVERED', 'Delivered'), ('REVIEWED', 'Reviewed'), ('SHELVED', 'Shelved'), ('DROPPED', 'Dropped')], default='PROPOSED', max_length=12)),
                ('narrative', models.TextField(blank=True, default='')),
                ('benefit', models.CharField(blank=True, default='', max_length=300)),
                ('audience', models.CharField(blank=True, choices=[('', 'Not stated'), ('END_USERS', 'End users'), ('OPERATORS', 'Operators'), ('DEVELOPERS', 'Developers')], default='', max_length=12)),
                ('objective', models.CharField(blank=True, default='', max_length=300)),
                ('value', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)])),
                ('realised_value', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(10)])),
                ('scope_in', models.TextField(blank=True, default='')),
                ('scope_out', models.TextField(blank=True, default='')),
                ('risks_text', models.TextField(blank=True, default='')),
                ('external_url', models.URLField(blank=True, default='', max_length=500)),
                ('is_internal', models.BooleanField(default=False)),
                ('is_pencilled', models.BooleanField(default=False)),
                ('appetite_days', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                ('planned_start_on', models.DateField(blank=True, null=True)),
                ('target_from_on', models.DateField(blank=True, null=True)),
                ('target_to_on', models.DateField(blank=True, null=True)),
                ('target_text', models.CharField(blank=True, default='', max_length=80)),
                ('first_target_on', models.DateField(blank=True, null=True)),
                ('push_count', models.PositiveSmallIntegerField(default=0)),
                ('committed_on', models.DateField(blank=True, null=True)),
                ('delivered_on', models.DateField(blank=True, null=True)),
                ('owner_call', models.CharField(blank=True, choices=[('UNKNOWN', 'Unknown'), ('ON_TRACK', 'On track'), ('WATCH', 'Watch'), ('AT_RISK', 'At risk'), ('LATE', 'Late')], default='', max_length=10)),
                ('owner_call_confidence', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100)])),
                ('owner_call_text', models.CharField(blank=True, default='', max_length=300)),
                ('owner_call_on', models.DateField(blank=True, null=True)),
                ('health', models.CharField(choices=[('UNKNOWN', 'Unknown'), ('ON_TRACK', 'On track'), ('WATCH', 'Watch'), ('AT_RISK', 'At risk'), ('LATE', 'Late')], default='UNKNOWN', max_length=10)),
                ('health_at', models.DateTimeField(null=True)),
                ('health_reason', models.CharField(default='', max_length=300)),
                ('rank_score', models.FloatField(default=0)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_milestones', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('track', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='milestones.track')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'target_to_on', 'id'], name='milestone_by_target'), models.Index(fields=['program', 'track', 'status'], name='milestone_by_track'), models.Index(fields=['program', '-rank_score', 'id'], name='milestone_by_rank')],
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_milestone_in_program'), models.UniqueConstraint(fields=('program', 'number'), name='milestone_number_once'), models.CheckConstraint(condition=models.Q(('target_from_on__isnull', True), ('target_to_on__gte', models.F('target_from_on')), _connector='OR'), name='milestone_target_to_after_from'), models.CheckConstraint(condition=models.Q(models.Q(('target_from_on__isnull', False), ('target_to_on__isnull', False)), models.Q(('target_from_on__isnull', True), ('target_to_on__isnull', True)), _connector='OR'), name='milestone_target_both_ends_or_none'), models.CheckConstraint(condition=models.Q(('planned_start_on__isnull', True), ('target_to_on__isnull', True), ('planned_start_on__lte', models.F('target_to_on')), _connector='OR'), name='milestone_starts_before_target'), models.CheckConstraint(condition=models.Q(('value__lte', 10)), name='milestone_value_0_to_10'), models.CheckConstraint(condition=models.Q(('appetite_days__isnull', True), ('appetite_days__gt', 0), _connector='OR'), name='milestone_appetite_positive'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['COMMITTED', 'IN_PROGRESS', 'DELIVERED', 'REVIEWED']), _negated=True), ('committed_on__isnull', False), _connector='OR'), name='milestone_committed_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['DELIVERED', 'REVIEWED']), _negated=True), ('delivered_on__isnull', False), _connector='OR'), name='milestone_delivered_has_its_day'), pm.constraints.SameProgram('track', name='milestone_track_same_program')],
            },
        ),
        migrations.CreateModel(
            name='Deliverable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('status', models.CharField(choices=[('PLANNED', 'Planned'), ('IN_PROGRESS', 'In progress'), ('CLOSE_REQUESTED', 'Close requested'), ('CLOSED', 'Closed'), ('DROPPED', 'Dropped')], default='PLANNED', max_length=16)),
                ('is_must', models.BooleanField(default=True)),
                ('output', models.TextField(blank=True, default='')),
                ('dependencies_text', models.TextField(blank=True, default='')),
                ('external_url', models.URLField(blank=True, default='', max_length=500)),
                ('planned_start_on', models.DateField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('started_on', models.DateField(blank=True, null=True)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('is_close_imported', models.BooleanField(default=False)),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('accountable', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='pm.subteam')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_deliverables', to=settings.AUTH_USER_MODEL)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('feature', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='milestones.feature')),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliverables', to='milestones.milestone')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'due_on', 'id'], name='deliverable_by_due'), models.Index(models.F('program'), models.Case(models.When(status__in=['CLOSED', 'DROPPED'], then=models.Value(1)), default=models.Value(0), output_field=models.IntegerField()), models.F('due_on'), models.F('number'), name='deliverable_in_order'), models.Index(fields=['milestone', 'rank', 'id'], name='deliverable_by_rank'), models.Index(fields=['program', 'accountable', 'status'], name='deliverable_by_subteam')],
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_deliverable_in_program'), models.UniqueConstraint(fields=('program', 'number'), name='deliverable_number_once'), models.CheckConstraint(condition=models.Q(('planned_start_on__isnull', True), ('due_on__isnull', True), ('due_on__gte', models.F('planned_start_on')), _connector='OR'), name='deliverable_due_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'CLOSED'), _negated=True), ('closed_on__isnull', False), _connector='OR'), name='deliverable_closed_has_its_day'), pm.constraints.SameProgram('milestone', name='deliverable_milestone_same_program'), pm.constraints.SameProgram('feature', name='deliverable_feature_same_program'), pm.constraints.SameProgram('accountable', name='deliverable_accountable_same_program')],
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=6)),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan_lines', to='milestones.milestone')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'period', 'rank'], name='plan_line_by_rank')],
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_planline_in_program'), models.UniqueConstraint(fields=('milestone', 'period'), name='plan_line_once_a_period'), models.CheckConstraint(condition=models.Q(('period__regex', '^\\d{4}H[12]$')), name='plan_line_period_is_a_half_year'), pm.constraints.SameProgram('milestone', name='plan_line_milestone_same_program')],
            },
        ),
        migrations.CreateModel(
            name='PlannedEffort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_days', models.DecimalField(decimal_places=2, max_digits=9)),
                ('text', models.CharField(blank=True, default='', max_length=60)),
                ('plan_line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='efforts', to='milestones.planline')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('subteam', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.subteam')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_plannedeffort_in_program'), models.UniqueConstraint(fields=('plan_line', 'subteam'), name='planned_effort_once_a_subteam'), models.CheckConstraint(condition=models.Q(('person_days__gte', 0)), name='planned_effort_not_negative'), pm.constraints.SameProgram('plan_line', name='planned_effort_plan_line_same_program'), pm.constraints.SameProgram('subteam', name='planned_effort_subteam_same_program')],
            },
        ),
        migrations.CreateModel(
            name='Pin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveSmallIntegerField(default=1)),
                ('scope', models.CharField(blank=True, default='', max_length=200)),
                ('quoted_text', models.TextField(blank=True, default='')),
                ('is_dropped', models.BooleanField(default=False)),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pins', to='milestones.deliverable')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pins', to='milestones.statement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_pin_in_program'), models.UniqueConstraint(fields=('deliverable', 'statement', 'scope'), name='pin_once_a_scope'), pm.constraints.SameProgram('deliverable', name='pin_deliverable_same_program'), pm.constraints.SameProgram('statement', name='pin_statement_same_program')],
            },
        ),
        migrations.CreateModel(
            name='MilestonePin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aims', to='milestones.milestone')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='aims', to='milestones.statement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_milestonepin_in_program'), models.UniqueConstraint(fields=('milestone', 'statement'), name='milestone_pin_once'), pm.constraints.SameProgram('milestone', name='milestone_pin_milestone_same_program'), pm.constraints.SameProgram('statement', name='milestone_pin_statement_same_program')],
            },
        ),
        migrations.CreateModel(
            name='TargetRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('from_on', models.DateField(null=True)),
                ('to_on', models.DateField(null=True)),
                ('text', models.CharField(blank=True, default='', max_length=80)),
                ('previous_to_on', models.DateField(null=True)),
                ('is_slip', models.BooleanField(default=False)),
                ('reason_class', models.CharField(blank=True, choices=[('', 'Not stated'), ('SCOPE', 'Scope'), ('ESTIMATE', 'Estimate'), ('STAFFING', 'Staffing'), ('EXTERNAL', 'External'), ('PRIORITY', 'Priority')], default='', max_length=8)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='target_revisions', to='milestones.milestone')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
            ],
            options={
                'indexes': [models.Index(fields=['milestone', 'recorded_at'], name='target_revision_order')],
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_targetrevision_in_program'), models.CheckConstraint(condition=models.Q(('is_slip', False), models.Q(('reason_class', ''), _negated=True), _connector='OR'), name='target_slip_has_a_reason_class'), pm.constraints.SameProgram('milestone', name='target_revision_milestone_same_program')],
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('subteam', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='pm.subteam')),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='milestones.deliverable')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_contribution_in_program'), models.UniqueConstraint(fields=('deliverable', 'subteam'), name='contribution_once'), pm.constraints.SameProgram('deliverable', name='contribution_deliverable_same_program'), pm.constraints.SameProgram('subteam', name='contribution_subteam_same_program')],
            },
        ),
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('SPECS', 'Specs'), ('CODE', 'Code'), ('DOGFOODING', 'Dogfooding'), ('DOCS', 'Docs'), ('OTHER', 'Other')], max_length=10)),
                ('text', models.CharField(blank=True, default='', max_length=500)),
                ('state', models.CharField(choices=[('OPEN', 'Open'), ('DONE', 'Done'), ('NOT_NEEDED', 'Not needed')], default='OPEN', max_length=10)),
                ('evidence', models.CharField(blank=True, default='', max_length=500)),
                ('because', models.CharField(blank=True, default='', max_length=300)),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checklist', to='milestones.deliverable')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_checklistitem_in_program'), models.UniqueConstraint(fields=('deliverable', 'kind', 'rank'), name='checklist_item_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'DONE'), _negated=True), models.Q(('evidence', ''), _negated=True), _connector='OR'), name='checklist_done_has_evidence'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'NOT_NEEDED'), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='checklist_not_needed_says_why'), pm.constraints.SameProgram('deliverable', name='checklist_deliverable_same_program')],
            },
        ),
        migrations.CreateModel(
            name='AcceptanceCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500)),
                ('is_met', models.BooleanField(default=False)),
                ('rank', models.PositiveSmallIntegerField(default=0)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('deliverable', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='milestones.deliverable')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='milestones_acceptancecriterion_in_program'), pm.constraints.SameProgram('deliverable', name='criterion_deliverable_same_program')],
            },
        ),
    ]
