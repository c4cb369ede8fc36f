"""What a line of the journal shows beside its sentence (projects/told.py)."""

from django import template

from projects import told

register = template.Library()

register.filter("words_of", told.words_of)
register.filter("address_of", told.address_of)
