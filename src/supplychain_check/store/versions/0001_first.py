"""The first tables.

A migration describes the tables of its own time: it never imports the models, which move on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _documents()
    _what_documents_have()
    _packs_and_runs()
    _assessments()
    _findings()


def _documents() -> None:
    table("document", *strings("sha256", "name", "path", "media_type"), moment("added"), unique("document", "sha256"))
    table(
        "document_text",
        number("document_id"),
        *strings("digest", "reader", "language"),
        sa.Column("quality", sa.Float(), nullable=False),
        *texts("text", "body", "segments"),
        link("document_text", "document", cascade=True),
        unique("document_text", "document_id", "digest"),
    )
    table("entity", *strings("normalised", "name"), *texts("identifiers"), unique("entity", "normalised"))


def _what_documents_have() -> None:
    op.create_table(
        "document_entity",
        number("document_id"),
        number("entity_id"),
        link("document_entity", "document", cascade=True),
        link("document_entity", "entity", cascade=True),
        sa.PrimaryKeyConstraint("document_id", "entity_id", name="pk_document_entity"),
    )
    op.create_table(
        "sentence",
        *strings("fingerprint"),
        number("document_id"),
        link("sentence", "document", cascade=True),
        sa.PrimaryKeyConstraint("fingerprint", "document_id", name="pk_sentence"),
        sqlite_with_rowid=False,
    )
    table(
        "review",
        number("document_id"),
        *strings("assessment", "criterion", "by"),
        *texts("quote", "reason"),
        moment("at"),
        number("level"),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        link("review", "document", cascade=True),
    )
    index("document_entity", "entity_id")
    index("sentence", "document_id")
    index("review", "document_id", "criterion")


def _packs_and_runs() -> None:
    table(
        "pack",
        *strings("sha256", "pack", "title", "version", "status"),
        *texts("body"),
        unique("pack", "sha256"),
    )
    table("run", moment("started"), moment("finished"), *strings("tool_version"), *texts("body"))
    table(
        "unscored",
        *strings("path", "sha256", "outcome", "reason", "message", "hint"),
        moment("at"),
        *texts("body"),
        unique("unscored", "path", "sha256"),
    )
    index("pack", "pack")
    index("unscored", "sha256")


def _assessments() -> None:
    table(
        "assessment",
        *strings("public_id", "model_name", "model_version", "model_sha256", "tool_version"),
        *strings("entity", "title", "kind"),
        *(number(name) for name in ("document_id", "text_id", "pack_id", "reviews_before")),
        moment("created"),
        sa.Column("period_start", sa.Date()),
        sa.Column("period_end", sa.Date()),
        *texts("options", "body"),
        link("assessment", "document"),
        link("assessment", "document_text", "text_id"),
        link("assessment", "pack"),
        unique("assessment", "public_id"),
    )
    for column in ("document_id", "text_id", "pack_id", "created"):
        index("assessment", column)


def _findings() -> None:
    table(
        "finding",
        *(number(name) for name in ("assessment_id", "position", "level")),
        *strings("criterion", "section", "obligation", "disclosure"),
        sa.Column("points", sa.Float(), nullable=False),
        *texts("body"),
        link("finding", "assessment", cascade=True),
        unique("finding", "assessment_id", "criterion"),
    )
    table(
        "evidence",
        *(number(name) for name in ("finding_id", "position", "start", "end", "level")),
        sa.Column("page", sa.Integer()),
        *strings("status"),
        *texts("quote", "body"),
        link("evidence", "finding", cascade=True),
    )
    index("finding", "criterion")
    index("evidence", "finding_id")


def table(name: str, *parts: Any) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def strings(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(), nullable=False)


def unique(name: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{name}_{'_'.join(columns)}")


def link(name: str, to: str, column: str = "", *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    column = column or f"{to}_id"
    rule = "CASCADE" if cascade else None
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{name}_{column}_{to}", ondelete=rule)


def index(name: str, *columns: str) -> None:
    op.create_index(f"ix_{name}_{'_'.join(columns)}", name, list(columns))
