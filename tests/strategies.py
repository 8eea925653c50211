"""Hypothesis strategies that build valid values of `models`, for every room.

Values are small and hang together: offsets lie in the text, quotes are the text at their offsets, criteria are
unique in an assessment, reviews are anchored to the finding they stand in. What the words mean is left to chance.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, timedelta, timezone

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from supplychain_check.models import (
    TOPICS,
    Assessment,
    Block,
    BlockKind,
    Cap,
    CriterionKind,
    Disclosure,
    DisclosureState,
    Document,
    DocumentInfo,
    DocumentKind,
    EvidenceStatus,
    Excluded,
    ExpectedIn,
    Fact,
    FactKind,
    Finding,
    Formality,
    Identity,
    Line,
    Manifest,
    ManifestInput,
    ModelInfo,
    Obligation,
    Options,
    PackInfo,
    Page,
    Review,
    Rung,
    SectionInfo,
    Segment,
    SegmentKind,
    Specificity,
    Stated,
    TextQuality,
    Unreadable,
    UnreadableReason,
    Warn,
)

WORDS = [
    *"we audit 12 suppliers كرامة العمل नीति 供应链 café 👩‍🌾 naïve – “quoted” O'Hara ; DROP".split(),
    *("\u200f\u202e", "\x01\x1b", "\r\n", "\t", "\u2028", "\u00a0"),
]
"""Pieces that trip up careless code: right-to-left, joined emoji, control characters, quotes, line ends."""

texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40),
)
names = st.text("abcdefghij ÅøБ&.-", min_size=1, max_size=20).filter(str.strip)
ids = st.text("abcdefghijklmnop-", min_size=1, max_size=12)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
shares = st.floats(0, 1)
points = st.floats(0, 1000)
levels = st.integers(0, 5)
zones = st.sampled_from([UTC, timezone(timedelta(hours=12, minutes=45)), timezone(timedelta(hours=-9))])
moments = st.datetimes(timezones=zones).filter(lambda m: 1 < m.year < 9999)
probabilities = st.dictionaries(st.sampled_from(TOPICS), shares, max_size=3)
qualities = st.builds(TextQuality, score=shares, readable=st.booleans(), reasons=st.tuples(texts))
boxes = st.tuples(*[st.floats(-10, 2000, width=32)] * 4)


@st.composite
def spans(draw: DrawFn, length: int) -> tuple[int, int]:
    """Offsets of a stretch of a text of `length` characters: start, and end exclusive."""
    start = draw(st.integers(0, length))
    return start, draw(st.integers(start, length))


@st.composite
def blocks(draw: DrawFn, length: int) -> Block:
    """A block that lies within a text of `length` characters."""
    start, end = draw(spans(length))
    kind = draw(st.sampled_from(BlockKind))
    cells = tuple(draw(st.lists(spans(length), max_size=2))) if kind is BlockKind.TABLE_ROW else ()
    return Block(kind=kind, start=start, end=end, level=draw(st.integers(0, 6)), cells=cells)


@st.composite
def lines(draw: DrawFn, length: int) -> Line:
    """A line that lies within a text of `length` characters."""
    start, end = draw(spans(length))
    return Line(start=start, end=end, page=1, box=draw(boxes))


@st.composite
def documents(draw: DrawFn) -> Document:
    """A document; its hash is that of its text, so that equal texts are the same document."""
    text = draw(texts)
    pages = (Page(number=1, start=0, end=len(text), width=595.0, height=842.0),)
    return Document(
        name=draw(names),
        path=draw(names),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type=draw(st.sampled_from(["application/pdf", "text/plain"])),
        reader="text 1",
        text=text,
        pages=draw(st.sampled_from([(), pages])),
        blocks=tuple(draw(st.lists(blocks(len(text)), max_size=3))),
        lines=tuple(draw(st.lists(lines(len(text)), max_size=3))),
        metadata=draw(st.dictionaries(ids, texts, max_size=2)),
        language=draw(st.sampled_from(["en", "mi"])),
        quality=draw(qualities),
        warnings=tuple(draw(st.lists(texts, max_size=2))),
    )


@st.composite
def segments(draw: DrawFn, document: Document) -> tuple[Segment, ...]:
    """Segments of a document; most have the text that their offsets give, as the models ask."""
    found = draw(st.lists(spans(len(document.text)), max_size=4))
    return tuple(
        Segment(
            index=index,
            kind=draw(st.sampled_from(SegmentKind)),
            start=start,
            end=end,
            text=draw(st.sampled_from([" ".join(document.text[start:end].split()), "otherwise"])),
            page=draw(st.none() | st.integers(1, 3)),
            headings=tuple(draw(st.lists(texts, max_size=2))),
            intro=draw(st.none() | st.integers(0, 3)),
        )
        for index, (start, end) in enumerate(found)
    )


@st.composite
def stated(draw: DrawFn, value: SearchStrategy[str] = names) -> Stated:
    """Something that a document says of itself."""
    what = draw(value)
    return Stated(value=what, text=what, start=draw(st.integers(-1, 9)), end=draw(st.integers(-1, 9)), page=1)


identities: SearchStrategy[Identity] = st.builds(
    Identity,
    kind=st.sampled_from(DocumentKind),
    kind_confidence=shares,
    kind_reason=texts,
    title=st.none() | stated(texts),
    entities=st.lists(stated(names | texts), max_size=3).map(tuple),
    identifiers=st.lists(stated(), max_size=2).map(tuple),
    period=st.none() | stated(),
    period_start=st.none() | st.dates(),
    period_end=st.none() | st.dates(),
    published=st.none() | stated(),
    laws=st.lists(stated(), max_size=2).map(tuple),
)
models = st.builds(ModelInfo, name=names, version=ids, sha256=hashes)
packs = st.builds(
    PackInfo,
    id=ids,
    title=names,
    version=ids,
    sha256=hashes,
    status=st.sampled_from(["in force", "draft", "voluntary", "lapsed"]),
    jurisdiction=st.sampled_from(["gb", "au", "nz"]),
    sections=st.lists(st.builds(SectionInfo, id=ids, title=names, summary=texts), max_size=2).map(tuple),
    notes=st.lists(texts, max_size=2).map(tuple),
)
facts = st.builds(Fact, kind=st.sampled_from(FactKind), text=texts, start=levels, end=levels)
warns = st.builds(Warn, code=ids, message=texts, quote=texts, page=st.none() | levels)
options = st.builds(
    Options, draft=st.booleans(), kind=st.none() | st.sampled_from(DocumentKind), copied=st.just("") | ids
)
rungs = st.builds(
    Rung,
    level=levels,
    points=points,
    disclosure=st.sampled_from(DisclosureState),
    label=texts,
    advice=texts,
)


@st.composite
def disclosures(draw: DrawFn, document: Document, criterion: str) -> Disclosure:
    """A quote of a document that answers a criterion."""
    start, end = draw(spans(len(document.text)))
    level = draw(levels)
    cap = Cap(rule="claims", level=level, reason=draw(texts))
    return Disclosure(
        criterion=criterion,
        segment=draw(st.integers(0, 9)),
        quote=document.text[start:end],
        start=start,
        end=end,
        page=draw(st.none() | st.integers(1, 3)),
        box=draw(st.none() | boxes),
        headings=tuple(draw(st.lists(texts, max_size=1))),
        topics=draw(probabilities),
        status=draw(st.sampled_from(EvidenceStatus)),
        status_confidence=draw(shares),
        specificity=draw(st.sampled_from(Specificity)),
        facts=tuple(draw(st.lists(facts, max_size=2))),
        matched=draw(st.sampled_from([(), ("signal:audit", "fact:count")])),
        level=level,
        uncapped=draw(st.integers(level, 5)),
        caps=draw(st.sampled_from([(), (cap,)])),
        role=draw(st.sampled_from(["evidence", "not applicable", "applies"])),
        kind=draw(st.sampled_from(["published", "declared"])),
    )


@st.composite
def reviews(draw: DrawFn, document_sha256: str, criterion: str) -> Review:
    """A review of a criterion of a document."""
    return Review(
        by=draw(names),
        at=draw(moments),
        level=draw(levels),
        reason=draw(texts),
        document_sha256=document_sha256,
        criterion=criterion,
        quote=draw(texts),
        confirmed=draw(st.booleans()),
    )


@st.composite
def findings(draw: DrawFn, document: Document, criterion: str) -> Finding:
    """The finding of one criterion in a document."""
    evidence = tuple(draw(st.lists(disclosures(document, criterion), max_size=2)))
    return Finding(
        criterion=criterion,
        section=draw(ids),
        title=draw(texts),
        core_element=draw(ids),
        obligation=draw(st.sampled_from(Obligation)),
        kind=draw(st.sampled_from(CriterionKind)),
        expected_in=draw(st.sampled_from(ExpectedIn)),
        citation=draw(texts),
        question=draw(texts),
        ask=draw(texts),
        weight=draw(points),
        ladder=tuple(draw(st.lists(rungs, max_size=3, unique_by=lambda rung: rung.level))),
        level=draw(levels),
        disclosure=draw(st.sampled_from(DisclosureState)),
        reason=draw(texts),
        evidence=evidence,
        evidence_count=len(evidence),
        asked_by_law=draw(st.booleans()),
        reviews=tuple(draw(st.lists(reviews(document.sha256, criterion), max_size=2))),
    )


def document_info(document: Document) -> DocumentInfo:
    """What an assessment keeps of a document."""
    return DocumentInfo(
        name=document.name,
        path=document.path,
        sha256=document.sha256,
        media_type=document.media_type,
        reader=document.reader,
        language=document.language,
        quality=document.quality,
        pages=len(document.pages) or None,
        words=len(document.text.split()),
    )


@st.composite
def assessments(draw: DrawFn, document: Document) -> Assessment:
    """An assessment of a document."""
    formality = Formality(id="approval", variant="board", evidence=draw(stated()), segment=0)
    return Assessment(
        id=draw(hashes)[:16],
        document=document_info(document),
        identity=draw(identities),
        formalities=draw(st.sampled_from([(), (formality,)])),
        pack=draw(packs),
        model=draw(models),
        tool_version="0.1.0",
        options=draw(options),
        findings=tuple(
            draw(findings(document, criterion)) for criterion in draw(st.lists(ids, max_size=3, unique=True))
        ),
        warnings=tuple(draw(st.lists(warns, max_size=2))),
        shared_checked=draw(levels),
        created=draw(moments),
    )


@st.composite
def assessed(draw: DrawFn) -> tuple[Assessment, Document, tuple[Segment, ...]]:
    """An assessment together with its document and segments."""
    document = draw(documents())
    return draw(assessments(document)), document, draw(segments(document))


unreadables = st.builds(
    Unreadable, path=names, reason=st.sampled_from(UnreadableReason), message=texts, hint=texts, sha256=hashes
)
excluded = st.builds(Excluded, path=names, document=documents().map(document_info), identity=identities, hint=texts)
manifests = st.builds(
    Manifest,
    started=moments,
    finished=moments,
    tool_version=ids,
    packs=st.lists(packs, max_size=2).map(tuple),
    model=models,
    options=options,
    versions=st.dictionaries(ids, ids, max_size=2),
    inputs=st.lists(
        st.builds(ManifestInput, path=names, sha256=hashes, bytes=st.integers(0), detail=texts), max_size=2
    ).map(tuple),
    counts=st.dictionaries(ids, st.integers(0), max_size=2),
)
