"""What the radar of a membership goes by, and what it showed last."""

from domain.shared.watching import Radar


class MemberRadar(Radar):
    """How a member stands on the radar.

    `overdue` are clients' reports that an accompanist's answer is late for, `missed` are meetings missed in a row.
    """

    overdue: tuple[str, ...] = ()
    missed: int = 0

    def over(self) -> "MemberRadar":
        """Nobody is watched any more; what was counted goes on, so that no deadline's id is used twice."""
        return MemberRadar(signs=self.signs, turns=self.turns)
