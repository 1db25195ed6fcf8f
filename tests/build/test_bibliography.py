"""Faults in the list of references are told with their lines."""

from __future__ import annotations

import pytest

from evalreport.build.bibliography import citation_keys
from evalreport.build.request import BuildRequest
from evalreport.build.site import Site
from evalreport.errors import Faults

GOOD = """\
@comment{A list.}
@book{topp2015,
  title = {The {WHO-5} \\{index\\}},
  year = 2015,
}

@Article{dst2015,title={Tal},year={2015}}
"""


def fault(text: str) -> str:
    with pytest.raises(Faults) as caught:
        citation_keys(text, "params/x/references.bib")
    assert len(caught.value.faults) == 1, str(caught.value)
    return str(caught.value.faults[0])


def test_keys_are_read():
    assert citation_keys(GOOD, "x.bib") == {"topp2015", "dst2015"}
    assert citation_keys("", "x.bib") == frozenset()


def test_a_key_that_stands_twice_is_told_with_both_lines():
    said = fault(GOOD + "@misc{topp2015, title={x}}\n")
    assert "params/x/references.bib:8: the key 'topp2015' stands twice, in lines 2 and 8" in said


def test_a_brace_that_is_never_closed_is_told_with_its_entry():
    said = fault(GOOD.replace("2015,\n}\n", "2015,\n"))
    assert "params/x/references.bib:2: the braces of 'topp2015' do not match" in said


@pytest.mark.parametrize("entry", ["@book{, title={x}}", "@book{x2020 title={x}}"])
def test_an_entry_without_a_key_is_told(entry):
    assert "x/references.bib:1: an entry has no key" in fault(entry)


def test_the_list_is_checked_before_the_data_are_read(root):
    (root / "params/tiny/references.bib").write_text(
        "@book{a, title={x}}\n@book{a, title={y}}\n", encoding="utf-8"
    )
    with pytest.raises(Faults, match=r"params/tiny/references\.bib:2: the key 'a' stands twice"):
        Site.of(BuildRequest("tiny", root))
