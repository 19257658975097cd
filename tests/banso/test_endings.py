"""An ending is a beginning: whoever is told that something is over is asked, or told, how they stay connected."""

import re

import pytest

from banso.playbooks import load_playbook, parse_playbook, shipped_playbooks
from domain.playbooks.schema import Playbook
from domain.shared.values import Language

from support.story_seven import PLAYBOOK

PLAYBOOKS = {
    **{name: load_playbook(name) for name in shipped_playbooks()},
    "museum-month": parse_playbook(PLAYBOOK.read_bytes(), PLAYBOOK.name),
}
ASKED = {"ja": "どなたと、どのようにつなが", "en": "stay connected( with)?, and how"}
POOL = {"ja": "人材プール", "en": "our pool"}
OTHERS = {"ja": "ほかの案件", "en": "hear of other engagements"}
OFFICE = {"ja": "コーディネーターにお気持ちをお聞かせください", "en": "tell the coordinator how you feel"}
COME_BACK = {"ja": "またぜひお声がけください", "en": "come back to us"}
ASK_AGAIN = {"ja": "またご相談ください", "en": "please ask again"}
FOLLOW_UPS = {"ja": "近況をうかがうご連絡", "en": "how .* (been|are|fare|going)"}
SOMEBODY = {"ja": "さん(へ|が)", "en": "{who}|{person}"}
BRING_HOME = {"ja": "もう一度届けて", "en": "bring it home again"}

ENDINGS = {
    "enquiry_closed": ASK_AGAIN,
    "declined": POOL,
    "recruiting_closed": POOL,
    "seat_offer_lapsed": OTHERS,
    "application_called_off": OTHERS,
    "engagement_cancelled": ASKED,
    "employer_refused_participant": OFFICE,
    "permission_refused": COME_BACK,
    "left_early": FOLLOW_UPS,
    "programme_completed": POOL,
    "retrospective_request": ASKED,
    "follow_up_request": ASKED,
    "consultation_closed": BRING_HOME,
    "membership_ended": ASKED,
    "closing_announced": SOMEBODY,
    "closing_later_for_you": SOMEBODY,
    "service_ended": SOMEBODY,
    "reports_left_open": SOMEBODY,
    "desk_closed": SOMEBODY,
}
"""By which message somebody hears of an ending, and what they find in it."""


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ENDINGS)
@pytest.mark.parametrize("playbook", PLAYBOOKS.values(), ids=list(PLAYBOOKS))
def test_whoever_hears_of_an_ending_hears_how_to_stay_connected(
    playbook: Playbook, name: str, language: Language
) -> None:
    body = playbook.messages[name].of(language).body.replace("\n", " " if language == "en" else "")
    assert re.search(ENDINGS[name][language], body), body
