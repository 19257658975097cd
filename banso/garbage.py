"""How seldom and how short processes stand still while Python looks for garbage."""

import gc

OBJECTS_BETWEEN_LOOKS = 5_000
"""So many new objects until the youngest are looked at (Python: 700); a hundred times as many until all of them are."""


def spare_what_stays() -> None:
    """Take what has been loaded until now out of every later look for garbage; for processes that run for long.

    Modules, models and their validators are hundreds of thousands of objects that live as long as the process. With
    them a look took tenths of a second every few seconds, in which no mail was sent and no page was answered.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, *gc.get_threshold()[1:])
