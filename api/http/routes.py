"""Every group of reading routes. Among routes of one shape the first that fits answers."""

from api.http import (
    claims,
    compare,
    corrections,
    desk,
    health,
    log,
    projections,
    questions,
    receipts,
    revisions,
    search,
    sources,
    stories,
    timeline,
)

ROUTERS = (
    claims.router,
    revisions.router,
    questions.router,
    timeline.router,
    compare.router,
    log.router,
    receipts.router,
    corrections.router,
    desk.router,
    search.router,
    sources.router,
    stories.router,
    projections.router,
    health.router,
)
