from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supplychain_check.phrases import PhraseError, PhraseSet, parse, tokens


def fires(phrase: str, text: str) -> bool:
    return bool(PhraseSet({"it": [phrase]}).names(tokens(text)))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("recruitment fee*", "No Recruitment Fees were paid."),
        ("third party", "a third-party audit"),
        ("repaid|reimburse* ... fee*", "we repaid all of their recruitment fees"),
        ("repaid ... fee*", "repaid fees"),
        ("# supplier*", "we audited 1,200 suppliers"),
        ("# supplier*", "twelve suppliers"),
        ("worker's", "each worker’s passport"),
        ("n a", "n/a n a"),
        ("asked ... asked ... paid", "asked and asked whether they paid"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str) -> None:
    assert fires(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("fee", "fees"),
        ("audit*", "we audi ted"),
        ("repaid ... fee*", "repaid one two three four five six seven fees"),
        ("# supplier*", "many suppliers"),
        ("recruitment fees", "recruitment and fees"),
        ("train", "training"),
    ],
)
def test_a_phrase_is_not_found(phrase: str, text: str) -> None:
    assert not fires(phrase, text)


@pytest.mark.parametrize("phrase", ["", "...", "... fees", "fees ...", "a*", "fe*es", "*", "ab*|staff"])
def test_a_wrong_phrase_says_what_is_wrong(phrase: str) -> None:
    with pytest.raises(PhraseError, match=r"phrase|star"):
        parse(phrase)


def test_hits_name_their_words_without_the_gap() -> None:
    hits = PhraseSet({"fees": ["repaid ... fee*"]}).find(tokens("We repaid all their fees."))
    assert [(hit.name, hit.places) for hit in hits] == [("fees", (1, 4))]


WORDS = st.lists(st.sampled_from(["audit", "fees", "of", "the", "workers", "we", "12"]), min_size=1, max_size=8)


@given(before=WORDS, phrase=WORDS, after=WORDS)
def test_a_phrase_of_plain_words_is_found_wherever_it_stands(
    before: list[str], phrase: list[str], after: list[str]
) -> None:
    assert fires(" ".join(phrase), " ".join([*before, *phrase, *after]))


@given(st.text(max_size=200))
def test_any_text_can_be_cut_into_tokens(text: str) -> None:
    assert all(token and not token.isspace() for token in tokens(text))
