"""A statement of twenty pages about a fictional firm, made by code: about 400 sentences under headings, with lists.

    python benchmarks/statement.py OUT.pdf

The sentences say what such statements say, in the measure in which they say it: most describe the firm, many claim
or promise, some tell what was done, with figures. No two are alike. The same seed gives the same text.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, ListFlowable, Paragraph, SimpleDocTemplate

FIRM = "Tarnbeck Holdings Limited"
SEED = 20
ROUNDS = 7
"""How often each section comes back with other words; seven fill twenty pages."""

PARTS = {
    "who": "our procurement team|the sourcing managers|our compliance office|the works committee|our regional buyers",
    "site": "the Whanganui depot|our cannery in Rayong|the Penang workshop|our yard in Leith|the Nelson packhouse",
    "goods": "cotton workwear|frozen prawns|solar panels|cleaning services|office furniture|rubber gloves|cocoa",
    "place": "Malaysia|Viet Nam|Bangladesh|Thailand|India|New Zealand|the United Kingdom|Brazil|Indonesia",
    "issue": "forced labour|debt bondage|withheld passports|unpaid overtime|child labour|deceptive recruitment",
    "people": "seasonal pickers|migrant workers|agency cleaners|drivers of subcontractors|apprentices|night staff",
    "when": "in March 2026|during the reporting period|in the second half of the year|since July 2025|last spring",
    "step": "an unannounced visit|a questionnaire|a review of pay slips|interviews away from managers|a desk review",
}
SECTIONS: dict[str, tuple[str, ...]] = {
    "Our structure and operations": (
        "{firm} employs {n} people at {site} and sells {goods} to retailers in {place}.",
        "The division that trades in {goods} was set up {when} and reports to the managing director.",
        "Revenue of the {goods} business came to ${n} million, of which {p} per cent was earned in {place}.",
        "We lease {n} vehicles and own the buildings at {site}.",
        "Demand for {goods} was steady, and the range was widened {when}.",
        "The group also holds a minority share in a firm in {place} that packs {goods}.",
    ),
    "Our supply chain": (
        "We buy {goods} from {n} direct suppliers in {place}, and {p} per cent of them have worked with us for ten years.",
        "Beyond the first tier we have traced {goods} to {n} farms and workshops in {place}.",
        "Below the second tier we do not yet know who makes our {goods}.",
        "Logistics for {goods} are arranged by {n} carriers, who in turn hire {people}.",
        "Packaging, energy and software make up most of what {site} buys.",
    ),
    "Risks of modern slavery": (
        "We believe that the risk of {issue} is highest among {people} who make {goods} in {place}.",
        "Our risk assessment {when} ranked {n} suppliers by country, product and use of {people}.",
        "{Who} found {n} cases of {issue} at a supplier of {goods} in {place}, and one at {site}.",
        "The risk of {issue} in our own offices is considered low.",
        "Reports by unions in {place} describe {issue} in the making of {goods}.",
        "If {issue} were found, we would work with the supplier to put it right.",
    ),
    "Policies and governance": (
        "Our supplier code forbids {issue} and is part of every contract for {goods}.",
        "{Who} reviewed the human rights policy {when}, and the board approved the changes.",
        "The board has a committee that receives a report on {issue} every quarter.",
        "We have zero tolerance of {issue} and expect our suppliers to share our values.",
        "Contracts with {n} suppliers of {goods} were changed {when} so that subcontracting needs our consent.",
        "A policy on {issue} will be published next year.",
    ),
    "Due diligence and remediation": (
        "{Who} checked {n} suppliers of {goods} by {step} {when}.",
        "After {step} at {site} we repaid ${n} in recruitment fees to {n2} {people}.",
        "We audited {p} per cent of the suppliers of {goods} in {place}; {n2} findings on {issue} remain open.",
        "Suppliers are asked to keep copies of employment contracts in the language of {people}.",
        "{Who} speaks to {people} at {site} without their managers present.",
        "We ended no contract {when}, and agreed {n2} corrective plans with dates.",
        "Our labour hire firms confirmed that {people} keep their own passports.",
    ),
    "Training and raising concerns": (
        "We trained {n} employees on {issue} {when}, {p} per cent of those who buy {goods}.",
        "Training on {issue} is mandatory for {who} and takes {n2} hours.",
        "A hotline run by a third party is open to {people} and to the staff of suppliers in {place}.",
        "{n} concerns were raised {when}; {n2} were about {issue}, and all were investigated.",
        "Nobody who raises a concern at {site} suffers a disadvantage for it.",
        "We plan to translate the training for suppliers of {goods}.",
    ),
    "How we measure progress": (
        "We measure our progress by the share of suppliers of {goods} that closed their findings: {p} per cent this year.",
        "Compared with the year before, {n} fewer reports of {issue} reached {who}.",
        "The internal auditor tested at {site} whether {step} had found what it should, {when}.",
        "We consulted the managers of {site} and of the entities we own in {place}.",
        "Our targets for {goods} were met in {n} of {n2} months.",
    ),
}
LISTS = {
    "In the next reporting period we will:": (
        "carry out {step} at {n} suppliers of {goods}",
        "talk to {people} in {place} about {issue}",
        "publish the results for {site}",
    ),
    "{Who} did the following {when}:": (
        "visited {n} workplaces in {place} where {people} make {goods}",
        "paid back ${n} in fees after {step}",
        "trained {n2} managers of {site} on {issue}",
    ),
}
FIRST = (
    f"This statement is made by {FIRM} under the Modern Slavery Act 2018 (Cth) for the year ended 30 June 2026.",
    f"It was approved by the board of {FIRM} on 12 November 2026.",
)
LAST = "Signed: Rowan Aldergate, Chair of the Board, 12 November 2026"


def _filled(template: str, dice: random.Random) -> str:
    words = {key: dice.choice(choices.split("|")) for key, choices in PARTS.items()}
    numbers = {"n": dice.randint(3, 90), "n2": dice.randint(2, 30), "p": dice.randint(5, 95)}
    text = template.format(firm=FIRM, Who=words["who"].capitalize(), **words, **numbers)
    return text[0].upper() + text[1:]


def blocks(seed: int = SEED) -> Iterator[tuple[str, list[str]]]:
    """The statement block by block: ("heading" or "text" or "list", its sentences or items)."""
    dice = random.Random(seed)
    yield "heading", [f"Modern Slavery Statement of {FIRM}"]
    yield "text", list(FIRST)
    for turn in range(1, ROUNDS + 1):
        for title, templates in SECTIONS.items():
            yield "heading", [f"{title}, part {turn}"]
            # a third time some say nothing new, as such texts do
            said = [_filled(t, dice) for t in (*templates, *dice.sample(templates, 2))]
            yield "text", said[:4]
            yield "text", said[4:]
        intro, items = dice.choice(list(LISTS.items()))
        yield "text", [_filled(intro, dice)]
        yield "list", [_filled(item, dice) for item in items]
    yield "text", [LAST]


def markdown(seed: int = SEED) -> str:
    """The statement as Markdown."""
    shown = {"heading": "## {}", "text": "{}", "list": "- {}"}
    return "\n\n".join(
        ("\n" if kind == "list" else " ").join(shown[kind].format(one) for one in said) for kind, said in blocks(seed)
    )


def pdf(seed: int = SEED) -> bytes:
    """The statement as a PDF of about twenty pages."""
    styles = getSampleStyleSheet()
    body = styles["BodyText"].clone("body", fontSize=12, leading=20, spaceAfter=10)
    story: list[Flowable] = []
    for kind, said in blocks(seed):
        if kind == "list":
            story.append(ListFlowable([Paragraph(one, body) for one in said], bulletType="bullet"))
        else:
            story.append(Paragraph(" ".join(said), styles["Heading2"] if kind == "heading" else body))
    made = BytesIO()
    SimpleDocTemplate(made, pagesize=A4, title=f"Modern Slavery Statement of {FIRM}", invariant=1).build(story)
    return made.getvalue()


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(pdf())
