"""Passwords and secret tokens."""

import hashlib
import hmac
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """An argon2id hash of a password."""
    return _hasher.hash(password)


def password_matches(password: str, password_hash: str | None) -> bool:
    """Whether a password is right; takes as long for someone who has none."""
    try:
        _hasher.verify(password_hash or _hash_of_nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash(secrets.token_hex(16))


def new_token() -> str:
    """A secret of 256 bits that fits in an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept of a secret token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign(secret: str, purpose: str, text: str) -> str:
    """What only who has the secret can write under a text, for one purpose (HMAC-SHA-256)."""
    return hmac.new(secret.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def is_signed(secret: str, purpose: str, text: str, signature: str) -> bool:
    """Whether a signature is that of a text; takes as long for a wrong one."""
    return hmac.compare_digest(sign(secret, purpose, text).encode(), signature.encode())
