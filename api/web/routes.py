"""Every page."""

from api.web import board, claim, desk, explained, live, zone
from api.web.forms import routes as forms

ROUTERS = (
    forms.router,
    desk.router,
    board.router,
    claim.router,
    zone.router,
    explained.router,
    live.router,
)
