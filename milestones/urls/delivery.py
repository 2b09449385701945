"""Addresses of tasks, handovers, sign-offs, weekly updates."""

from django.urls import URLPattern, path

from milestones.views import card, handover, handover_item, owner_call, signoff, task, task_list, update

patterns: list[URLPattern] = [
    path("tasks/", task_list.task_list, name="task_list"),
    path("tasks/new/", task.task_create, name="task_create"),
    path("tasks/<str:key>/", task.task_detail, name="task_detail"),
    path("tasks/<str:key>/edit/", task.task_edit, name="task_edit"),
    path("tasks/<str:key>/move/", task.task_move, name="task_move"),
    path("tasks/<str:key>/cause/", task.task_cause, name="task_cause"),
    path("tasks/<str:key>/card/", card.task_card, name="task_card"),
    path("tasks/<str:key>/step/", task.task_step, name="task_step"),
    path("tasks/<str:key>/criteria/new/", task.task_criterion_add, name="task_criterion_add"),
    path("tasks/<str:key>/criteria/<int:pk>/", task.task_criterion_meet, name="task_criterion_meet"),
    path("handovers/", handover.handover_list, name="handover_list"),
    path("handovers/new/", handover.handover_create, name="handover_create"),
    path("handovers/<str:key>/", handover.handover_detail, name="handover_detail"),
    path("handovers/<str:key>/edit/", handover.handover_edit, name="handover_edit"),
    path("handovers/<str:key>/step/", handover.handover_step, name="handover_step"),
    path("handovers/<str:key>/lines/new/", handover_item.handover_item_add, name="handover_item_add"),
    path(
        "handovers/<str:key>/lines/<int:pk>/",
        handover_item.handover_item_answer,
        name="handover_item_answer",
    ),
    path(
        "handovers/<str:key>/lines/<int:pk>/remove/",
        handover_item.handover_item_remove,
        name="handover_item_remove",
    ),
    path("signoffs/", signoff.signoff_list, name="signoff_list"),
    path("signoffs/<int:pk>/withdraw/", signoff.signoff_withdraw, name="signoff_withdraw"),
    path("signoffs/<slug:fslug>/<str:code>/", signoff.signoff_statement, name="signoff_statement"),
    path("signoffs/<slug:fslug>/<str:code>/give/", signoff.signoff_give, name="signoff_give"),
    path("updates/", update.update_list, name="update_list"),
    path("updates/<str:week>/", update.update_week, name="update_week"),
    path("updates/<str:week>/<str:key>/", update.update_write, name="update_write"),
    path("milestones/<str:key>/updates/", update.milestone_updates, name="milestone_updates"),
    path("milestones/<str:key>/call/", owner_call.owner_call_make, name="owner_call_make"),
]
