"""Names under which a browser keeps what we keep. The manifest declares each, and the build compares them."""

from __future__ import annotations

DATABASE = "linkepix"
GENERATIONS, PICTURES, DRAFTS, ACTIVITY = "generations", "pictures", "drafts", "activity"
STORES = (GENERATIONS, PICTURES, DRAFTS, ACTIVITY)

COMPANY = "company"
PREFERENCES = "preferences"
