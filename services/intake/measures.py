"""What the front desk tells Prometheus: open complaints, and those whose present wait is over."""

from __future__ import annotations

from services.intake.tables import Complaint
from services.shared.observability.measures import of_cases

MEASURES = of_cases(Complaint, Complaint.state.not_like("closed%"), Complaint.deadline.expression)
