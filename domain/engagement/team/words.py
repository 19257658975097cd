"""What keeps members of a team from beginning, in both languages."""

from collections.abc import Sequence

from domain.engagement.state import Engagement
from domain.participation.places.gates import in_words


def missing_in_words(participations: Sequence[str], state: Engagement) -> tuple[str, str]:
    """Who is not ready, each with the gates that are open as far as they are known, in Japanese and English."""
    ja, en = [], []
    for key in participations:
        member = state.team.members.get(key)
        gates = in_words(member.missing) if member and member.missing else None
        ja.append(f"{key}: {gates.ja}" if gates else key)
        en.append(f"{key}: {gates.en}" if gates else key)
    return "; ".join(ja), "; ".join(en)
