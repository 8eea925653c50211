"""The text as a whole: length, readability, what says nothing, common sentences, and where they are shown."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from checking import check_text
from conftest import SAMPLES
from fictional import assessment, finding, quote
from research_data import research_data
from supplychain_check import boilerplate
from supplychain_check.analyse.quality import profile, reading_grade, syllables
from supplychain_check.authoring.examples import example_document
from supplychain_check.models import (
    Analysis,
    Assessment,
    DocumentKind,
    EvidenceStatus,
    Identity,
    ModelInfo,
    Reading,
    Role,
    Segment,
    SegmentKind,
    Specificity,
    Stated,
    TextProfile,
)
from supplychain_check.reports import json as json_report
from supplychain_check.reports.terminal import render_assessment
from supplychain_check.segment import segment
from supplychain_check.training.boilerplate import common_runs
from supplychain_check.training.unlabelled import read_texts

TEMPLATE = (
    "# {firm} modern slavery statement\n\nThis statement is made by {firm} for the year ended 31 March 2026.\n\n"
    "{firm} asks every one of its partners to think about fairness before anything else is decided. {own}\n"
)
FIRMS = ("Corran Cleaning Limited", "Tuatara Linen Limited", "Harbour Foods Limited", "Wendelin Freight Limited")


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("we", 1),
        ("slavery", 3),
        ("trained", 1),
        ("audited", 3),
        ("workers", 2),
        ("made", 1),
        ("table", 2),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_long_words_in_long_sentences_ask_for_more_schooling() -> None:
    plain = reading_grade(["We pay our staff well and on time."] * 12)
    heavy = reading_grade(
        ["Organisational accountability necessitates comprehensive identification of operational vulnerabilities."] * 12
    )
    assert plain is not None
    assert heavy is not None
    assert plain < 4 < 20 < heavy


def test_a_few_sentences_have_no_reading_grade() -> None:
    assert reading_grade(["We pay our staff well."] * 9) is None


def read(*readings: tuple[str, float, str, str]) -> Analysis:
    """An analysis: text, probability of a topic, status and specificity of each sentence."""
    segments = tuple(
        Segment(index=index, kind=SegmentKind.SENTENCE, start=0, end=len(text), text=text)
        for index, (text, _, _, _) in enumerate(readings)
    )
    return Analysis(
        document_sha256="ab" * 32,
        model=ModelInfo(name="m", version="1", sha256="cd" * 32, thresholds={"remediation": 0.4}),
        segments=segments,
        readings=tuple(
            Reading(
                segment=index, topics={"remediation": p}, status=EvidenceStatus(status), specificity=Specificity(detail)
            )
            for index, (_, p, status, detail) in enumerate(readings)
        ),
        identity=Identity(kind=DocumentKind.STATEMENT, kind_confidence=1, kind_reason=""),
    )


def test_shares_are_of_what_they_say() -> None:
    found = profile(
        read(
            ("We repaid 40 buyers their fees.", 0.9, "action", "measured"),
            ("We value all people alike.", 0.45, "claim", "none"),
            ("The sun rose over the harbour.", 0.1, "context", "none"),
            ("We paid back fees in Fiji.", 0.7, "action", "specific"),
        ),
        common={1},
    )
    assert (found.words, found.sentences, found.words_a_sentence, found.evidence) == (22, 4, 5.5, 3)
    assert (found.silent, found.common, found.common_share) == (0.25, (1,), 0.25)
    assert (found.claims, found.measured, found.specific) == (0.333, 0.333, 0.667)


def test_a_text_without_sentences_has_no_shares() -> None:
    found = profile(read())
    assert (found.sentences, found.silent, found.reading_grade, found.evidence) == (0, 0.0, None, 0)


def common_in(text: str, runs: bytes, monkeypatch: pytest.MonkeyPatch, firm: str) -> list[str]:
    width = boilerplate.BYTES
    known = frozenset(runs[at : at + width] for at in range(0, len(runs), width))
    monkeypatch.setattr(boilerplate, "common_runs", lambda: known)
    segments = segment(example_document(text))
    own = Identity(
        kind=DocumentKind.STATEMENT, kind_confidence=1, kind_reason="", entities=(Stated(value=firm, text=firm),)
    )
    return [segments[index].text for index in sorted(boilerplate.common(segments, own))]


def test_a_sentence_of_three_firms_is_common_to_a_fourth_and_facts_of_its_own_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = ("We buy tea.", "Our mills stand in Gujarat.", "Drivers own their lorries.")
    runs = common_runs(TEMPLATE.format(firm=firm, own=said) for firm, said in zip(FIRMS, own, strict=False))
    text = TEMPLATE.format(firm=FIRMS[3], own="In May 2026 we asked 14 of our 30 carriers to show us their pay slips.")
    found = common_in(text, runs, monkeypatch, FIRMS[3])
    assert found == [
        "Wendelin Freight Limited asks every one of its partners to think about fairness before anything else is decided."
    ]


def test_two_firms_make_nothing_common() -> None:
    assert common_runs(TEMPLATE.format(firm=firm, own="") for firm in FIRMS[:2]) == b""


def test_three_texts_of_one_firm_make_nothing_common() -> None:
    assert common_runs([TEMPLATE.format(firm=FIRMS[0], own=f"Year {n}.") for n in range(3)]) == b""


def test_wording_of_an_act_and_of_approval_is_never_common(monkeypatch: pytest.MonkeyPatch) -> None:
    said = (
        "This statement is made under section 54 of the Modern Slavery Act 2015 and sets out what we did. "
        "This statement was approved by the board of directors at its meeting in the spring of this year."
    )
    texts = [TEMPLATE.format(firm=firm, own=said) for firm in FIRMS]
    assert all("asks every one" in text for text in common_in(texts[3], common_runs(texts), monkeypatch, FIRMS[3]))


def test_texts_are_read_packed_or_not(tmp_path: Path) -> None:
    line = json.dumps({"text": "We buy tea."}) + "\n"
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_text(line, encoding="utf-8")
    with gzip.open(packed, "wt", encoding="utf-8") as handle:
        handle.write(line)
    assert read_texts(plain) == read_texts(packed) == ["We buy tea."]


def test_the_shipped_fingerprints_know_a_template_that_many_use() -> None:
    text = (
        "# Corran Cleaning Limited modern slavery statement\n\nWe are committed to ensuring that there is no modern "
        "slavery or human trafficking in our supply chains or in any part of our business. In May we sent two people "
        "to the laundry in Dunedin and spoke with everyone who was on the night shift there.\n"
    )
    found = check_text(text).profile
    assert found is not None
    assert len(found.common) == 1
    assert len(boilerplate.common_runs()) > 1000


def test_few_sentences_of_other_statements_are_common() -> None:
    path = research_data("aims", "gold-dev.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[::20]]
    text = "\n\n".join(row["sentence"] + "." for row in rows)
    segments = segment(example_document(text))
    none = Identity(kind=DocumentKind.STATEMENT, kind_confidence=1, kind_reason="")
    assert len(boilerplate.common(segments, none)) < 0.1 * len(segments)


def shown(result: Assessment, *, verbose: bool) -> str:
    text = render_assessment(result, role=Role.ANALYST, width=200, colour=False, verbose=verbose)
    return " ".join(text.split())


def test_the_long_form_shows_the_text_as_a_whole_and_marks_common_sentences() -> None:
    told = quote(
        "We act with integrity.", 1, segment=7, specificity=Specificity.MEASURED, specificity_reason="46 suppliers"
    )
    about = TextProfile(
        words=900, sentences=50, words_a_sentence=18.0, reading_grade=13.1, silent=0.4, evidence=20, claims=0.25,
        specific=0.5, measured=0.2, common=(7,), common_share=0.02,
    )  # fmt: skip
    result = assessment(finding("A1", "Values", 1, told), profile=about)
    text = shown(result, verbose=True)
    assert "900 words in 50 sentences" in text
    assert "grade 13.1" in text
    assert "40% of 50 sentences" in text
    assert "25% are values or expectations" in text
    assert "1 of 50 sentences (2%)" in text
    assert "a common sentence: it also stands in statements of several other firms" in text
    assert "measured: 46 suppliers" in text
    assert "The text as a whole" not in shown(result, verbose=False)
    report = json.loads(json_report.render((result,), role=Role.ANALYST))
    assert report["assessments"][0]["assessment"]["profile"]["measured"] == 0.2


def test_a_stored_result_without_a_profile_is_still_shown() -> None:
    assert "The text as a whole" not in shown(assessment(finding("A1", "Values")), verbose=True)


def test_empty_talk_gives_fewer_figures_than_an_excellent_statement() -> None:
    both = [
        check_text((SAMPLES / name / "statement.md").read_text(encoding="utf-8"))
        for name in ("empty-talk", "excellent")
    ]
    empty, excellent = (result.profile for result in both)
    assert empty is not None
    assert excellent is not None
    assert empty.measured < excellent.measured
    assert empty.claims > excellent.claims
