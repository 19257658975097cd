"""Clients and those who accompany them are brought together by spare time and by what suits them."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from domain.playbooks.capabilities.capability import PERSON, Capability, Check, Senseless, senseless
from domain.playbooks.capabilities.memberships import role_table, unknown_role
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


def _known_roles_meet(matching: MatchingRules, memberships: Mapping[str, object]) -> Iterator[Senseless]:
    for part, role in (("client", matching.client), ("accompanist", matching.accompanist)):
        if role is not None and role not in memberships:
            yield unknown_role(role, tuple(memberships), f'{part} = "{{role}}"', ("matching", part))


def _both_sides_meet(matching: MatchingRules, memberships: Mapping[str, object]) -> Iterator[Senseless]:
    if matching.client and matching.client in memberships and matching.accompanist is None:
        yield _alone("client", matching.client, "accompanist", tuple(memberships))
    if matching.accompanist and matching.accompanist in memberships and matching.client is None:
        yield _alone("accompanist", matching.accompanist, "client", tuple(memberships))


def _alone(part: str, role: str, missing: str, known: tuple[str, ...]) -> Senseless:
    other = next((one for one in known if one != role), missing)
    table = "" if other in known else f" ⏎ ⏎ {role_table(other)}"
    return senseless(
        f"{part} だけでは、だれも引き合わせられません。{missing} の役割も書いてください。",
        f"With {part} alone nobody is brought together; name the role of the {missing}, too.",
        f'[rules.matching] ⏎ {part} = "{role}" ⏎ {missing} = "{other}"{table}',
        ("matching", part),
    )


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
    checks=(
        Check(("matching", "memberships"), _known_roles_meet),
        Check(("matching", "memberships"), _both_sides_meet),
    ),
)
