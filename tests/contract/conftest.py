"""The official SDKs, imported before pytest turns every warning into an error.

google-genai 3.3.0 has an invalid escape sequence in `types.py`, of which Python warns when it compiles the
file for the first time; and what an SDK's import deprecates is not ours to mend.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import google.genai
    import openai

__all__ = ["google", "openai"]
