"""Why a criterion got its level: the words, what nearly counted, and that it agrees with what a check says."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SAMPLES
from supplychain_check.authoring.explain import Explainer, Explanation
from supplychain_check.authoring.trace import offsets
from supplychain_check.criteria import Pack, Signal
from supplychain_check.errors import ExitCode
from supplychain_check.packs import load_pack
from supplychain_check.phrases import spans, tokens
from supplychain_check.pipeline import Pipeline, Prepared
from supplychain_check.signals import Signals
from test_authoring import MINI, STATEMENT, Result, Tool, change, pack, tool

__all__ = ["pack", "tool"]
Write = Callable[[str, str], Path]
DOCUMENTS = ("canonical/statement.md", "small-firm/statement.md", "adversarial/not-applicable-fact.md")


@pytest.fixture
def say(tool: Tool, write: Write) -> Callable[..., Result]:
    """Explain a criterion on a statement that says something."""

    def call(criterion: str, said: str, *options: object, pack: Path = MINI) -> Result:
        path = write("statement.md", STATEMENT.format(firm="Alder", said=said))
        return tool("packs", "explain", criterion, path, "--pack", pack, *options)

    return call


Say = Callable[..., Result]


def explained(say: Say, criterion: str, said: str, pack: Path = MINI) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(say(criterion, said, "--json", pack=pack).out)
    return found


def step(found: dict[str, Any], level: int) -> dict[str, Any]:
    return next(one for one in found["steps"] if one["level"] == level)


# --- what counted --------------------------------------------------------------------------------------


def test_the_sentence_its_words_and_how_it_reads(say: Say) -> None:
    out = say("a-training", "In March 2026 we trained all 40 staff.").flat
    assert "UNREVIEWED MACHINE READING" in out
    assert "Level 2 of 2, disclosed: How many were trained, and when." in out
    assert '"In March 2026 we trained all 40 staff." It has train: "trained"; a number: "40 staff".' in out
    assert "It reads as something done or in place, with figures: 40 staff." in out
    assert "Training is promised or mentioned: reached, by 1 sentence." in out


def test_places_are_those_of_the_document(say: Say, tmp_path: Path) -> None:
    found = explained(say, "a-training", "In  March 2026\nwe trained all 40 staff.")
    text = (tmp_path / "statement.md").read_text(encoding="utf-8")
    words = step(found, 2)["ways"][0]["met"][0]["words"]
    assert {w["reference"] for w in words} == {"train", "fact:count"}
    document = Pipeline(()).prepare(tmp_path / "statement.md")
    assert isinstance(document, Prepared)
    assert text.count("trained") == 1
    assert all(" ".join(document.document.text[w["start"] : w["end"]].split()) == w["words"] for w in words)


def test_words_of_other_sentences_and_introductions_are_said_to_be_so(say: Say) -> None:
    out = say("a-incidents", "We visited both sites and interviewed the crew. No cases were identified.").flat
    assert 'looked: "interviewed" (another sentence)' in out or 'looked: "visited" (another sentence)' in out
    listed = say("a-training", "In March 2026 we trained:\n\n- all 40 staff in Nelson;\n- two cleaners in Picton.").flat
    assert 'train: "trained" (where the list begins)' in listed


def test_both_forms_of_the_command_say_the_same(tool: Tool, write: Write) -> None:
    path = write("a.md", STATEMENT.format(firm="Alder", said="We trained 12 cleaners in May 2026."))
    one = tool("packs", "explain", "a-training", path, "--pack", MINI)
    two = tool("explain", path, "--criterion", "a-training", "--pack", MINI)
    assert one.out == two.out
    assert one.out.count("\n") < 40


# --- what nearly counted -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        ("We trained our workers.", "any-or-all", "lacks a number"),
        ("We will train 40 workers.", "status", "reads as a promise; what counts is something done or in place"),
        ("Training means that 40 workers were trained.", "evidence", "cannot be evidence, because it is a definition"),
    ],
)
def test_the_one_thing_that_a_sentence_lacks(say: Say, said: str, kind: str, text: str) -> None:
    near = [one for way in step(explained(say, "a-training", said), 2)["ways"] for one in way["near"]]
    assert [missing["text"] for one in near for missing in one["missing"]] == [text]
    assert near[0]["missing"][0]["kind"] in kind or kind == "any-or-all"
    assert text in say("a-training", said).flat


def test_the_nearest_lacks_a_figure_rather_than_the_subject(say: Say) -> None:
    out = say("a-training", "We bought 14 vans. We trained our workers.").flat
    assert (
        '2 How many were trained, and when: not reached. 1 sentence nearly counts; the nearest: "We trained our' in out
    )


def test_what_rules_a_sentence_out_is_named(say: Say, pack: Path) -> None:
    change(
        pack / "a-training.toml", 'all = ["train", "fact:count"]', 'all = ["train", "fact:count"]\nnone = ["workers"]'
    )
    assert 'it also has "workers", which rules it out' in say("a-training", "We trained 12 cleaners.", pack=pack).flat


def test_too_few_sentences_are_counted(say: Say, pack: Path) -> None:
    change(pack / "a-training.toml", 'all = ["train", "fact:count"]', 'all = ["train", "fact:count"]\nmin_count = 2')
    assert "1 sentence would do, but 2 are needed." in say("a-training", "We trained 12 cleaners.", pack=pack).flat


def test_where_nothing_comes_near_two_things_are_named(say: Say) -> None:
    out = say("a-training", "We will train our workers.").flat
    assert "No sentence lacks only one thing; the nearest lacks two" in out
    assert "it reads as a promise; what counts is something done or in place and lacks a number." in out
    assert "No sentence comes near." in say("a-fees", "The kettle is new.").flat


def test_everything_is_shown_on_request(say: Say) -> None:
    out = say("a-incidents", "No cases were found.", "-v").flat
    assert "Way 1 (levels[2].when[1])." in out
    assert 'In one sentence and those around it: "none" + "looked"' in out
    assert "To reach it: Say how you looked" in out
    assert "(characters " in out


# --- what else decides ---------------------------------------------------------------------------------


def test_stated_facts_by_which_it_does_not_apply(say: Say) -> None:
    out = say("a-recruiters", "We use no recruitment agencies.", "--kind", "declaration").flat
    assert "Does not apply where the document states it: 1 sentence does." in out
    assert '"We use no recruitment agencies."' in out
    assert "Applies only where the document states it: none does." in say("b-origin", "We clean.").flat


def test_another_kind_of_document_is_explained_and_named(tool: Tool) -> None:
    out = tool("packs", "explain", "a-training", SAMPLES / "policy" / "policy.md", "--pack", MINI).flat
    assert "This file looks like a policy; it is explained as a statement all the same." in out


def test_sentences_copied_from_others_are_held_down_as_in_a_check(tool: Tool) -> None:
    first, second = (SAMPLES / "adversarial" / "copied" / name for name in ("first-firm.md", "second-firm.md"))
    tool("check", first)
    checked = json.loads(tool("check", second, "--json").out)["assessments"][0]["assessment"]
    held = [f for f in checked["findings"] if f["evidence"] and f["evidence"][0]["caps"] and f["level"]]
    assert held
    out = tool("packs", "explain", held[0]["criterion"], second, "-v").flat
    assert f"Level {held[0]['level']} of" in out
    assert "Held at level 1: word for word also in the document of" in out


def test_mistakes_say_what_to_do(tool: Tool, write: Write) -> None:
    path = write("a.md", STATEMENT.format(firm="Alder", said="We clean."))
    wrong = tool("packs", "explain", "a-traning", path, "--pack", MINI)
    assert wrong.code == ExitCode.PACK
    assert "Did you mean a-training" in wrong.err
    assert tool("packs", "explain", "a-training", "nowhere.md", "--pack", MINI).code == ExitCode.INPUT


# --- agreement with a check ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def explanations() -> list[tuple[Explanation, dict[int, int]]]:
    """Each criterion of the small pack on several documents, with the levels that the matcher gives each sentence."""
    mini = load_pack(MINI)
    found = []
    for criterion in mini.criteria:
        explainer = Explainer(mini, criterion.id)
        for name in DOCUMENTS:
            prepared = Pipeline(()).prepare(SAMPLES / name)
            assert isinstance(prepared, Prepared)
            levels = {d.segment: d.uncapped for d in explainer.disclosures(prepared) if d.role == "evidence"}
            found.append((explainer.explain_document(prepared.document), levels))
    return found


def test_an_explanation_agrees_with_the_matcher(explanations: list[tuple[Explanation, dict[int, int]]]) -> None:
    assert any(levels for _, levels in explanations)
    for explanation, levels in explanations:
        highest: dict[int, int] = {}
        for one in explanation.steps:
            for segment in one.reached:
                highest[segment] = max(one.level, highest.get(segment, 0))
        assert highest == levels, (explanation.criterion, explanation.document)


def test_near_misses_miss_exactly_one_thing(explanations: list[tuple[Explanation, dict[int, int]]]) -> None:
    near = [one for explanation, _ in explanations for s in explanation.steps for way in s.ways for one in way.near]
    assert near
    assert all(len(one.missing) == 1 and not one.level for one in near)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_segment_knows_its_places_in_the_document(name: str) -> None:
    prepared = Pipeline(()).prepare(SAMPLES / name)
    assert isinstance(prepared, Prepared)
    for segment in prepared.segments:
        places = offsets(prepared.document.text, segment)
        assert len(places) == len(segment.text)
        assert places[0] == segment.start
        assert places[-1] == segment.end - 1


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("İΣ'’-.1 a"))))
def test_each_token_has_its_place(text: str) -> None:
    found = spans(text)
    assert len(found) == len(tokens(text))
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before[0] <= after[0] for before, after in pairwise(found))


def test_signals_say_on_which_words_they_fired() -> None:
    mini = load_pack(MINI)
    signals = {
        "gap": Signal(phrases=("repaid ... fee*",)),
        "pattern": Signal(patterns=(({"LOWER": "own"}, {"LOWER": "pocket"}),)),
    }
    wordy = Signals(Pack(head=mini.head, signals=signals, criteria=()))
    found = wordy.words("She repaid “all of” the fees from her own pocket.")
    assert [(f.name, f.words) for f in found] == [("/gap", "repaid ... fees"), ("/pattern", "own pocket")]
    assert [f.start for f in found] == [4, 38]
