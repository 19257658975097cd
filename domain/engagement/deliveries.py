"""What tells one delivery from another: the fingerprint that a decision has to name."""

import hashlib
import json

from domain.shared.values import PersonalText


def content_of(milestone: str, title: str, fee: int, delivery: int, evidence: PersonalText) -> str:
    """SHA-256 over what the company is asked about, in hexadecimal.

    It is taken of the evidence as it is kept: sealed. So it proves what was approved to whoever can open the seal, and
    once the key is destroyed nothing is left of which a short text could be guessed.
    """
    kept = evidence.sealed if evidence.sealed is not None else evidence.text
    asked = json.dumps([milestone, title, fee, delivery, kept], ensure_ascii=False)
    return hashlib.sha256(asked.encode()).hexdigest()
