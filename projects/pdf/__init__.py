"""HTML to PDF, in a process of its own that can neither read files nor reach a host."""

from projects.pdf.process import PdfFailed as PdfFailed
from projects.pdf.process import Rendered as Rendered
from projects.pdf.process import render as render
from projects.pdf.process import warm as warm
