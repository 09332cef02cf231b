"""What programs tell each other of tasks (`News` of `linkepix.task_ports`)."""

from typing import Final

CHANGED: Final = "changed"
"""Lists of tasks are not true any more."""

STOP: Final = "stop"
"""Everything is about to be erased: nothing must be made, or stored, any more."""

WAKE: Final = "wake"
"""Something was queued or decided: whoever works on the queue must look at it."""
