"""Why a reader flags a film: kept with the rest, in the figures by their schema, the reader's own alone."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

import resources
from inference.annotations.authors import beyond, by_author, taken_over
from inference.annotations.serialization import from_dict, to_dict
from inference.core.reader_annotations import KeyReason, ReaderAnnotations
from inference.report.output.csv_json import result_json
from tests.builders import phantom, radiograph
from tests.fakes import analysis_of

NOTHING = ReaderAnnotations()


def test_files_without_a_flag_are_as_before() -> None:
    assert "key_reason" not in to_dict(ReaderAnnotations(revealed=True))
    assert ReaderAnnotations(key_reason=KeyReason.TEACHING).empty is False
    with pytest.raises(ValueError, match="key_reason"):
        from_dict({**to_dict(ReaderAnnotations(revealed=True)), "key_reason": "for_fun"})


@pytest.mark.parametrize("reason", [None, *KeyReason])
def test_figures_have_it_by_the_schema(reason: KeyReason | None) -> None:
    film = radiograph(phantom())
    analysis = replace(analysis_of(film), reader=ReaderAnnotations(key_reason=reason))
    facts = json.loads(result_json(film, analysis, name="a.dcm", report="0" * 64))
    assert facts["key_film"] == reason
    schema = json.loads(resources.path("schemas/result.schema.json").read_text("utf-8"))
    jsonschema.validate(facts["key_film"], schema["properties"]["key_film"])


def test_the_flag_of_a_reports_reader_flags_nothing_in_the_users_list() -> None:
    theirs = by_author(ReaderAnnotations(key_reason=KeyReason.CONFERENCE), "Kim Ada")
    assert taken_over(NOTHING, theirs).key_reason is None
    assert beyond(theirs, NOTHING).empty
    own = ReaderAnnotations(key_reason=KeyReason.TEACHING)
    assert taken_over(own, theirs) == own
