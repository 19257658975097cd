"""Clients and those who accompany them are brought together by spare time and by what suits them."""

from typing import Annotated

from pydantic import Field

from domain.playbooks.capabilities.capability import PERSON, Capability
from domain.playbooks.models import PlaybookModel
from domain.shared.values import BilingualText, Identifier


class MatchingRules(PlaybookModel):
    """Which role of members is accompanied and which accompanies; without both, nobody is matched.

    `tags` are what may suit somebody, in words; `clients_at_most` bounds how many clients an accompanist may take.
    """

    client: Identifier | None = None
    accompanist: Identifier | None = None
    tags: dict[Identifier, BilingualText] = Field(default_factory=dict, max_length=50)
    clients_at_most: Annotated[int, Field(ge=1, le=50)] = 10


WHO = frozenset({"who"})

MATCHING = Capability(
    name="matching",
    waits=("rematch",),
    messages={
        "accompanist_matched": PERSON | WHO,
        "client_matched": PERSON,
        "accompaniment_ended": PERSON,
        "rematch_wished": PERSON,
        "accompanist_left": PERSON,
        "absence_covered": PERSON | WHO | {"due"},
        "standing_in": PERSON | {"due"},
        "client_away": PERSON | {"day", "due"},
        "absence_taken_back": PERSON | {"day", "due"},
    },
    asks={"rematch_wished": "rematch"},
    examples={
        "rules.matching.tags*": 'tags.listening = { ja = "聴く", en = "Listening" }',
        "rules.matching.clients_at_most": "clients_at_most = 10",
        "rules.matching": '[rules.matching] ⏎ client = "client" ⏎ accompanist = "accompanist" ⏎ '
        "⏎ [rules.memberships.client] ⏎ ⏎ [rules.memberships.accompanist]",
        "rules.matching*": '[rules.matching] ⏎ client = "client" ⏎ accompanist = "accompanist"',
    },
)
