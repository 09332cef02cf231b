"""All that the application will ever import, for the snapshot of Python's memory: a later start finds it there.

Only the worker that makes the snapshot imports it. That worker gets no message, and no code of ours runs in it but
what loads modules, templates and the manifest (docs/adr/0010-a-snapshot-made-on-the-device.md).
"""

import linkepix.browser.entry
import linkepix.browser.fetch_transport
import linkepix.providers.gemini
import linkepix.providers.guard
import linkepix.providers.ondevice.illustrator
import linkepix.providers.openai
import linkepix.services.writer  # noqa: F401 - imported for the snapshot
from linkepix.browser.bundled import read_all

read_all()
