"""The tables. A row is a copy of a validated value from `models`: table classes check nothing themselves.

A column exists where a query needs it; everything else of a value is JSON in `body`. Fields that have a column
are left out of the JSON, so that nothing stands twice. A change here needs a migration in ``versions/``; so does
a field of a model that goes away or changes its name, as the JSON of older rows still has it.
"""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, Index, MetaData, Text, TypeDecorator, UniqueConstraint
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints: SQLite forgets them unless they are given, and a migration can only drop what has a name."""


class Utc(TypeDecorator[datetime]):
    """A moment with its time zone, kept in UTC, because SQLite keeps no zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: no one could say later when it was."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        return value.replace(tzinfo=UTC) if value else None


class Base(SQLModel):
    """What all tables share; a `MetaData` of its own keeps them apart from other users of SQLModel."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)
    __table_args__: ClassVar[Any] = ()
    id: int | None = Field(default=None, primary_key=True)


def key(row: Base) -> int:
    """The number that the database gave to a row that was flushed."""
    if row.id is None:
        raise ValueError(f"{type(row).__name__} was not flushed")
    return row.id


def parent(column: str, **options: Any) -> Any:
    """A column that points at a row and disappears with it."""
    return Field(foreign_key=column, ondelete="CASCADE", **options)


class DocumentTable(Base, table=True):
    """A file, known by the hash of its bytes."""

    __tablename__ = "document"
    sha256: str = Field(unique=True)
    name: str
    path: str
    media_type: str
    added: datetime = Field(sa_type=Utc)


class TextTable(Base, table=True):
    """What one version of a reader made of a document: another version may read other text from the same bytes.

    `digest` covers text, body and segments, so that each reading is stored once however often it is made.
    """

    __tablename__ = "document_text"
    __table_args__ = (UniqueConstraint("document_id", "digest"),)
    document_id: int = parent("document.id")
    digest: str
    reader: str
    language: str
    quality: float
    text: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    segments: str = Field(sa_type=Text)


class EntityTable(Base, table=True):
    """A reporting entity. `normalised` is for matching, `name` is as first written."""

    __tablename__ = "entity"
    normalised: str = Field(unique=True)
    name: str
    identifiers: str = Field(default="[]", sa_type=Text)


class DocumentEntityTable(SQLModel, table=True):
    """Which entities a document speaks for."""

    metadata = Base.metadata
    __tablename__ = "document_entity"
    document_id: int = parent("document.id", primary_key=True)
    entity_id: int = parent("entity.id", primary_key=True, index=True)


class PackTable(Base, table=True):
    """A resolved pack, stored once."""

    __tablename__ = "pack"
    sha256: str = Field(unique=True)
    pack: str = Field(index=True)
    title: str
    version: str
    status: str
    body: str = Field(sa_type=Text)


class AssessmentTable(Base, table=True):
    """One document against one pack.

    `reviews_before` is the last review of the document when this was saved: up to there, reviews of earlier
    assessments came along; later ones belong to later assessments.
    """

    __tablename__ = "assessment"
    public_id: str = Field(unique=True)
    document_id: int = Field(foreign_key="document.id", index=True)
    text_id: int = Field(foreign_key="document_text.id", index=True)
    pack_id: int = Field(foreign_key="pack.id", index=True)
    model_name: str
    model_version: str
    model_sha256: str
    tool_version: str
    options: str = Field(sa_type=Text)
    created: datetime = Field(sa_type=Utc, index=True)
    entity: str
    title: str
    kind: str
    period_start: date | None
    period_end: date | None
    reviews_before: int
    body: str = Field(sa_type=Text)


class FindingTable(Base, table=True):
    """The machine's reading of one criterion. `points` are those of the rung reached."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("assessment_id", "criterion"), Index(None, "criterion"))
    assessment_id: int = parent("assessment.id")
    position: int
    criterion: str
    section: str
    obligation: str
    level: int
    disclosure: str
    points: float
    body: str = Field(sa_type=Text)


class EvidenceTable(Base, table=True):
    """A quote that answers a criterion; offsets count characters of the text that the assessment used."""

    __tablename__ = "evidence"
    finding_id: int = parent("finding.id", index=True)
    position: int
    quote: str = Field(sa_type=Text)
    page: int | None
    start: int
    end: int
    level: int
    status: str
    body: str = Field(sa_type=Text)


class ReviewTable(Base, table=True):
    """A person's reading. Rows are only added; triggers of the database refuse anything else.

    `assessment` is a public id, not a link: the review outlives the assessment that it was made on.
    """

    __tablename__ = "review"
    __table_args__ = (Index(None, "document_id", "criterion"),)
    document_id: int = parent("document.id")
    assessment: str
    criterion: str
    quote: str = Field(sa_type=Text)
    by: str
    at: datetime = Field(sa_type=Utc)
    level: int
    reason: str = Field(sa_type=Text)
    confirmed: bool


TRIGGERS = {
    "review_never_changed": (
        "BEFORE UPDATE ON review BEGIN SELECT RAISE(ABORT, 'a review is never changed; add another one'); END"
    ),
    "review_goes_with_its_document": (
        "BEFORE DELETE ON review WHEN EXISTS (SELECT 1 FROM document WHERE id = OLD.document_id) BEGIN "
        "SELECT RAISE(ABORT, 'a review is only deleted together with its document'); END"
    ),
}
"""What keeps reviews as they are. They are made anew after every migration (see `migrate`), because rebuilding a
table drops its triggers and stumbles over those of other tables that name it."""


class SentenceTable(SQLModel, table=True):
    """Fingerprints of the sentences of a document, to find copied ones."""

    metadata = Base.metadata
    __tablename__ = "sentence"
    __table_args__ = {"sqlite_with_rowid": False}
    fingerprint: str = Field(primary_key=True)
    document_id: int = parent("document.id", primary_key=True, index=True)


class UnscoredTable(Base, table=True):
    """A file that gave no assessment, and why: unreadable, or readable and not what was asked for."""

    __tablename__ = "unscored"
    __table_args__ = (UniqueConstraint("path", "sha256"),)
    path: str
    sha256: str = Field(index=True)
    outcome: str
    reason: str
    message: str
    hint: str
    at: datetime = Field(sa_type=Utc)
    body: str = Field(sa_type=Text)


class RunTable(Base, table=True):
    """The manifest of a batch."""

    __tablename__ = "run"
    started: datetime = Field(sa_type=Utc)
    finished: datetime = Field(sa_type=Utc)
    tool_version: str
    body: str = Field(sa_type=Text)
