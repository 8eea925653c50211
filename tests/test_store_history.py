"""Any order of saving, reviewing, deleting and reopening leaves what a simple account of it predicts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from store_values import NOON, make_assessment, make_document, make_review, put
from supplychain_check.models import Review
from supplychain_check.store.database import open_store

IDS = [f"{letter}-{number}-id" for letter in "abc" for number in "12"]
CRITERIA = {"1": ("visits", "wages"), "2": ("visits", "fees")}


@dataclass
class Account:
    """What should be there: reviews of each document in order, and how many there were when each id was saved."""

    reviews: dict[str, list[tuple[str, Review]]] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)

    def expected(self, id: str, criterion: str) -> tuple[Review, ...]:
        return tuple(
            review.model_copy(update={"confirmed": of == id})
            for number, (of, review) in enumerate(self.reviews[id[0]])
            if review.criterion == criterion and (of == id or number < self.saved[id])
        )


class History(RuleBasedStateMachine):
    """Three documents of one firm each, with two assessments each that share one criterion."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "store.db"
        self.store = open_store(self.path)
        self.account = Account()
        self.clock = 0

    @rule(id=st.sampled_from(IDS))
    def save(self, id: str) -> None:
        document = make_document(f"Text of {id[0]}.", sha256=id[0] * 64)
        assessment = make_assessment(id, document, (f"Firm {id[0]}",), CRITERIA[id[2]], pack=f"pack{id[2]}")
        put(self.store, assessment, document, fingerprints=frozenset(id[0]))
        known = self.account.reviews.setdefault(id[0], [])
        self.account.saved.setdefault(id, len(known))

    @precondition(lambda self: self.account.saved)
    @rule(data=st.data(), which=st.integers(0, 1))
    def review(self, data: st.DataObject, which: int) -> None:
        id = data.draw(st.sampled_from(sorted(self.account.saved)))
        self.clock += 1
        at = NOON + timedelta(minutes=self.clock)
        review = make_review(CRITERIA[id[2]][which], at=at, document_sha256=id[0] * 64)
        self.store.add_review(id, review)
        self.account.reviews[id[0]].append((id, review))

    @precondition(lambda self: self.account.saved)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        id = data.draw(st.sampled_from(sorted(self.account.saved)))
        deleted = self.store.delete(id)
        del self.account.saved[id]
        last = not any(other[0] == id[0] for other in self.account.saved)
        assert deleted.document == (id[0] * 64 if last else "")
        if last:
            del self.account.reviews[id[0]]

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.path)

    @invariant()
    def holds_what_was_saved(self) -> None:
        assert {row.id for row in self.store.list()} == set(self.account.saved)
        for id in self.account.saved:
            findings = self.store.load(id).findings
            assert [f.reviews for f in findings] == [self.account.expected(id, c) for c in CRITERIA[id[2]]]

    @invariant()
    def holds_nothing_else(self) -> None:
        rows = self.store.stats().rows
        documents = len(self.account.reviews)
        assert rows["document"] == rows["document_text"] == rows["entity"] == rows["sentence"] == documents
        assert rows["review"] == sum(map(len, self.account.reviews.values()))
        assert rows["finding"] == rows["evidence"] == 2 * len(self.account.saved)

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
