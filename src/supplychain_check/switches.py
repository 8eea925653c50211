"""Switches: points on which experts disagree, settled by the pack and not by the tool.

A pack declares a switch with the views that there are; conditions and examples name the choice under which they
hold (``when_switch = "delegated-approval=accept"``). A resolved pack holds only what holds under its settings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field, field_validator, model_validator

from supplychain_check.models import Frozen, SwitchInfo

ON, OFF = "on", "off"


class View(Frozen):
    """What those say who choose so, and where."""

    choice: str = Field(description="The choice that this view speaks for")
    text: str = Field(min_length=20, description="The view in a sentence or two, in your own words")
    title: str = Field(min_length=3, description="Who says so: title of the source")
    url: str = Field(pattern=r"^https?://\S+$", description="Where it can be read")
    verified: bool = Field(default=True, description="false is shown to the reader")


class Switch(Frozen):
    """A question that two readers answer differently, with a default and the views for each side."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$", description="Lower case and hyphens")
    title: str = Field(min_length=3, max_length=60, description="Name of the point in a few words")
    question: str = Field(min_length=10, description="The question that is open, in one sentence")
    choices: tuple[str, ...] = Field(default=(OFF, ON), min_length=2, description="What can be chosen")
    default: str = Field(description="The choice unless a pack or the command line makes another")
    views: tuple[View, ...] = Field(min_length=2, description="At least two views, for different choices")

    @field_validator("default", mode="before")
    @classmethod
    def _true_is_on(cls, value: Any) -> Any:
        return choice_of(value)

    @model_validator(mode="after")
    def _choices_are_argued_for(self) -> Switch:
        if self.default not in self.choices:
            raise ValueError(f"`default` is {self.default!r}; choose from {', '.join(self.choices)}")
        argued = {view.choice for view in self.views}
        if unknown := sorted(argued - set(self.choices)):
            raise ValueError(f"a view is for {', '.join(unknown)}; the choices are {', '.join(self.choices)}")
        if len(argued) < 2:
            raise ValueError("all views are for one choice; add what those say who choose otherwise")
        return self

    def info(self, choice: str) -> SwitchInfo:
        """What a result keeps of a switch that is set so."""
        return SwitchInfo(id=self.id, title=self.title, choice=choice, default=self.default)


def choice_of(value: Any) -> Any:
    """``true`` and ``false`` of TOML as the choices "on" and "off"; anything else as it is."""
    return {True: ON, False: OFF}[value] if isinstance(value, bool) else value


def parse_reference(reference: str) -> tuple[str, str]:
    """``ID=CHOICE`` as a pair; a bare ``ID`` means that it is on."""
    switch, equals, choice = reference.partition("=")
    return switch.strip(), choice.strip() if equals else ON


def holds(references: Sequence[str], settings: Mapping[str, str]) -> bool:
    """Whether every reference names the choice that is set."""
    return all(settings.get(switch) == choice for switch, choice in map(parse_reference, references))
