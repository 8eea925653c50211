"""Reports: what people, programs and spreadsheets get."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fictional import (
    PACK,
    WHEN,
    assessment,
    capped,
    every,
    finding,
    formality,
    identity,
    linen,
    many,
    outcomes,
    quote,
    review,
)
from goldens import check_golden, updating
from strategies import assessed
from supplychain_check.models import (
    Assessment,
    DisclosureState,
    Finding,
    Obligation,
    Role,
    Stated,
    TextQuality,
    Warn,
)
from supplychain_check.reports import REPORTS, report
from supplychain_check.reports.clean import ascii_only, clean, cut, short
from supplychain_check.reports.csv import render as to_csv
from supplychain_check.reports.json import render as to_json
from supplychain_check.reports.terminal import (
    render,
    render_assessment,
    render_batch,
    render_list,
    render_summary,
)

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ue000]")
EVIL = "We \x1b[31mpaid\x1b]0;owned\x07 \u202eniam\u202c\x9b2J \x00all\r\n"


def show(result: Assessment, *, role: Role = Role.PROCUREMENT, width: int = 80, **more: object) -> str:
    return render_assessment(result, role=role, width=width, colour=False, **more)  # type: ignore[arg-type]


def flat(text: str) -> str:
    """Without line breaks, so that a test does not depend on where lines wrap."""
    return " ".join(text.split())


# What people read


def test_goldens_are_not_being_renewed_where_they_should_be_compared() -> None:
    assert not (os.environ.get("CI") and updating()), "CI must compare goldens, not renew them"


@pytest.mark.parametrize("role", list(Role))
def test_result_reads_as_kept(role: Role) -> None:
    check_golden(f"result-{role.value}.txt", show(linen(), role=role))


def test_long_form_reads_as_kept() -> None:
    check_golden("result-verbose.txt", show(linen(), verbose=True))


def test_every_result_is_headed_as_unreviewed_until_a_person_looked() -> None:
    plain = assessment(finding("A1", "Training", 1, quote("We train.", 1)))
    assert show(plain).splitlines()[0] == "UNREVIEWED MACHINE READING"
    unconfirmed = assessment(finding("A1", "Training", 1, reviews=(review(3, confirmed=False),)))
    assert show(unconfirmed).splitlines()[0] == "UNREVIEWED MACHINE READING"
    assert "it does not count" in flat(show(unconfirmed))
    seen = assessment(finding("A1", "Training", 1, reviews=(review(3),)), finding("A2", "Wages"))
    assert show(seen).splitlines()[0] == "MACHINE READING, REVIEWED IN PART BY 1 PERSON: 1 OF 2 CRITERIA"


def test_both_readings_stay_on_record_with_name_and_reason() -> None:
    text = flat(show(assessment(finding("A1", "Training", 1, reviews=(review(3),)))))
    assert "Ana Ruru read level 3 of 3: The table on page 4 gives the numbers." in text
    assert "The machine had read level 1 (partly disclosed)." in text


def test_the_largest_pack_fits_on_two_screens() -> None:
    lines = show(many()).splitlines()
    assert len(lines) <= 100
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_no_line_is_wider_than_asked(width: int) -> None:
    assert max(map(len, show(linen(), width=width).splitlines())) <= width


def test_a_criterion_takes_two_lines_at_most() -> None:
    text = "Our procurement team asked all suppliers about the age, pay and hours of their workers. " * 4
    lines = show(assessment(finding("A1", "Checks on how suppliers treat workers", 1, quote(text, 1)))).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("  1/3"))
    assert lines[start + 2] == ""
    assert "(p. 3)" in " ".join(lines[start : start + 2])


def test_page_numbers_never_part_from_their_p() -> None:
    assert not any(re.search(r"\(p\.$", show(r), re.MULTILINE) for r in (many(), linen()))


def test_formats_without_pages_name_the_heading() -> None:
    text = show(assessment(finding("A1", "Training", 3, quote("We trained 12 people in May.", 3, page=None))))
    assert '(in "Our year")' in flat(text)


def test_mandatory_items_stand_apart_from_points() -> None:
    assert "Mandatory items: none in these criteria; choose a law with --pack." in flat(show(assessment()))
    duty = finding("A1", "Duty", obligation=Obligation.MANDATORY)
    begun = finding("A2", "Second duty", 1, quote("We will.", 1), obligation=Obligation.MANDATORY)
    done = finding("A3", "Third duty", 3, quote("Done.", 3), obligation=Obligation.MANDATORY)
    line = "Mandatory items: 1 of 3 disclosed, 1 partly (Second duty); nothing found on: Duty."
    assert line in flat(show(assessment(duty, begun, done)))


def test_caps_are_said_in_plain_words() -> None:
    text = flat(show(assessment(finding("A1", "Prices", 1, capped("We believe in fair prices.")))))
    assert "Held at level 1: says what the firm values or expects, not what it did." in text


def test_no_percentage_where_much_does_not_apply_and_why() -> None:
    away = {"disclosure": DisclosureState.NOT_APPLICABLE, "reason": "A stated fact."}
    result = assessment(finding("A1", "Fees", 0, **away), finding("A2", "Visits", 1, quote("We visit.", 1)))
    assert "A Buying: 1 of 3 points (no percentage: too much of this section does not apply)" in flat(show(result))


def test_poor_text_makes_things_unclear_not_missing() -> None:
    poor = TextQuality(score=0.2, readable=False, reasons=("many broken words",))
    result = assessment(
        finding("A1", "Fees", 0, disclosure=DisclosureState.UNCLEAR, reason="The text is too poor to say."),
    )
    result = result.model_copy(update={"document": result.document.model_copy(update={"quality": poor})})
    text = flat(show(result))
    assert "text quality too poor to say that something is missing (many broken words)" in text
    assert "The text is too poor to say: Fees." in text
    assert "0/3 Fees" not in text


def test_gaps_that_the_followed_law_does_not_ask_for_are_listed_apart() -> None:
    other = finding("A1", "Remedy", 0, asked_by_law=False)
    told = finding("A2", "Visits", 1, quote("We visit mills.", 1), asked_by_law=False)
    text = flat(show(assessment(other, told)))
    assert "Nothing found, and not asked by the law that the document follows: Remedy." in text
    assert "1/3 Visits *:" in text
    assert "* = not asked by the law" in text


def test_extra_warnings_are_shown_with_the_others() -> None:
    late = Warn(code="period-old", message="The period ended long ago.", page=2)
    assert "! The period ended long ago. (p. 2)" in flat(show(linen(), extra_warnings=(late,)))


def test_the_long_form_has_all_evidence_and_what_matched() -> None:
    two = finding("A1", "Training", 2, quote("We train buyers.", 2), quote("We train drivers.", 1))
    text = flat(show(assessment(two), verbose=True))
    for words in ("We train drivers.", "done or in place", "risk mitigation 0.80", "checks (wording)", "count (fact)"):
        assert words in text
    assert "characters 10 to 26" in text
    assert f"SHA-256 {PACK.sha256}" in text


def test_colour_adds_nothing_that_the_words_lack() -> None:
    coloured = render_assessment(linen(), role=Role.PROCUREMENT, width=80, colour=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).split() == show(linen()).split()


def test_plain_output_has_no_escape_codes_and_ascii_is_possible() -> None:
    maori = assessment(finding("A1", "Training", 3, quote("“Ngā kaimahi” were trained – all 12 of them…", 3)))
    assert "Ngā kaimahi" in show(maori)
    plain = show(maori, unicode=False)
    assert plain.isascii()
    assert "Nga kaimahi" in plain


# What a document must not do to a terminal


def test_control_characters_of_documents_never_reach_the_terminal() -> None:
    evil = Stated(value=EVIL, text=EVIL, start=0, end=9, page=1)
    who = identity().model_copy(update={"title": evil, "entities": (evil,), "laws": (evil,)})
    bad = quote(EVIL, 1, headings=(EVIL,), page=None)
    result = assessment(
        finding("A1", "Training", 1, bad),
        identity=who,
        warnings=(Warn(code="template-placeholder", message=EVIL, quote=EVIL),),
    )
    outputs = [show(result, role=role, verbose=verbose) for role in Role for verbose in (False, True)]
    outputs += [render_batch([(EVIL, (result,))], width=80, colour=False), to_csv([result]), to_json([result])]
    assert not any(CONTROL.search(text) for text in outputs)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(assessed(), st.sampled_from(list(Role)), st.integers(40, 120), st.booleans())
def test_any_assessment_can_be_printed(case: tuple[object, ...], role: Role, width: int, verbose: bool) -> None:
    text = show(case[0], role=role, width=width, verbose=verbose)  # type: ignore[arg-type]
    assert not CONTROL.search(text)


@given(st.text())
def test_clean_text_is_one_line_without_controls(text: str) -> None:
    assert not CONTROL.search(clean(text))
    assert "\n" not in clean(text)
    assert len(short(text, 20)) <= 20
    assert len(cut(text, 20)) <= 20
    assert ascii_only(clean(text)).isascii()


def test_joined_emoji_survive_cleaning() -> None:
    assert clean("👩\u200d🌾\u200b farmer") == "👩\u200d🌾 farmer"


# Many files


def test_batch_reads_as_kept() -> None:
    check_golden("batch.txt", render_batch(outcomes(), width=80, colour=False))


def test_batch_names_every_file_once_and_tells_equal_names_apart() -> None:
    text = render_batch(outcomes(), width=80, colour=False)
    assert "a/statement.pdf" in text
    assert "b/statement.pdf" in text
    assert "locked.pdf: not read (password needed). The file asks for a password. Save a copy" in flat(text)
    assert "policy.pdf: probably a policy" in text
    assert "copy.pdf: the same content as in/a/statement.pdf" in text


def test_long_batches_keep_a_row_a_file() -> None:
    rows = [(f"in/{n:04}.pdf", (linen(),)) for n in range(300)]
    lines = render_batch(rows, width=80, colour=False).splitlines()
    assert sum(line.startswith(("0", "in/")) for line in lines) == 300


def test_two_packs_make_two_tables() -> None:
    law = PACK.model_copy(update={"id": "law", "title": "A law", "sha256": "77" * 32})
    text = render_batch([("a.pdf", (linen(), linen().model_copy(update={"pack": law})))], width=80, colour=False)
    assert "Test criteria, version" in text
    assert "A law, version" in text


def test_summary_counts_every_file_in_one_line() -> None:
    text = render_summary([*every(), linen()], width=80, colour=False)
    assert "Not read: 1 (password needed: 1)." in text
    assert "Not statements: 1 (policy: 1)." in text
    assert "Same file twice: 1, scored once." in text
    assert "they are not a score of 0" in flat(text)


@dataclass(frozen=True)
class Row:
    """A row as the store gives it."""

    id: str = "0123456789"
    entity: str = "Tuatara Linen Limited"
    title: str = ""
    period_end: date | None = date(2026, 3, 31)
    pack: str = "test-pack"
    kind: str = "statement"
    created: datetime = WHEN
    file: str = "statement.pdf"
    reviewed: bool = True


def test_list_shows_what_is_stored() -> None:
    text = render_list([Row(), Row(id="1111111111", reviewed=False, period_end=None)], width=80, colour=False)
    assert "0123456789" in text
    assert "2026-03" in text
    assert "rev  a person has reviewed" in text
    assert max(map(len, text.splitlines())) <= 80
    assert "Nothing is stored yet" in render_list([], width=80, colour=False)


# All formats


def test_every_report_is_in_the_table_and_renders() -> None:
    for name in REPORTS:
        module = report(name)
        assert name == module.NAME
        assert module.EXTENSION.startswith(".")
        assert module.render(every(), role=Role.ANALYST, manifest=None)


def test_full_text_of_a_run_has_every_outcome() -> None:
    text = render(every(), width=80)
    assert text.count("UNREVIEWED MACHINE READING") + text.count("MACHINE READING, REVIEWED") == 2
    assert "in/locked.pdf: not read" in text


def test_formalities_are_one_line_at_the_top() -> None:
    made: Finding = formality("C1", "Approval", 1, quote("Approved by the board on 2 June 2026.", 1))
    assert '  1/1  Approval: "Approved by the board on 2 June 2026." (p. 3)' in show(assessment(made)).splitlines()
