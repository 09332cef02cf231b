"""What the worker wrote down about its starts, before there was a Python to ask."""

from __future__ import annotations

import json

from linkepix.browser.host import js_host
from linkepix.browser.promises import await_promise
from linkepix.model.startup import StartUp
from linkepix.services.records import rebuild


class BrowserStartUpLog:
    """StartUpLog of `linkepix.ports`."""

    async def read(self) -> StartUp:
        told = json.loads(await await_promise(js_host.startUp()))
        return rebuild(StartUp, told) or StartUp()
