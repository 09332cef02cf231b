"""All that the application will ever import, for the snapshot of Python's memory: a later start finds it there.

Only the worker that makes the snapshot imports it. That worker gets no message, and no code of ours runs in it but
what loads modules, templates and the manifest (docs/adr/0010-a-snapshot-made-on-the-device.md).
"""

from linkepix.browser.bundled import read_all

read_all()
