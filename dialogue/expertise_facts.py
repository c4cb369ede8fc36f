"""What the sheet of an expertise and its log say, for its page and for the papers."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.documents import iso
from dialogue.enums import CertifiedField, EventKind
from dialogue.law.books.experts import Ground
from dialogue.law.designation import Designation, who_pays
from dialogue.letters.facts import Expert
from dialogue.models import Consultation, Event, Expertise
from projects.enums import Answer3, Regime
from projects.models import Document, Member

K = EventKind
Known = Mapping[K, Event]


def sheet_of(row: Consultation, member: Member) -> Expertise | None:
    return (
        Expertise.objects.visible_to(member)
        .filter(consultation=row)
        .select_related("principle_vote__meeting", "choice_vote__meeting")
        .first()
    )


def log_of(row: Consultation, member: Member) -> Known:
    """The live facts of an expertise that this person may know, by kind."""
    events = Event.objects.visible_to(member).live().filter(consultation=row)
    return {K(event.kind): event for event in events.select_related("evidence")}


def designation(row: Consultation, sheet: Expertise, known: Known) -> Designation:
    workplace = row.project.workplace
    named = known.get(K.EXPERT_NAMED)
    return Designation(
        ground=Ground(sheet.ground),
        regime=Regime(workplace.regime),
        headcount=workplace.headcount,
        uses_ai=row.project.uses_ai == Answer3.YES,
        fields=sheet.fields,
        valid_until=sheet.valid_until,
        voted_on=sheet.chosen_on or (named.on if named else None),
        lengthens=named is not None,
        equality_indicator=not sheet.no_equality_indicator,
        budget_suffices=not sheet.budget_short,
        surplus_transferred=sheet.surplus_transferred,
    )


def expert_of(row: Consultation, member: Member) -> Expert | None:
    """The expert as letters speak of it; None without a sheet."""
    sheet = sheet_of(row, member)
    if sheet is None:
        return None
    known = log_of(row, member)
    share, _rule = who_pays(designation(row, sheet, known))
    report = known.get(K.REPORT)
    return Expert(
        ground=Ground(sheet.ground),
        firm=sheet.firm,
        certificate=sheet.certificate,
        share=share,
        reported_on=report.on if report else None,
    )


def expertise_part(row: Consultation, member: Member) -> dict[str, Any] | None:
    """The expertise in the PDF of the file: the caucus's own, or nothing."""
    sheet = sheet_of(row, member)
    if sheet is None:
        return None
    known = log_of(row, member)
    share, rule = who_pays(designation(row, sheet, known))
    days = {
        _("Expertise votée le"): known.get(K.EXPERT_NAMED),
        _("Cahier des charges notifié le"): known.get(K.TERMS_NOTIFIED),
        _("Rapport remis le"): known.get(K.REPORT),
    }
    fields = " · ".join(str(CertifiedField(field).label) for field in sheet.fields)
    words = {
        _("Fondement"): sheet.get_ground_display(),
        _("Cabinet"): sheet.firm,
        _("Certificat"): sheet.certificate,
        _("Domaines certifiés"): fields,
        _("Part de l’employeur"): _("%(share)s %%") % {"share": share.employer},
    }
    if row.project.workplace.regime != Regime.PUBLIC:
        words[_("Part du CSE")] = _("%(share)s %%") % {"share": share.cse}
    return {
        "words": [{"label": key, "text": text} for key, text in words.items() if text],
        "days": [
            {"label": label, "day": iso(event.on)}
            for label, event in days.items()
            if event is not None
        ],
        "papers": _papers(sheet, known, member),
        "article": rule.article,
    }


def _papers(sheet: Expertise, known: Known, member: Member) -> list[dict[str, str]]:
    """Its papers that the file may name: none that is presented as confidential."""
    terms, report = known.get(K.TERMS_NOTIFIED), known.get(K.REPORT)
    wanted = {
        _("Lettre de mission"): sheet.mission_letter_id,
        _("Cahier des charges"): terms.evidence_id if terms else None,
        _("Rapport"): report.evidence_id if report else None,
    }
    today = timezone.localdate()
    found = (
        Document.objects.visible_to(member)
        .filter(Q(confidential=False) | Q(confidential_until__lt=today))
        .in_bulk([one for one in wanted.values() if one])
    )
    return [
        {"label": label, "number": found[key].number, "title": found[key].title}
        for label, key in wanted.items()
        if key in found
    ]
