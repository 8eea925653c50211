"""Entries of a file are matched to the questions of a form: rightly, one to one, and never by a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paraphrases import files, score
from supplychain_check.analyse.topics import EncoderTopics, shipped_topics
from supplychain_check.declarations.forms import load_form
from supplychain_check.declarations.mapping import IGNORE, Mapping
from supplychain_check.declarations.matching import match
from supplychain_check.encoder import Encoder
from supplychain_check.models.declaration import Entry, Form, Question, QuestionKind

RECALL, RECALL_LATER, RECALL_OF_WORDS, MOST_WRONG = 0.87, 0.83, 0.6, 0.02
"""A little under what is reached; the share of wrong matches is a promise."""
NZ, UK = "nz-supplier-declaration", "uk-digital-marketplace"


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    topics = shipped_topics()
    assert isinstance(topics, EncoderTopics)
    return topics.encoder


def found(
    entries: list[Entry], form: str | Form = NZ, encoder: Encoder | None = None, **mapping: object
) -> dict[str, str]:
    """Questions that were matched, with the answer that each got."""
    loaded = load_form(form) if isinstance(form, str) else form
    told = Mapping.model_validate({"form": loaded.id, **mapping}) if mapping else None
    return {one.question: one.entry.answer for one in match(entries, loaded, told, encoder).matches}


def left(entries: list[Entry], form: str = NZ, encoder: Encoder | None = None) -> list[tuple[str, list[str]]]:
    """Wordings (or labels) that were not matched, with the ids of their candidates."""
    unsure = match(entries, load_form(form), None, encoder).unsure
    return [(one.entry.question or one.entry.label, [name for name, _ in one.candidates]) for one in unsure]


# --- measured ------------------------------------------------------------------------------------------


def test_there_are_enough_pairs_to_measure_with() -> None:
    means = [one.means for one in files()]
    assert sum(bool(question) for each in means for question in each.values()) >= 120
    assert len({wording for each in means for wording, question in each.items() if not question}) >= 60


@pytest.mark.parametrize("half", [0, 1, None], ids=["looked at", "kept aside", "all"])
def test_paraphrased_questions_are_found_and_others_are_not_matched(half: int | None, encoder: Encoder) -> None:
    result = score(files(half), encoder)
    assert result.wrong_share <= MOST_WRONG, result.wrong
    assert result.recall >= RECALL


def test_pairs_written_later_are_found_as_well(encoder: Encoder) -> None:
    result = score(files(name="questions-later.toml"), encoder)
    assert result.wrong_share <= MOST_WRONG, result.wrong
    assert result.recall >= RECALL_LATER


def test_words_alone_find_fewer_and_are_as_safe() -> None:
    result = score(files(), None)
    assert result.wrong_share <= MOST_WRONG, result.wrong
    assert result.recall >= RECALL_OF_WORDS


# --- what must be kept apart ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        ("Do you train your suppliers on modern slavery?", "training"),
        ("Do your suppliers train their own staff on modern slavery?", "training"),
        ("Do you have a policy on training?", "training"),
        ("Do you have a policy on modern slavery risk assessment?", "risk-check"),
        ("Do workers pay recruitment fees?", "recruitment-fees"),
        ("Do any of your workers pay recruitment fees, directly or through an agency?", "recruiters"),
        ("Do you use labour hire or recruitment agencies?", "recruiters"),
        ("Number of employees", "nzbn"),
        ("Have workers been repaid any recruitment fees?", "recruitment-fees"),
        ("Do you or your recruiters keep workers' passports?", "free-to-leave"),
        ("Is there no record of breaches of employment law in the past five years?", "past-breaches"),
        ("Do your suppliers have a grievance mechanism for workers?", "worker-voice"),
        ("How many of your own staff were audited for safety?", "supplier-checks"),
    ],
)
def test_other_workers_other_acts_and_turned_questions_are_never_matched(
    asked: str, never: str, encoder: Encoder
) -> None:
    assert never not in found([Entry(question=asked, answer="Yes")], encoder=encoder)


def test_a_bare_yes_does_not_answer_a_question_for_text_or_a_day() -> None:
    text = Question(id="who", text="Describe the training of employees on forced labour", kind=QuestionKind.TEXT)
    closed = Question(id="whether", text="Training of employees about forced labour, with details")
    form = Form(id="f", title="F", jurisdiction="nz", version="1.0.0", publisher="p", questions=(text, closed))
    asked = "Training of employees on forced labour and details"
    assert "who" not in found([Entry(question=asked, answer="Yes")], form)


def test_what_two_questions_may_mean_is_listed_with_both(encoder: Encoder) -> None:
    (unsure,) = left(
        [Entry(question="Actions on the risks of modern slavery", answer="Some")], "uk-registry-submission", encoder
    )
    assert len(unsure[1]) >= 2


# --- by id ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "question"),
    [
        ("legal-name", "legal-name"),
        ("LEGAL_NAME", "legal-name"),
        ("legalName", "legal-name"),
        ("legal name:", "legal-name"),
        ("form1[0].page1[0].signed-on[0]", "signed-on"),
        ("answers.nzbn", "nzbn"),
    ],
)
def test_ids_are_known_whatever_their_case_and_punctuation(label: str, question: str) -> None:
    assert found([Entry(label=label, answer="this")]) == {question: "this"}


def test_ids_may_stand_where_wordings_stand() -> None:
    assert found([Entry(question="modernSlaveryTurnover", answer="true")], UK) == {"modernSlaveryTurnover": "true"}


def test_numbers_with_a_prefix_are_ids_of_a_form_that_has_numbers() -> None:
    questions = (Question(id="q7", text="Are cranes inspected?"), Question(id="q8", text="Are hoists inspected?"))
    form = Form(id="f", title="F", jurisdiction="nz", version="1.0.0", publisher="p", questions=questions)
    entries = [Entry(label="Q7.", answer="a"), Entry(label="Question 8)", answer="b")]
    assert found(entries, form) == {"q7": "a", "q8": "b"}
    contrary = [Entry(label="7", question="Do you recycle the packaging of your goods?", answer="Yes")]
    assert found(contrary, form) == {}


def test_an_id_whose_wording_is_another_question_of_the_form_is_for_a_person(encoder: Encoder) -> None:
    nzbn = load_form(NZ).questions[1]
    entry = Entry(label="legal-name", question=nzbn.text, answer="9429041234567")
    assert found([entry], encoder=encoder) == {}
    assert left([entry], encoder=encoder) == [(nzbn.text, ["legal-name", "nzbn"])]


def test_an_id_stays_where_the_wording_is_free(encoder: Encoder) -> None:
    entry = Entry(label="training", question="Training in this matter (own staff)", answer="Yes")
    assert found([entry], encoder=encoder) == {"training": "Yes"}


# --- by words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["", "7. ", "Q7: ", "3.2) ", "Question 12 - ", "(4) "])
@pytest.mark.parametrize("behind", ["", " *", " (required)", ":", " (Yes/No)"])
def test_numbers_before_a_question_and_marks_behind_it_do_not_matter(before: str, behind: str) -> None:
    asked = f"{before}do you work to reduce waste, emissions or other harm to the environment?{behind}"
    assert found([Entry(question=asked, answer="Yes")]) == {"environment": "Yes"}


def test_help_behind_the_question_does_not_matter() -> None:
    question = load_form(NZ).questions[3]
    assert found([Entry(question=f"{question.text}\n{question.help}", answer="Yes")]) == {question.id: "Yes"}


def test_a_question_that_stands_twice_is_answered_once_and_the_other_is_listed() -> None:
    asked = "Do you work to reduce waste, emissions or other harm to the environment?"
    entries = [Entry(question=asked), Entry(question=asked, answer="Yes"), Entry(question=asked, answer="No")]
    assert found(entries) == {"environment": "Yes"}
    assert left(entries) == [(asked, ["environment"]), (asked, ["environment"])]


def test_blank_entries_are_matched_too() -> None:
    assert found([Entry(label="training"), Entry(label="ethics", answer="Yes")]) == {"training": "", "ethics": "Yes"}


def test_a_short_wording_is_read_with_the_heading_above_it(encoder: Encoder) -> None:
    entry = Entry(section="Signature", question="Job title", answer="Director")
    assert found([entry], encoder=encoder) == {"signatory-title": "Director"}


# --- by mapping ----------------------------------------------------------------------------------------


def test_the_mapping_goes_before_everything_else(encoder: Encoder) -> None:
    entries = [Entry(label="ethics", question="4. What about gifts?", answer="Yes"), Entry(label="x9", answer="No")]
    told = found(
        entries, questions={"What about gifts": "prompt-payment"}, labels={"x9": "environment"}, encoder=encoder
    )
    assert told == {"prompt-payment": "Yes", "environment": "No"}


def test_what_the_mapping_ignores_is_in_neither_list() -> None:
    entries = [Entry(question="Anything else?", answer="Yes"), Entry(label="ethics", answer="Yes")]
    mapping = Mapping(form=NZ, questions={"Anything else?": IGNORE})
    result = match(entries, load_form(NZ), mapping, None)
    assert [one.question for one in result.matches] == ["ethics"]
    assert not result.unsure


# --- always --------------------------------------------------------------------------------------------

LABELS = st.sampled_from(["", "1", "q2", "training", "Training.", "ethics", "nonsense"])
WORDINGS = st.sampled_from(
    ["", "Do you pay invoices promptly?", "Position", "Anything else?", "Full name", "Do you train staff?", "??"]
)
ENTRIES = st.lists(st.builds(Entry, label=LABELS, question=WORDINGS, answer=st.sampled_from(["", "Yes"])), max_size=8)


@given(ENTRIES)
def test_every_entry_is_matched_once_or_listed_and_every_question_is_answered_once(entries: list[Entry]) -> None:
    result = match(entries, load_form(NZ), None, None)
    questions = [one.question for one in result.matches]
    assert len(questions) == len(set(questions))
    assert len(result.matches) + len(result.unsure) == len(entries)
    assert all(0 < one.confidence <= 1 for one in result.matches)
    assert all(0 <= p <= 1 for one in result.unsure for _, p in one.candidates)


def test_nothing_to_match_is_no_error(encoder: Encoder) -> None:
    assert match([], load_form(NZ), None, encoder) == ((), ())
