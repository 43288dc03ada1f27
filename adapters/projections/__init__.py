"""The read models that the service keeps: one line for each."""

from adapters.projections.audit_trail import AuditTrail
from adapters.projections.contests import Contests
from adapters.projections.current_view import CurrentView
from adapters.projections.figures import Figures
from adapters.projections.projection import BatchProjection
from adapters.projections.search import Search

PROJECTIONS: tuple[type[BatchProjection], ...] = (
    CurrentView,
    AuditTrail,
    Figures,
    Search,
    Contests,
)
