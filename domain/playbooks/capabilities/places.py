"""Where people are: gates that open again after a move, re-checks while somebody is stranded, permits that expire."""

from typing import Annotated, Literal

from pydantic import Field

from domain.playbooks.capabilities.capability import PERSON, Capability
from domain.playbooks.models import PlaybookModel
from domain.shared.periods import Period

PlaceGate = Literal["employer_consent", "work_permission", "tax_treatment"]
"""What may have to be settled anew where somebody lives elsewhere."""


class PlacesRules(PlaybookModel):
    """What it means for a participation that somebody lives elsewhere.

    `reopen` names the gates that are asked anew for the new place; none: the work goes on from there. In either case
    deadlines follow the person's clock, and a permit is watched wherever the work permission is a gate.
    `consent_by` says whose employer has to agree: the participant's own, or that of whom they accompany.
    `recheck_every` and `rechecks_at_most` are for the time in which such a gate stays open; a person has it all along.
    `permit_recheck_before` is how long before a permit ends the coordinator is told.
    """

    reopen: tuple[PlaceGate, ...]
    consent_by: Literal["own_employer", "employer_of_the_assigned"]
    recheck_every: Period
    rechecks_at_most: Annotated[int, Field(ge=1, le=60)]
    permit_recheck_before: Period


PLACES = Capability(
    name="places",
    waits=("tax_treatment", "permit_renewal"),
    messages={
        "place_changed": PERSON | {"place", "since", "gates"},
        "member_unavailable": PERSON,
        "member_unavailable_ahead": PERSON | {"due"},
        "tax_treatment_request": PERSON | {"place"},
        "tax_treatment_settled": PERSON | {"place"},
        "recheck_came": PERSON | {"place", "gates", "number"},
        "permit_expiring": PERSON | {"place", "due"},
        "permit_expired": PERSON | {"place"},
        "not_permitted_here": PERSON | {"place"},
    },
    asks={"tax_treatment_request": "tax_treatment", "permit_expiring": "permit_renewal"},
    examples={
        "rules.places.reopen*": 'reopen = ["employer_consent", "work_permission", "tax_treatment"]',
        "rules.places.consent_by": 'consent_by = "employer_of_the_assigned"',
        "rules.places.recheck_every": 'recheck_every = "P1M"',
        "rules.places.rechecks_at_most": "rechecks_at_most = 24",
        "rules.places.permit_recheck_before": 'permit_recheck_before = "P30D"',
        "rules.places*": '[rules.places] ⏎ reopen = ["work_permission"] ⏎ recheck_every = "P1M"',
    },
)
