"""Python's garbage collector, set for a process that holds many small lasting objects."""

import gc

COLLECT_AFTER = 50_000


def calm_the_collector() -> None:
    """What is there now stays; collections come rarely, for at the default they took a fifth of a batch's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER, 20, 100)
    gc.enable()
