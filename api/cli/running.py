"""Commands that run until they are stopped: serve, worker."""

from typing import Annotated

import typer

from api.cli.configuration import settings_with
from api.cli.options import Data
from api.serving import serve as run_service

LAST_PORT = 65_535


def serve(
    *,
    host: Annotated[str, typer.Option("--host", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=LAST_PORT, help="The port to listen on; 0 is any free one.")
    ] = 8000,
    data: Data = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that answer.")] = 1,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Leave the read models to another claimtrail worker.")
    ] = False,
) -> None:
    """Run the service, with its database unless DATABASE_URL names one, until Ctrl-C."""
    run_service(settings_with(data), host=host, port=port, processes=workers, with_worker=not no_worker)


def worker(data: Data = None) -> None:
    """Keep the read models up to date, beside a service that runs with --no-worker, until Ctrl-C."""
    from api.cli.printing import tell  # noqa: PLC0415 (a service starts without it)
    from api.worker import work  # noqa: PLC0415 (a service starts without it)

    work(
        settings_with(data),
        lambda: tell("Keeping the read models up to date, until Ctrl-C. Workers beside one another take turns."),
    )


LASTING = (serve, worker)
