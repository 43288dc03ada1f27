"""Every page."""

from api.web import (
    board,
    claim,
    claim_diff,
    claims,
    corrections,
    desk,
    explained,
    live,
    log,
    questions,
    search,
    source,
    sources,
    stories,
    story,
    zone,
)
from api.web.forms import routes as forms

ROUTERS = (
    forms.router,
    desk.router,
    search.router,
    sources.router,
    source.router,
    questions.router,
    log.router,
    stories.router,
    story.router,
    board.router,
    claims.router,
    corrections.router,
    claim_diff.router,
    claim.router,
    zone.router,
    explained.router,
    live.router,
)
