"""One row of everything a route may name, all of one project."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from agreements.models import Commitment
from diagnostics.actions import instruments
from diagnostics.enums import AssessmentState, Party, PracticeState
from diagnostics.models import (
    AgreedLevel,
    Assessment,
    Finding,
    Practice,
    Respondent,
)
from dialogue.enums import (
    ConsultationState,
    EventKind,
    MeetingState,
    PassageKind,
    PointKind,
    QuestionState,
    VoteMode,
)
from dialogue.models import (
    AgendaPoint,
    Consultation,
    Event,
    ForwardedOpinion,
    Letter,
    Meeting,
    Opinion,
    Passage,
    Question,
    QuestionBatch,
    Vote,
)
from projects.actions.preferences import Wish, unsubscribe_url
from projects.enums import (
    ItemKind,
    JobState,
    ReportKind,
    Role,
    Room,
    Side,
    SystemReportState,
)
from projects.invitations import digest
from projects.models import (
    Document,
    DocumentVersion,
    InformationDue,
    Invitation,
    Item,
    Report,
    SupplierSheet,
    System,
    SystemReport,
)
from tests.diagnostics.hearings import rows_of_hearings
from tests.diagnostics.uses import make_instrument
from tests.factories import World, make_mandate
from tests.matrix.logbooks import logbook_rows

TOKEN = "jeton-d-invitation"
#: Pages that are open on the day of the meeting or after it.
AFTER_THE_MEETING = {
    *("dialogue:meeting_sheet", "dialogue:point_vote", "dialogue:point_minutes"),
}


#: Pages of a diagnostic whose results are not shown yet.
BEFORE_THE_RESULTS = {
    *("diagnostics:respondent_join", "diagnostics:respondent_group"),
    *("diagnostics:assessment_close", "diagnostics:sheet_finish"),
    *("diagnostics:assessment_edit", "diagnostics:assessment_cancel"),
    "diagnostics:sheet_step",
}


def make_session(world: World) -> UserSession:
    return UserSession.objects.create(
        user=world.secretary.user, ip="127.0.0.1", session_key=world.project.pk.hex
    )


def make_item(world: World, kind: ItemKind, room: Room) -> Item:
    return Item.objects.create(
        organisation=world.organisation,
        project=world.project,
        kind=kind,
        rank=1,
        title="Élément",
        room=room,
        created_by=world.secretary,
    )


def make_rows(world: World, token: str = TOKEN) -> dict[str, Any]:
    """Values for the arguments of every route; shared rows, a caucus opinion."""
    return {
        "organisation_id": world.organisation.pk,
        "workplace_id": world.workplace.pk,
        "member_id": world.elected.pk,
        "mandate_id": make_mandate(world.elected).pk,
        "guest_id": world.employer.pk,
        "project_id": world.project.pk,
        "act": "expertise",
        "session_id": make_session(world).pk,
        "invitation_id": _invitation(world, token).pk,
        "due_id": _due(world).pk,
        "item_id": make_item(world, ItemKind.OBSERVATION, Room.CAUCUS).pk,
        **_register(world),
        **_files(world),
        **_dialogue(world),
        **_meeting(world),
        **_diagnostic(world),
        **_grid(world),
        **logbook_rows(world),
        **rows_of_hearings(world),
    }


def make_address(world: World, name: str, arguments: set[str]) -> str:
    """Address of a route, about rows that exist and are in the state it needs."""
    values = make_rows(world)
    if name in AFTER_THE_MEETING:
        Meeting.objects.filter(pk=values["meeting_id"]).update(state=MeetingState.HELD)
    if name in BEFORE_THE_RESULTS:
        rows = Assessment.objects.filter(pk=values["assessment_id"])
        rows.update(state=AssessmentState.OPEN, closed_at=None)
    if name == "diagnostics:assessment_reopen":
        # Nothing rests on its results yet.
        row = Assessment.objects.get(pk=values["assessment_id"])
        for drawn in (row.findings, row.agreed, row.practices):
            drawn.all().delete()
    if name == "projects:feed":
        values["token"] = world.secretary.user.feed_token
    elif name in {"projects:public_system", "projects:public_report"}:
        values["token"] = System.objects.get(pk=values["system_id"]).public_token
    elif name == "projects:invitation":
        values["token"] = TOKEN
    elif name == "projects:unsubscribe":
        address = unsubscribe_url(world.secretary.user, Wish.DIGEST)
        return urlsplit(address).path
    url = reverse(name, kwargs={key: values[key] for key in arguments})
    if name == "projects:presence":
        url += "?place=caucus:opinion"
    return url


def _of_project(world: World) -> dict[str, Any]:
    return {"organisation": world.organisation, "project": world.project}


def _invitation(world: World, token: str) -> Invitation:
    return Invitation.objects.create(
        organisation=world.organisation,
        email="invitee@example.org",
        name="Invitée",
        role=Role.ELECTED,
        token_digest=digest(token),
        invited_by=world.secretary,
        expires_at=timezone.now() + timedelta(days=7),
    )


def _due(world: World) -> InformationDue:
    return InformationDue.objects.create(**_of_project(world), rank=1, label="Contrat")


def _register(world: World) -> dict[str, Any]:
    """A published sheet of the register, its supplier's, a mistake told on it."""
    supplier = SupplierSheet.objects.create(
        organisation=world.organisation, supplier="Éditions Alpha", product="Alpha"
    )
    system = System.objects.create(
        organisation=world.organisation,
        workplace=world.workplace,
        name="Assistant",
        supplier_sheet=supplier,
        public_token=f"jeton-{world.organisation.pk}",
        public_facts=[["Nom", "Assistant"]],
        published_at=timezone.now(),
    )
    report = SystemReport.objects.create(
        system=system,
        author=world.secretary,
        text="La version a changé.",
        state=SystemReportState.OPEN,
    )
    return {
        "system_id": system.pk,
        "supplier_id": supplier.pk,
        "system_report_id": report.pk,
    }


def _files(world: World) -> dict[str, Any]:
    """A document with its version and a report, all three about one stored file."""
    stored = default_storage.save("documents/note", ContentFile(b"%PDF-1.7"))
    version = _version(world, stored)
    return {
        "document_id": version.document_id,
        "version_id": version.pk,
        "report_id": _report(world, stored).pk,
    }


def _version(world: World, stored: str) -> DocumentVersion:
    document = Document.objects.create(
        **_of_project(world),
        rank=1,
        title="Note",
        room=Room.SHARED,
        given_by="Direction",
        given_on=date(2026, 9, 1),
        filed_by=world.secretary,
    )
    return DocumentVersion.objects.create(
        document=document,
        rank=1,
        stored_name=stored,
        shown_name="note.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        filed_by=world.secretary,
    )


def _report(world: World, stored: str) -> Report:
    return Report.objects.create(
        **_of_project(world),
        kind=ReportKind.DOSSIER,
        subject=world.project.pk,
        room=Room.SHARED,
        title="Dossier",
        content_key="0" * 64,
        content={},
        state=JobState.DONE,
        done_at=timezone.now(),
        stored_name=stored,
        sha256="0" * 64,
    )


def _dialogue(world: World) -> dict[str, Any]:
    consultation = Consultation.objects.create(
        **_of_project(world),
        subject="Assistant",
        state=ConsultationState.OPEN,
        information_on=date(2026, 9, 26),
        opened_on=date(2026, 9, 26),
    )
    letter = Letter.objects.create(
        consultation=consultation,
        rank=1,
        subject="Relance",
        body="Nous attendons.",
        written_by=world.secretary,
    )
    event = Event.objects.create(
        **_of_project(world),
        consultation=consultation,
        kind=EventKind.INFORMATION,
        on=date(2026, 9, 26),
        room=Room.CAUCUS,
        recorded_by=world.secretary,
    )
    forwarded = ForwardedOpinion.objects.create(
        **_of_project(world),
        central=consultation,
        establishment="Site de Lille",
        received_on=date(2026, 10, 1),
        recorded_by=world.secretary,
    )
    return {
        "event_id": event.pk,
        "forwarded_id": forwarded.pk,
        "consultation_id": consultation.pk,
        "letter_id": letter.pk,
        **_questions(world, consultation),
        **_opinion(world, consultation),
    }


def _questions(world: World, consultation: Consultation) -> dict[str, Any]:
    batch = QuestionBatch.objects.create(
        consultation=consultation, rank=1, sent_by=world.secretary
    )
    question = Question.objects.create(
        **_of_project(world),
        item=make_item(world, ItemKind.QUESTION, Room.SHARED),
        consultation=consultation,
        text="Qui lit les conversations ?",
        author=world.secretary,
        state=QuestionState.SENT,
        batch=batch,
    )
    return {"batch_id": batch.pk, "question_id": question.pk}


def _opinion(world: World, consultation: Consultation) -> dict[str, Any]:
    opinion = Opinion.objects.create(**_of_project(world), consultation=consultation)
    passage = Passage.objects.create(
        opinion=opinion,
        kind=PassageKind.WISH,
        rank=1,
        text="Un vœu.",
        revision=1,
        saved_by=world.secretary,
    )
    vote = Vote.objects.create(
        opinion=opinion, mode=VoteMode.NOMINAL, opened_by=world.secretary, present=1
    )
    return {"opinion_id": opinion.pk, "passage_id": passage.pk, "vote_id": vote.pk}


def _meeting(world: World) -> dict[str, Any]:
    meeting = Meeting.objects.create(
        **_of_project(world),
        held_on=date(2026, 11, 10),
        state=MeetingState.PROPOSED,
        convened_on=date(2026, 11, 3),
        created_by=world.secretary,
    )
    point = AgendaPoint.objects.create(
        meeting=meeting,
        rank=1,
        title="Point d’étape",
        kind=PointKind.RESOLUTION,
        project=world.project,
        proposed_by=Side.DELEGATION,
        to_vote=True,
    )
    return {
        "meeting_id": meeting.pk,
        "point_id": point.pk,
        "step": "accord-presidence",
        "paper": "ordre-du-jour",
    }


def _diagnostic(world: World) -> dict[str, Any]:
    """A shared one, its results shown, with a finding and a proposed commitment."""
    assessment = Assessment.objects.create(
        **_of_project(world),
        version=make_instrument(f"essai-{world.project.pk.hex[:8]}").current,
        title="Diagnostic",
        room=Room.SHARED,
        state=AssessmentState.CLOSED,
        closed_at=timezone.now(),
        counts={"D1.1": {"representatives": {"-2": 1}, "management": {"2": 1}}},
        created_by=world.secretary,
    )
    sheet = Respondent.objects.create(
        assessment=assessment,
        party=Party.REPRESENTATIVES,
        held_by=world.secretary,
        done_at=assessment.closed_at,
    )
    finding = Finding.objects.create(
        **_of_project(world),
        item=make_item(world, ItemKind.FINDING, Room.CAUCUS),
        assessment=assessment,
        criterion="D1.1",
        text="Les parties divergent.",
        author=world.secretary,
    )
    AgreedLevel.objects.create(
        assessment=assessment,
        criterion="D1.1",
        level=1,
        agreed_on=timezone.localdate(),
        recorded_by=world.secretary,
    )
    practice = Practice.objects.create(
        **_of_project(world),
        assessment=assessment,
        text="Relire ensemble chaque version.",
        room=Room.SHARED,
        proposed_by=world.secretary,
        # Both sides agreed to it: nobody else leads it on.
        state=PracticeState.AGREED,
        moved_at=timezone.now(),
    )
    commitment = Commitment.objects.create(
        **_of_project(world),
        item=make_item(world, ItemKind.COMMITMENT, Room.CAUCUS),
        text="La direction revoit le calendrier.",
        author=world.secretary,
    )
    return {
        "assessment_id": assessment.pk,
        "respondent_id": sheet.pk,
        "code": "D1.1",
        "finding_id": finding.pk,
        "practice_id": practice.pk,
        "end": "csv",
        "commitment_id": commitment.pk,
    }


def _grid(world: World) -> dict[str, Any]:
    """One of the secretary's own, shared, its second version being written."""
    row = make_instrument(
        organisation=world.organisation, created_by=world.secretary, shared=True
    )
    instruments.revise(row, actor=world.secretary)
    of_version = {"number": 1, "form": "toml"}
    return {"instrument_id": row.pk, "dimension": "D1", "rank": 0, **of_version}
