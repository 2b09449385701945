"""Two questions of a load balancer: does the process live, may it get requests?"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pm.queries.health import look


@login_not_required
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """What pages need (database, tables), and what jobs need (queue, beat); 503 without the first."""
    state = look(now=timezone.now(), redis_url=settings.REDIS_URL, queue=settings.QUEUE_DIR)
    return JsonResponse(state.as_dict(), status=200 if state.is_ready else 503)
