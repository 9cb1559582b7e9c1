"""Refusals of the domain: a code with facts, from which a message layer makes a sentence."""


class DomainError(Exception):
    """A rule of the domain that was not met.

    `code` names the rule, `facts` fill its sentence, and `field` names the input
    that it is about, if there is one.
    """

    def __init__(self, code: str, *, field: str | None = None, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.facts = facts


class Refusals(Exception):
    """Several refusals at once: all that is wrong with one form."""

    def __init__(self, refusals: list[DomainError]) -> None:
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals
