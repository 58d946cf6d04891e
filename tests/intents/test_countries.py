"""Telephone numbers: strings, the right country, and spoken digit by digit."""

from __future__ import annotations

from pathlib import Path

import pytest

from intents import countries as countries_module
from intents.countries import Number, country, from_locale, load_countries
from intents.errors import ContentError

COUNTRIES = load_countries()
KINDS = ("ambulance", "advice_line", "crisis_line", "poison_line")


def every_number() -> list[tuple[str, str, Number]]:
    return [
        (code, kind, number)
        for code, numbers in COUNTRIES.table.countries.items()
        for kind in KINDS
        for number in getattr(numbers, kind)
    ]


@pytest.mark.parametrize(
    ("code", "ambulance"),
    [
        ("GB", "999"), ("IE", "112"), ("US", "911"), ("CA", "911"), ("AU", "000"), ("NZ", "111"),
        ("EU", "112"),
        ("DE", "112"), ("FR", "15"), ("ES", "112"), ("IT", "112"), ("NL", "112"), ("SE", "112"),
        ("NO", "113"),
        ("DK", "112"), ("FI", "112"), ("CH", "144"), ("AT", "144"), ("PL", "112"), ("PT", "112"),
        ("IN", "102"),
        ("JP", "119"), ("SG", "995"), ("ZA", "10177"), ("BR", "192"), ("MX", "911"),
    ],
)  # fmt: skip
def test_the_ambulance_of_each_country(code: str, ambulance: str) -> None:
    spoken = COUNTRIES.spoken(ambulance)
    assert country(code).slots["ambulance"] == spoken
    assert country(code).slots["number"] == spoken


def test_no_country_goes_untested() -> None:
    assert len(COUNTRIES.codes()) == 26 + 1
    assert set(COUNTRIES.words.names) == set(COUNTRIES.codes())


@pytest.mark.parametrize(("code", "kind", "number"), every_number())
def test_numbers_are_strings_of_digits(code: str, kind: str, number: Number) -> None:
    assert isinstance(number.digits, str)
    assert set(number.digits) <= set("0123456789*# "), (code, kind)


def test_zeros_in_front_are_kept() -> None:
    assert country("AU").slots["ambulance"] == "zero zero zero"
    assert country("NZ").slots["advice_line"].startswith("zero eight zero zero")


def test_one_one_one_is_advice_in_britain_and_the_ambulance_in_new_zealand() -> None:
    assert "one one one" in country("GB").slots["advice_line"]
    assert country("GB").slots["ambulance"] == "nine nine nine"
    assert country("NZ").slots["ambulance"] == "one one one"
    assert country("NZ").slots["advice_line"] != "one one one"


@pytest.mark.parametrize(
    ("code", "kind", "number"), [n for n in every_number() if n[2].status == "BK"]
)
def test_a_number_that_was_not_verified_is_not_spoken(code: str, kind: str, number: Number) -> None:
    verified = {
        n.digits for c, k, n in every_number() if c == code and k == kind and n.status == "v"
    }
    said = country(code).slots.get(kind, "")
    assert COUNTRIES.spoken(number.digits) not in said or number.digits in verified


def test_every_country_has_a_verified_ambulance_number() -> None:
    for code, numbers in COUNTRIES.table.countries.items():
        assert any(number.status == "v" for number in numbers.ambulance), code


@pytest.mark.parametrize("code", ["UK", "uk", "gb", " GB "])
def test_the_ways_to_write_britain(code: str) -> None:
    assert country(code).code == "GB"


@pytest.mark.parametrize("code", ["BE", "GR", "EL", "LU"])
def test_other_members_of_the_union(code: str) -> None:
    assert country(code).slots["ambulance"] == "one one two"


@pytest.mark.parametrize("code", ["XX", "", "other", "OTHER", "999", "KP"])
def test_an_unknown_country_has_the_general_wording_and_says_so(code: str) -> None:
    unknown = country(code)
    assert not unknown.known
    assert unknown.slots["ambulance"] == "your local emergency number"
    assert "one one two" in unknown.slots["number"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("en_GB.UTF-8", "GB"), ("en_US", "US"), ("de_DE@euro", "DE"), ("no_NO", "NO"),
        ("en-NZ", "NZ"),
        ("zh-Hant-TW", "TW"), ("fil_PH", "PH"), ("sr_RS@latin", "RS"), ("C", "other"),
        ("C.UTF-8", "other"),
        ("POSIX", "other"), ("", "other"), ("en", "other"), ("English_United Kingdom.1252", "GB"),
        ("English_United States.1252", "US"), ("German_Germany.utf8", "DE"),
        ("Klingon_Empire", "other"),
    ],
)  # fmt: skip
def test_country_of_a_locale(name: str, code: str) -> None:
    assert from_locale(name) == code


@pytest.mark.parametrize(
    ("digits", "spoken"),
    [
        ("999", "nine nine nine"),
        ("000", "zero zero zero"),
        ("0800 611 116", "zero eight zero zero, six one one, one one six"),
        ("#7119", "hash seven one one nine"),
        ("*1", "star one"),
    ],
)
def test_digits_one_by_one(digits: str, spoken: str) -> None:
    assert COUNTRIES.spoken(digits) == spoken


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("countries.yaml", '"999", status: v', '"nine", status: v', "GB.ambulance.0.digits"),
        ("countries.yaml", '"999", status: v', '"999", status: yes', "GB.ambulance.0.status"),
        ("countries.yaml", "  MX:", "  XM:", "names."),
        ("en/countries.yaml", "  MX: Mexico\n", "", "names.MX"),
        ("en/countries.yaml", '  "#": hash\n', "", "digits"),
    ],
)
def test_broken_content_is_refused_by_name(
    file: str, old: str, new: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Path(countries_module.__file__).parent
    (tmp_path / "en").mkdir()
    for name in ("countries.yaml", "en/countries.yaml"):
        text = (here / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(old, new, 1) if name == file else text, "utf-8")
    monkeypatch.setattr(countries_module, "_HERE", tmp_path)
    load_countries.cache_clear()
    countries_module._table.cache_clear()
    try:
        with pytest.raises(ContentError) as refused:
            load_countries()
    finally:
        load_countries.cache_clear()
        countries_module._table.cache_clear()
    assert named in str(refused.value)
