"""Names under which a browser keeps what we keep: each stands in one of the tuples.

The manifest declares each, and the build compares them (`sitegen/practices/kept.py`).
"""

from __future__ import annotations

DATABASE = "linkepix"
SEARCH = "search"
GENERATIONS, PICTURES, DRAFTS, ACTIVITY, LOGO = "generations", "pictures", "drafts", "activity", "logo"
REMOTE = "remote"
TASKS, TASK_ROWS = "tasks", "task-rows"
BATCHES, BATCH_ROWS = "batches", "batch-rows"
PACES = "paces"
STORES = (
    GENERATIONS, PICTURES, DRAFTS, ACTIVITY, SEARCH, LOGO, REMOTE, TASKS, TASK_ROWS, BATCHES, BATCH_ROWS, PACES,
)  # fmt: skip

COMPANY = "company"
PREFERENCES = "preferences"
SETTINGS_NAMES = (COMPANY, PREFERENCES)
"""In localStorage, beside the providers' keys."""
