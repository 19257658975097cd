"""What was tried for targets that were missed, by the target's key. A target that is met needs no entry."""

TRIED: dict[str, str] = {}
