"""What review tells Prometheus: open cases, and those whose present step is overdue."""

from __future__ import annotations

from services.review.tables import Case
from services.shared.observability.measures import of_cases

MEASURES = of_cases(Case, Case.ended_at.is_(None), Case.due.expression)
