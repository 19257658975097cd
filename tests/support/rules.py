"""Pinned rules for tests: every period differs, so that a mix-up between two waits is seen."""

from datetime import datetime, timedelta

from domain.playbooks.schema import Rules
from domain.shared.waiting import Schedule

WAIT_DAYS = {
    "application_answer": (6, 12),
    "seat_offer": (2, 3),
    "employer_consent": (5, 10),
    "contract_signature": (3, 6),
    "consent_renewal": (5, 9),
    "work_permission": (4, 8),
    "milestone_approval": (3, 7),
    "check_in_answer": (2, 4),
    "payment": (1, 2),
    "retrospective": (9, 14),
    "follow_up": (11, 22),
    "disagreement": (3, 9),
    "story_consent": (8, 13),
    "enquiry_answer": (4, 6),
    "consultation_answer": (2, 5),
    "tax_treatment": (8, 15),
    "permit_renewal": (6, 11),
    "task_assignment": (1, 4),
    "coverage": (5, 8),
    "premise_review": (7, 10),
    "plan_acceptance": (6, 13),
    "session_record": (2, 5),
    "pack_acknowledgement": (7, 15),
    "survey_answer": (8, 16),
    "personal_call": (2, 5),
    "closing_voices": (14, 28),
    "rematch": (7, 15),
    "report_answer": (1, 2),
    "isolation_care": (2, 5),
    "attendance_record": (3, 9),
    "interview_record": (1, 3),
}
"""Days until the reminder and until the escalation."""

RULES = Rules.model_validate(
    {
        "name": "test-rules",
        "version": 1,
        "title": {"ja": "試験", "en": "Test"},
        "seats_at_most": 10,
        "waiting_list": 20,
        "waits": {
            kind: {"remind_after": f"P{remind}D", "escalate_after": f"P{escalate}D"}
            for kind, (remind, escalate) in WAIT_DAYS.items()
        },
        "interviews": {"minutes": 45},
        "execution": {"weekly_hours_cap": "8", "notice": "P30D"},
        "payment": {"days_from_receipt": 60},
        "retrospective": {
            "voices": ["participant", "company", "employer"],
            "tags": ["new_challenge_realised", "strength_discovered"],
        },
        "follow_ups": ["P1M", "P3M", "P6M"],
        "gates": ["employer_consent", "contract", "work_permission"],
        "modules": {
            "customers": {"ja": "顧客開発戦略", "en": "Customer development strategy"},
            "skill": {"ja": "専門性", "en": "Special skill"},
            "value": {"ja": "協働の付加価値", "en": "Added value of collaboration"},
        },
        "premises": {"kept": True, "review_every": "P6M"},
        "sessions": {
            "counselling": {"title": {"ja": "キャリア相談", "en": "Counselling"}, "at_least": 2, "at_most": 3}
        },
        "packs": ["settling-in", "finding-work"],
        "surveys": {
            "closing": {
                "title": {"ja": "終わりのアンケート", "en": "closing survey"},
                "asked": "programme_completed",
                "questions": {
                    "wish": {
                        "kind": "choice",
                        "text": {"ja": "働きたいですか", "en": "Do you want to work?"},
                        "choices": {"yes": {"ja": "はい", "en": "yes"}, "no": {"ja": "いいえ", "en": "no"}},
                    },
                    "step": {"kind": "scale", "text": {"ja": "次の一歩", "en": "Your next step?"}},
                    "words": {"kind": "text", "text": {"ja": "ひと言", "en": "A word"}},
                },
            },
            "parting": {
                "title": {"ja": "お別れのアンケート", "en": "parting survey"},
                "asked": "service_ended",
                "of": ["friend"],
                "questions": {
                    "again": {"kind": "scale", "text": {"ja": "また会いたい", "en": "Shall we meet again?"}},
                    "words": {"kind": "text", "text": {"ja": "ひと言", "en": "A word"}},
                },
            },
            "leaving": {
                "title": {"ja": "卒業のアンケート", "en": "leaving survey"},
                "asked": "member_left",
                "of": ["friend"],
                "questions": {"again": {"kind": "scale", "text": {"ja": "また会いたい", "en": "Shall we meet again?"}}},
            },
        },
        "memberships": {
            "client": {
                "understandings": {
                    "spare_time": {"ja": "空いた時間で", "en": "In spare time"},
                    "grow": {"ja": "ともに育つ", "en": "Growing together"},
                }
            },
            "accompanist": {},
            "friend": {},
        },
        "gatherings": {
            "counselling_day": {"name": {"ja": "相談日", "en": "Counselling day"}, "minimum": 2, "capacity": 2}
        },
        "study_meetings": {
            "name": {"ja": "勉強会", "en": "Study meeting"},
            "minutes": 120,
            "every": "P6M",
            "place": "オンライン",
            "times": 4,
        },
        "closing": {
            "notice": "P14D",
            "farewell": {"name": {"ja": "お別れの会", "en": "Farewell"}, "place": "オンライン"},
            "working_roles": ["accompanist"],
            "gains": {
                "companions": {"ja": "仲間", "en": "Companions"},
                "money": {"ja": "収入", "en": "Money"},
                "growth": {"ja": "成長", "en": "Growth"},
                "freedom": {"ja": "自由", "en": "Freedom"},
            },
            "dimensions": {
                "cognitive": {"ja": "頭で", "en": "In thought"},
                "emotional": {"ja": "心で", "en": "With feeling"},
                "physical": {"ja": "体で", "en": "In action"},
            },
        },
        "consultations": {
            "kinds": {
                "does_not_work": {"ja": "動かない", "en": "It does not work"},
                "does_not_arrive": {"ja": "届かない", "en": "It does not arrive"},
            },
            "supporters_at_most": 2,
            "concentration_share": "0.5",
            "concentration_from": 3,
        },
        "validation": {"customers_to_ask": 5},
        "places": {
            "reopen": ["employer_consent", "work_permission", "tax_treatment"],
            "consent_by": "own_employer",
            "recheck_every": "P1M",
            "rechecks_at_most": 3,
            "permit_recheck_before": "P30D",
        },
        "teams": {
            "business_hours": ["mon-fri 09:00-18:00"],
            "minimum_coverage": 0,
            "forecast_ahead": "P30D",
            "client_contract": False,
        },
        "matching": {
            "client": "client",
            "accompanist": "accompanist",
            "tags": {
                "listening": {"ja": "聴く", "en": "Listening"},
                "early_bird": {"ja": "早起き", "en": "Early bird"},
            },
            "clients_at_most": 3,
        },
        "reports": {"every": "P1D", "by": ["client"]},
        "radar": {},
    }
)


def waiting(kind: str, now: datetime) -> Schedule:
    """The schedule of a wait that begins now, where no clock is ever changed (such as Japan)."""
    remind, escalate = WAIT_DAYS[kind]
    return Schedule(since=now, remind_at=now + timedelta(days=remind), escalate_at=now + timedelta(days=escalate))
