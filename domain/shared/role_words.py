"""What roles are called where somebody is told whose step it is, and the refusal that tells it."""

from collections.abc import Collection, Sequence

from domain.shared.actors import Role
from domain.shared.refusals import NotAllowed
from domain.shared.values import BilingualText

IN_WORDS = {
    Role.COORDINATOR: BilingualText(ja="コーディネーター", en="a coordinator"),
    Role.COMPANY: BilingualText(ja="企業の担当者", en="somebody who decides for the company"),
    Role.PARTICIPANT: BilingualText(ja="参加者", en="a participant"),
    Role.COMPANION: BilingualText(ja="伴走者", en="a companion"),
    Role.EMPLOYER: BilingualText(ja="勤務先の担当者", en="somebody who decides for the employer"),
    Role.OPERATOR: BilingualText(ja="運営", en="an operator"),
    Role.SYSTEM: BilingualText(ja="Banso 自身", en="Banso itself"),
}


def not_for(role: Role, others: Collection[Role]) -> NotAllowed:
    """The refusal of what only others may do; Banso's own share is named only where no person has one."""
    people = [each for each in Role if each in others and each is not Role.SYSTEM]
    own = IN_WORDS[role]
    return NotAllowed(
        "not-allowed",
        wrong=BilingualText(
            ja=f"これは、{own.ja}にはできないことです。", en=f"{own.en[0].upper()}{own.en[1:]} cannot do this."
        ),
        right=_whose_it_is(people),
        details={"roles": " ".join(people)},
    )


def _whose_it_is(people: Sequence[Role]) -> BilingualText:
    if not people:
        return BilingualText(ja="Banso が自動で行います。", en="Banso does it by itself.")
    ja = "、".join(IN_WORDS[each].ja for each in people)
    return BilingualText(
        ja=f"できるのは、{ja}です。", en=f"It takes {' or '.join(IN_WORDS[each].en for each in people)}."
    )
