"""Opening a page in the browser of the person who looks, if there are both."""

import os
import sys
import webbrowser

NEEDS_A_DISPLAY = ("linux", "freebsd", "openbsd")


def open_for_a_person(address: str) -> bool:
    """Whether *address* was opened: only for a person at a terminal, and never in a browser that would take it over."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    has_a_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if sys.platform.startswith(NEEDS_A_DISPLAY) and not has_a_display:
        return False
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
