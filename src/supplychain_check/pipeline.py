"""Composes the stages: one file to an outcome, many files to a stream of outcomes."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from supplychain_check import __version__
from supplychain_check.analyse.document import analyse
from supplychain_check.analyse.laws import load_laws
from supplychain_check.analyse.quality import profile
from supplychain_check.analyse.topics import TopicModel, shipped_topics
from supplychain_check.boilerplate import common
from supplychain_check.copies import Corpus, copied, fingerprints, unrelated
from supplychain_check.criteria import Pack
from supplychain_check.declarations.disclosing import asked, disclosures
from supplychain_check.declarations.stating import form_info
from supplychain_check.errors import InputProblem
from supplychain_check.match import Matchers
from supplychain_check.models import (
    Analysis,
    Assessment,
    Document,
    DocumentInfo,
    DocumentKind,
    Duplicate,
    Excluded,
    ModelInfo,
    Options,
    Outcome,
    PackInfo,
    Segment,
    Unreadable,
    UnreadableReason,
    Warn,
)
from supplychain_check.models.declaration import Declaration
from supplychain_check.pipeline_declarations import Declare, Declared, encoder_of, fits, lay_out, may_be, shipped
from supplychain_check.readers.box import Source
from supplychain_check.readers.limits import MAX_BYTES
from supplychain_check.readers.worker import Worker, shared
from supplychain_check.score import Setting, score
from supplychain_check.segment import segment
from supplychain_check.spool import Spool


class Shelf(Protocol):
    """Documents that were assessed before, looked through for copied sentences. The store is one."""

    def shared(
        self, fingerprints: frozenset[str], not_document: str, not_entities: tuple[str, ...]
    ) -> dict[str, tuple[str, ...]]:
        """Which of the fingerprints stand in documents of other entities, and of which."""

    def documents_count(self) -> int:
        """How many documents there are."""


class Prepared(NamedTuple):
    """A document that has been read and analysed, and awaits its packs.

    Attributes:
        declared: of a declaration, its answers; the segments of its analysis are these.
        kind: as what it is to be scored, whatever it seems to be; None to go by the options of the pipeline.
    """

    path: str
    document: Document
    segments: tuple[Segment, ...]
    analysis: Analysis
    prints: dict[int, str]
    declared: Declared | None = None
    kind: DocumentKind | None = None

    @property
    def firm(self) -> str:
        """The first reporting entity, or ""."""
        entities = self.analysis.identity.entities
        return entities[0].value if entities else ""


class FileResult(NamedTuple):
    """What became of one file: an assessment a pack, or one outcome of another kind."""

    path: str
    size: int
    sha256: str
    outcomes: tuple[Outcome, ...]
    prepared: Prepared | None


Tick = Callable[[str], None]

_NO_FORM = Warn(
    code="no-form",
    message="No form fits the questions of this declaration, so its text was read as if it were a statement's. To say "
    "what they mean: supplychain-check declaration map FILE",
)
_ALWAYS = frozenset({"entity", "period"})
"""Core elements that every statement needs, whatever its law asks: of whom it speaks, and of when."""


class Pipeline:
    """Packs, topic model and laws, loaded once and used for any number of files.

    Args:
        packs: resolved packs; each document is analysed once and matched with all of them.
        options: options that change results.
        shelf: documents assessed before, or None.
        worker: reads the files; that of the program if not given.
        model: the topic model; the shipped one if not given.
        declare: reads declarations; with the shipped forms if not given.

    Attributes:
        bodies: the resolved packs as JSON, by id.
        infos: what assessments keep of the packs, in order.
        look_ups: facts that a person looks up, as the packs say.
    """

    def __init__(
        self,
        packs: Iterable[Pack],
        options: Options | None = None,
        shelf: Shelf | None = None,
        worker: Worker | None = None,
        model: TopicModel | None = None,
        declare: Declare | None = None,
    ) -> None:
        self.options = options or Options()
        self.model: TopicModel = model or shipped_topics()
        self._shelf = shelf
        self._worker = worker or shared()
        self._laws = load_laws()
        self._packs = tuple(packs)
        self.bodies = {pack.head.id: pack.body() for pack in self._packs}
        self.infos = tuple(pack.info(self.bodies[pack.head.id]) for pack in self._packs)
        self.look_ups = tuple(dict.fromkeys(one for pack in self._packs for one in pack.head.look_up_by_hand))
        self._matchers = Matchers(self._packs)
        self._declare = declare or shipped

    def sources(self, paths: Iterable[Path]) -> list[Source]:
        """The documents in files: those inside archives and mails, of any other file the file itself."""
        return [source for path in paths for source in self._worker.unpack(path)]

    def prepare(self, file: Path | Source, kind: DocumentKind | None = None) -> Prepared | Unreadable:
        """Read and analyse one file, or one document inside an archive or mail; `kind` as in `Prepared`."""
        source = Source(file) if isinstance(file, Path) else file
        try:
            document = self._worker.read(source)
        except InputProblem as problem:
            return Unreadable(
                path=source.shown, reason=UnreadableReason(problem.reason), message=problem.message, hint=problem.hint
            )
        return self.prepare_document(document, kind)

    def prepare_document(self, document: Document, kind: DocumentKind | None = None) -> Prepared:
        """Analyse a document that has been read; a declaration by its answers."""
        kind = kind or self.options.kind
        segments = segment(document)
        analysis, declared = analyse(document, segments, self.model, self._laws), None
        if declaration := self._declaration(document, kind, analysis.identity.kind):
            declared, analysis = lay_out(declaration, document, self.model, self._laws)
        return Prepared(document.path, document, segments, analysis, fingerprints(analysis), declared, kind)

    def _declaration(
        self, document: Document, asked_for: DocumentKind | None, found: DocumentKind
    ) -> Declaration | None:
        """The answers of a document that is a declaration: by its kind, by what was asked for, or since a form fits."""
        if asked_for is DocumentKind.STATEMENT or self.options.draft:
            return None
        about = info(document)
        if DocumentKind.DECLARATION not in {asked_for, found}:
            # no statement has the questions of a form word for word
            first = self._declare(document, about, None) if may_be(document) else None
            if first is None or not fits(first):
                return None
        return self._declare(document, about, encoder_of(self.model))

    def assess(self, prepared: Prepared, corpus: Corpus | None = None) -> tuple[Assessment | Excluded, ...]:
        """Match and score a prepared document with every pack; name it instead if it is not what was asked for."""
        identity, kind = prepared.analysis.identity, self.scored_as(prepared)
        if kind is None:
            hint = f"To score it all the same, add --kind {_closest(identity.kind)}."
            if identity.kind is DocumentKind.DECLARATION:
                hint = f"No form fits its questions; say what they mean with: declaration map FILE. {hint}"
            return (Excluded(path=prepared.path, document=info(prepared.document), identity=identity, hint=hint),)
        shared = self.copied(prepared, corpus)
        return tuple(self._assessments(prepared, kind, shared))

    def scored_as(self, prepared: Prepared) -> DocumentKind | None:
        """As what a document is scored; None if it is not scored.

        A text too poor to read cannot be told from a statement; it is scored, and almost all of it is unclear.
        """
        if asked_for := prepared.kind or self.options.kind:
            return asked_for
        if prepared.declared:
            return DocumentKind.DECLARATION
        found, readable = prepared.analysis.identity.kind, prepared.document.quality.readable
        as_statement = self.options.draft or not readable or found is DocumentKind.STATEMENT
        return DocumentKind.STATEMENT if as_statement else None

    def copied(self, prepared: Prepared, corpus: Corpus | None = None) -> dict[int, str]:
        """Segments of a document that unrelated firms use too, each with the reason to show."""
        if not prepared.firm:
            return {}
        wanted = frozenset(prepared.prints.values())
        names = tuple(entity.value for entity in prepared.analysis.identity.entities)
        sha256 = prepared.document.sha256
        stored = self._shelf.shared(wanted, sha256, names) if self._shelf else {}
        firms = {
            fingerprint: unrelated(
                prepared.firm,
                {*stored.get(fingerprint, ()), *(corpus.firms(fingerprint) if corpus else ())},
                prepared.document.text,
            )
            for fingerprint in wanted
        }
        return copied(prepared.prints, firms)

    def _assessments(self, prepared: Prepared, kind: DocumentKind, shared: Mapping[int, str]) -> Iterator[Assessment]:
        document, analysis, declared = prepared.document, prepared.analysis, prepared.declared
        form = _form(declared)
        options = self.options.model_copy(update={"copied": _digest(shared), "form": form})
        setting = self._setting(analysis, document, kind)._replace(
            form_asks=asked(declared.declaration) if declared else None
        )
        about = info(document)
        # answers to a form are no prose, and their questions are alike by design
        text = None if declared else profile(analysis, common(analysis.segments, analysis.identity))
        warnings = (*analysis.warnings, *(Warn(code="reading", message=text) for text in document.warnings))
        warnings += (_NO_FORM,) if kind is DocumentKind.DECLARATION and declared is None else ()
        shared_checked = self._shelf.documents_count() if self._shelf else 0
        found = self._matchers.match(declared.document if declared else document, analysis, shared)
        for pack, pack_info, matched in zip(self._packs, self.infos, found, strict=True):
            disclosed = disclosures(declared.declaration, pack, matched, declared.told) if declared else matched
            yield Assessment(
                id=assessment_id(document.sha256, pack_info, analysis.model, options),
                document=about,
                identity=analysis.identity,
                formalities=analysis.formalities,
                pack=pack_info,
                model=analysis.model,
                tool_version=__version__,
                options=options,
                findings=score(pack, disclosed, setting),
                warnings=warnings,
                shared_checked=shared_checked,
                form=form_info(declared.declaration) if declared else None,
                profile=text,
                created=datetime.now(UTC),
            )

    def _setting(self, analysis: Analysis, document: Document, kind: DocumentKind) -> Setting:
        named = [law.value for law in analysis.identity.laws]
        laws = sorted((law for law in self._laws if law.id in named), key=lambda law: named.index(law.id))
        return Setting(
            kind=kind,
            readable=document.quality.readable,
            draft=self.options.draft,
            law=" and ".join(law.title for law in laws),
            law_asks=frozenset(_ALWAYS.union(*((*law.asks, *law.optional) for law in laws)) if laws else ()),
        )

    def run(self, files: Sequence[Path | Source], tick: Tick = lambda _: None) -> Iterator[FileResult]:
        """Read all files, then assess them, so that sentences shared within the batch are known to all.

        Args:
            files: files, in the order in which results come; archives and mails among them are unpacked.
            tick: called with a path whenever a file has been read, and again when it has been assessed.
        """
        unpacked = (self.sources([file]) if isinstance(file, Path) else [file] for file in files)
        corpus = Corpus()
        with Spool[FileResult]() as spool:
            for one in self._read(itertools.chain.from_iterable(unpacked), tick):
                if one.prepared:
                    corpus.add(one.prepared.firm, one.prepared.prints.values())
                spool.put(one)
            for one in spool:
                outcomes = self.assess(one.prepared, corpus) if one.prepared else one.outcomes
                tick(one.path)
                yield one._replace(outcomes=outcomes)

    def _read(self, sources: Iterable[Source], tick: Tick) -> Iterator[FileResult]:
        seen: dict[str, str] = {}
        for source in sources:
            shown = source.shown
            size, sha256 = _fingerprint(source)
            if sha256 and sha256 in seen:
                again = Duplicate(path=shown, sha256=sha256, first=seen[sha256])
                yield FileResult(shown, size, sha256, (again,), None)
            else:
                seen[sha256] = shown
                prepared = self.prepare(source)
                if isinstance(prepared, Unreadable):
                    unreadable = prepared.model_copy(update={"sha256": sha256})
                    yield FileResult(shown, size, sha256, (unreadable,), None)
                else:
                    yield FileResult(shown, size, sha256, (), prepared)
            tick(shown)


def _form(declared: Declared | None) -> str:
    """What of the reading of a declaration decides the result: the form, and which answers were matched with it."""
    if declared is None:
        return ""
    form = declared.declaration.form
    taken = repr([(a.question, a.entry.label, a.entry.question) for a in declared.declaration.answers])
    return f"{form.id} {form.version} {hashlib.sha256(taken.encode()).hexdigest()[:10]}"


def info(document: Document) -> DocumentInfo:
    """What an assessment keeps of its document."""
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


def assessment_id(sha256: str, pack: PackInfo, model: ModelInfo, options: Options) -> str:
    """Stable public id: ten hexadecimal digits of everything that decides the result."""
    # the ids of statements are the same as before there were forms
    chosen = options.model_dump_json(exclude=None if options.form else {"form"})
    parts = (sha256, pack.sha256, model.name, model.version, model.sha256, __version__, chosen)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


def _digest(shared: Mapping[int, str]) -> str:
    return hashlib.sha256(repr(sorted(shared.items())).encode()).hexdigest()[:10] if shared else ""


def _fingerprint(source: Source) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a document; zero and "" where it cannot be opened, "" also where it is too large."""
    if source.size is not None:
        return source.size, source.sha256
    path = source.path
    try:
        # opening a pipe waits for its other end, and a device may never end
        if not path.is_file():
            return 0, ""
        size = path.stat().st_size
        if size > MAX_BYTES:
            return size, ""
        with path.open("rb") as handle:
            # files of the system that seem empty may have no end
            digest = hashlib.file_digest(handle, "sha256") if size else hashlib.sha256()
            return size, digest.hexdigest()
    except (OSError, ValueError):
        return 0, ""


def _closest(kind: DocumentKind) -> str:
    return kind.value if kind is DocumentKind.DECLARATION else DocumentKind.STATEMENT.value
