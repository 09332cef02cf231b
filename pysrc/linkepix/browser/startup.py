"""What the worker wrote down about its starts, before there was a Python to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.browser.host import js_host
from linkepix.browser.promises import await_promise
from linkepix.services.records import startup_from_json

if TYPE_CHECKING:
    from linkepix.model.startup import StartUp


class BrowserStartUpLog:
    """StartUpLog of `linkepix.ports`."""

    async def read(self) -> StartUp:
        return startup_from_json(await await_promise(js_host.startUp()))
