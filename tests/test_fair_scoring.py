"""The rules of fair scoring, each with its adversarial sample, against the default pack."""

from __future__ import annotations

from pathlib import Path

import pytest

from checking import check_file, check_files, check_text, excluded, finding, levels
from conftest import SAMPLES
from supplychain_check.models import (
    Assessment,
    CriterionKind,
    DisclosureState,
    DocumentKind,
    EvidenceStatus,
    Unreadable,
    UnreadableReason,
)
from supplychain_check.packs import load_pack, pack_ids
from supplychain_check.score import sections

BAD = SAMPLES / "adversarial"
DEFAULT = "nz-plan-of-action"
CANONICAL = SAMPLES / "canonical"


def content_levels(assessment: Assessment) -> dict[str, int]:
    return {f.criterion: f.level for f in assessment.findings if f.kind is CriterionKind.CONTENT}


def all_phrases() -> list[str]:
    """Every phrase of every signal of every pack, written out as plain words."""
    found: list[str] = []
    for name in pack_ids():
        pack = load_pack(name)
        for signals in (pack.signals, *(criterion.signals for criterion in pack.criteria)):
            for signal in signals.values():
                for phrase in signal.phrases:
                    words = [w.split("|")[0].rstrip("*") for w in phrase.split() if w != "..."]
                    found.append(" ".join("12" if w == "#" else w for w in words))
    return found


# --- 1 stuffing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "joined", [", ", "\n\n", "\n- ", "; ", " | "], ids=["commas", "lines", "bullets", "semicolons", "bars"]
)
def test_a_page_made_of_all_signals_stays_at_level_0(joined: str) -> None:
    text = "# Modern slavery statement\n\n- " + joined.join(all_phrases())
    assert set(content_levels(check_text(text, DEFAULT)).values()) == {0}


@pytest.mark.parametrize("name", ["keyword-page.md", "glossary.md"])
def test_keywords_and_definitions_give_nothing(name: str) -> None:
    assert set(content_levels(check_file(BAD / name)).values()) == {0}


@pytest.mark.parametrize(("opening", "level"), [("We have in place systems to:", 1), ("Topics of this page:", 0)])
def test_words_that_end_a_sentence_are_no_keywords(opening: str, level: int) -> None:
    text = f"# Modern slavery statement\n\n{opening}\n\n- assess risk\n- protect whistleblowers"
    assert finding(check_text(text, "gb-msa-2015"), "g-concerns").level == level


# --- 2 length ------------------------------------------------------------------------------------------


def test_three_hundred_irrelevant_sentences_change_no_level() -> None:
    assert levels(check_file(BAD / "padded" / "statement.md")) == levels(check_file(CANONICAL / "statement.md"))


def test_saying_it_twenty_times_changes_no_level() -> None:
    once = "In March 2026 we trained 40 buyers on modern slavery."
    assert levels(check_text(once, DEFAULT)) == levels(check_text(" ".join([once] * 20), DEFAULT))


# --- 3 copying -----------------------------------------------------------------------------------------


def test_sentences_shared_with_an_unrelated_firm_are_capped() -> None:
    first, second = BAD / "copied" / "first-firm.md", BAD / "copied" / "second-firm.md"
    alone = check_file(first)
    assert max(content_levels(alone).values()) >= 2, "alone, nobody can know that it is copied"
    for outcome in check_files(first, second):
        assert isinstance(outcome, Assessment)
        caps = [d for f in outcome.findings for d in f.evidence for c in d.caps if c.rule == "copied"]
        assert caps
        assert all(d.level == 1 for d in caps)
        assert sum(content_levels(outcome).values()) < sum(content_levels(alone).values())


def test_the_order_of_a_batch_changes_nothing() -> None:
    paths = [BAD / "copied" / "first-firm.md", BAD / "copied" / "second-firm.md", CANONICAL / "statement.md"]
    forth = {o.document.sha256: levels(o) for o in check_files(*paths) if isinstance(o, Assessment)}
    back = {o.document.sha256: levels(o) for o in check_files(*paths[::-1]) if isinstance(o, Assessment)}
    assert forth == back


def test_a_group_may_share_its_statement() -> None:
    for outcome in check_files(BAD / "copied" / "group-a.md", BAD / "copied" / "group-b.md"):
        assert isinstance(outcome, Assessment)
        assert not [c for f in outcome.findings for d in f.evidence for c in d.caps if c.rule == "copied"]


def test_a_sentence_about_another_firm_is_capped_and_named() -> None:
    found = check_file(BAD / "copied" / "third-firm-template.md")
    caps = {c.reason for f in found.findings for d in f.evidence for c in d.caps if c.rule == "other firm"}
    assert caps


# --- 4 claims ------------------------------------------------------------------------------------------


def test_claims_and_a_bare_yes_reach_level_1_at_most() -> None:
    assert max(content_levels(check_file(BAD / "bare-claims.md")).values()) <= 1
    assert max(content_levels(check_file(SAMPLES / "empty-talk" / "statement.md")).values()) <= 1


def test_promises_reach_level_1_at_most() -> None:
    found = check_file(BAD / "future-only.md")
    assert max(content_levels(found).values()) <= 1
    assert EvidenceStatus.COMMITMENT in {d.status for f in found.findings for d in f.evidence}


# --- 5 not applicable ----------------------------------------------------------------------------------


def states(path: Path) -> dict[str, DisclosureState]:
    return {f.criterion: f.disclosure for f in check_file(path).findings}


def test_not_applicable_needs_a_stated_fact() -> None:
    abuse, fact = states(BAD / "not-applicable-abuse.md"), states(BAD / "not-applicable-fact.md")
    assert DisclosureState.NOT_APPLICABLE not in abuse.values()
    assert DisclosureState.NOT_APPLICABLE in fact.values()


# --- 6 honesty -----------------------------------------------------------------------------------------


def test_honesty_pays() -> None:
    incidents = {
        name: finding(check_file(BAD / "honesty" / f"{name}.md"), "16-incidents").level
        for name in ("case-found", "none-with-search", "bare-none")
    }
    assert incidents["case-found"] >= incidents["none-with-search"] > incidents["bare-none"] == 1


def test_admitting_unmapped_tiers_counts_for_the_firm() -> None:
    unmapped = finding(check_file(BAD / "honesty" / "unmapped.md"), "16-supply-chain").level
    assert unmapped > finding(check_file(BAD / "honesty" / "silent.md"), "16-supply-chain").level


# --- 7 small firms -------------------------------------------------------------------------------------


def test_every_ladder_has_a_small_firm_at_the_top() -> None:
    for criterion in load_pack(DEFAULT).criteria:
        if criterion.kind is CriterionKind.CONTENT:
            assert any(e.small_firm and e.level == criterion.levels[-1].level for e in criterion.examples), criterion.id


def test_a_small_firm_without_programmes_scores_well() -> None:
    small = content_levels(check_file(SAMPLES / "small-firm" / "statement.md"))
    assert sum(level == 3 for level in small.values()) >= 4


# --- 8 foreign law -------------------------------------------------------------------------------------


def test_formalities_follow_the_law_that_the_statement_names() -> None:
    for path in (SAMPLES / "australian-law" / "statement.html", SAMPLES / "uk-law" / "statement.md"):
        found = check_file(path)
        assert found.identity.laws
        assert finding(found, "16-approval").level == 1, path
        assert finding(found, "16-signature").level == 1, path


def test_gaps_that_the_law_does_not_ask_for_are_known_apart() -> None:
    found = check_file(SAMPLES / "australian-law" / "statement.html")
    assert found.identity.laws[0].value == "au-msa-2018"
    assert not finding(found, "15-labels").asked_by_law
    assert finding(found, "16-risks").asked_by_law
    assert all(f.asked_by_law for f in check_file(CANONICAL / "statement.md").findings)


def test_other_words_than_slavery_count() -> None:
    found = check_file(BAD / "foreign-terms.md")
    assert "slavery" not in (BAD / "foreign-terms.md").read_text(encoding="utf-8").lower()
    assert found.identity.kind is DocumentKind.STATEMENT
    assert sum(level >= 2 for level in content_levels(found).values()) >= 4


# --- 9 text quality ------------------------------------------------------------------------------------


def test_below_the_quality_floor_nothing_is_called_missing() -> None:
    found = check_file(BAD / "garbled.txt")
    assert not found.document.quality.readable
    gone = {f.disclosure for f in found.findings}
    assert DisclosureState.NOT_DISCLOSED not in gone
    assert DisclosureState.UNCLEAR in gone


# --- the other samples ---------------------------------------------------------------------------------


def test_the_excellent_statement_outdoes_all_others() -> None:
    best = {s.id: s.points for s in sections(check_file(SAMPLES / "excellent" / "statement.md"))}
    talk = {s.id: s.points for s in sections(check_file(SAMPLES / "empty-talk" / "statement.md"))}
    usual = {s.id: s.points for s in sections(check_file(CANONICAL / "statement.md"))}
    assert all(best[section] >= usual[section] >= talk[section] for section in ("14", "15", "16", "17"))
    assert content_levels(check_file(SAMPLES / "excellent" / "statement.md"))["16-risks"] == 3


def test_the_four_formats_say_the_same() -> None:
    found = [check_file(CANONICAL / f"statement.{kind}") for kind in ("md", "html", "txt", "pdf")]
    quotes = [
        [(f.criterion, f.level, f.evidence[0].quote.replace("’", "'") if f.evidence else "") for f in one.findings]
        for one in found
    ]
    assert quotes[1] == quotes[0]
    assert quotes[2] == quotes[0]
    assert quotes[3] == quotes[0]
    assert finding(found[3], "16-risks").evidence[0].page


def test_the_archive_says_the_same() -> None:
    inside, policy = check_files(CANONICAL / "statement.zip")
    assert isinstance(inside, Assessment)
    alone = check_file(CANONICAL / "statement.html")
    assert [(f.criterion, f.level, f.evidence) for f in inside.findings] == [
        (f.criterion, f.level, f.evidence) for f in alone.findings
    ]
    assert inside.document.path.endswith("statement.zip/Pellworth/Modern slavery statement 2026.html")
    assert inside.document.sha256 == alone.document.sha256
    assert any("logo.svg" in warning.message for warning in inside.warnings)
    assert excluded(policy).identity.kind is DocumentKind.POLICY


def test_a_policy_is_named_and_not_scored() -> None:
    outcome = excluded(check_files(SAMPLES / "policy" / "policy.md")[0])
    assert outcome.identity.kind is DocumentKind.POLICY
    assert "--kind statement" in outcome.hint


def test_another_language_is_named() -> None:
    outcome = check_files(BAD / "french.md")[0]
    assert isinstance(outcome, Unreadable)
    assert outcome.reason is UnreadableReason.LANGUAGE


def test_template_slips_are_pointed_out() -> None:
    codes = {warning.code for warning in check_file(BAD / "template-left.md").warnings}
    assert {"template-placeholder", "wrong-act-year"} <= codes
