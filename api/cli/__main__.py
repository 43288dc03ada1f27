"""``python -m api.cli``, which ``./run`` calls."""

from api.cli import main

main()
