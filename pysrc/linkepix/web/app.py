"""The application: one table of routes, one place where errors become fragments."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route

from linkepix.errors import LinkepixError
from linkepix.providers.registry import PROVIDERS
from linkepix.web.answers import fragment
from linkepix.web.late_views import late_view
from linkepix.web.views import account, activity, library, remote, settings
from linkepix.web.views.create import card, form, logo, message, run, strip

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from linkepix.web.context import AppContext

type View = Callable[[Request, AppContext], Awaitable[Response]]

ROUTES: tuple[tuple[str, str, View], ...] = (
    ("POST", "/app/-/create", form.hydrate),
    ("POST", "/app/-/create/read", form.read),
    ("POST", "/app/-/create/new", form.new_prospect),
    ("POST", "/app/-/create/name", form.rename),
    ("POST", "/app/-/create/preview", form.preview),
    ("POST", "/app/-/create/makers", form.choose_makers),
    ("POST", "/app/-/create/chosen", form.chosen),
    ("POST", "/app/-/create/surprise", form.surprise),
    ("GET", "/app/-/create/logo", logo.show),
    ("POST", "/app/-/create/logo", logo.choose),
    ("POST", "/app/-/create/logo/remove", logo.remove),
    ("POST", "/app/-/create/generate", run.generate),
    ("POST", "/app/-/create/stop", run.stop),
    ("POST", "/app/-/create/message", message.edit),
    ("POST", "/app/-/create/variant", message.show_variant),
    ("POST", "/app/-/create/version", card.show_version),
    ("POST", "/app/-/create/last", run.show_last),
    ("POST", "/app/-/create/card", strip.bring_back),
    ("POST", "/app/-/postcard", late_view("postcard", "compose")),
    ("POST", "/app/-/postcard/turn", late_view("postcard", "turn")),
    ("GET", "/app/-/library", library.hydrate),
    ("GET", "/app/-/library/rack", library.rack),
    ("GET", "/app/-/library/search", library.search),
    ("POST", "/app/-/library/version", library.show_version),
    ("POST", "/app/-/library/step", late_view("gateways", "step")),
    ("POST", "/app/-/library/delete", library.delete),
    ("POST", "/app/-/library/undo", library.undo),
    ("POST", "/app/-/library/forget", library.forget),
    ("GET", "/app/-/library/{id}", library.card),
    ("GET", "/app/-/activity", activity.hydrate),
    ("GET", "/app/-/activity/search", activity.search),
    ("GET", "/app/-/activity/export/{kind}", activity.export),
    ("GET", "/app/-/activity/clear", activity.ask),
    ("POST", "/app/-/activity/clear", activity.clear),
    ("GET", "/app/-/activity/imagekit", remote.hydrate),
    ("POST", "/app/-/activity/imagekit/{id}/delete", remote.delete),
    ("POST", "/app/-/activity/imagekit/{id}/gone", remote.forget),
    ("GET", "/app/-/tasks", late_view("tasks", "hydrate")),
    ("GET", "/app/-/tasks/found", late_view("tasks", "found")),
    ("POST", "/app/-/tasks/keep", late_view("tasks", "keep")),
    ("POST", "/app/-/tasks/pause", late_view("tasks", "pause")),
    ("POST", "/app/-/tasks/resume", late_view("tasks", "resume")),
    ("GET", "/app/-/tasks/{id}/decide", late_view("tasks", "decide")),
    ("POST", "/app/-/tasks/{id}/{act}", late_view("tasks", "act")),
    ("GET", "/app/-/batch", late_view("batch", "hydrate")),
    ("POST", "/app/-/batch/table", late_view("batch", "read_table")),
    ("POST", "/app/-/batch/read", late_view("batch", "read_again")),
    ("POST", "/app/-/batch/match", late_view("batch", "match_columns")),
    ("POST", "/app/-/batch/try", late_view("batch", "make_first")),
    ("POST", "/app/-/batch/good", late_view("batch", "approve")),
    ("POST", "/app/-/batch/limit", late_view("batch", "limit")),
    ("POST", "/app/-/batch/rest", late_view("batch", "make_rest")),
    ("GET", "/app/-/batch/progress", late_view("batch", "progress")),
    ("POST", "/app/-/batch/do/{act}", late_view("batch", "act")),
    ("POST", "/app/-/batch/take/{kind}", late_view("batch_away", "take")),
    ("GET", "/app/-/studio", late_view("studio", "hydrate")),
    ("POST", "/app/-/studio/pictures", late_view("studio", "add")),
    ("POST", "/app/-/studio/show", late_view("studio", "show")),
    ("POST", "/app/-/studio/choose", late_view("studio", "choose")),
    ("POST", "/app/-/studio/recipe", late_view("studio", "change")),
    ("POST", "/app/-/studio/paint", late_view("studio", "paint")),
    ("POST", "/app/-/studio/name", late_view("studio", "name")),
    ("POST", "/app/-/studio/zip", late_view("studio", "pack")),
    ("POST", "/app/-/studio/open", late_view("studio", "open_saved")),
    ("POST", "/app/-/studio/save", late_view("studio", "save")),
    ("POST", "/app/-/studio/where", late_view("studio", "choose_places")),
    ("POST", "/app/-/studio/do/{act}", late_view("studio", "act")),
    ("POST", "/app/-/studio/work", late_view("studio", "work")),
    ("POST", "/app/-/studio/compare", late_view("studio", "compare")),
    ("GET", "/app/-/studio/imagekit", late_view("studio_imagekit", "hydrate")),
    ("POST", "/app/-/studio/imagekit/{act}", late_view("studio_imagekit", "act")),
    ("GET", "/app/-/selftest", late_view("selftest", "hydrate")),
    ("GET", "/app/-/settings", settings.hydrate),
    ("POST", "/app/-/settings/keys/{provider}", settings.save_key),
    ("POST", "/app/-/settings/keys/{provider}/test", settings.test_key),
    ("POST", "/app/-/settings/keys/{provider}/forget", settings.forget_key),
    ("POST", "/app/-/settings/account", account.save),
    ("POST", "/app/-/settings/account/test", account.test),
    ("POST", "/app/-/settings/account/forget", account.forget),
    ("GET", "/app/-/settings/gateways", late_view("gateways", "hydrate")),
    ("POST", "/app/-/settings/gateways/{provider}", late_view("gateways", "save")),
    ("POST", "/app/-/settings/gateways/{provider}/test", late_view("gateways", "test")),
    ("POST", "/app/-/settings/gateways/{provider}/forget", late_view("gateways", "forget")),
    ("GET", "/app/-/settings/storage", settings.storage),
    ("GET", "/app/-/settings/erase", settings.count_all),
    ("POST", "/app/-/settings/erase", settings.erase_all),
)
"""Fragments, which exist only in the worker. Every view is async: there are no threads in a browser."""


def create_app(app: AppContext) -> Starlette:
    routes = [Route(path, _endpoint(view, app), methods=[method]) for method, path, view in ROUTES]
    failure = partial(_failure, app)
    return Starlette(routes=routes, exception_handlers={LinkepixError: failure, Exception: failure})


def _endpoint(view: View, app: AppContext) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await view(request, app)

    return endpoint


async def _failure(app: AppContext, request: Request, error: Exception) -> Response:
    """An error that no view expected still has its sentence, shown where the page keeps its notices.

    Starlette raises one that is not ours again after this answer; the platform's top-level handler logs it.
    """
    del request
    return fragment(app.render("partials/notice.html", error=LinkepixError.of(error), providers=PROVIDERS))
