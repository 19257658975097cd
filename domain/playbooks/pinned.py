"""Reading rules that were pinned by another release: what they lack is made up for, what is unknown is passed over.

Only for pins, whose bytes are proven by their hash. A playbook that is newly loaded has to be whole and without a slip.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from domain.playbooks.capabilities.registry import WAIT_KINDS
from domain.playbooks.schema import Rules

PIN_DEFAULTS: dict[str, Any] = {
    "seats_at_most": 10,
    "waiting_list": 20,
    # A kind of waiting that came later: most answers take a few days, and somebody is told after a week.
    "waits": {kind: {"remind_after": "P3D", "escalate_after": "P7D"} for kind in WAIT_KINDS},
    "interviews": {"minutes": 60},
    "execution": {"weekly_hours_cap": "8", "notice": "P30D", "leaving_notice_days": 14, "check_in_every": None},
    "payment": {"days_from_receipt": 30},
    "retrospective": {
        "voices": ["participant", "company", "employer"],
        "tags": [
            "new_challenge_realised", "young_staff_grew", "online_skills", "strength_discovered", "main_job_quality",
        ],
    },
    "follow_ups": ["P1M", "P3M", "P6M"],
    "gates": ["employer_consent", "contract", "work_permission"],
    "memberships": {},
    "consultations": {
        "kinds": {}, "supporters_at_most": 4, "concentration_share": "0.5", "concentration_from": 3,
    },
    "validation": {"customers_to_ask": 0},
    "places": {
        "reopen": [], "consent_by": "own_employer", "recheck_every": "P1M", "rechecks_at_most": 24,
        "permit_recheck_before": "P30D",
    },
    "teams": {"business_hours": [], "minimum_coverage": 0, "forecast_ahead": "P30D", "client_contract": False},
    "modules": {},
    "premises": {"kept": False, "review_every": "P6M", "mission_first": False},
    "sessions": {},
    "packs": [],
    "surveys": {},
    "gatherings": {},
    "study_meetings": None,
    "closing": None,
    "matching": {"tags": {}, "clients_at_most": 10},
    "reports": {"every": "P1D", "by": []},
    "radar": {
        "weights": {
            "silent_days": 10, "unanswered_reports": 10, "unanswered_consultations": 10, "missed_meetings": 5,
        },
        "yellow": 20,
        "red": 30,
    },
}  # fmt: skip
"""What counts where a pin is older than a rule. A new rule gets its default here; a pin's name, version and title have
none. Changing a default changes engagements that run, so it is only done for a rule that no pin has yet."""

_TABLE = TypeAdapter(dict[str, Any])


def pinned_rules(stored: bytes) -> Rules:
    """The rules of a pin, whatever release pinned them.

    Raises:
        ValueError: they are no rules, or say something that today's rules cannot mean.
    """
    whole = _completed(_TABLE.validate_json(stored), PIN_DEFAULTS)
    if isinstance(whole["waits"], dict):
        whole["waits"] = {kind: periods for kind, periods in whole["waits"].items() if kind in WAIT_KINDS}
    return Rules.model_validate(whole, extra="ignore")


def _completed(said: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """What is said, and the defaults for what is not, table by table."""
    whole = dict(defaults) | dict(said)
    for name, default in defaults.items():
        if isinstance(default, dict) and isinstance(whole[name], dict):
            whole[name] = _completed(whole[name], default)
    return whole
