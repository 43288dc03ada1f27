"""The read models that the service keeps: one line for each."""

from adapters.projections.audit_trail import AuditTrail
from adapters.projections.current_view import CurrentView
from adapters.projections.projection import BatchProjection

PROJECTIONS: tuple[type[BatchProjection], ...] = (
    CurrentView,
    AuditTrail,
)
