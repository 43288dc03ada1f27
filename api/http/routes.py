"""Every group of reading routes. Among routes of one shape the first that fits answers."""

from api.http import claims, compare, corrections, health, log, projections, questions, receipts, revisions

ROUTERS = (
    claims.router,
    revisions.router,
    questions.router,
    compare.router,
    log.router,
    receipts.router,
    corrections.router,
    projections.router,
    health.router,
)
