"""The questions to a supplier as an e-mail, and behind it, for the officer alone, what to look up by hand."""

from __future__ import annotations

from collections.abc import Iterator

from supplychain_check.reports.clean import clean
from supplychain_check.vetting.values import LookUp, SupplierView

CUT = "---------- Not part of the e-mail: for your own file ----------"


def as_mail(view: SupplierView) -> str:
    """The questions as plain text, ready to be pasted into an e-mail."""
    read = [f"your declaration ({clean(view.declaration.document.name)})"] if view.declaration else []
    read += [f"your statement ({clean(one.document.name)})" for one in view.statements]
    behind = "".join(f"{line}\n" for line in _behind(view.look_ups))
    if not view.questions:
        return f"Questions to {clean(view.supplier)}\n\nNo question follows from {' and '.join(read)}.\n{behind}"
    lines = [
        f"Subject: Questions on your {_papers(view)} - {clean(view.supplier)}",
        "",
        "Hello,",
        "",
        f"Thank you for your papers. We have read {' and '.join(read) or 'what you sent'}, and would be glad of answers "
        "to these questions. If the answer to one of them is that something is not done or not known yet, please "
        "say so: that is as useful to us.",
        "",
    ]
    for number, one in enumerate(view.questions, 1):
        lines += [f"{number}. {clean(one.text)}", ""]
    return "\n".join([*lines, "Kind regards", ""]) + behind


def _papers(view: SupplierView) -> str:
    declared, published = view.declaration is not None, bool(view.statements)
    return "declaration and statement" if declared and published else "declaration" if declared else "statement"


def _behind(look_ups: tuple[LookUp, ...]) -> Iterator[str]:
    """What to look up, each with room for the day and the result; nothing where there is nothing."""
    if look_ups:
        yield from ("", "", CUT, "", "To look up by hand (this tool fetches nothing):", "")
    for number, one in enumerate(look_ups, 1):
        yield from (f"{number}. {clean(one.title)}", *([f"   {clean(one.url)}"] if one.url else []))
        yield from ("   Date: ____________  Result: ______________________________", "")
