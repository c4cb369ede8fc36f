"""The demonstration shows a logbook that both sides write, and a path underway."""

from io import StringIO

import pytest
from django.core.management import call_command

from diagnostics.enums import AdviceState, NeedState, StageState
from diagnostics.loading import load
from diagnostics.models import AdviceRecord, FollowedPath, Need
from projects.enums import Room
from projects.models import Entry


@pytest.mark.django_db
def test_the_logbook_of_the_demo_is_written_by_both_sides() -> None:
    load()
    call_command("demo", stdout=StringIO())
    refused = AdviceRecord.objects.get(state=AdviceState.REFUSED)
    assert (refused.code, str(refused.moved_by)) == ("DP4", "Claire Fontanet")
    assert list(Need.objects.values_list("rank", "state", "room")) == [
        (1, NeedState.RETAINED, Room.SHARED),
        (2, NeedState.REFUSED, Room.SHARED),
        (3, NeedState.EXPRESSED, Room.CAUCUS),
    ]
    path = FollowedPath.objects.get()
    here = path.records.get(state=StageState.HERE)
    assert (path.version.instrument.slug, here.stage) == ("dial-ia", "A2")
    lines = Entry.objects.filter(project=path.project).order_by("id")
    moments = list(lines.values_list("at", flat=True))
    assert moments == sorted(moments)
