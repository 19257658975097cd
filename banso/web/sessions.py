"""Short sessions: what a mailed link is exchanged for, so that its token is in no address and no history."""

import base64
import hashlib
import hmac
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from itsdangerous import BadSignature, URLSafeTimedSerializer

VALID_FOR = timedelta(minutes=30)
"""How long an opened link can be decided on without opening it again."""


class Sessions:
    """Makes and reads the cookie of one link, and the token of the forms that belong to it. Keeps nothing."""

    def __init__(self, session_key: bytes) -> None:
        self._form_key = _derived(session_key, "forms")
        self._signing = URLSafeTimedSerializer(
            _derived(session_key, "signing"), salt="decision", signer_kwargs={"digest_method": hashlib.sha256}
        )
        # A cookie that leaks must not outlive its minutes, so the link's own token in it is sealed.
        self._sealing = Fernet(base64.urlsafe_b64encode(_derived(session_key, "sealing")))

    def begin(self, token: str) -> str:
        """The cookie's value for a link that was opened now."""
        return str(self._signing.dumps(self._sealing.encrypt(token.encode()).decode()))

    def token_of(self, cookie: str | None) -> str | None:
        """The link's token; None where the cookie is missing, expired or not ours."""
        try:
            sealed = self._signing.loads(cookie or "", max_age=int(VALID_FOR.total_seconds()))
            return self._sealing.decrypt(sealed).decode()
        except (BadSignature, InvalidToken):
            return None

    def form_token(self, token: str) -> str:
        """What a form about this link carries: a form of another link, or of another site, does not have it."""
        return hmac.new(self._form_key, token.encode(), hashlib.sha256).hexdigest()

    def form_matches(self, token: str, given: str) -> bool:
        """Whether a form was made for this link; compared in constant time."""
        return hmac.compare_digest(self.form_token(token).encode(), given.encode())


def _derived(session_key: bytes, purpose: str) -> bytes:
    return hmac.new(session_key, purpose.encode(), hashlib.sha256).digest()
