"""The application: one table of routes, one place where errors become fragments."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route

from linkepix.errors import LinkepixError
from linkepix.providers.registry import PROVIDERS
from linkepix.web.answers import fragment
from linkepix.web.late_views import (
    compose_postcard,
    imagekit_view,
    studio_view,
    test_device,
    turn_postcard,
)
from linkepix.web.views import account, activity, library, remote, settings, tasks
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
    ("POST", "/app/-/create/last", card.show_last),
    ("POST", "/app/-/create/card", strip.bring_back),
    ("POST", "/app/-/postcard", compose_postcard),
    ("POST", "/app/-/postcard/turn", turn_postcard),
    ("GET", "/app/-/library", library.hydrate),
    ("GET", "/app/-/library/rack", library.rack),
    ("GET", "/app/-/library/search", library.search),
    ("POST", "/app/-/library/version", library.show_version),
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
    ("GET", "/app/-/tasks", tasks.hydrate),
    ("GET", "/app/-/tasks/found", tasks.found),
    ("GET", "/app/-/tasks/{id}/decide", tasks.decide),
    ("POST", "/app/-/tasks/{id}/{act}", tasks.act),
    ("GET", "/app/-/studio", studio_view("hydrate")),
    ("POST", "/app/-/studio/pictures", studio_view("add")),
    ("POST", "/app/-/studio/show", studio_view("show")),
    ("POST", "/app/-/studio/choose", studio_view("choose")),
    ("POST", "/app/-/studio/recipe", studio_view("change")),
    ("POST", "/app/-/studio/paint", studio_view("paint")),
    ("POST", "/app/-/studio/name", studio_view("name")),
    ("POST", "/app/-/studio/zip", studio_view("pack")),
    ("POST", "/app/-/studio/open", studio_view("open_saved")),
    ("POST", "/app/-/studio/save", studio_view("save")),
    ("POST", "/app/-/studio/where", studio_view("choose_places")),
    ("POST", "/app/-/studio/do/{act}", studio_view("act")),
    ("POST", "/app/-/studio/work", studio_view("work")),
    ("POST", "/app/-/studio/compare", studio_view("compare")),
    ("GET", "/app/-/studio/imagekit", imagekit_view("hydrate")),
    ("POST", "/app/-/studio/imagekit/{act}", imagekit_view("act")),
    ("GET", "/app/-/selftest", test_device),
    ("GET", "/app/-/settings", settings.hydrate),
    ("POST", "/app/-/settings/keys/{provider}", settings.save_key),
    ("POST", "/app/-/settings/keys/{provider}/test", settings.test_key),
    ("POST", "/app/-/settings/keys/{provider}/forget", settings.forget_key),
    ("POST", "/app/-/settings/account", account.save),
    ("POST", "/app/-/settings/account/test", account.test),
    ("POST", "/app/-/settings/account/forget", account.forget),
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
