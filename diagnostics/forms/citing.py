"""The document that a form cites, when who fills it may not read it."""

from django import forms

from projects.models import Document


def kept_document(form: forms.BaseForm, cited: Document | None) -> Document | None:
    """What was chosen; else what is cited already, when the form could not offer it.

    Nobody takes away, without knowing, what a list of their own leaves out.
    """
    chosen: Document | None = form.cleaned_data["document"]
    field = form.fields["document"]
    assert isinstance(field, forms.ModelChoiceField)
    if chosen is not None or cited is None or field.queryset is None:
        return chosen
    return None if field.queryset.filter(pk=cited.pk).exists() else cited
