"""Whom a law asks for a statement: the thresholds of ``criteria/laws.toml``."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from supplychain_check.models.document import Frozen

Measure = Literal["revenue", "assets", "employees"]


class Source(Frozen):
    """Where something can be read; the URL is empty where only the title is known."""

    title: str
    url: str = ""


class Threshold(Frozen):
    """A size from which a law applies.

    Attributes:
        amount: in the currency of the law, or a number of people.
        over: True where the law says more than, False where it says at least.
        of: what exactly is counted, in words.
    """

    measure: Measure
    amount: float = Field(gt=0)
    over: bool = False
    of: str = ""


class Route(Frozen):
    """One way to come under a law; one of several is enough.

    Attributes:
        thresholds: sizes of which `least` must be reached; all of them by default.
        listed: countries on whose stock exchange a listing is needed.
        sectors: sectors of which one is needed.
        present: whether a presence in the law's country is needed.
        ask: True where even this route only makes the law possible.
        words: the route as people read it.
    """

    words: str = Field(min_length=5)
    thresholds: tuple[Threshold, ...] = ()
    least: int = Field(default=0, ge=0)
    listed: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    present: bool = True
    ask: bool = False

    @model_validator(mode="after")
    def _can_be_met(self) -> Route:
        if self.least > len(self.thresholds):
            raise ValueError(f"`least` is {self.least}, but there are only {len(self.thresholds)} thresholds")
        return self


class Scope(Frozen):
    """Whom a law asks for a statement.

    Attributes:
        countries: places in one of which there must be a presence: ISO codes, or with a subdivision as in "us-ca".
        currency: ISO code of all amounts.
        presence: what counts as presence, in words.
        also: what must hold besides, and is not asked here.
        unverified: what of this is not verified, or "".
    """

    countries: tuple[str, ...] = Field(min_length=1)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    presence: str
    routes: tuple[Route, ...] = Field(min_length=1)
    also: str = ""
    unverified: str = ""
    sources: tuple[Source, ...] = Field(min_length=1)
