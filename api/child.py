"""A process that ends with the one that started it: ``python -m api.child MODULE ARGUMENT…`` runs MODULE as a program.

The parent holds the other end of standard input. End of file means that it wants this process to end, or is gone,
however it went.
"""

import gc
import os
import runpy
import signal
import sys
import threading
import time

ORDERLY_END_S = 10.0
DONE_WITHOUT = ("rich", "pydantic.v1")
"""What libraries import where they find it, and no child ever uses: 7 MiB in each process."""


def end_with_parent() -> None:
    """Waits for the end of standard input, then ends this process: in order, and by force if that takes too long."""
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ORDERLY_END_S)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    gc.disable()  # what is loaded now stays; the module turns it on again, which saves an eighth of its start
    threading.Thread(target=end_with_parent, daemon=True).start()
    for name in DONE_WITHOUT:
        sys.modules[name] = None  # type: ignore[assignment]  # how Python is told that a module is not to be had
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
