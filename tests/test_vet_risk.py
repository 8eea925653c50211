"""Why subjects matter for a supplier, what its contract needs, in which order is asked, and what is looked up by hand."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from declared import declaration
from supplychain_check.authoring.examples import example_document
from supplychain_check.cli.main import cli
from supplychain_check.criteria import criteria_dir
from supplychain_check.errors import PackProblem, UsageProblem
from supplychain_check.models import DocumentKind, Options
from supplychain_check.models.declaration import Declaration
from supplychain_check.packs import load_pack
from supplychain_check.pipeline import Pipeline
from supplychain_check.vetting import markdown, table, text
from supplychain_check.vetting.mail import CUT, as_mail
from supplychain_check.vetting.risk_data import contracts, load_risk
from supplychain_check.vetting.values import Kind, RiskFactor, SupplierView
from supplychain_check.vetting.view import Given, make_view

HEAD = """# Modern slavery statement 2026

Pirongia Outfitters Limited makes this statement for the year ended 30 June 2026.

## What we buy and do

"""
FIRM = "Pirongia Outfitters Limited"
ANSWERS = example_document("Answers\n")
STAFF = "No. All eleven people are our own permanent staff."


def vetted(answers: Mapping[str, str] | None, published: str = "", contract: str = "") -> SupplierView:
    """The view of a supplier from its answers, the text of its statement, and kinds of contracts."""
    declared = (
        declaring(declaration({"legal-name": FIRM, **answers})).prepare_document(ANSWERS)
        if answers is not None
        else None
    )
    statement = line().prepare_document(example_document(HEAD + published), DocumentKind.STATEMENT)
    given = Given(declared, (statement,) if published else ())
    return make_view(line(), given, contracts=contracts(contract, load_risk()) if contract else ())


@cache
def line() -> Pipeline:
    """The pipeline of all views: with its pack it is made once."""
    return Pipeline((load_pack("nz-plan-of-action"),))


def declaring(given: Declaration) -> Pipeline:
    """A pipeline without packs that reads every document as this declaration."""
    kind = Options(kind=DocumentKind.DECLARATION)
    return Pipeline((), kind, declare=lambda document, about, encoder: given.model_copy(update={"document": about}))


def factor(view: SupplierView, id: str) -> RiskFactor | None:
    assert view.risk is not None
    return next((one for one in view.risk.factors if one.id == id), None)


def kinds(view: SupplierView) -> list[Kind]:
    return [question.kind for question in view.questions]


# --- the profile --------------------------------------------------------------------------------------------


def test_goods_are_told_with_quote_place_list_and_source() -> None:
    view = vetted({"goods-origin": "Yes. Our shirts are sewn in Vietnam from cotton of Indian mills in India."})
    cotton = factor(view, "cotton")
    assert cotton is not None
    assert "cotton of Indian mills" in cotton.stated[0].text
    assert "cell" in cotton.stated[0].where
    assert cotton.named.startswith("named for forced labour in ")
    assert "India" in cotton.named
    assert "Department of Labor" in cotton.source.title
    assert not cotton.source.verified
    assert "goods_origin" in cotton.raises


def test_goods_of_a_statement_have_their_heading() -> None:
    rubber = factor(vetted(None, "We buy nitrile gloves from two factories in Malaysia.\n"), "gloves")
    assert rubber is not None
    assert "What we buy and do" in rubber.stated[0].where
    assert "the papers name Malaysia beside it" in rubber.named


@pytest.mark.parametrize(
    ("said", "id"),
    [
        ("We do not use cotton or leather in our tents.", "cotton"),
        ("We buy no seafood.", "seafood"),
        ("Our work is done without agency workers.", "agency"),
        ("We have never hired seasonal workers.", "seasonal"),
        ("We supply Halswater Fishing Limited with tents.", "fishing"),
        ("This policy applies to all employees, directors, agency workers and volunteers.", "agency"),
        ("It covers our own staff, agency workers and suppliers.", "agency"),
        ("We expect our suppliers and subcontractors to respect human rights.", "subcontracted"),
        ("We do not engage in manufacturing or in the production of raw materials.", "beyond-first-tier"),
        ("We take turkey off the menu of our canteen.", "tr"),
    ],
)
def test_what_is_denied_or_only_a_name_is_no_factor(said: str, id: str) -> None:
    assert factor(vetted(None, said + "\n"), id) is None


def test_not_knowing_is_no_denial() -> None:
    assert factor(vetted(None, "We do not know yet where the cotton of our shirts is grown.\n"), "cotton") is not None


def test_a_bare_yes_to_a_question_on_agency_workers_names_them() -> None:
    agency = factor(vetted({"workforce": "yes"}), "agency")
    assert agency is not None
    assert (agency.stated[0].text, agency.stated[0].source) == ("Yes", "declaration")
    assert "cell" in agency.stated[0].where


def test_the_country_of_the_buyer_and_countries_without_goods_are_no_factors() -> None:
    view = vetted(None, "Our tents are made in New Zealand, and our poles in Denmark and in China.\n")
    assert factor(view, "nz") is None
    assert factor(view, "dk") is None
    china = factor(view, "cn")
    assert china is not None
    assert china.named.startswith("on the list with ")


def test_a_country_without_the_goods_of_the_supplier_makes_nothing_more_important() -> None:
    vietnam = factor(vetted(None, "Our laptops are assembled in Vietnam.\n"), "vn")
    assert vietnam is not None
    assert "that the papers do not name" in vietnam.named
    assert vietnam.raises == ()


def test_the_country_from_which_workers_come_is_not_one_of_goods() -> None:
    assert factor(vetted(None, "Labour hire workers from the Philippines joined our crews.\n"), "ph") is None
    assert factor(vetted(None, "At our mill 26 workers from Nepal had paid an agent.\n"), "np") is None


def test_workers_who_are_counted_are_there_whatever_else_is_listed() -> None:
    assert factor(vetted(None, "We asked all staff, 40 agency workers among them, what they paid.\n"), "agency")


def test_an_office_abroad_does_not_say_where_goods_come_from() -> None:
    view = vetted(None, "Our head office is in the United Kingdom, and we buy gloves and overalls.\n")
    assert view.risk is not None
    assert "countries" in view.risk.unsaid
    assert "goods" not in view.risk.unsaid


def test_nothing_in_a_profile_is_a_verdict() -> None:
    view = vetted({"workforce": "yes"}, "We buy cotton shirts from India and gloves from Malaysia.\n", "uniforms")
    shown = " ".join(text.render(view).lower().split())
    assert "no verdict on the supplier" in shown
    assert not [word for word in ("high risk", "high-risk", "guilty", "compliant", "risk score") if word in shown]


def test_a_firm_that_says_nothing_is_asked_first_and_has_no_low_risk() -> None:
    view = vetted({"training": "yes"}, "We have zero tolerance for modern slavery.\n")
    assert view.risk is not None
    assert view.risk.unsaid == ("goods", "countries", "workforce")
    assert kinds(view)[:2] == [Kind.UNSAID, Kind.UNSAID]
    assert "That is no low risk" in " ".join(text.render(view).split())


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"workforce": STAFF}, "workforce"),
        ({"workforce": "no"}, "workforce"),
        ({"goods-origin": "Yes. Tents from China and poles from Denmark."}, "countries"),
        ({"goods-origin": "Partly. Our tents are sewn in Hamilton, New Zealand."}, "countries"),
        ({"goods-origin": "Yes. Tents from China and poles from Denmark."}, "goods"),
    ],
)
def test_what_is_said_is_not_unsaid(answers: dict[str, str], said: str) -> None:
    view = vetted(answers)
    assert view.risk is not None
    assert said not in view.risk.unsaid


# --- the order of questions ---------------------------------------------------------------------------------


def test_a_claim_on_what_matters_comes_before_other_claims() -> None:
    claims = {"training": "yes", "recruitment-fees": "yes", "worker-voice": "yes", "ethics": "yes"}
    about = {"workforce": "yes. Six people on work visas and four agency workers.", "goods-origin": "no"}
    asked = [q for q in vetted({**claims, **about}).questions if q.kind in {Kind.EVIDENCE, Kind.GAP}]
    order = [question.core_element for question in asked]
    assert order.index("recruitment_fees") < order.index("training")
    fees = asked[order.index("recruitment_fees")]
    assert "migrant workers" in fees.raised_by
    raised = [bool(question.raised_by) for question in asked]
    assert raised == sorted(raised, reverse=True)


def test_contradictions_stay_first() -> None:
    view = vetted(
        {"incidents": "no"},
        "In May 2026 two sewers told us that an agent had kept their passports. We treated this as a case of modern "
        "slavery and got the passports back.\n",
        "cleaning",
    )
    assert kinds(view)[0] in {Kind.CONTRADICTION, Kind.DIFFERENCE}
    ranked = [list(Kind).index(kind) for kind in kinds(view) if kind not in {Kind.EVIDENCE, Kind.GAP}]
    assert ranked == sorted(ranked)


# --- contracts ----------------------------------------------------------------------------------------------


def _asks(view: SupplierView) -> list[str]:
    return [question.text for question in view.questions if question.kind is Kind.CONTRACT]


def test_the_contract_decides_what_is_asked_not_what_the_firm_speaks_of() -> None:
    quiet = {"training": "Yes. All eleven people, in March 2026."}
    assert _asks(vetted(quiet)) == []
    asked = _asks(vetted(quiet, contract="uniforms"))
    assert any("cotton" in one for one in asked)
    assert any("factories sew" in one for one in asked)
    cleaning = _asks(vetted(quiet, contract="cleaning"))
    assert any("Who will do the cleaning" in one for one in cleaning)
    assert set(_asks(vetted(quiet, contract="cleaning,uniforms"))) == {*asked, *cleaning}


def test_what_is_answered_well_is_not_asked_again() -> None:
    told = "Yes. 14 of our own cleaners and three from Kowhai Labour Hire in 2026; our manager checks pay and visas."
    assert not any("Who will do the cleaning" in one for one in _asks(vetted({"workforce": told}, contract="cleaning")))


def test_a_stated_reason_why_it_does_not_apply_settles_a_question_and_is_shown() -> None:
    view = vetted({"subcontractors": "n/a. We use no subcontractors at all."}, contract="cleaning")
    assert not any("subcontracted?" in one for one in _asks(view))
    none = factor(view, "subcontracted")
    assert none is not None
    assert "the papers say that there are none" in none.named
    assert none.raises == ()


def test_an_answer_about_other_goods_does_not_settle_what_the_contract_needs() -> None:
    answers = {"goods-origin": "Yes. Our 40 laptops were assembled in Taiwan by one maker in 2025, as its papers show."}
    assert any("cotton" in one for one in _asks(vetted(answers, contract="uniforms")))


def test_a_mere_yes_is_quoted_once_before_the_question() -> None:
    asked = _asks(vetted({"goods-origin": "yes"}, contract="uniforms"))
    assert sum('you answer "yes"' in one for one in asked) == 1


def test_names_and_aliases_of_contracts() -> None:
    found = contracts("Fruit and vegetables, textiles ,cleaning,cleaning", load_risk())
    assert [one.id for one in found] == ["fresh-produce", "uniforms", "cleaning"]


def test_no_kind_at_all_is_refused() -> None:
    with pytest.raises(UsageProblem, match="No kind of contract"):
        contracts(" , ", load_risk())


@pytest.mark.parametrize("name", ["cleening", "submarines"])
def test_an_unknown_kind_is_refused_with_the_list(name: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        contracts(f"uniforms,{name}", load_risk())
    assert name in str(problem.value)
    assert all(one.id in problem.value.hint for one in load_risk().contracts)


def test_the_command_knows_contracts(tmp_path: Path) -> None:
    (tmp_path / "s.md").write_text(HEAD + "We buy shirts.\n", encoding="utf-8")
    said = CliRunner().invoke(
        cli, ["vet", "--statement", "s.md", "--supplier", "Pirongia Outfitters", "--contract", "x"]
    )
    assert isinstance(said.exception, UsageProblem)
    assert "cleaning, security" in said.exception.hint
    good = CliRunner().invoke(
        cli, ["vet", "--statement", "s.md", "--supplier", "Pirongia Outfitters", "--contract", "uniforms"]
    )
    assert good.exit_code == 0, good.output
    assert "Contract: Uniforms and textiles." in good.output


# --- look-ups and letters -----------------------------------------------------------------------------------


def test_what_to_look_up_by_hand_is_in_every_output_with_room_for_the_result() -> None:
    view = vetted({"training": "yes"}, "We buy cotton shirts from India.\n")
    title = load_pack("nz-plan-of-action").head.look_up_by_hand[0].title
    assert view.look_ups[0].title == title
    plain = " ".join(text.render(view).split())
    assert title in plain
    assert "Date: ____" in plain
    assert "| date | result |" in markdown.render(view)
    letter, _, own = as_mail(view).partition(CUT)
    assert title not in letter
    assert title in own
    assert "Result: ____" in own


def test_the_workbook_has_factors_questions_and_look_ups() -> None:
    view = vetted({"training": "yes"}, "We buy cotton shirts from India.\n", "uniforms")
    book = load_workbook(io.BytesIO(table.as_xlsx([view])))
    look_ups = [[cell.value for cell in row] for row in book["Look up by hand"].iter_rows()]
    assert look_ups[0][-2:] == ["date", "result"]
    assert len(look_ups) == 1 + len(view.look_ups)
    factors = [row[2].value for row in book["Risk factors"].iter_rows(min_row=2)]
    assert "cotton" in factors
    assert book["Questions"].max_row == 1 + len(view.questions)


def test_a_letter_is_courteous_and_has_nothing_that_is_meant_for_the_officer() -> None:
    blank = dict.fromkeys(("workforce", "risk-check", "code-accepted"), "")
    claims = dict.fromkeys(("training", "ethics", "environment", "worker-voice", "free-to-leave"), "yes")
    view = vetted({**blank, **claims, "supplier-checks": "no", "past-breaches": "no"})
    letter = as_mail(view).partition(CUT)[0]
    assert letter.startswith("Subject: Questions on your declaration - ")
    assert "Thank you for saying so" in letter
    assert "How did you look" in letter
    assert "Ask " not in letter
    assert "(risk-check)" not in letter
    assert "Comes early" not in letter


# --- the data -----------------------------------------------------------------------------------------------


def test_the_shipped_data_can_be_asked_about() -> None:
    data = load_risk()
    criteria = {one.core_element for one in load_pack("nz-plan-of-action").criteria}
    assert len(data.contracts) >= 12
    for contract in data.contracts:
        assert len(contract.asks) >= 3, contract.id
        for ask in contract.asks:
            assert criteria.intersection(ask.elements), (contract.id, ask.text)
            assert ask.text.endswith(("?", ".")), ask.text
    assert all(source.url.startswith("https://") for source in data.sources)


def test_every_mistake_in_risk_data_is_told_at_once(tmp_path: Path) -> None:
    home = tmp_path / "risk"
    shutil.copytree(criteria_dir() / "risk", home)
    goods = home / "goods.toml"
    changed = goods.read_text(encoding="utf-8").replace('"BJ", "BF"', '"BJ", "QQ"', 1)
    goods.write_text(changed.replace('source = "us-dol-goods"', 'source = "hearsay"', 1), encoding="utf-8")
    kinds = home / "contracts.toml"
    kinds.write_text(kinds.read_text(encoding="utf-8").replace('"fishing"]', '"textiles"]', 1), encoding="utf-8")
    with pytest.raises(PackProblem) as problem:
        load_risk(home)
    told = "\n".join(problem.value.problems)
    assert "goods.toml" in told
    assert "'QQ'" in told
    assert "'hearsay'" in told
    assert "'textiles' names two contracts" in told


def test_an_unknown_key_in_risk_data_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "risk"
    shutil.copytree(criteria_dir() / "risk", home)
    sectors = home / "sectors.toml"
    sectors.write_text(sectors.read_text(encoding="utf-8").replace("raises =", "score = 5\nraises =", 1), "utf-8")
    with pytest.raises(PackProblem) as problem:
        load_risk(home)
    assert any("score" in one for one in problem.value.problems)
