from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from hand_made import document, laws, who
from supplychain_check.analyse.laws import Law, load_laws, named_laws
from supplychain_check.criteria import criteria_dir
from supplychain_check.errors import PackProblem
from supplychain_check.segment import segment


@pytest.mark.parametrize("law", laws(), ids=lambda law: law.id)
def test_every_act_is_complete_and_asks_for_known_core_elements(law: Law) -> None:
    elements = tomllib.loads((criteria_dir() / "core-elements.toml").read_text(encoding="utf-8"))
    assert set(law.asks) <= set(elements)
    assert set(law.optional) <= set(law.asks)
    assert law.asks
    assert law.sources
    assert ("approval" in law.asks) == bool(law.approval)
    assert ("signature" in law.asks) == bool(law.signature)


@pytest.mark.parametrize(("law", "name"), [(law.id, name) for law in laws() for name in law.names])
def test_every_name_of_an_act_is_recognised(law: str, name: str) -> None:
    identity = who(f"# Annual report\nThis report is made pursuant to the {name} by Kauri Tools Limited.")
    assert [found.value for found in identity.laws] == [law]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This statement is made pursuant to section 54 of the Modern Slavery Act.", ["gb-msa-2015"]),
        ("This statement is made under the Modern Slavery Act and its mandatory reporting criteria.", ["au-msa-2018"]),
        ("This statement is made under s.54 of the Modern Slavery Act.", ["gb-msa-2015"]),
        (
            "This statement meets the reporting requirements of the Modern Slavery Act 2015 and the "
            "Modern Slavery Act 2018 (Cth).",
            ["gb-msa-2015", "au-msa-2018"],
        ),
        ("This statement is made under the Modern Slavery Act 2018 (NSW).", []),
        ("This is our policy. It is not a statement under section 54 of the Modern Slavery Act 2015.", []),
        ("We sell garden tools and pay our suppliers within twenty days.", []),
        (
            "This statement is made pursuant to the Modern Slavery Act 2015.\n"
            "Our buyers were trained on the California Transparency in Supply Chains Act.",
            ["gb-msa-2015"],
        ),
        (
            "# Modern Slavery Act Statement\nKauri Tools is a firm in Leeds, England, and sells in the UK.",
            ["gb-msa-2015"],
        ),
        ("# Modern Slavery Act Statement\nKauri Tools is a firm in Perth, Australia.", ["au-msa-2018"]),
        ("In line with Åpenhetsloven, this statement is our account of due diligence.", ["no-transparency-2021"]),
        (
            "The Fighting Against Forced Labour and Child Labour in Supply Chains Act (the Act) came into force in 2024.\n"
            "In accordance with the Act, this report describes our steps.",
            ["ca-s211-2023"],
        ),
    ],
)
def test_the_acts_a_document_follows(text: str, expected: list[str]) -> None:
    assert [found.value for found in who(text).laws] == expected


def test_the_place_of_an_act_is_its_name_in_the_text() -> None:
    made = document("We are small.\nThis statement is made pursuant to the Modern Slavery Act 2015.")
    (found,) = named_laws(made, segment(made), laws())
    assert made.text[found.start : found.end] == found.text == "Modern Slavery Act 2015"


def test_an_act_is_added_without_python(tmp_path: Path) -> None:
    path = tmp_path / "laws.toml"
    path.write_text(
        '[xx-act-2031]\ntitle = "Fair Chains Act 2031"\njurisdiction = "xx"\nstatus = "draft"\n'
        'names = ["Fair Chains Act 2031"]\nasks = ["training"]\n'
        'sources = [{ title = "Fair Chains Act 2031" }]\n',
        encoding="utf-8",
    )
    made = document("This report is made under the Fair Chains Act 2031.")
    assert [f.value for f in named_laws(made, segment(made), load_laws(path))] == ["xx-act-2031"]


def test_all_mistakes_of_the_list_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "laws.toml"
    path.write_text('[a]\ntitle = "A"\ncolour = "red"\n[b]\nstatus = "old"\n', encoding="utf-8")
    with pytest.raises(PackProblem) as caught:
        load_laws(path)
    assert "[a] colour" in str(caught.value)
    assert "[b] status" in str(caught.value)


@pytest.mark.parametrize("content", [None, "[a\n"])
def test_a_missing_or_broken_list_is_explained(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "laws.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(PackProblem, match=r"laws\.toml"):
        load_laws(path)
