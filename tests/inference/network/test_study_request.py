"""Links and command lines of other programs: a study of a node that is set up, and nothing else."""

from __future__ import annotations

import pytest

from inference.core.errors import UsageError
from inference.network.study_request import SUFFIX, StudyRequest, request_of
from tests.inference.network.conftest import thoracam


def test_a_link_and_a_command_line_ask_for_the_same() -> None:
    thoracam("node", "add", "my archive", "--dicom", "PACS@192.0.2.7:104")
    asked = StudyRequest("my archive", "1.2.840.3")
    assert request_of(["thoracam://study?node=my%20archive&uid=1.2.840.3"]) == asked
    assert request_of(["--study", "1.2.840.3", "--node", "my archive"]) == asked


@pytest.mark.parametrize(
    "link",
    [
        "thoracam://study?node=archive&uid=../../x",
        "thoracam://study?node=archive&uid=" + "1" * 65,
        "thoracam://study?node=archive",
        "thoracam://run?node=archive&uid=1.2",
        "thoracam:study",
        "http://study?node=archive&uid=1.2",
        "thoracam://study?node=PACS%40evil.example%3A104%00&uid=1.2",
        "thoracam://[study?node=a&uid=1",
    ],
)
def test_any_other_link_is_refused(link: str) -> None:
    with pytest.raises(UsageError):
        request_of([link])


def test_a_link_reaches_no_node_that_is_not_set_up() -> None:
    with pytest.raises(UsageError):
        request_of(["thoracam://study?node=PACS@evil.example:104&uid=1.2"])


def test_a_request_is_left_as_a_file_and_taken_once() -> None:
    path = StudyRequest("archive", "1.2").left()
    assert path.suffix == SUFFIX
    assert StudyRequest.taken(path) == StudyRequest("archive", "1.2")
    with pytest.raises(UsageError):
        StudyRequest.taken(path)
