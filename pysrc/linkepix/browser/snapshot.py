"""All that the application will ever import, for the image of Python's memory: a later start finds it there.

Imported by the worker that makes the image, and by nobody else. It is told nothing, and no code of ours runs in it but
what loads modules, templates and the manifest (docs/adr/0010-a-snapshot-made-on-the-device.md).
"""

import linkepix.browser.entry
import linkepix.browser.fetch_transport
import linkepix.providers.gemini
import linkepix.providers.guard
import linkepix.providers.ondevice.illustrator
import linkepix.providers.ondevice.writer
import linkepix.providers.openai  # noqa: F401 - imported for the image
from linkepix.browser.bundled import read_all

read_all()
